// The money laws of a sale, M1 to M5: lines, discount, tax and total, exact.

package import Values

/// The rules a sale is calculated by, copied into it when it opens.
package struct PriceRules: Codable, Equatable, Sendable {
  /// Whether tax is rounded once per receipt and rate, or once per line (laws M3 and M4).
  package enum TaxRounding: String, Codable, CaseIterable, Sendable { case receipt, line }

  package let currency: Currency
  /// Whether prices include tax.
  package let taxIncluded: Bool
  package let taxRounding: TaxRounding
  /// The smallest cash amount in minor units; 1 means no cash rounding (law M6).
  package let cashStep: Int64

  package init(
    currency: Currency, taxIncluded: Bool, taxRounding: TaxRounding, cashStep: Int64
  ) {
    self.currency = currency
    self.taxIncluded = taxIncluded
    self.taxRounding = taxRounding
    self.cashStep = cashStep
  }
}

/// The tax of one rate: what it is charged on, and how much it is.
package struct TaxShare: Codable, Equatable, Sendable {
  package let rate: Rate
  package let net: Money
  package let tax: Money

  package init(rate: Rate, net: Money, tax: Money) {
    self.rate = rate
    self.net = net
    self.tax = tax
  }
}

/// What a sale comes to.
package struct OrderTotals: Equatable, Sendable {
  /// An amount before the discount on the whole sale, and the rate it is taxed at.
  package struct Part: Equatable, Sendable {
    package let amount: Money
    package let rate: Rate

    package init(amount: Money, rate: Rate) {
      self.amount = amount
      self.rate = rate
    }
  }

  /// The sum of the lines.
  package let subtotal: Money
  /// The discount on the whole sale.
  package let discount: Money
  /// Each line after its share of the discount, in the order of the lines.
  package let amounts: [Money]
  /// One share a rate, highest rate first.
  package let tax: [TaxShare]
  package let total: Money

  /// Calculates a sale in the order of law M5, in one pass: a scan into a sale of a thousand lines
  /// costs hardly more than into an empty one.
  ///
  /// - Parameter discount: on the whole sale, shared over the lines by law M2; of the sign of
  ///   the subtotal and not beyond it.
  package init(
    parts: [Part], discount: Money, rules: PriceRules
  ) throws(ValueFault) {
    let currency = rules.currency
    subtotal = try Money.sum(parts.lazy.map(\.amount), currency)
    self.discount = discount
    amounts = try Self.amounts(of: parts, after: discount)

    var bases: [(rate: Rate, base: Money, tax: Money)] = []
    for (part, amount) in zip(parts, amounts) {
      var index = bases.firstIndex { $0.rate == part.rate } ?? bases.endIndex
      if index == bases.endIndex {
        index = bases.firstIndex { $0.rate < part.rate } ?? bases.endIndex
        bases.insert((part.rate, .zero(currency), .zero(currency)), at: index)
      }
      bases[index].base = try bases[index].base.adding(amount)
      if rules.taxRounding == .line {
        bases[index].tax = try bases[index].tax.adding(Self.tax(on: amount, part.rate, rules))
      }
    }
    var shares: [TaxShare] = []
    for (rate, base, lineTax) in bases {
      let tax = rules.taxRounding == .line ? lineTax : try Self.tax(on: base, rate, rules)
      let net = rules.taxIncluded ? try base.subtracting(tax) : base
      shares.append(TaxShare(rate: rate, net: net, tax: tax))
    }
    tax = shares

    let after = try Money.sum(amounts, currency)
    let added =
      rules.taxIncluded ? Money.zero(currency) : try Money.sum(shares.lazy.map(\.tax), currency)
    total = try after.adding(added)
  }

  private static func amounts(
    of parts: [Part], after discount: Money
  ) throws(ValueFault) -> [Money] {
    if discount.isZero { return parts.map(\.amount) }
    let shares = try Allocation.shares(of: discount.minor, over: parts.map(\.amount.minor))
    var amounts: [Money] = []
    for (part, share) in zip(parts, shares) {
      amounts.append(try part.amount.subtracting(Money(share, discount.currency)))
    }
    return amounts
  }

  /// The tax of each of the lines that these are the totals of, in their order; adds up to the tax
  /// of its rate exactly.
  package func lineTaxes(of parts: [Part], _ rules: PriceRules) throws(ValueFault) -> [Money] {
    precondition(parts.count == amounts.count, "ask for the taxes of the lines that were totalled")
    var taxes = Array(repeating: Money.zero(rules.currency), count: parts.count)
    for share in tax {
      let indices = parts.indices.filter { parts[$0].rate == share.rate }
      let own = try Self.lineTaxes(of: indices.map { amounts[$0] }, share, rules)
      for (index, lineTax) in zip(indices, own) { taxes[index] = lineTax }
    }
    return taxes
  }

  /// The tax on each of the amounts of one rate.
  private static func lineTaxes(
    of amounts: [Money], _ share: TaxShare, _ rules: PriceRules
  ) throws(ValueFault) -> [Money] {
    switch rules.taxRounding {
    case .line:
      var taxes: [Money] = []
      for amount in amounts { taxes.append(try tax(on: amount, share.rate, rules)) }
      return taxes
    case .receipt:
      // Exchanges mix signs: their lines carry no share, only the receipt's tax is fixed.
      let bases = amounts.map(\.minor)
      guard !share.tax.isZero, !(bases.contains { $0 < 0 } && bases.contains { $0 > 0 }) else {
        return amounts.indices.map { $0 == 0 ? share.tax : Money.zero(rules.currency) }
      }
      return try Allocation.shares(of: share.tax.minor, over: bases).map {
        Money($0, rules.currency)
      }
    }
  }

  /// Law M3 for prices without tax, law M4 for prices with it.
  package static func tax(
    on amount: Money, _ rate: Rate, _ rules: PriceRules
  ) throws(ValueFault) -> Money {
    guard rules.taxIncluded else { return try amount.times(rate) }
    let whole = Rate.whole + Int128(rate.milliPercent)
    guard whole > 0 else { throw .overflow }
    return Money(
      try Rounding.quotient(Int128(amount.minor) * Int128(rate.milliPercent), whole),
      rules.currency)
  }
}

/// A discount in thousandths of an amount (law M5: the discount is rounded, not what remains).
package enum Discount {
  /// - Parameter permille: 0 to 1000.
  package static func amount(of base: Money, permille: Int64) throws(ValueFault) -> Money {
    Money(try Rounding.quotient(Int128(base.minor) * Int128(permille), 1000), base.currency)
  }
}
