// Laws M1 to M7 with their worked vectors, and the totals of the seed scenario.

import Domains
import Testing
import Values

private func parts(_ lines: [(Int64, Int32)]) -> [OrderTotals.Part] {
  lines.map { .init(amount: eur($0.0), rate: Rate(milliPercent: $0.1)) }
}

private func totals(
  _ lines: [(Int64, Int32)], discount: Int64 = 0, _ rules: PriceRules
) throws -> OrderTotals {
  try OrderTotals(parts: parts(lines), discount: eur(discount), rules: rules)
}

private func lineTaxes(
  _ lines: [(Int64, Int32)], discount: Int64 = 0, _ rules: PriceRules
) throws -> [Int64] {
  try totals(lines, discount: discount, rules).lineTaxes(of: parts(lines), rules).map(\.minor)
}

struct MoneyLawTests {
  @Test(
    arguments: [
      (1250, 2000, 2500), (799, 1000, 799), (249, 333, 83), (1, 500, 1), (1, 499, 0), (0, 5000, 0),
    ] as [(Int64, Int64, Int64)])
  func `M1 a line is rounded once`(price: Int64, milli: Int64, total: Int64) throws {
    var order = Order(id: sampleID(2), rules: priceRules())
    order.evolve(.opened(.init(rules: priceRules())))
    try order.carryOut(.addLine(goods(price), Quantity(milli: milli), mergeRepeats: false))
    #expect(order.lines[0].total == eur(total))
    #expect(order.totals.subtotal == eur(total))
  }

  @Test(
    arguments: [
      (500, [1999, 350, 1], [1574, 275, 1]), (330, [2500, 799], [2250, 719]),
      (300, [100, 100, 100], [0, 0, 0]), (1, [1, 1], [0, 1]), (0, [5, 0], [5, 0]),
    ] as [(Int64, [Int64], [Int64])])
  func `M2 the discount is taken off the lines by their share`(
    discount: Int64, lines: [Int64], left: [Int64]
  ) throws {
    let totals = try totals(lines.map { ($0, 20_000) }, discount: discount, priceRules())
    #expect(totals.amounts.map(\.minor) == left)
  }

  @Test func `M3 tax on top is rounded per line or per receipt`() throws {
    let lines: [(Int64, Int32)] = [(33, 7_000), (33, 7_000), (33, 7_000)]
    let perLine = try totals(lines, priceRules(included: false, .line))
    #expect(perLine.tax.map(\.tax) == [eur(6)])
    #expect(try lineTaxes(lines, priceRules(included: false, .line)) == [2, 2, 2])
    #expect(perLine.total == eur(105))
    let perReceipt = try totals(lines, priceRules(included: false, .receipt))
    #expect(perReceipt.tax.map(\.tax) == [eur(7)])
    #expect(try lineTaxes(lines, priceRules(included: false, .receipt)) == [3, 2, 2])
    #expect(perReceipt.total == eur(106))
  }

  @Test func `M4 tax within is rounded per line or per receipt`() throws {
    let lines: [(Int64, Int32)] = [(99, 20_000), (99, 20_000), (99, 20_000)]
    let perLine = try totals(lines, priceRules(.line))
    #expect(try lineTaxes(lines, priceRules(.line)) == [17, 17, 17])
    #expect(
      perLine.tax == [TaxShare(rate: Rate(milliPercent: 20_000), net: eur(246), tax: eur(51))])
    let perReceipt = try totals(lines, priceRules(.receipt))
    #expect(try lineTaxes(lines, priceRules(.receipt)) == [17, 17, 16])
    #expect(
      perReceipt.tax == [TaxShare(rate: Rate(milliPercent: 20_000), net: eur(247), tax: eur(50))])
    #expect(perLine.total == eur(297) && perReceipt.total == eur(297))
  }

  @Test(
    arguments: [
      (2545, 100, 255), (3299, 100, 330), (999, 0, 0), (999, 1000, 999), (1, 500, 1),
      (-2545, 100, -255),
    ] as [(Int64, Int64, Int64)])
  func `M5 the discount is rounded and not what remains`(
    base: Int64, permille: Int64, discount: Int64
  ) throws {
    #expect(try Discount.amount(of: eur(base), permille: permille) == eur(discount))
  }

  @Test func `M5 25.45 less ten percent is 22.90`() throws {
    let discount = try Discount.amount(of: eur(2545), permille: 100)
    #expect(try totals([(2545, 20_000)], discount: discount.minor, priceRules()).total == eur(2290))
  }

  @Test(
    arguments: [
      (1, 0), (2, 0), (3, 5), (4, 5), (6, 5), (7, 5), (8, 10), (9, 10), (969, 970),
    ] as [(Int64, Int64)])
  func `M6 cash settles to the nearest step and the difference is kept apart`(
    due: Int64, cash: Int64
  ) throws {
    let taken = try Taken(.cash, given: nil, due: eur(due), cashStep: 5)
    #expect(taken.applied == eur(cash))
    #expect(taken.rounding == eur(cash - due))
    #expect(taken.change == eur(0))
  }

  @Test func `M6 only what is settled in cash is rounded`() throws {
    let card = try Taken(.card, given: nil, due: eur(969), cashStep: 5)
    #expect(card.applied == eur(969) && card.rounding == eur(0))
    let part = try Taken(.cash, given: eur(500), due: eur(969), cashStep: 5)
    #expect(part.applied == eur(500) && part.rounding == eur(0))
  }

  @Test func `M6 a sale discounted to nothing stays nothing`() throws {
    let totals = try totals([(999, 20_000), (1, 5_500)], discount: 1000, priceRules(step: 5))
    #expect(totals.total == eur(0))
    #expect(totals.tax.allSatisfy { $0.tax.isZero && $0.net.isZero })
    let taken = try Taken(.cash, given: nil, due: totals.total, cashStep: 5)
    #expect(taken.rounding == eur(0) && taken.tendered == eur(0))
  }

  @Test func `M7 change comes from cash and tendered, applied and change are apart`() throws {
    let taken = try Taken(.cash, given: eur(2600), due: eur(2584), cashStep: 1)
    #expect(taken.tendered == eur(2600))
    #expect(taken.applied == eur(2584))
    #expect(taken.change == eur(16))
  }

  @Test func `the seed scenario's first day adds up number for number`() throws {
    let discount = try Discount.amount(of: eur(3299), permille: 100)
    let (lines, rules) = ([(2500, 20_000), (799, 5_500)] as [(Int64, Int32)], priceRules(step: 5))
    let day = try totals(lines, discount: discount.minor, rules)
    #expect(day.subtotal == eur(3299))
    #expect(day.discount == eur(330))
    #expect(day.amounts == [eur(2250), eur(719)])
    #expect(try lineTaxes(lines, discount: discount.minor, rules) == [375, 37])
    #expect(day.tax.map(\.net) == [eur(1875), eur(682)])
    #expect(day.total == eur(2969))
    let card = try Taken(.card, given: eur(2000), due: day.total, cashStep: 5)
    let rest = try day.total.subtracting(card.applied)
    let cash = try Taken(.cash, given: eur(1000), due: rest, cashStep: 5)
    #expect(cash.applied == eur(970))
    #expect(cash.change == eur(30))
    #expect(cash.rounding == eur(1))
    #expect(try card.applied.adding(cash.applied) == eur(2970))
  }
}
