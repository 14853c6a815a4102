// Connections and what they listen to. A reader that does not read loses its subscription, never
// the till's time.

internal import Domains
internal import Scanner
internal import Values
internal import Wire

/// One subscription of one connection.
struct Subscription: Sendable {
  let name: String
  /// Nil listens to everything.
  let topics: Set<Topic>?
  /// The position sent before, which the next event names as `prev`.
  var previous: Int64
  /// Where history is read from next; nil once everything committed was sent.
  var catchingUp: Int64?
  /// A read of history is under way.
  var isReading = false

  func wants(_ type: String) -> Bool {
    guard let topics else { return true }
    return Topic(type: type).map(topics.contains) ?? false
  }
}

/// What the loop knows of one connection.
struct Client: Sendable {
  let peer: Peer
  var name: String?
  var subscriptions: [Subscription] = []
  var lastSubscription = 0
  /// The batch of its last write: what it reads next must show that write.
  var lastBatch: Int64 = 0
  /// Events and bytes that were handed to the server and have not left yet.
  var waitingEvents = 0
  var waitingBytes = 0

  /// Who acts, for the journal: the name comes with users, the user id is always known.
  var actor: String { "uid:\(peer.uid)" }

  var isBehind: Bool {
    waitingEvents > Limits.subscriberEvents || waitingBytes > Limits.subscriberBytes
  }
}

/// Lines that tell subscribers about events.
enum Notice {
  private struct Line<Params: Encodable>: Encodable {
    let jsonrpc = "2.0"
    let method = "event"
    let params: Params
  }

  private struct Stored: Encodable {
    let sub: String
    let prev: Int64
    let event: EventView

    private enum Keys: String, CodingKey {
      case sub, prev, seq, type, v, by, at, subject, rev, data
    }

    func encode(to encoder: any Encoder) throws {
      var object = encoder.container(keyedBy: Keys.self)
      try object.encode(sub, forKey: .sub)
      try object.encode(event.seq, forKey: .seq)
      try object.encode(prev, forKey: .prev)
      try object.encode(event.type, forKey: .type)
      try object.encode(event.v, forKey: .v)
      try object.encode(event.by, forKey: .by)
      try object.encode(event.at, forKey: .at)
      try object.encode(event.subject, forKey: .subject)
      try object.encode(event.rev, forKey: .rev)
      try object.encode(event.data, forKey: .data)
    }
  }

  private struct Ephemeral<Body: Encodable>: Encodable {
    let sub: String
    let eph = true
    let type: String
    let data: Body
  }

  static func stored(_ event: EventView, sub: String, previous: Int64) -> [UInt8] {
    JSON.bytes(Line(params: Stored(sub: sub, prev: previous, event: event))) + [0x0A]
  }

  static func ephemeral(_ type: String, _ data: some Encodable, sub: String) -> [UInt8] {
    JSON.bytes(Line(params: Ephemeral(sub: sub, type: type, data: data))) + [0x0A]
  }

  struct Tick: Encodable {
    let head: Int64
    /// `trusted` or `untrusted`.
    let clock: String
  }
  struct Lost: Encodable {
    let why: String
    let at: Int64
  }
  struct ScanRead: Encodable {
    let code: String
    let symbology: String?
    let device: String
    /// What the code is, such as `product` or `coupon`.
    let kind: ReadingKind

    init(_ scan: Scan, device: String) {
      code = scan.payload
      symbology = scan.symbology?.rawValue
      self.device = device
      kind = scan.reading.kind
    }
  }
  struct ScanRefused: Encodable {
    let code: String?
    let device: String
    let kind: String
    let message: String
  }
  struct Unheard: Encodable {
    struct Device: Encodable {
      let address: String
      let why: String
    }
    let code: String
    /// Scanners that could not be listened to.
    let devices: [Device]
  }
  struct ClaimEnded: Encodable { let why: String }
  struct Drawer: Encodable {
    let device: String
    let open: Bool
  }
  struct Progress: Encodable {
    let job: ID
    let kind: String
    let done: Int64
    let total: Int64
  }
}
