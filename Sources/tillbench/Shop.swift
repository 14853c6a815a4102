// A whole till without its socket and its machines: the real loop on the real store, a printer
// and a drawer that always work, and a customer who always pays in cash.

internal import Domains
internal import ESCPOS
internal import Store
internal import TillLoop
internal import Values
internal import Wire

/// A till that is driven in process, by one thread.
final class Shop {
  /// Whether the loop hears of a commit when it is on the disk, or at once.
  ///
  /// Nobody is told anything by a shop in a hurry, so nothing is shown that is not durable; it
  /// only lets many sales share a commit.
  enum Pace { case honest, hurried }

  private let store: Store
  private let reader: StoreReader
  private let disk = Disk()
  private let pace: Pace
  private let assortment: Assortment
  private var till: Till
  private var entropy = Entropy(seed: 20)
  private var inputs: [Input] = []
  private var lastBatch: Int64 = 0
  /// The last batch that the loop heard of.
  private var heard: Int64 = 0

  private static let cashier = Connection(1)
  /// Batches that may be on their way; the store takes 4,096.
  private static let inFlight: Int64 = 1024

  init(directory: String, assortment: Assortment, pace: Pace) throws {
    self.assortment = assortment
    self.pace = pace
    store = try Store(directory: directory)
    reader = try store.makeReader()
    till = try Till(
      store.recovery, now: Clock.now(), seed: .random(in: 0...(.max)), version: "bench")
    disk.listen(to: store)
    try carryOut(till.start(now: Clock.now(), facts: reader))
    try take(.connected(Self.cashier, Peer(uid: 0, role: .admin)))
    try take(.device(DeviceView(id: "printer", kind: "printer", state: "ready", why: nil)))
    try settle()
  }

  /// The number of events.
  var events: Int64 { till.position }

  /// The number of completed sales.
  var receipts: Int64 { till.books.outlet.receipts.values.reduce(0, +) }

  func stop() { store.stop() }

  // MARK: - What happens in a shop

  /// Puts the whole assortment in force, by the same steps as `product.import`.
  func stock() throws(BenchFault) {
    try ask(ProductImport.self, ProductImport.Params(cmd: newID(), rows: [["sku"]]))
    try settle()
  }

  /// Opens a shift, unless one is open.
  func open() throws(BenchFault) {
    if till.books.shift != nil { return }
    try ask(ShiftOpen.self, ShiftOpen.Params(cmd: newID(), float: .zero(.eur)))
    try settle()
  }

  func close() throws(BenchFault) {
    try ask(ShiftClose.self, ShiftClose.Params(cmd: newID()))
    try settle()
  }

  /// Scans so many products and takes cash for them.
  ///
  /// In an honest shop every scan is on the disk before the next, and the receipt is printed and
  /// the drawer opened before this returns.
  func sell(_ lines: Int) throws(BenchFault) {
    for _ in 0..<lines {
      let index = Int64.random(in: 0..<assortment.count, using: &entropy)
      try take(.scanned(device: "scanner", raw: Assortment.code(index)))
      if pace == .honest { try settle() }
    }
    let payment = SalePay.Params(cmd: newID(), sale: nil, tender: "cash", given: nil)
    try ask(SalePay.self, payment, isAnswered: pace == .honest)
    if pace == .honest { try settle() }
  }

  /// Waits until everything is on the disk and nothing is left to do.
  func settle() throws(BenchFault) {
    repeat {
      try disk.wait(for: lastBatch)
      try work()
    } while heard < lastBatch || disk.durable < lastBatch
  }

  // MARK: - The loop

  private struct Line<Params: Encodable>: Encodable {
    let jsonrpc = "2.0"
    /// Nil asks for no answer.
    let id: Int?
    let method: String
    let params: Params
  }

  private func ask<M: Method>(
    _ method: M.Type, _ params: M.Params, isAnswered: Bool = true
  ) throws(BenchFault) {
    let line = Line(id: isAnswered ? 1 : nil, method: M.name, params: params)
    try take(.line(Self.cashier, JSON.bytes(line)))
  }

  private func newID() -> ID { entropy.id(at: Timestamp(milliseconds: Clock.now().wall)) }

  private func take(_ input: Input) throws(BenchFault) {
    inputs.append(input)
    try work()
  }

  private func work() throws(BenchFault) {
    repeat {
      while !inputs.isEmpty {
        try carryOut(till.step(inputs.removeFirst(), now: Clock.now(), facts: reader))
      }
      try disk.wait(for: lastBatch - Self.inFlight)
      hear()
    } while !inputs.isEmpty
  }

  private func hear() {
    let reached = pace == .honest ? disk.durable : lastBatch
    guard reached > heard else { return }
    heard = reached
    inputs.append(.committed(upTo: reached))
  }

  private func carryOut(_ effects: [Effect]) throws(BenchFault) {
    for effect in effects {
      switch effect {
      case .append(let batch):
        guard store.submit(batch) else { throw BenchFault("the store takes no more") }
        lastBatch = batch.number
      case .kick(let job), .tryDrawer(let job, _): inputs.append(.kicked(job: job, .opened, why: nil))
      case .print(let job, _, _, _): inputs.append(.printed(job: job, .printed(.fence)))
      case .recall(let job, _): inputs.append(.recalled(job: job, printed: nil))
      case .useDevices, .listen, .show, .weigh: break
      case .inquire(let ticket, .importCheck):
        let result = ProductImport.Result(
          counts: ImportCounts(new: assortment.count), errors: [], dryRun: false, mapping: [:])
        inputs.append(.answered(ticket, .checked(result)))
      case .importNext(let ticket, let cursor): inputs.append(chunk(ticket, after: cursor))
      case .send(_, let line, _):
        if line.starts(with: #"{"error""#.utf8) {
          throw BenchFault(String(decoding: line, as: UTF8.self))
        }
      case .halt(let reason): throw BenchFault(reason)
      case .inquire, .importDone, .close, .wake, .log: break
      }
    }
  }

  private func chunk(_ ticket: Ticket, after cursor: Int64) -> Input {
    let end = min(cursor + Int64(Limits.importChunk), assortment.count)
    if cursor == end { return .importEnd(ticket) }
    return .importChunk(ticket, (cursor..<end).map(assortment.product), cursor: end)
  }
}
