// One sample of every paper that the till prints, in any language: what golden texts and laws are
// about.

import ESCPOS
import Receipt
import Values

/// A kind of paper.
enum Kind: String, CaseIterable {
  case sale, copy, training, refund, gift, void, x, z
  case kitchen, kitchenChange, label, noSale, payIn, payOut, drop, testPage

  /// The sample of this kind.
  ///
  /// Arabic papers have an Arabic shop and article, as they would.
  func document(in words: Phrases) -> Document {
    let sale = SaleReceipt.sample(words)
    switch self {
    case .sale: return sale.document(in: words)
    case .copy:
      var copy = sale
      copy.imprint.copy = 2
      copy.taxIncluded = false
      copy.rounding = eur(2)
      return copy.document(in: words)
    case .training:
      var training = sale
      training.imprint.training = true
      training.imprint.clockUntrusted = true
      training.imprint.businessDay = BusinessDay(CivilDate(dayNumber: 20_777))
      training.link = nil
      return training.document(in: words)
    case .refund: return ReturnReceipt.sample(sale).document(in: words)
    case .gift:
      let last = CivilDate(dayNumber: 20_809)
      return GiftReceipt(sale, exchangeUntil: last).document(in: words)
    case .void:
      var imprint = sale.imprint
      imprint.number = ""
      return VoidReceipt(
        imprint: imprint, voided: nil, lines: Array(sale.lines.prefix(2)), total: eur(2190),
        reason: "Payment refused", approvedBy: "Marie"
      ).document(in: words)
    case .x, .z: return report(sale).document(in: words)
    case .kitchen, .kitchenChange:
      var ticket = KitchenTicket.sample
      if self == .kitchenChange {
        ticket.kind = .cancellation
        ticket.table = nil
      }
      return ticket.document(in: words)
    case .label:
      return PriceLabel(
        name: sale.lines[1].name, price: eur(1899), unitPrice: .init(eur(1899), per: "kg"),
        before: eur(2150), code: "4006381333931", sku: "0815"
      ).document(in: words)
    case .noSale: return slip(.noSale, sale, nil).document(in: words)
    case .payIn: return slip(.payIn, sale, eur(5000)).document(in: words)
    case .payOut: return slip(.payOut, sale, eur(1250)).document(in: words)
    case .drop: return slip(.drop, sale, eur(100_000)).document(in: words)
    case .testPage:
      return TestPage(.virtual(columns: 42), job: "00A7").document(in: words)
    }
  }

  private func report(_ sale: SaleReceipt) -> ShiftReport {
    var report = ShiftReport.sample
    report.shop = sale.imprint.shop
    if self == .x {
      report.kind = .x
      report.cash.counted = nil
      report.cash.difference = nil
    }
    return report
  }

  private func slip(_ kind: DrawerSlip.Kind, _ sale: SaleReceipt, _ amount: Money?) -> DrawerSlip {
    var imprint = sale.imprint
    imprint.number = ""
    return DrawerSlip(
      kind: kind, imprint: imprint, amount: amount, reason: amount == nil ? "Change" : "Bank",
      approvedBy: "Marie")
  }
}

extension SaleReceipt {
  /// The sample with names that the language's shops have.
  static func sample(_ words: Phrases) -> SaleReceipt {
    var sale = sample
    sale.link = "https://till.example/r/8fK2mQ"
    sale.tenders[0].name = "card"
    sale.tenders[1].name = "cash"
    if words.direction == .rightToLeft {
      sale.imprint.shop.name = "مقهى النور"
      sale.imprint.shop.address = ["شارع الملك 12", "75004 Paris"]
      sale.imprint.shop.footer = ["شكرا لزيارتكم"]
      sale.lines[0].name = "قهوة"
    }
    return sale
  }
}

extension ReturnReceipt {
  /// Two articles of a sale come back: a part to the card, the rest in cash.
  static func sample(_ sale: SaleReceipt) -> ReturnReceipt {
    var imprint = sale.imprint
    imprint.number = "T1-000931"
    return ReturnReceipt(
      imprint: imprint, original: sale.imprint.number, originalDate: CivilDate(dayNumber: 20_770),
      reason: "Too dark", lines: Array(sale.lines.prefix(2)), taxes: sale.taxes, taxIncluded: true,
      total: eur(2190), rounding: eur(0),
      refunds: [
        SaleReceipt.Tender(name: "card", amount: eur(1000), reference: "A-77120"),
        SaleReceipt.Tender(name: "cash", amount: eur(1190), reference: nil),
      ],
      approvedBy: "Marie", isSigned: true)
  }
}

extension KitchenTicket {
  static var sample: KitchenTicket {
    KitchenTicket(
      kind: .order, station: "Grill", order: "118", table: "7", course: 2, guests: 4,
      waiter: "Anna", at: SaleReceipt.sample.imprint.at, offsetSeconds: 3600,
      lines: [
        Line(quantity: Quantity(milli: 2000), name: "Entrecôte", modifiers: ["rare", "no butter"]),
        Line(
          quantity: .one, name: "Burger", modifiers: ["extra bacon"], note: "Nut allergy!",
          seat: 3),
      ])
  }
}
