// Jobs on their way to paper and drawers, as the disk has them and as the world saw them.

internal import Domains
internal import Values
internal import Wire

/// Every job, its papers and its pulses.
struct Trail {
  private(set) var rows: [Int64: OutboxRow] = [:]
  private var last: Int64 = 0
  /// Papers and pulses of each job, and how many of the papers did not say COPY.
  private var papers: [Int64: (all: Int64, originals: Int64)] = [:]
  private var pulses: [Int64: Int64] = [:]
  /// The job of each receipt's original.
  private var originals: [String: Int64] = [:]
  /// The job of which an original of each receipt came out.
  private var onPaper: [String: Int64] = [:]
  /// Jobs that durable events name, and whether each opens the drawer.
  private var promised: [(job: Int64, kind: OutboxRow.Kind, sale: ID?, position: Int64)] = []

  // MARK: - Rows

  /// Takes a row over that is durable now.
  mutating func take(_ row: OutboxRow) throws(Violation) {
    if let before = rows[row.number] {
      guard Self.mayFollow(before, row) else {
        throw Violation(
          Law.outbox, "job p\(row.number) went from \(before.words) to \(row.words)")
      }
    } else {
      guard row.number == last + 1 else {
        throw Violation(Law.outbox, "job p\(row.number) follows p\(last)")
      }
      guard row.attempts == 0, row.state == .queued || row.state == .failed && row.kind == .print
      else { throw Violation(Law.outbox, "job p\(row.number) begins as \(row.words)") }
      last = row.number
      if let number = Self.original(row) {
        if let other = originals[number] {
          throw Violation(
            Law.outbox, "p\(other) and p\(row.number) are both originals of \(number)")
        }
        originals[number] = row.number
      }
    }
    rows[row.number] = row
  }

  /// Whether a job that was like this may be like that next.
  static func mayFollow(_ old: OutboxRow, _ new: OutboxRow) -> Bool {
    guard old.kind == new.kind, old.intent == new.intent, new.isDoubtful || !old.isDoubtful,
      new.attempts == old.attempts + (new.state == .started ? 1 : 0)
    else { return false }
    if old.state == .unknown && !new.isDoubtful { return false }
    switch (old.kind, old.state) {
    case (.print, .queued): return new.state == .started || new.state == .failed
    case (.print, .started):
      return [.printed, .sent, .failed].contains(new.state)
        || new.state == .unknown && new.isDoubtful
    case (.print, .failed):
      return new.state == .queued || new.state == .discarded || new.state == .failed
        || new.state == .started && old.mayRetry
    case (.print, .unknown): return new.state == .queued || new.state == .discarded
    case (.kick, .queued): return new.state == .started
    case (.kick, .started): return [.opened, .failed, .unverified].contains(new.state)
    default: return false
    }
  }

  /// The receipt that a row prints the original of.
  private static func original(_ row: OutboxRow) -> String? {
    let receipt = intent(row).field("receipt")
    return receipt.field("copy") == .null ? receipt.field("number").words : nil
  }

  private static func intent(_ row: OutboxRow) -> AnyJSON {
    PlainJSON.value(of: row.intent) ?? .null
  }

  // MARK: - What events promise

  /// Keeps the jobs in mind that a durable event names.
  mutating func note(_ happening: Happening) {
    let (event, body) = (happening.event, happening.body)
    func promise(_ field: String, _ kind: OutboxRow.Kind, sale: ID? = nil) {
      guard let job = body.field(field).whole else { return }
      promised.append((job, kind, sale, event.position))
    }
    switch event.type {
    case "sale.completed":
      promise("printJob", .print, sale: event.stream.id)
      promise("kickJob", .kick)
    case "shift.closed": promise("printJob", .print)
    case "shift.cash_moved": promise("kickJob", .kick)
    case "print.requested": promise("job", .print)
    default: break
    }
  }

  /// Every job that an event named must be there once the event is.
  mutating func keepPromises() throws(Violation) {
    for (job, kind, sale, position) in promised {
      guard let row = rows[job], row.kind == kind else {
        throw Violation(Law.outbox, "p\(job) was promised and is not there", at: position)
      }
      guard let sale else { continue }
      let receipt = Self.intent(row).field("receipt")
      guard receipt.id("sale") == sale, receipt.field("copy") == .null else {
        throw Violation(Law.outbox, "p\(job) is not the receipt of \(sale)", at: position)
      }
    }
    promised = []
  }

  // MARK: - What the world saw

  mutating func printed(job: Int64, isCopy: Bool) throws(Violation) {
    guard let row = rows[job], row.kind == .print, row.attempts > 0 else {
      throw Violation(Law.paper, "p\(job) came out and was never started on the disk")
    }
    var seen = papers[job] ?? (0, 0)
    seen.all += 1
    if !isCopy { seen.originals += 1 }
    papers[job] = seen
    guard seen.all <= row.attempts else {
      throw Violation(Law.paper, "p\(job) came out \(seen.all) times in \(row.attempts) attempts")
    }
    guard seen.originals <= 1 else {
      throw Violation(Law.paper, "p\(job) came out twice without COPY")
    }
    let receipt = Self.intent(row).field("receipt")
    guard let number = receipt.field("number").words, !isCopy else { return }
    guard receipt.field("copy") == .null else {
      throw Violation(Law.paper, "p\(job), a copy of \(number), came out without COPY")
    }
    if let other = onPaper[number], other != job {
      throw Violation(Law.paper, "\(number) came out of p\(other) and p\(job) without COPY")
    }
    onPaper[number] = job
  }

  mutating func kicked(job: Int64) throws(Violation) {
    guard let row = rows[job], row.kind == .kick, row.attempts > 0 else {
      throw Violation(Law.kick, "p\(job) opened the drawer and was never started on the disk")
    }
    pulses[job, default: 0] += 1
    guard pulses[job] == 1 else {
      throw Violation(Law.kick, "p\(job) opened the drawer \(pulses[job] ?? 0) times")
    }
  }

  // MARK: - After a crash, after a restore, in the end

  /// Compares with what the disk has after a crash: what was durable is, or went one step on.
  mutating func reopened(_ found: [OutboxRow]) throws(Violation) {
    let found = found.sorted { $0.number < $1.number }
    let numbers = Set(found.map(\.number))
    for number in rows.keys.sorted() where !numbers.contains(number) {
      throw Violation(Law.durability, "job p\(number) was durable and is gone")
    }
    for row in found where rows[row.number] != row {
      do {
        try take(row)
      } catch {
        throw rows[row.number] == nil ? error : Violation(Law.durability, error.what)
      }
    }
  }

  /// An older copy goes on: what came out of devices before stays out.
  func restored(_ found: [OutboxRow]) throws(Violation) -> Trail {
    var trail = Trail()
    for row in found.sorted(by: { $0.number < $1.number }) {
      trail.rows[row.number] = row
      trail.last = row.number
      if let number = Self.original(row) { trail.originals[number] = row.number }
    }
    return trail
  }

  func checkSettled(_ found: [OutboxRow]) throws(Violation) {
    for row in found.sorted(by: { $0.number < $1.number }) {
      guard rows[row.number] == row else {
        throw Violation(Law.outbox, "p\(row.number) is \(row.words) and nobody made it durable")
      }
      if row.state == .queued || row.state == .started || row.mayRetry {
        throw Violation(Law.liveness, "p\(row.number) is \(row.words) in the end")
      }
    }
    if let missing = rows.keys.sorted().first(where: { number in
      !found.contains { $0.number == number }
    }) {
      throw Violation(Law.durability, "job p\(missing) was durable and is gone")
    }
  }
}

extension OutboxRow {
  fileprivate var words: String {
    "\(state)\(isDoubtful ? ", doubtful" : ""), \(attempts) attempts"
  }
}
