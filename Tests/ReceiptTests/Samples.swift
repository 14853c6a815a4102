// Receipts for tests: one that is looked at, and any number of generated ones.

import Receipt
import Values

func eur(_ minor: Int64) -> Money { Money(minor, .eur) }

extension SaleReceipt {
  /// Three articles, a discount, card and cash, on 2026-11-21 at 14:03 in a zone one hour east.
  static var sample: SaleReceipt {
    SaleReceipt(
      imprint: Imprint(
        shop: Shop(
          name: "Café Zoë", address: ["12 rue de l'Église", "75004 Paris"],
          taxNumber: "FR 40 303 265 045", footer: ["Merci, à bientôt !"]),
        till: "T1", number: "T1-000912", at: Timestamp(milliseconds: 1_795_266_180_000),
        offsetSeconds: 3600, cashier: "Anna", businessDay: day, hash: "1a2b3c4d"),
      lines: [
        Line(
          name: "Espresso", quantity: Quantity(milli: 2000), unit: nil, unitPrice: eur(240),
          discount: eur(0), total: eur(480), taxMark: "A"),
        Line(
          name: "Coffee beans, single origin, medium roast, whole, 1 kg", quantity: .one,
          unit: nil, unitPrice: eur(1900), discount: eur(190), total: eur(1710), taxMark: "B"),
        Line(
          name: "Apples", quantity: Quantity(milli: 355), unit: "kg", unitPrice: eur(290),
          discount: eur(0), total: eur(103), taxMark: "B"),
      ],
      discount: eur(100),
      taxes: [
        Tax(mark: "A", rate: Rate(milliPercent: 20000), net: eur(383), tax: eur(76)),
        Tax(mark: "B", rate: Rate(milliPercent: 5500), net: eur(1643), tax: eur(91)),
      ],
      taxIncluded: true, total: eur(2193), rounding: eur(0),
      tenders: [
        Tender(name: "Card", amount: eur(1000), reference: "A-77120"),
        Tender(name: "Cash", amount: eur(2000), reference: nil),
      ],
      change: eur(807))
  }

  static var day: BusinessDay {
    BusinessDay(Timestamp(milliseconds: 1_795_266_180_000).date())
  }

  /// A receipt of any shape: long names, any script, amounts from cents to the largest.
  static func random(using generator: inout Entropy) -> SaleReceipt {
    func amount() -> Money {
      let digits = Int.random(in: 1...19, using: &generator)
      let limit = (0..<digits).reduce(Int64(1)) { value, _ in
        value.multipliedReportingOverflow(by: 10).overflow ? Int64.max : value * 10
      }
      return eur(Int64.random(in: -limit...limit, using: &generator))
    }
    func text() -> String {
      let letters = Array("abc dé€ŁЖ茶 <&>\u{1B}\n👩‍🍳ñ  ßxyz")
      let count = Int.random(in: 0...90, using: &generator)
      return String((0..<count).compactMap { _ in letters.randomElement(using: &generator) })
    }
    var receipt = sample
    receipt.imprint.shop.name = text()
    receipt.imprint.cashier = text()
    receipt.imprint.number = Bool.random(using: &generator) ? text() : "T1-000912"
    receipt.lines = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
      Line(
        name: text(),
        quantity: Quantity(milli: Int64.random(in: -9_000_000...9_000_000, using: &generator)),
        unit: Bool.random(using: &generator) ? "kg" : nil, unitPrice: amount(),
        discount: amount(), total: amount(), taxMark: "A")
    }
    receipt.discount = amount()
    receipt.taxes = (0..<3).map { _ in
      Tax(mark: "A", rate: Rate(milliPercent: 8875), net: amount(), tax: amount())
    }
    receipt.taxIncluded = Bool.random(using: &generator)
    receipt.total = amount()
    receipt.rounding = eur(Int64.random(in: -2...2, using: &generator))
    receipt.tenders = [Tender(name: text(), amount: amount(), reference: text())]
    receipt.change = amount()
    receipt.imprint.clockUntrusted = Bool.random(using: &generator)
    receipt.imprint.copy = Bool.random(using: &generator) ? 2 : nil
    receipt.imprint.training = Bool.random(using: &generator)
    return receipt
  }
}

extension ShiftReport {
  static var sample: ShiftReport {
    let receipt = SaleReceipt.sample
    return ShiftReport(
      kind: .z(number: 12), shop: receipt.imprint.shop, till: "T1",
      openedAt: Timestamp(milliseconds: 1_795_244_400_000), at: receipt.imprint.at,
      offsetSeconds: 3600,
      businessDay: receipt.imprint.businessDay, sales: 41, gross: eur(81_207), tax: receipt.taxes,
      tenders: [
        TenderTotal(name: "Card", count: 30, amount: eur(61_207)),
        TenderTotal(name: "Cash", count: 11, amount: eur(20_000)),
      ],
      voidedSales: 1, voidedLines: 3, noSales: 2, copies: 1,
      cash: Cash(
        float: eur(15_000), sales: eur(20_000), payIns: eur(0), payOuts: eur(1250),
        drops: eur(10_000), expected: eur(23_750), counted: eur(23_700), difference: eur(-50)),
      perpetual: eur(9_120_733), firstReceipt: "T1-000872", lastReceipt: "T1-000912",
      hash: "1a2b3c4d", events: 48_120)
  }
}
