// A store in memory for tests of the loop: the same batches, no disk.

package import Domains
package import Values
internal import Wire

/// Takes batches as the real store does, and answers the loop's lookups from them.
package final class MemoryStore: Facts {
  package private(set) var events: [Event] = []
  package private(set) var commands: [ID: CommandRecord] = [:]
  package private(set) var jobs: [Int64: OutboxRow] = [:]
  package private(set) var products: [String: Product] = [:]
  package private(set) var sales: [ID: SaleRow] = [:]
  private var copies: [ID: Int64] = [:]
  private var shifts: [ID: ShiftRow] = [:]
  private var outlet: [UInt8]?
  private var settings: [String: SettingRow] = [:]
  private var categoryRows: [String: Domains.Category] = [:]
  private var staged: [ID: [Product]] = [:]

  package init() {}

  /// Makes a batch durable.
  ///
  /// It must continue the chain, as the real store demands.
  package func commit(_ batch: Batch) {
    for event in batch.events {
      let previous = events.last
      precondition(
        event.position == (previous?.position ?? 0) + 1
          && event.hash == event.expectedHash(after: previous?.hash ?? .zero),
        "a batch continues the chain it was decided on")
      events.append(event)
    }
    if let command = batch.command { commands[command.id] = command }
    for row in batch.outbox { jobs[row.number] = row }
    for change in batch.rows { take(change) }
  }

  private func take(_ change: RowChange) {
    switch change {
    case .sale(let row): sales[row.id] = row
    case .copied(let sale): copies[sale, default: 0] += 1
    case .shift(let row): shifts[row.id] = row
    case .outlet(let bytes): outlet = bytes
    case .product(let product): products[product.sku] = product
    case .staged(let id, let rows): staged[id, default: []] += rows
    case .applied(let id):
      for product in staged.removeValue(forKey: id) ?? [] { products[product.sku] = product }
    case .abandoned(let id): staged[id] = nil
    case .category(let category): categoryRows[category.code] = category
    case .setting(let row): settings[row.key] = row
    }
  }

  /// What a daemon that starts now would know.
  package var recovery: Recovery {
    let open = sales.values.filter { $0.state == .open }.map(\.id).sorted()
    return Recovery(
      position: events.last?.position ?? 0,
      head: ChainHead(
        origin: 1, sequence: events.last?.sequence ?? 0, hash: events.last?.hash ?? .zero),
      time: events.last?.time ?? .zero, epoch: 1, settings: Array(settings.values), outlet: outlet,
      shift: shifts.values.first(where: \.isOpen)?.body,
      openSales: open.map { events(of: Stream(.order, $0)) },
      unsettled: jobs.values
        .filter { $0.state == .queued || $0.state == .started || $0.mayRetry }
        .sorted { $0.number < $1.number },
      lastJob: jobs.keys.max() ?? 0, unfinishedImports: staged.keys.sorted())
  }

  package func command(_ id: ID) -> CommandRecord? { commands[id] }
  package func product(sku: String) -> Product? { products[sku] }
  package func product(barcode: Barcode) -> Product? {
    products.values.filter { $0.barcodes.contains(barcode.key) }.min { $0.sku < $1.sku }
  }
  package func events(of stream: Stream) -> [Event] { events.filter { $0.stream == stream } }
  package func event(at position: Int64) -> Event? { events.first { $0.position == position } }
  package func receipt(number: String) -> (sale: ID, copies: Int64)? {
    sales.values.first { $0.number == number }.map { ($0.id, copies[$0.id] ?? 0) }
  }
  package func sales(in states: [SaleState], limit: Int) -> [SaleRow] {
    Array(
      sales.values.filter { states.contains($0.state) }.sorted { $0.opened > $1.opened }
        .prefix(limit))
  }
  package func shift(z number: Int64?) -> ID? {
    shifts.values.filter { $0.z != nil && (number == nil || $0.z == number) }
      .max { ($0.z ?? 0) < ($1.z ?? 0) }?.id
  }
  package func category(_ code: String) -> Domains.Category? { categoryRows[code] }
  package func categories() -> [Domains.Category] {
    categoryRows.values.sorted { $0.code < $1.code }
  }
  package func job(_ number: Int64) -> OutboxRow? { jobs[number] }
  package func printJobs(ofReceipt number: String, limit: Int) -> [OutboxRow] {
    let rows = jobs.values.filter { row in
      if case .receipt(_, number, _) = Intent(row) { true } else { false }
    }
    return Array(rows.sorted { $0.number < $1.number }.prefix(limit))
  }
  package func jobs(in states: [OutboxRow.State], limit: Int) -> [OutboxRow] {
    Array(
      jobs.values.filter { states.isEmpty || states.contains($0.state) }
        .sorted { $0.number > $1.number }.prefix(limit))
  }
}
