// What may be done to a sale: pure decisions from its state to the events that follow.

package import Values
internal import Wire

/// What is asked of a sale.
package enum OrderCommand: Equatable, Sendable {
  case addLine(LineItem, Quantity, mergeRepeats: Bool)
  case changeQuantity(line: Int, Quantity)
  case voidLine(Int, reason: String)
  case hold
  case recall
  case void(reason: String)
  case applyPayment(OrderEvent.PaymentApplied)
  case withdrawPayment(ID)
  case complete(OrderEvent.Completed)
}

extension Order {
  /// The events that a command causes, none of which can fail to be applied.
  ///
  /// - Throws: the reason why the sale stays as it is.
  package func decide(_ command: OrderCommand) throws(OrderRefusal) -> [OrderEvent] {
    switch command {
    case .recall:
      guard state == .parked else { throw .notParked(state) }
      return [.recalled(.init())]
    case .void(let reason) where state == .parked:
      return [.voided(.init(reason: reason, total: totals.total))]
    default:
      guard state == .open else { throw .notOpen(state) }
    }
    switch command {
    case .addLine(let item, let quantity, let mergeRepeats):
      return [try adding(item, quantity, mergeRepeats)]
    case .changeQuantity(let number, let quantity):
      try checkNothingPaid()
      let line = try live(number)
      try Self.check(quantity)
      try checkTotals {
        $0.quantity = quantity
      } at: {
        number
      }
      return [.quantityChanged(.init(line: number, qty: quantity, was: line.quantity))]
    case .voidLine(let number, let reason):
      try checkNothingPaid()
      _ = try live(number)
      return [.lineVoided(.init(line: number, reason: reason))]
    case .hold:
      try checkNothingPaid()
      return [.held(.init())]
    case .void(let reason):
      try checkNothingPaid()
      return [.voided(.init(reason: reason, total: totals.total))]
    case .applyPayment(let payment):
      return [.paymentApplied(payment)]
    case .withdrawPayment(let payment):
      return [.paymentWithdrawn(.init(payment: payment))]
    case .complete(let completed):
      precondition(
        paid.minor == completed.total.minor + completed.rounding.minor,
        "a sale is completed by the payment that settles it, to the minor unit")
      return [.completed(completed)]
    case .recall:
      return []
    }
  }

  /// Whether the sale can be paid at all.
  package func checkPayable() throws(OrderRefusal) {
    guard state == .open else { throw .notOpen(state) }
    let unknown = liveLines.filter { $0.item.kind == .unknown }.map { $0.item.code ?? "?" }
    guard unknown.isEmpty else { throw .unknownCodes(unknown) }
    guard !liveLines.isEmpty else { throw .nothingToPay }
  }

  /// Whether the caller saw this revision; a caller that names none takes the current one.
  package func check(revision: Int64?) throws(OrderRefusal) {
    guard let revision, revision != self.revision else { return }
    throw .stale(revision: revision, current: self.revision)
  }

  private func adding(
    _ item: LineItem, _ quantity: Quantity, _ mergeRepeats: Bool
  ) throws(OrderRefusal) -> OrderEvent {
    try checkNothingPaid()
    try Self.check(quantity)
    guard item.price.currency == rules.currency else {
      throw .wrongCurrency(item.price.currency, expected: rules.currency)
    }
    if mergeRepeats, let last = lines.last(where: { !$0.voided }), last.item.kind == .item,
      last.item.sku == item.sku, last.item.price == item.price,
      last.item.rate == item.rate, last.item.taxClass == item.taxClass,
      let sum = try? last.quantity.adding(quantity), sum.milli <= Limits.quantityMilli
    {
      try checkTotals {
        $0.quantity = sum
      } at: {
        last.number
      }
      return .quantityChanged(.init(line: last.number, qty: sum, was: last.quantity))
    }
    guard lines.count < Limits.saleLines else { throw .tooManyLines }
    let number = lines.count + 1
    var next = self
    next.lines.append(Line(number: number, item: item, quantity: quantity))
    try next.checkCalculable()
    return .lineAdded(.init(line: number, item: item, qty: quantity))
  }

  private func live(_ number: Int) throws(OrderRefusal) -> Line {
    guard let line = lines.first(where: { $0.number == number }) else {
      throw .noSuchLine(number)
    }
    guard !line.voided else { throw .lineAlreadyVoided(number) }
    return line
  }

  private func checkNothingPaid() throws(OrderRefusal) {
    guard payments.isEmpty else { throw .partPaid(paid) }
  }

  private static func check(_ quantity: Quantity) throws(OrderRefusal) {
    guard (1...Limits.quantityMilli).contains(quantity.milli) else {
      throw .quantityOutOfRange(quantity.milli)
    }
  }

  private func checkTotals(
    _ change: (inout Line) -> Void, at number: () -> Int
  ) throws(OrderRefusal) {
    var next = self
    let number = number()
    guard let index = next.lines.firstIndex(where: { $0.number == number }) else { return }
    change(&next.lines[index])
    try next.checkCalculable()
  }

  private func checkCalculable() throws(OrderRefusal) {
    do throws(ValueFault) {
      let totals = try calculated()
      guard totals.total.minor.magnitude <= UInt64(Limits.amountMinor) * 1000 else {
        throw ValueFault.overflow
      }
    } catch {
      throw .amount(error)
    }
  }
}
