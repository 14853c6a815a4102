// What may be done to a shift: pure decisions.

package import Values
internal import Wire

/// Where a report stands in the journal, and when it was made.
package struct ReportMark: Equatable, Sendable {
  package let at: Timestamp
  package let head: Int64
  package let hash: Digest

  package init(at: Timestamp, head: Int64, hash: Digest) {
    self.at = at
    self.head = head
    self.hash = hash
  }
}

extension Shift {
  /// The cash to count on when a shift opens, or an amount to move.
  package static func check(
    _ amount: Money, currency: Currency
  ) throws(OutletRefusal) {
    guard amount.currency == currency else {
      throw .wrongCurrency(amount.currency, expected: currency)
    }
    guard (0...Limits.amountMinor).contains(amount.minor) else {
      throw .amountOutOfRange(amount.minor)
    }
  }

  /// Cash that comes or goes without a sale.
  package func moving(
    _ kind: OutletEvent.CashMoved.Kind, amount: Money?, reason: String, kickJob: Int64?
  ) throws(OutletRefusal) -> OutletEvent {
    let currency = float.currency
    let amount = amount ?? .zero(currency)
    try Self.check(amount, currency: currency)
    if kind == .noSale {
      guard amount.isZero else { throw .amountOutOfRange(amount.minor) }
    } else {
      guard !amount.isZero else { throw .amountMissing }
    }
    return .cashMoved(.init(kind: kind, amount: amount, reason: reason, kickJob: kickJob))
  }

  /// A count of the drawer, as one amount or by denomination.
  package func counting(
    _ counted: Money?, denominations: [Denomination]?
  ) throws(OutletRefusal) -> OutletEvent {
    let currency = float.currency
    let amount: Money
    switch (counted, denominations) {
    case (let counted?, nil): amount = counted
    case (let counted, let denominations?):
      amount = try Self.sum(denominations, currency)
      if let counted, counted != amount { throw .denominationOutOfRange }
    case (nil, nil): throw .countMissing
    }
    try Self.check(amount, currency: currency)
    do {
      let expected = try expected()
      return .counted(
        .init(
          counted: amount, expected: expected, difference: try amount.subtracting(expected),
          denominations: denominations))
    } catch {
      throw .amount(error)
    }
  }

  /// What X and Z show now.
  package func report(_ mark: ReportMark) throws(OutletRefusal) -> ShiftReportData {
    do {
      return ShiftReportData(
        shift: id, day: day, openedAt: openedAt, at: mark.at, float: float, tally: tally,
        expected: try expected(), counted: counted?.counted, difference: counted?.difference,
        perpetual: try perpetual(), head: mark.head, hash: mark.hash, zone: zone)
    } catch {
      throw .amount(error)
    }
  }

  private static func sum(
    _ denominations: [Denomination], _ currency: Currency
  ) throws(OutletRefusal) -> Money {
    var sum: Int64 = 0
    for part in denominations {
      guard part.minor > 0, part.count >= 0 else { throw .denominationOutOfRange }
      let (amount, tooMuch) = part.minor.multipliedReportingOverflow(by: part.count)
      let (next, overflow) = sum.addingReportingOverflow(amount)
      if tooMuch || overflow { throw .amount(.overflow) }
      sum = next
    }
    return Money(sum, currency)
  }
}
