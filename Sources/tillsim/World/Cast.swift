// Who is in the shop: clients of the socket, with what they sent and what they know.

internal import Domains
internal import TillLoop
internal import Values
internal import Wire

/// The people and programs at the till, by number.
enum Cast {
  static let cashiers = 0..<3
  static let keeper = 3
  static let owner = 4
  /// Those who send commands; the others only look on.
  static let writers = 5
  static let watchers = 5..<7
  static let count = 7

  static func draw(_ chance: inout Entropy) -> Int {
    switch Int.random(in: 0..<100, using: &chance) {
    case 0..<74: Int.random(in: cashiers, using: &chance)
    case 74..<84: keeper
    default: owner
    }
  }

  static func role(_ client: Int) -> Role {
    switch client {
    case cashiers, keeper: .ui
    case owner: .admin
    default: .display
    }
  }

  static func name(_ client: Int) -> String {
    switch client {
    case cashiers: "cashier \(client + 1)"
    case keeper: "the keeper"
    case owner: "the owner"
    default: "watcher \(client - watchers.lowerBound + 1)"
    }
  }
}

/// A command or question as its client made it.
struct Message {
  let cmd: ID?
  let method: String
  let params: AnyJSON

  /// One line for the socket, without its LF.
  func line(_ request: Int64) -> [UInt8] {
    JSON.bytes(
      AnyJSON.object([
        "jsonrpc": .string("2.0"), "id": .integer(request), "method": .string(method),
        "params": params,
      ]))
  }
}

/// One client of the socket.
struct SimClient {
  /// A command on its way, or done.
  struct Command {
    let message: Message
    var sends = 0
    var lastSent: Int64 = 0
    var isAnswered = false
    /// Whether it was carried out, as far as the client knows.
    var isDone = false
  }

  let number: Int
  var connection: Connection?
  /// Whether the end of a connection is on its way to the till.
  var commands: [Command] = []
  /// Where the first command is that has no answer.
  private(set) var firstOpen = 0
  private var lastRequest: Int64 = 0
  /// What each request of this connection was about; nil for a question.
  private(set) var requests: [Int64: Int?] = [:]
  /// Requests that use a command's id for something else.
  private(set) var reuses: Set<Int64> = []
  /// The last event a watcher saw, and its subscription.
  var seen: Int64 = 0
  var subscribing: Int64?

  init(number: Int) { self.number = number }

  mutating func newRequest(about command: Int?, isReuse: Bool = false) -> Int64 {
    lastRequest += 1
    requests[lastRequest] = .some(command)
    if isReuse { reuses.insert(lastRequest) }
    return lastRequest
  }

  /// Takes an answer's request off the list; nil if it was answered or never sent here.
  mutating func settle(_ request: Int64) -> (command: Int?, isReuse: Bool)? {
    guard let command = requests.removeValue(forKey: request) else { return nil }
    return (command, reuses.remove(request) != nil)
  }

  mutating func answered(_ command: Int, isDone: Bool) {
    commands[command].isAnswered = true
    if isDone { commands[command].isDone = true }
    while firstOpen < commands.count, commands[firstOpen].isAnswered { firstOpen += 1 }
  }

  /// The connection is gone, and with it every answer that was on its way.
  mutating func disconnect() {
    connection = nil
    (requests, reuses, subscribing) = ([:], [], nil)
  }

  /// Commands without an answer.
  var open: [Int] { (firstOpen..<commands.count).filter { !commands[$0].isAnswered } }
}
