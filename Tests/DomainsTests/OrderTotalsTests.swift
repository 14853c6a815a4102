// What must hold for the totals of any sale, in 4,000 random ones under all four rules.

import Domains
import Testing
import Values

private struct Sale {
  var parts: [OrderTotals.Part]
  var discount: Money

  init(_ entropy: inout Entropy) {
    let rates: [Int32] = [20_000, 19_000, 10_000, 8_875, 5_500, 0]
    parts = (0..<Int.random(in: 0...12, using: &entropy)).map { _ in
      OrderTotals.Part(
        amount: eur(Int64.random(in: 0...5_000, using: &entropy)),
        rate: Rate(milliPercent: rates.randomElement(using: &entropy) ?? 0))
    }
    let subtotal = parts.reduce(0) { $0 + $1.amount.minor }
    let none = Bool.random(using: &entropy)
    discount = eur(none ? 0 : Int64.random(in: 0...subtotal, using: &entropy))
  }

  var mirrored: Sale {
    var twin = self
    twin.parts = parts.map { .init(amount: eur(-$0.amount.minor), rate: $0.rate) }
    twin.discount = eur(-discount.minor)
    return twin
  }

  func totals(_ rules: PriceRules) throws -> OrderTotals {
    try OrderTotals(parts: parts, discount: discount, rules: rules)
  }

  func lineTaxes(_ rules: PriceRules) throws -> [Money] {
    try totals(rules).lineTaxes(of: parts, rules)
  }
}

private let everyRule = [
  priceRules(.receipt), priceRules(.line), priceRules(included: false, .receipt),
  priceRules(included: false, .line),
]

private func sum(_ amounts: [Money]) -> Int64 { amounts.reduce(0) { $0 + $1.minor } }

struct OrderTotalsTests {
  @Test(arguments: everyRule)
  func `lines, discount, net and tax always add up`(rules: PriceRules) throws {
    var entropy = Entropy(seed: 30)
    for _ in 0..<1_000 {
      let sale = Sale(&entropy)
      let totals = try sale.totals(rules)
      let after = totals.subtotal.minor - totals.discount.minor
      #expect(sum(totals.amounts) == after)
      let (net, tax) = (sum(totals.tax.map(\.net)), sum(totals.tax.map(\.tax)))
      #expect(totals.total.minor == net + tax)
      #expect(rules.taxIncluded ? net + tax == after : net == after)
      #expect(sum(try sale.lineTaxes(rules)) == tax)
    }
  }

  @Test(arguments: everyRule)
  func `the taxes of the lines of a rate are the tax of the rate`(rules: PriceRules) throws {
    var entropy = Entropy(seed: 31)
    for _ in 0..<1_000 {
      let sale = Sale(&entropy)
      let (totals, lineTaxes) = (try sale.totals(rules), try sale.lineTaxes(rules))
      #expect(totals.tax.map(\.rate) == Set(sale.parts.map(\.rate)).sorted(by: >))
      for share in totals.tax {
        let indices = sale.parts.indices.filter { sale.parts[$0].rate == share.rate }
        #expect(sum(indices.map { lineTaxes[$0] }) == share.tax.minor)
        let base = eur(sum(indices.map { totals.amounts[$0] }))
        switch rules.taxRounding {
        case .receipt:
          #expect(share.tax == (try OrderTotals.tax(on: base, share.rate, rules)))
        case .line:
          for index in indices {
            let own = try OrderTotals.tax(on: totals.amounts[index], share.rate, rules)
            #expect(lineTaxes[index] == own)
          }
        }
      }
    }
  }

  @Test(arguments: everyRule)
  func `no line and no tax is negative and no discount exceeds its line`(rules: PriceRules) throws {
    var entropy = Entropy(seed: 32)
    for _ in 0..<1_000 {
      let sale = Sale(&entropy)
      let totals = try sale.totals(rules)
      for (part, amount) in zip(sale.parts, totals.amounts) {
        #expect((0...part.amount.minor).contains(amount.minor))
      }
      #expect(try sale.lineTaxes(rules).allSatisfy { $0.minor >= 0 })
      #expect(totals.tax.allSatisfy { $0.net.minor >= 0 && $0.tax.minor >= 0 })
    }
  }

  @Test(arguments: everyRule)
  func `a return mirrors its sale to the unit`(rules: PriceRules) throws {
    var entropy = Entropy(seed: 33)
    for _ in 0..<1_000 {
      let sale = Sale(&entropy)
      let (sold, returned) = (try sale.totals(rules), try sale.mirrored.totals(rules))
      #expect(returned.total.minor == -sold.total.minor)
      #expect(returned.amounts.map(\.minor) == sold.amounts.map { -$0.minor })
      #expect(
        try sale.mirrored.lineTaxes(rules).map(\.minor)
          == (try sale.lineTaxes(rules).map { -$0.minor }))
    }
  }

  @Test func `nothing sold is nothing owed`() throws {
    let totals = try OrderTotals(parts: [], discount: eur(0), rules: priceRules())
    #expect(totals.total == eur(0) && totals.tax.isEmpty && totals.amounts.isEmpty)
    #expect(throws: ValueFault.nothingToShareOver) {
      try OrderTotals(parts: [], discount: eur(1), rules: priceRules())
    }
  }

  @Test func `what cannot be calculated is an error and never a trap`() throws {
    let usd = try #require(Currency(code: "USD"))
    let (high, rate) = (eur(.max), Rate(milliPercent: 20_000))
    #expect(throws: ValueFault.overflow) {
      try OrderTotals(
        parts: [.init(amount: high, rate: rate), .init(amount: eur(1), rate: rate)],
        discount: eur(0), rules: priceRules())
    }
    #expect(throws: ValueFault.overflow) {
      try OrderTotals(
        parts: [.init(amount: high, rate: rate)], discount: eur(0),
        rules: priceRules(included: false))
    }
    #expect(throws: ValueFault.currencyMismatch(.eur, usd)) {
      try OrderTotals(
        parts: [.init(amount: Money(1, usd), rate: rate)], discount: eur(0), rules: priceRules())
    }
    #expect(throws: ValueFault.overflow) {
      try OrderTotals.tax(on: eur(1), Rate(milliPercent: -100_000), priceRules())
    }
  }

  @Test(
    arguments: everyRule)
  func `an exchange adds up without a discount`(rules: PriceRules) throws {
    let rate = Rate(milliPercent: 20_000)
    let totals = try OrderTotals(
      parts: [.init(amount: eur(1000), rate: rate), .init(amount: eur(-1000), rate: rate)],
      discount: eur(0), rules: rules)
    #expect(totals.total == eur(0))
  }
}
