// All aggregates that are alive, and the views they draw. The loop decides on them; a rebuild
// plays the same events through them, so live views and redrawn ones cannot differ.

package import Values
internal import Wire

/// The state that decisions are made on.
package struct Books: Sendable {
  /// Open sales; a parked one is here only while it is being worked on.
  package private(set) var orders: [ID: Order] = [:]
  /// The sale that scans go to.
  package private(set) var current: ID?
  package private(set) var shift: Shift?
  package private(set) var outlet = Outlet()
  package private(set) var settings = Settings()
  /// Imports that were staged and neither applied nor abandoned.
  package private(set) var imports: Set<ID> = []

  package init() {}

  /// What the disk knows.
  ///
  /// - Throws: if a stored state is not what this release writes: the store is damaged.
  package init(_ recovery: Recovery) throws {
    settings = Settings(rows: recovery.settings)
    if let bytes = recovery.outlet { outlet = try JSON.decode(Outlet.self, from: bytes) }
    if let bytes = recovery.shift { shift = try JSON.decode(Shift.self, from: bytes) }
    for events in recovery.openSales {
      guard let order = try Order.fold(events) else { continue }
      orders[order.id] = order
      if order.state == .open { current = order.id }
    }
    imports = Set(recovery.unfinishedImports)
  }

  /// Takes a parked sale, folded from its events, into the books.
  package mutating func load(_ order: Order) { orders[order.id] = order }

  /// Takes one more event into the books.
  ///
  /// - Returns: the views that change with it.
  package mutating func apply(_ event: Event, _ fact: Fact) -> [RowChange] {
    var rows: [RowChange] = []
    switch fact {
    case .order(let fact): rows.append(apply(event, fact))
    case .payment(.captured(let payment)): shift?.tally.add(payment)
    case .payment(.reversed(let reversal)): shift?.tally.add(reversal)
    case .product(let fact): rows += apply(event, fact)
    case .category(.created(let category)), .category(.changed(let category)):
      rows.append(.category(category))
    case .outlet(let fact): apply(event, fact)
    case .config(let fact):
      settings.evolve(fact)
      outlet.settingChanges += 1
      if case .changed(let change) = fact {
        rows.append(
          .setting(
            SettingRow(key: change.key, value: settings.explicit[change.key].map(JSON.bytes))))
      }
    case .saga(.printRequested(let request)):
      shift?.tally.copies += 1
      rows.append(.copied(sale: request.sale))
    case .saga, .scan, .foreign: break
    }
    return rows + counters(after: event, fact)
  }

  /// The shift's and the till's rows, where this kind of fact moves them.
  private mutating func counters(after event: Event, _ fact: Fact) -> [RowChange] {
    switch fact {
    case .order(.completed): return shiftRow + [.outlet(JSON.bytes(outlet))]
    case .config: return [.outlet(JSON.bytes(outlet))]
    case .outlet(.closed(let closed)):
      let rows = shiftRow + [.outlet(JSON.bytes(outlet))]
      precondition(closed.z == outlet.z, "the Z that closes a shift is the till's last")
      shift = nil
      return rows
    case .order(.voided), .order(.lineVoided), .payment, .outlet, .saga(.printRequested):
      return shiftRow
    default: return []
    }
  }

  private var shiftRow: [RowChange] { shift.map { [.shift($0.row)] } ?? [] }

  private mutating func apply(_ event: Event, _ fact: OrderEvent) -> RowChange {
    let id = event.stream.id
    var order: Order
    if let known = orders[id] {
      order = known
    } else if case .opened(let opened) = fact {
      order = Order(id: id, rules: opened.rules)
      order.opened = event.time.milliseconds
    } else {
      preconditionFailure("load a sale's events into the books before you change it")
    }
    order.evolve(fact)
    order.shift = event.circumstance.shift
    switch fact {
    case .opened, .recalled: current = id
    case .held: if current == id { current = nil }
    case .completed(let completed):
      outlet.receipts[Self.series(of: completed.number)] = completed.serial
      shift?.tally.add(completed)
    case .voided: shift?.tally.voidedSales += 1
    case .lineVoided: shift?.tally.voidedLines += 1
    default: break
    }
    let row = order.row
    if order.state.isFinal {
      orders[id] = nil
      if current == id { current = nil }
    } else {
      orders[id] = order
    }
    return .sale(row)
  }

  private mutating func apply(_ event: Event, _ fact: ProductEvent) -> [RowChange] {
    let id = event.stream.id
    switch fact {
    case .created(let product), .changed(let product): return [.product(product)]
    case .importRows(let rows):
      imports.insert(id)
      return [.staged(import: id, rows.products)]
    case .importApplied:
      imports.remove(id)
      return [.applied(import: id)]
    case .importAbandoned:
      imports.remove(id)
      return [.abandoned(import: id)]
    }
  }

  private mutating func apply(_ event: Event, _ fact: OutletEvent) {
    if case .opened(let opened) = fact, let day = event.circumstance.day {
      shift = Shift(
        id: event.stream.id, day: day, openedAt: Timestamp(milliseconds: event.wall), opened)
    }
    shift?.evolve(fact)
    if case .closed(let closed) = fact {
      outlet.z = closed.z
      outlet.perpetual = closed.report.perpetual
    }
  }

  /// The series of a receipt number: what stands before its last dash.
  package static func series(of number: String) -> String {
    guard let dash = number.lastIndex(of: "-") else { return number }
    return String(number[..<dash])
  }
}

extension Books: Projection {
  package mutating func rows(for event: Event) throws -> [RowChange] {
    apply(event, try Fact(event))
  }
}
