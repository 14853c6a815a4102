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
      var document = Self.report(closed.report, .z(number: Int(closed.z)), settings)
        .document(in: settings.phrases)
      if asCopy { document.elements.insert(.heading(settings.phrases.copy), at: 0) }
      return document
    case .kitchen(let sale, let number, let route):
      return try ticket(facts.events(of: Stream(.order, sale)), number, route, asCopy: asCopy)
    case .label(let sku, let count): return try labels(sku, count)
    case .test(let device): return try testPage(of: device)
    case .code(_, let code): return try Self.code(code)
    case .kick, .testKick: return nil
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
      copies: copies,
      print: try facts.printJobs(ofReceipt: number, limit: Limits.printJobs)
        .map(PrintedPaper.init))
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

  /// The shop's zone in the shift of an event, in seconds east of UTC.
  private func zone(of event: Event) throws -> Int {
    guard let shift = event.circumstance.shift,
      let opening = try facts.events(of: Stream(.outlet, shift)).first,
      case .outlet(.opened(let opened)) = try Fact(opening)
    else { return 0 }
    return opened.zone
  }

  /// One station's part of a sale, as the routes were then; nil if it has none.
  private func ticket(
    _ events: [Event], _ number: String, _ route: String, asCopy: Bool
  ) throws -> Document? {
    guard let last = events.last, let order = try Order.fold(events) else { return nil }
    let settings = try settings(at: last.position)
    let categories = Set(settings.printRoutes[route]?.categories ?? [])
    let lines = order.liveLines.filter { line in
      line.quantity.milli > 0 && line.item.category.map(categories.contains) == true
    }
    guard !lines.isEmpty else { return nil }
    return KitchenTicket(
      kind: .order, station: route, order: number, table: nil, course: nil, guests: nil,
      waiter: nil, at: Timestamp(milliseconds: last.time.milliseconds),
      offsetSeconds: try zone(of: last),
      lines: lines.map { KitchenTicket.Line(quantity: $0.quantity, name: $0.item.name) },
      copy: asCopy ? 1 : nil
    ).document(in: settings.phrases)
  }

  /// So many labels of a product, as it is now.
  private func labels(_ sku: String, _ count: Int64) throws -> Document? {
    guard let product = try facts.product(sku: sku) else { return nil }
    let settings = try settings(at: .max)
    // Goods by weight or volume are priced by their unit.
    let unitPrice = product.unit.map { PriceLabel.UnitPrice(product.price, per: $0) }
    let label = PriceLabel(
      name: product.name, price: product.price, unitPrice: unitPrice,
      code: product.barcodes.first.map(Self.printed), sku: product.sku
    ).document(in: settings.phrases)
    var document = label
    for _ in 1..<max(1, min(count, Limits.labels)) { document.elements += label.elements }
    return document
  }

  /// A barcode as labels show it: thirteen digits where its fourteenth says nothing.
  private static func printed(_ key: String) -> String {
    key.utf8.count == 14 && key.hasPrefix("0") ? String(key.dropFirst()) : key
  }

  /// A slip with nothing but the code: no text below it, which would look like something to type.
  private static func code(_ code: String) throws -> Document {
    Document([.symbol(try LinearSymbol(.code128, code)), .feed(2), .cut])
  }

  /// What shows whether a printer and its profile fit.
  private func testPage(of device: String) throws -> Document {
    let settings = try settings(at: .max)
    var profile = PrinterProfile.virtual80
    if let paired = settings.devices[device] {
      profile = paired.profile.flatMap(PrinterProfile.named) ?? .generic80
    }
    return TestPage(profile, job: device).document(in: settings.phrases)
  }

  private func receipt(_ events: [Event], copy: Int?) throws -> Document? {
    guard let last = events.last, let order = try Order.fold(events),
      let completed = order.completed
    else { return nil }
    let settings = try settings(at: last.position)
    let zone = try zone(of: last)
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
