// A code becomes a line: found in the catalogue, with the weight or price it carries, unless its
// date or its kind forbids it.

internal import Domains
internal import Scanner
internal import Values
internal import Wire

extension Till {
  func scan(_ params: SaleScan.Params, _ draft: inout Draft, _ facts: any Facts) throws -> Outcome {
    let scan: Scan
    do {
      scan = try Scan(params.code, rules: shopRules)
    } catch .cardData {
      throw Fault(
        .rule, kind: "card_number", "That is a payment card, not a product; it was not stored.",
        field: "code")
    } catch {
      throw Fault(
        .invalid, kind: "invalid_code", "The code cannot be read: \(error).", field: "code")
    }
    return try sell(scan, params.qty, to: params.sale, params.rev, &draft, facts)
  }

  /// Adds what was scanned to a sale.
  func sell(
    _ scan: Scan, _ quantity: Quantity?, to sale: ID?, _ revision: Int64?, _ draft: inout Draft,
    _ facts: any Facts
  ) throws -> Outcome {
    guard scan.payload.count <= Limits.text else {
      throw Fault(
        .invalid, kind: "invalid_code", "A code has at most \(Limits.text) characters.",
        field: "code")
    }
    try wait(for: lookupBatch)
    guard let product = try product(of: scan, facts) else {
      if let refusal = ScanRefusal(scan.reading) { throw refusal }
      return try add(unknown(scan.payload), quantity, to: sale, revision, &draft, facts)
    }
    try checkLabel(scan, draft)
    let goods = try goods(product, scan)
    return try add(
      goods.item, try goods.quantity(asked: quantity), to: sale, revision, &draft, facts)
  }

  /// What the catalogue has for a scan: every key that its digits allow is asked for in turn, then
  /// the text as a SKU.
  private func product(of scan: Scan, _ facts: any Facts) throws -> Product? {
    var inactive: Product?
    for key in [scan.barcode] + scan.reading.candidates.map(Barcode.init(reading:)) {
      guard let found = try facts.product(barcode: key) else { continue }
      if found.active { return found }
      inactive = inactive ?? found
    }
    return try inactive ?? facts.product(sku: scan.payload)
  }

  private func unknown(_ code: String) -> LineItem {
    LineItem(
      kind: .unknown, sku: nil, code: code, name: code, price: .zero(books.settings.currency),
      unit: nil, taxClass: "", rate: .zero)
  }

  // MARK: - Weighed and priced goods

  /// A product as one label carries it.
  private struct Goods {
    var item: LineItem
    /// From the label's weight or count; nil where it carries none.
    var measured: Quantity?

    func quantity(asked: Quantity?) throws(ScanRefusal) -> Quantity? {
      guard let measured else { return asked }
      guard asked == nil else { throw .quantityOnLabel }
      return measured
    }
  }

  private func goods(_ product: Product, _ scan: Scan) throws -> Goods {
    var goods = Goods(item: try lineItem(product, code: scan.payload))
    guard let measure = scan.reading.measure else { return goods }
    switch measure.kind {
    case .weight:
      guard measure.unit == "kg", let milli = measure.figure.scaled(toDecimals: 3) else {
        throw ScanRefusal.unusableMeasure("\(measure)")
      }
      goods.measured = Quantity(milli: milli)
      goods.item = goods.item.sold(by: product.unit ?? "kg")
    case .count:
      guard let count = measure.figure.scaled(toDecimals: 3) else {
        throw ScanRefusal.unusableMeasure("\(measure)")
      }
      goods.measured = Quantity(milli: count)
    case .price:
      let currency = books.settings.currency
      guard measure.currency == nil || measure.currency == currency.code,
        let minor = measure.figure.scaled(toDecimals: currency.exponent)
      else { throw ScanRefusal.unusableMeasure("\(measure)") }
      goods.item = goods.item.priced(Money(minor, currency))
    }
    return goods
  }

  // MARK: - Dates and recalls

  /// Refuses goods that are recalled, or past their day where the shop refuses those.
  private func checkLabel(_ scan: Scan, _ draft: Draft) throws(ScanRefusal) {
    let settings = books.settings
    guard let elements = scan.reading.elements else {
      if let key = scan.reading.gtin14, settings.recalls.contains(key) { throw .recalled(lot: nil) }
      return
    }
    if let key = scan.reading.gtin14, !settings.recalls.isEmpty {
      var lot: String?
      for element in elements.elements {
        if case .lot(let text) = elements.meaning(of: element, year: scan.reading.year) {
          lot = text
        }
      }
      if settings.recalls.contains(key) { throw .recalled(lot: lot) }
      if let lot, settings.recalls.contains("\(key) \(lot)") { throw .recalled(lot: lot) }
    }
    guard settings.expired == .block, let date = scan.reading.lastDay, date < draft.today else {
      return
    }
    throw .expired(date)
  }
}

extension Reading {
  /// The last day on which the goods may be sold: expiry or sell-by, as the label has it.
  ///
  /// Best before is no such day: the goods may be sold after it.
  var lastDay: CivilDate? {
    guard let elements else { return nil }
    var days: [CivilDate] = []
    for element in elements.elements {
      guard case .date(let occasion, let day, _) = elements.meaning(of: element, year: year),
        occasion == .expiry || occasion == .sellBy
      else { continue }
      days.append(day)
    }
    return days.min()
  }
}

extension Draft {
  /// The day on the calendar of the shop.
  var today: CivilDate { Timestamp(milliseconds: effective).date(offsetSeconds: now.zone) }
}

extension Meaning.Figure {
  /// The number with so many decimals; nil where that would lose some, or does not fit.
  func scaled(toDecimals wanted: Int) -> Int64? {
    var (digits, decimals) = (digits, decimals)
    while decimals < wanted {
      let (shifted, overflow) = digits.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      (digits, decimals) = (shifted, decimals + 1)
    }
    while decimals > wanted {
      guard digits.isMultiple(of: 10) else { return nil }
      (digits, decimals) = (digits / 10, decimals - 1)
    }
    return digits
  }
}

/// Why a code that was read is not sold.
enum ScanRefusal: Refusal, Equatable {
  case kind(ReadingKind)
  case quantityOnLabel
  case unusableMeasure(String)
  case recalled(lot: String?)
  case expired(CivilDate)

  /// The refusal of a code that stands for something else than goods; nil for what may be an
  /// unknown product.
  init?(_ reading: Reading) {
    switch reading.kind {
    case .product, .measured, .own, .misread, .refused, .link, .logistic, .reference, .addOn:
      return nil
    case .coupon, .giftCard, .receipt, .staff, .customer, .drawer, .function:
      self = .kind(reading.kind)
    }
  }

  var fault: Fault {
    switch self {
    case .kind(let kind):
      Fault(
        .rule, kind: "scanned_\(kind.rawValue)",
        "That is \(Self.words(kind)), not goods; nothing was sold.", field: "code")
    case .quantityOnLabel:
      Fault(
        .invalid, kind: "quantity_on_label",
        "The label says how much it is; scan it once for each piece.", field: "qty")
    case .unusableMeasure(let measure):
      Fault(
        .rule, kind: "unusable_measure",
        "The label's \(measure) cannot be sold here: this till sells kilograms, pieces and its own "
          + "currency. Add the product by its number.", field: "code")
    case .recalled(let lot):
      Fault(
        .rule, kind: "recalled",
        "This product\(lot.map { " of lot \($0)" } ?? "") is recalled: take it out of the sale and "
          + "keep it back.", field: "code")
    case .expired(let date):
      Fault(
        .rule, kind: "expired", "This label ended on \(date): give the customer another one.",
        field: "code")
    }
  }

  private static func words(_ kind: ReadingKind) -> String {
    switch kind {
    case .coupon: "a coupon that this till has no offer for"
    case .giftCard: "a gift card"
    case .receipt: "a receipt"
    case .staff: "a staff badge"
    case .customer: "a customer's card"
    case .drawer: "the code that opens the drawer"
    case .function: "a function code"
    default: "another kind of code"
    }
  }
}
