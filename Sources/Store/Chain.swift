// The hash chain of each origin: whether an event continues it, and whether the end is intact.

internal import Domains
internal import GRDB
internal import Values

extension ChainHead {
  /// Why an event does not continue this chain, or nil if it does.
  func fault(of event: Event) -> String? {
    if event.sequence != sequence + 1 {
      return "origin \(event.origin) goes on with \(event.sequence) instead of \(sequence + 1)"
    }
    if event.hash != event.expectedHash(after: hash) {
      return "the hash does not fit the event and what came before"
    }
    return nil
  }
}

/// A walk over the chains of all origins in order of position, holding one head per origin.
struct ChainWalk {
  /// How many events are read at once, so that no walk keeps the journal from being emptied.
  static let window: Int64 = 4096

  private let first: Int64
  /// The end that was there when the walk began.
  private let end: Int64
  private let nodes: [Node]
  private var position: Int64
  private var hash: Digest = .zero
  private var heads: [Int64: ChainHead] = [:]

  /// A walk that begins with the event at `first`.
  init(from first: Int64, nodes: [Node]) {
    self.first = max(first, 1)
    self.nodes = nodes
    position = self.first - 1
    end = nodes.map(\.head.sequence).reduce(0, +)
  }

  /// Walks some events; false at the end.
  ///
  /// - Throws: `Unreadable` with the first bad position.
  mutating func advance(in db: Database) throws -> Bool {
    let target = min(end, position + Self.window)
    do {
      let statement = try db.cachedStatement(
        sql: "SELECT \(EventRow.columns) FROM event WHERE pos > ? AND pos <= ? ORDER BY pos")
      let rows = try Row.fetchCursor(statement, arguments: [position, target])
      while let row = try rows.next() { try step(try EventRow.event(row), in: db) }
    } catch let error as DatabaseError where error.isDamage {
      let gap = Damage.gap(after: position, until: end, in: db)
      throw Unreadable(
        reason: "\(gap.asEvents) cannot be read: \(StoreFault.reason(error))",
        position: gap.lowerBound)
    }
    guard position >= target else { throw missing }
    if position < end { return true }
    try compareHeads(in: db)
    return false
  }

  /// What was found so far.
  func report(_ bad: Unreadable? = nil) -> ChainReport {
    ChainReport(
      ok: bad == nil, head: end, hash: hash, events: max(0, position - first + 1),
      firstBad: bad.map { $0.position ?? position + 1 }, why: bad?.reason)
  }

  private var missing: Unreadable {
    Unreadable(reason: "the event is missing", position: position + 1)
  }

  private mutating func step(_ event: Event, in db: Database) throws {
    guard event.position == position + 1 else { throw missing }
    let head = try heads[event.origin] ?? head(before: event, in: db)
    if let why = head.fault(of: event) { throw Unreadable(reason: why, position: event.position) }
    heads[event.origin] = ChainHead(
      origin: event.origin, sequence: event.sequence, hash: event.hash)
    position = event.position
    hash = event.hash
  }

  /// The head of an origin that is met for the first time: what lies before the walk's beginning.
  private func head(before event: Event, in db: Database) throws -> ChainHead {
    let earlier = try db.first(
      "SELECT hash FROM event WHERE nid = ? AND seq = ? AND pos < ?",
      [event.origin, event.sequence - 1, first]
    ) { ChainHead(origin: event.origin, sequence: event.sequence - 1, hash: try $0.digest(0)) }
    return earlier ?? ChainHead(origin: event.origin, sequence: 0, hash: .zero)
  }

  /// Each chain must end where its head says; those that were not met are read.
  private mutating func compareHeads(in db: Database) throws {
    if position > 0 && hash == .zero {
      let last = try db.first("SELECT hash FROM event WHERE pos = ?", [end]) { try $0.digest(0) }
      hash = last ?? .zero
    }
    for node in nodes where node.head.sequence > 0 {
      let hash =
        try heads[node.head.origin]?.hash
        ?? db.first(
          "SELECT hash FROM event WHERE nid = ? AND seq = ?",
          [node.head.origin, node.head.sequence]
        ) { try $0.digest(0) }
      guard hash == node.head.hash else {
        throw Unreadable(
          reason: "origin \(node.head.origin) does not end as its head says", position: end)
      }
    }
  }
}

/// An origin as the store knows it.
struct Node {
  var head: ChainHead
  var install: [UInt8]
  var epoch: Int64
  var isActive: Bool
  var time: HybridTime

  static func all(_ db: Database) throws -> [Node] {
    try db.all(
      "SELECT nid, head_seq, head_hash, head_hlc, install, epoch, status FROM node ORDER BY nid"
    ) { row in
      Node(
        head: ChainHead(
          origin: try row.integer(0), sequence: try row.integer(1), hash: try row.digest(2)),
        install: try row.bytes(4), epoch: try row.integer(5),
        isActive: try row.text(6) == "active", time: try row.time(3))
    }
  }

  /// How many events at the end of each chain are verified before the till sells.
  static let tail: Int64 = 1000

  /// Checks the end of this chain against its head.
  ///
  /// - Throws: `Unreadable` with the first bad position.
  func verifyTail(_ db: Database) throws {
    let start = max(0, head.sequence - Self.tail)
    var walked = ChainHead(origin: head.origin, sequence: start, hash: .zero)
    if start > 0 {
      let hash = try db.first(
        "SELECT hash FROM event WHERE nid = ? AND seq = ?", [head.origin, start]
      ) { try $0.digest(0) }
      guard let hash else { throw Unreadable(reason: missing(start)) }
      walked.hash = hash
    }
    _ = try db.all(
      "SELECT \(EventRow.columns) FROM event WHERE nid = ? AND seq > ? ORDER BY seq",
      [head.origin, start]
    ) { row in
      let event = try EventRow.event(row)
      if let why = walked.fault(of: event) {
        throw Unreadable(reason: why, position: event.position)
      }
      walked.sequence = event.sequence
      walked.hash = event.hash
    }
    guard walked == head else {
      throw Unreadable(
        reason: "origin \(head.origin) ends with \(walked.sequence) \(walked.hash.short), "
          + "its head says \(head.sequence) \(head.hash.short)")
    }
  }

  private func missing(_ sequence: Int64) -> String {
    "event \(sequence) of origin \(head.origin) is missing"
  }
}
