// Print jobs and drawer kicks on their way: what waits, what is being done, who waits for it.

internal import Domains
internal import Values

/// The jobs that are not settled, in memory; the store holds them durably.
struct Outbox: Sendable {
  /// How long the answer to a payment waits for the drawer, in milliseconds: a queue waits for it.
  static let kickPatience: Int64 = 400
  /// And that to a command which wants nothing but the drawer: as long as its switch is watched.
  static let openPatience: Int64 = 2_500
  /// How long a printer that refused a job is left alone, in milliseconds, unless it gets well.
  static let rest: Int64 = 5000
  /// How long a job that a crash interrupted waits for its printer, in milliseconds.
  static let recallPatience: Int64 = 60_000

  /// A print job that waits; what it prints is read once.
  struct Waiting: Sendable {
    let row: OutboxRow
    /// Nil for a job of a newer till.
    let intent: Intent?
  }

  /// Print jobs to do, oldest first: queued ones, and failed ones that may go to a printer again.
  private(set) var prints: [Waiting] = []
  private(set) var kicks: [OutboxRow] = []
  /// Jobs whose start is on its way to the disk, or that a device is doing.
  private(set) var running: [Int64: OutboxRow] = [:]
  /// Jobs that a crash interrupted and that no printer was asked about yet.
  private(set) var interrupted: [OutboxRow] = []
  /// Jobs of which something is decided that is not durable yet, and by which batch.
  private var undurable: [Int64: (batch: Int64, row: OutboxRow)] = [:]
  /// Printers that refused a job, and until when they are left alone.
  private var resting: [String: Int64] = [:]
  private var waiting: [Int64: (reply: PendingReply, deadline: Int64)] = [:]

  /// Print jobs that wait for a printer or are in one, those not yet durable included.
  var printing: Int {
    prints.count + running.values.count { $0.kind == .print } + interrupted.count
      + undurable.values.count { $0.row.kind == .print && $0.row.state == .queued }
  }

  var isIdle: Bool { running.isEmpty && kicks.isEmpty }

  /// Whether a drawer is told to open now, or will be once that is durable.
  var isKicking: Bool {
    !kicks.isEmpty || running.values.contains { $0.kind == .kick }
      || undurable.values.contains { $0.row.kind == .kick && $0.row.state == .queued }
  }

  mutating func recover(_ row: OutboxRow) {
    if row.state == .started { interrupted.append(row) } else { queue(row) }
  }

  /// Lets a job wait for its device, in order of its number; one that waits already is replaced.
  mutating func queue(_ row: OutboxRow) {
    guard row.kind == .print else { return kicks.append(row) }
    prints.removeAll { $0.row.number == row.number }
    let place = prints.lastIndex { $0.row.number < row.number }.map { $0 + 1 } ?? 0
    prints.insert(Waiting(row: row, intent: Intent(row)), at: place)
  }

  /// Takes note of what a batch decides: a job that a person decided about waits no more.
  mutating func decide(_ rows: [OutboxRow], batch: Int64) {
    for row in rows {
      undurable[row.number] = (batch, row)
      if row.kind == .print, row.state == .queued || row.state == .discarded {
        prints.removeAll { $0.row.number == row.number }
      }
    }
  }

  /// Every batch up to this one is durable.
  mutating func release(upTo batch: Int64) {
    if !undurable.isEmpty { undurable = undurable.filter { $0.value.batch > batch } }
  }

  /// The batch that decides about a job and is not durable yet.
  func batch(of number: Int64) -> Int64? { undurable[number]?.batch }

  // MARK: - Giving jobs to devices

  /// Takes the next print job whose printer is free: one at a time in each printer.
  mutating func nextPrint(_ routing: PrintRouting) -> OutboxRow? {
    let free = routing.usable.subtracting(busy)
    guard !free.isEmpty else { return nil }
    for (index, job) in prints.enumerated() {
      guard let intent = job.intent, let printer = routing.printer(for: intent),
        free.contains(printer)
      else { continue }
      prints.remove(at: index)
      return start(job.row, on: printer)
    }
    return nil
  }

  mutating func nextKick() -> OutboxRow? {
    kicks.isEmpty ? nil : start(kicks.removeFirst(), on: nil)
  }

  /// Takes the jobs out that no printer will ever print, with the reason.
  mutating func takeHopeless(_ routing: PrintRouting) -> [(row: OutboxRow, why: String)] {
    var hopeless: [(row: OutboxRow, why: String)] = []
    for job in prints {
      if job.intent == nil {
        hopeless.append((job.row, "it is a job of a newer till"))
      } else if let device = job.intent?.onlyPrinter, !routing.usable.contains(device) {
        hopeless.append((job.row, "\(device) cannot print now"))
      }
    }
    if !hopeless.isEmpty {
      prints.removeAll { job in hopeless.contains { $0.row.number == job.row.number } }
    }
    return hopeless
  }

  /// Printers that have a job, or had one when the till stopped.
  private var busy: Set<String> {
    Set(running.values.compactMap(\.printer)).union(interrupted.compactMap(\.printer))
  }

  private mutating func start(_ row: OutboxRow, on printer: String?) -> OutboxRow {
    var row = row
    row.state = .started
    row.attempts += 1
    row.printer = printer
    row.why = nil
    running[row.number] = row
    return row
  }

  /// Ends a running job; nil if it is not running, which a late report of a device may say.
  mutating func settle(_ number: Int64) -> OutboxRow? { running.removeValue(forKey: number) }

  /// Whether a job is unsettled here, whatever the store says of it yet; one that failed and waits
  /// for its printer is settled, and a person may decide about it.
  func isUnsettled(_ number: Int64) -> Bool {
    running[number] != nil
      || prints.contains { $0.row.number == number && $0.row.state == .queued }
      || interrupted.contains { $0.number == number }
  }

  /// Whether a job waits here already, for a printer or for the disk.
  func holds(_ number: Int64) -> Bool { prints.contains { $0.row.number == number } }

  // MARK: - After a crash

  /// Takes over what was interrupted on this printer, or on one that nobody wrote down; all for
  /// nil: these jobs are being asked about.
  mutating func takeInterrupted(on printer: String?) -> [OutboxRow] {
    let rows = interrupted.filter {
      printer == nil || $0.printer == nil || $0.printer == printer
    }
    interrupted.removeAll { row in rows.contains { $0.number == row.number } }
    for row in rows { running[row.number] = row }
    return rows
  }

  mutating func takeInterruptedKicks() -> [OutboxRow] {
    let kicks = interrupted.filter { $0.kind == .kick }
    interrupted.removeAll { $0.kind == .kick }
    for row in kicks { running[row.number] = row }
    return kicks
  }

  // MARK: - Printers that refuse

  /// Leaves a printer alone that refused a job.
  mutating func rest(_ printer: String, until boot: Int64) { resting[printer] = boot }

  /// The printer can print again, or says so.
  mutating func wake(_ printer: String) { resting[printer] = nil }

  /// Printers that are left alone at this moment.
  func resting(at boot: Int64) -> Set<String> {
    Set(resting.filter { $0.value > boot }.keys)
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

  /// When the first answer has waited, or the first printer has rested, long enough.
  var nextDeadline: Int64? {
    (waiting.values.map(\.deadline) + resting.values).min()
  }

  mutating func overdue(at boot: Int64) -> [PendingReply] {
    resting = resting.filter { $0.value > boot }
    let late = waiting.filter { $0.value.deadline <= boot }.sorted { $0.key < $1.key }
    for (number, _) in late { waiting[number] = nil }
    return late.map(\.value.reply)
  }
}
