// What goes on paper, drawn from the journal: the same events give the same receipt for ever.

package import Domains
package import ESCPOS
package import Receipt
internal import Values
internal import Wire

/// Draws receipts and reports from stored events.
package struct Paper {
  private let facts: any Facts
  private let shapes: Shapes

  /// - Parameter shapes: for the pictures of papers.
  package init(_ facts: any Facts, shapes: Shapes = .none) {
    self.facts = facts
    self.shapes = shapes
  }

  /// What a print job prints.
  ///
  /// - Parameter asCopy: the job may be on paper already, so this one says COPY.
  /// - Returns: nil if what it is about is not in the journal.
  package func document(for intent: Intent, asCopy: Bool) throws -> Document? {
    switch intent {
    case .receipt(let sale, _, let copy):
      let events = try facts.events(of: Stream(.order, sale))
      return try receipt(events, copy: copy.map(Int.init) ?? (asCopy ? 1 : nil))
    case .z(_, let shift):
      guard let (closed, settings) = try closed(shift) else { return nil }
      return Self.report(closed.report, .z(number: Int(closed.z)), settings)
        .document(in: settings.phrases)
    case .kick, .testKick, .test: return nil
    }
  }

  func receipt(_ number: String) throws -> ReceiptGet.Result {
    guard let (sale, copies) = try facts.receipt(number: number) else {
      throw PrintRefusal.noSuchReceipt(number)
    }
    let events = try facts.events(of: Stream(.order, sale))
    guard let document = try receipt(events, copy: nil),
      let order = try Order.fold(events)
    else { throw PrintRefusal.noSuchReceipt(number) }
    return ReceiptGet.Result(
      number: number, text: document.text(), svg: document.svg(shapes: shapes), sale: order.view,
      copies: copies)
  }

  func z(_ number: Int64?) throws -> ReportResult {
    guard let shift = try facts.shift(z: number), let (closed, settings) = try closed(shift) else {
      throw Fault(
        .notFound, kind: "no_such_z", "There is no Z \(number.map(String.init) ?? "yet").",
        field: "number")
    }
    let paper = Self.report(closed.report, .z(number: Int(closed.z)), settings)
    return ReportResult(closed.report, text: paper.document(in: settings.phrases).text())
  }

  private func closed(_ shift: ID) throws -> (OutletEvent.Closed, Settings)? {
    for event in try facts.events(of: Stream(.outlet, shift)).reversed() {
      if case .outlet(.closed(let closed)) = try Fact(event) {
        return (closed, try settings(at: event.position))
      }
    }
    return nil
  }

  /// The settings as they were at a position: the receipt shows the shop as it was.
  private func settings(at position: Int64) throws -> Settings {
    var settings = Settings()
    for event in try facts.events(of: Stream(.config, ID(high: 0, low: 0)))
    where event.position <= position {
      if case .config(let change) = try Fact(event) { settings.evolve(change) }
    }
    return settings
  }

  private func receipt(_ events: [Event], copy: Int?) throws -> Document? {
    guard let last = events.last, let order = try Order.fold(events),
      let completed = order.completed
    else { return nil }
    let settings = try settings(at: last.position)
    var zone = 0
    if let shift = last.circumstance.shift,
      let opening = try facts.events(of: Stream(.outlet, shift)).first,
      case .outlet(.opened(let opened)) = try Fact(opening)
    {
      zone = opened.zone
    }
    let marks = Self.marks(completed.tax.map(\.rate))
    let zero = Money.zero(order.rules.currency)
    let receipt = SaleReceipt(
      imprint: Imprint(
        shop: settings.shop, till: last.circumstance.till, number: completed.number,
        at: Timestamp(milliseconds: last.time.milliseconds), offsetSeconds: zone, cashier: nil,
        businessDay: last.circumstance.day
          ?? BusinessDay(Timestamp(milliseconds: last.wall).date(offsetSeconds: zone)),
        hash: last.hash.short, clockUntrusted: last.quality == .untrusted, copy: copy),
      lines: order.liveLines.map {
        SaleReceipt.Line(
          name: $0.item.name, quantity: $0.quantity, unit: $0.item.unit, unitPrice: $0.item.price,
          discount: zero, total: $0.total, taxMark: marks[$0.item.rate] ?? "")
      },
      discount: completed.discount,
      taxes: completed.tax.map {
        SaleReceipt.Tax(mark: marks[$0.rate] ?? "", rate: $0.rate, net: $0.net, tax: $0.tax)
      },
      taxIncluded: order.rules.taxIncluded, total: completed.total, rounding: completed.rounding,
      tenders: order.payments.map {
        SaleReceipt.Tender(
          name: $0.tender, amount: $0.tendered, reference: $0.ref)
      },
      change: completed.change)
    return receipt.document(in: settings.phrases)
  }

  static func report(
    _ report: ShiftReportData, _ kind: ShiftReport.Kind, _ settings: Settings
  ) -> ShiftReport {
    let tally = report.tally
    let marks = marks(tally.tax.map(\.rate))
    return ShiftReport(
      kind: kind, shop: settings.shop, till: settings.till, openedAt: report.openedAt,
      at: report.at, offsetSeconds: report.zone, businessDay: report.day,
      sales: Int(tally.sales), gross: tally.gross,
      tax: tally.tax.map {
        SaleReceipt.Tax(mark: marks[$0.rate] ?? "", rate: $0.rate, net: $0.net, tax: $0.tax)
      },
      tenders: tally.tenders.map {
        ShiftReport.TenderTotal(
          name: $0.tender, count: Int($0.count), amount: $0.amount)
      },
      voidedSales: Int(tally.voidedSales), voidedLines: Int(tally.voidedLines),
      noSales: Int(tally.noSales), copies: Int(tally.copies),
      cash: ShiftReport.Cash(
        float: report.float, sales: tally.cash, payIns: tally.payIns, payOuts: tally.payOuts,
        drops: tally.drops, expected: report.expected, counted: report.counted,
        difference: report.difference),
      perpetual: report.perpetual, firstReceipt: tally.firstReceipt,
      lastReceipt: tally.lastReceipt, hash: report.hash.short, events: report.head)
  }

  /// A letter for each rate, highest first.
  private static func marks(_ rates: [Rate]) -> [Rate: String] {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
    return Dictionary(
      uniqueKeysWithValues: zip(Set(rates).sorted(by: >), letters.cycled(to: Set(rates).count)))
  }

}

extension Settings {
  /// The words on paper.
  var phrases: Phrases { Phrases.named(language) ?? .english }

  var shop: Shop {
    Shop(
      name: shopName, address: shopAddress, taxNumber: shopTaxNumber, footer: receiptFooter)
  }
}

extension [String] {
  /// At least `count` entries, the later ones doubled letters.
  fileprivate func cycled(to count: Int) -> [String] {
    count <= self.count ? self : self + flatMap { first in map { first + $0 } }
  }
}
