// One sale as its events make it. Evolving never fails: what happened, happened.

package import Values

/// The state of one sale.
package struct Order: Equatable, Sendable {
  package struct Line: Equatable, Sendable {
    package let number: Int
    package let item: LineItem
    package var quantity: Quantity
    package var voided = false

    /// Law M1: one rounding a line.
    ///
    /// Nil if it cannot be calculated; such a line is never added.
    package var total: Money {
      guard !voided, let total = try? item.price.times(quantity) else {
        return .zero(item.price.currency)
      }
      return total
    }
  }

  package struct Payment: Equatable, Sendable {
    package let id: ID
    package let tender: String
    package let tendered: Money
    package let applied: Money
    package let change: Money
    package let ref: String?
  }

  package let id: ID
  /// The number of its events, the `rev` of the protocol.
  package var revision: Int64 = 0
  package var state = SaleState.open
  package var rules: PriceRules
  package var lines: [Line] = []
  package var payments: [Payment] = []
  package var completed: OrderEvent.Completed?
  /// Hybrid milliseconds of its first event, to list the newest first.
  package var opened: Int64 = 0
  package var shift: ID?

  package init(id: ID, rules: PriceRules) {
    self.id = id
    self.rules = rules
  }

  package var liveLines: [Line] { lines.filter { !$0.voided } }

  /// What the sale comes to.
  ///
  /// Zero throughout if it could not be calculated, which decisions
  /// prevent before a line is added.
  package var totals: OrderTotals {
    if let totals = try? calculated() { return totals }
    guard
      let empty = try? OrderTotals(parts: [], discount: .zero(rules.currency), rules: rules)
    else { preconditionFailure("the totals of no lines are zero") }
    return empty
  }

  /// - Throws: what keeps the sale from being calculated.
  func calculated() throws(ValueFault) -> OrderTotals {
    var parts: [OrderTotals.Part] = []
    parts.reserveCapacity(lines.count)
    for line in lines where !line.voided {
      parts.append(.init(amount: try line.item.price.times(line.quantity), rate: line.item.rate))
    }
    return try OrderTotals(parts: parts, discount: .zero(rules.currency), rules: rules)
  }

  /// What has been paid so far, net of change.
  package var paid: Money {
    Money(payments.reduce(0) { $0 &+ $1.applied.minor }, rules.currency)
  }

  /// The sale after one more event.
  package mutating func evolve(_ event: OrderEvent) {
    revision += 1
    switch event {
    case .opened(let opened):
      rules = opened.rules
      state = .open
    case .lineAdded(let added):
      lines.append(Line(number: added.line, item: added.item, quantity: added.qty))
    case .quantityChanged(let changed):
      change(changed.line) { $0.quantity = changed.qty }
    case .lineVoided(let voided):
      change(voided.line) { $0.voided = true }
    case .held:
      state = .parked
    case .recalled:
      state = .open
    case .paymentApplied(let payment):
      payments.append(
        Payment(
          id: payment.payment, tender: payment.tender, tendered: payment.tendered,
          applied: payment.applied, change: payment.change, ref: payment.ref))
    case .paymentWithdrawn(let withdrawn):
      payments.removeAll { $0.id == withdrawn.payment }
    case .completed(let completed):
      self.completed = completed
      state = .completed
    case .voided:
      state = .voided
    }
  }

  private mutating func change(_ number: Int, _ body: (inout Line) -> Void) {
    guard let index = lines.firstIndex(where: { $0.number == number }) else { return }
    body(&lines[index])
  }
}

extension Order {
  /// The sale that its stored events make, up to a revision.
  ///
  /// - Returns: nil if there is no event, or the first is none that opens a sale.
  /// - Throws: if an event's body is not what its type promises.
  package static func fold(_ events: [Event], to revision: Int64 = .max) throws -> Order? {
    guard let first = events.first, case .order(.opened(let opened)) = try Fact(first) else {
      return nil
    }
    var order = Order(id: first.stream.id, rules: opened.rules)
    order.opened = first.time.milliseconds
    for event in events where order.revision < revision {
      if case .order(let fact) = try Fact(event) { order.evolve(fact) }
      order.shift = event.circumstance.shift
    }
    return order
  }
}
