// Print jobs and drawer kicks on their way: what waits, what is being done, who waits for it.

internal import Domains
internal import Values

/// The jobs that are not settled, in memory; the store holds them durably.
struct Outbox: Sendable {
  /// How long an answer waits for the drawer, in milliseconds.
  static let kickPatience: Int64 = 400

  /// Print jobs to do, oldest first.
  private(set) var prints: [OutboxRow] = []
  private(set) var kicks: [OutboxRow] = []
  /// Jobs whose start is on its way to the disk, or that a device is doing.
  private(set) var running: [Int64: OutboxRow] = [:]
  /// Jobs that a crash interrupted.
  private(set) var interrupted: [OutboxRow] = []
  private var waiting: [Int64: (reply: PendingReply, deadline: Int64)] = [:]
  private(set) var isPrinting = false

  /// Jobs that wait for the printer.
  var printing: Int { prints.count + (isPrinting ? 1 : 0) }

  var isIdle: Bool { running.isEmpty && kicks.isEmpty }

  mutating func recover(_ row: OutboxRow) {
    if row.state == .started { interrupted.append(row) } else { queue(row) }
  }

  mutating func queue(_ row: OutboxRow) {
    if row.kind == .print { prints.append(row) } else { kicks.append(row) }
  }

  /// Takes the next print job, one at a time.
  mutating func nextPrint() -> OutboxRow? {
    guard !isPrinting, !prints.isEmpty else { return nil }
    isPrinting = true
    return start(prints.removeFirst())
  }

  mutating func nextKick() -> OutboxRow? {
    kicks.isEmpty ? nil : start(kicks.removeFirst())
  }

  private mutating func start(_ row: OutboxRow) -> OutboxRow {
    var row = row
    row.state = .started
    row.attempts += 1
    running[row.number] = row
    return row
  }

  /// Takes the jobs over that a crash interrupted: they are being asked about.
  mutating func takeInterrupted() -> [OutboxRow] {
    let rows = interrupted
    interrupted = []
    for row in rows {
      running[row.number] = row
      if row.kind == .print { isPrinting = true }
    }
    return rows
  }

  /// Ends a running job; nil if it is not running, which a late report of a device may say.
  mutating func settle(_ number: Int64) -> OutboxRow? {
    guard let row = running.removeValue(forKey: number) else { return nil }
    if row.kind == .print { isPrinting = running.values.contains { $0.kind == .print } }
    return row
  }

  /// Whether a job is unsettled here, whatever the store says of it yet.
  func isUnsettled(_ number: Int64) -> Bool {
    running[number] != nil || prints.contains { $0.number == number }
  }

  // MARK: - Who waits for the drawer

  func isPending(_ number: Int64) -> Bool {
    running[number] != nil || kicks.contains { $0.number == number }
  }

  mutating func await(_ number: Int64, _ reply: PendingReply, until deadline: Int64) {
    waiting[number] = (reply, deadline)
  }

  mutating func takeReply(_ number: Int64) -> PendingReply? {
    waiting.removeValue(forKey: number)?.reply
  }

  /// When the first of the answers that wait has waited long enough.
  var nextDeadline: Int64? { waiting.values.map(\.deadline).min() }

  mutating func overdue(at boot: Int64) -> [PendingReply] {
    let late = waiting.filter { $0.value.deadline <= boot }.sorted { $0.key < $1.key }
    for (number, _) in late { waiting[number] = nil }
    return late.map(\.value.reply)
  }
}
