// The running sums of a shift. Closing computes nothing: these are kept with every sale.

package import Values

/// Sums over the sales and cash moves of one shift.
package struct Tally: Codable, Equatable, Sendable {
  package struct TaxSum: Codable, Equatable, Sendable {
    package let rate: Rate
    package var net: Money
    package var tax: Money
  }

  package struct TenderSum: Codable, Equatable, Sendable {
    package let tender: String
    package var count: Int64
    package var amount: Money
  }

  package var sales: Int64 = 0
  package var lines: Int64 = 0
  /// What customers owed: totals with tax, before cash rounding.
  package var gross: Money
  package var net: Money
  package var discount: Money
  package var rounding: Money
  package var tax: [TaxSum] = []
  /// What was applied to sales, by tender, net of change.
  package var tenders: [TenderSum] = []
  /// Cash that sales brought: tendered less change.
  package var cash: Money
  package var payIns: Money
  package var payOuts: Money
  package var drops: Money
  package var voidedSales: Int64 = 0
  package var voidedLines: Int64 = 0
  package var noSales: Int64 = 0
  package var copies: Int64 = 0
  package var firstReceipt: String?
  package var lastReceipt: String?

  package init(_ currency: Currency) {
    let zero = Money.zero(currency)
    (gross, net, discount, rounding) = (zero, zero, zero, zero)
    (cash, payIns, payOuts, drops) = (zero, zero, zero, zero)
  }

  mutating func add(_ sale: OrderEvent.Completed) {
    sales += 1
    lines += Int64(sale.lines)
    gross = gross.plus(sale.total)
    discount = discount.plus(sale.discount)
    rounding = rounding.plus(sale.rounding)
    for share in sale.tax {
      net = net.plus(share.net)
      if let index = tax.firstIndex(where: { $0.rate == share.rate }) {
        tax[index].net = tax[index].net.plus(share.net)
        tax[index].tax = tax[index].tax.plus(share.tax)
      } else {
        tax.append(TaxSum(rate: share.rate, net: share.net, tax: share.tax))
        tax.sort { $0.rate > $1.rate }
      }
    }
    firstReceipt = firstReceipt ?? sale.number
    lastReceipt = sale.number
  }

  mutating func add(_ payment: PaymentEvent.Captured) {
    add(payment.tender, payment.applied, count: 1)
  }

  mutating func add(_ reversal: PaymentEvent.Reversed) {
    add(reversal.tender, Money(0 &- reversal.amount.minor, reversal.amount.currency), count: -1)
  }

  private mutating func add(_ tender: String, _ amount: Money, count: Int64) {
    if Tender(rawValue: tender)?.givesChange == true { cash = cash.plus(amount) }
    if let index = tenders.firstIndex(where: { $0.tender == tender }) {
      tenders[index].count += count
      tenders[index].amount = tenders[index].amount.plus(amount)
    } else {
      tenders.append(TenderSum(tender: tender, count: count, amount: amount))
      tenders.sort { $0.tender < $1.tender }
    }
  }

  mutating func add(_ move: OutletEvent.CashMoved) {
    switch move.kind {
    case .payIn: payIns = payIns.plus(move.amount)
    case .payOut: payOuts = payOuts.plus(move.amount)
    case .drop: drops = drops.plus(move.amount)
    case .noSale: noSales += 1
    }
  }
}

extension Money {
  /// The sum of two amounts that were checked when their events were decided.
  ///
  /// Evolving never fails, so a sum beyond 64 bits stops at the largest amount; no shift of
  /// bounded payments gets there (a million times `Limits.amountMinor`).
  fileprivate func plus(_ other: Money) -> Money {
    let (sum, overflow) = minor.addingReportingOverflow(other.minor)
    guard overflow else { return Money(sum, currency) }
    return Money(minor < 0 ? .min : .max, currency)
  }
}
