// The scripted basket of `till demo`: what a customer does in a minute, one call after the other.

internal import Domains
internal import Values
internal import Wire

/// A demonstration on a running till.
struct Demo {
  let client: Client
  let common: Common

  private struct Summary: Encodable {
    let receipt: ReceiptGet.Result
    let x: ReportResult
  }

  private struct Article {
    let sku: String
    let name: String
    /// Minor units.
    let price: Int64
    let taxClass: String
    let unit: String?

    init(_ sku: String, _ name: String, _ price: Int64, _ taxClass: String, _ unit: String? = nil) {
      (self.sku, self.name, self.price, self.taxClass) = (sku, name, price, taxClass)
      self.unit = unit
    }
  }

  private static let articles = [
    Article("DEMO-01", "Rye loaf 750 g", 349, "reduced"),
    Article("DEMO-02", "Oat drink 1 l", 219, "reduced"),
    Article("DEMO-03", "Butter, salted 250 g", 289, "reduced"),
    Article("DEMO-04", "Apples, loose", 279, "reduced", "kg"),
    Article("DEMO-05", "Mountain cheese, loose", 1890, "reduced", "kg"),
    Article("DEMO-06", "Filter coffee 500 g", 749, "reduced"),
    Article("DEMO-07", "Dark chocolate 100 g", 199, "reduced"),
    Article("DEMO-08", "Sparkling water 1.5 l", 89, "reduced"),
    Article("DEMO-09", "Washing-up liquid", 245, "standard"),
    Article("DEMO-10", "Beeswax candle", 590, "standard"),
    Article("DEMO-11", "Umbrella", 1499, "standard"),
    Article("DEMO-12", "Picture postcard", 120, "standard"),
  ]

  /// A code that no product of the demonstration has.
  private static let unknownCode = barcode(99)

  /// A valid EAN-13 under GS1's prefix 952, which is set aside for demonstrations.
  private static func barcode(_ number: Int) -> String {
    let digits = String(number)
    let stem = "9520000000" + String(repeating: "0", count: 2 - digits.count) + digits
    return stem + "\(GTIN.checkDigit(of: Array(stem.utf8)))"
  }

  /// Runs it: the receipt and the X report go to stdout, what happens is told on stderr.
  func run() throws {
    let currency = try client.currency()
    try makeCatalogue(currency)
    try makeReady(currency)

    Terminal.say("A customer comes.")
    _ = try scan(Self.barcode(1), "a rye loaf")
    _ = try scan(Self.barcode(2), "an oat drink")
    _ = try scan(Self.barcode(4), "apples, 1.25 kg", Quantity(milli: 1250))
    var sale = try scan(Self.barcode(11), "an umbrella: it rains")
    sale = try scan(Self.unknownCode, "a code that nobody knows")
    if let unknown = sale.lines.last(where: { $0.kind == .unknown && !$0.voided }) {
      Terminal.say("  void line \(unknown.line): it is not from this shop")
      sale = try change(sale, unknown.line, void: "not from this shop")
    }
    if let drink = sale.lines.first(where: { $0.sku == "DEMO-02" && !$0.voided }) {
      Terminal.say("  two more oat drinks: line \(drink.line) becomes 3")
      sale = try change(sale, drink.line, quantity: Quantity(milli: 3000))
    }
    for line in SaleText.lines(sale) { Terminal.say(line) }

    let paid = try client.call(
      SalePay.self,
      .init(
        cmd: Client.command(), sale: sale.id, tender: Tender.cash.rawValue,
        given: try note(for: sale.due)))
    guard let number = paid.receipt else {
      throw ClientFault.notUnderstood(method: SalePay.name, reason: "no receipt after the payment")
    }
    Terminal.say(
      "  paid in cash; change \(paid.change?.description ?? "none"), drawer "
        + "\(paid.drawer?.rawValue ?? "none"), receipt \(number)\n")
    try show(number)
  }

  private func show(_ number: String) throws {
    let receipt = try client.call(ReceiptGet.self, .init(number: number))
    let report = try client.call(ReportX.self, NoParams())
    if common.json {
      Terminal.write(JSON.text(Summary(receipt: receipt, x: report)))
    } else {
      common.write([receipt.text, ""] + ReportText.lines(report))
    }
    Terminal.say(
      """

      That was a sale, durable and in the journal. Now type:
        till scan \(Self.barcode(7))           sell a chocolate
        till sale show                    the cart
        till pay cash 5.00                take money
        till receipt show \(number) --svg receipt.svg
        till events                       watch it happen, in another terminal
        till journal verify               every hash, from the first event on
        till shift close                  the Z of the day
      """)
  }

  private func makeCatalogue(_ currency: Currency) throws {
    let classes = try client.call(ConfigGet.self, .init(key: "tax.classes")).settings.first?.value
    for (index, article) in Self.articles.enumerated() {
      do throws(ClientFault) {
        _ = try client.call(ProductGet.self, .init(sku: article.sku))
      } catch {
        guard case .refused(let fault) = error, fault.code == .notFound else { throw error }
        var isKnown = false
        if case .object(let rates)? = classes { isKnown = rates[article.taxClass] != nil }
        _ = try client.call(
          ProductPut.self,
          .init(
            cmd: Client.command(), sku: article.sku, name: article.name,
            barcodes: [Self.barcode(index + 1)], price: Money(article.price, currency),
            taxClass: isKnown ? article.taxClass : nil, unit: article.unit))
        Terminal.say("New in the catalogue: \(article.name)")
      }
    }
  }

  /// Opens a shift if none is open, and parks a sale that somebody left open.
  private func makeReady(_ currency: Currency) throws {
    let status = try client.call(TillStatus.self, NoParams())
    if status.shift == nil {
      let float = Money(10_000, currency)
      _ = try client.call(ShiftOpen.self, .init(cmd: Client.command(), float: float))
      Terminal.say("A shift is open, with \(float) in the drawer.")
    }
    if let sale = status.sale, sale.state == .open {
      _ = try client.call(SaleHold.self, SaleParams(cmd: Client.command(), sale: sale.id))
      Terminal.say("The sale that was open is parked: till sale recall \(sale.id)")
    }
  }

  private func scan(
    _ code: String, _ what: String, _ quantity: Quantity? = nil
  ) throws -> SaleView {
    Terminal.say("  scan \(code): \(what)")
    return try client.call(
      SaleScan.self, .init(cmd: Client.command(), code: code, qty: quantity)
    ).sale
  }

  private func change(
    _ sale: SaleView, _ line: Int, quantity: Quantity? = nil, void reason: String? = nil
  ) throws -> SaleView {
    try client.call(
      SaleLine.self,
      .init(
        cmd: Client.command(), sale: sale.id, rev: sale.rev, line: line, qty: quantity,
        void: reason.map(SaleLine.Void.init))
    ).sale
  }

  /// The next multiple of a thousand minor units above what is due: a customer's banknotes.
  private func note(for due: Money) throws -> Money {
    let rest = due.minor % 1000
    return try due.adding(Money(rest == 0 ? 0 : 1000 - rest, due.currency))
  }
}
