// What papers have in common: the shop's head, who and when, articles, the tax table, the foot.

internal import ESCPOS
internal import Values

extension Document {
  /// An empty line of text stays out; it would only cost paper.
  mutating func centered(_ text: String) {
    if !text.isEmpty { elements.append(.text(text, .center)) }
  }

  mutating func heading(_ text: String) { elements.append(.heading(text)) }

  mutating func rule() { elements.append(.rule(.thin)) }

  mutating func row(_ left: String, _ right: String, _ weight: Weight = .normal) {
    elements.append(.row(left, right, weight))
  }

  /// Above the rest: what nobody may overlook, the title, the shop; then who and when.
  mutating func open(_ imprint: Imprint, title: String?, _ words: Phrases) {
    marks(imprint, words)
    if let title { heading(title) }
    add(imprint.shop, words)
    rule()
    if !imprint.number.isEmpty { row(words.receipt, imprint.number, .bold) }
    row(
      words.moment(imprint.at, offsetSeconds: imprint.offsetSeconds),
      "\(words.till) \(imprint.till)")
    if imprint.businessDay.date != imprint.at.date(offsetSeconds: imprint.offsetSeconds) {
      row(words.businessDay, words.date(imprint.businessDay.date))
    }
    if let cashier = imprint.cashier { row(words.servedBy, cashier) }
    if imprint.clockUntrusted { centered(words.clockUntrusted) }
  }

  /// Below the rest: the code to find it by, the chain, the shop's last words, and again what
  /// nobody may overlook.
  mutating func close(_ imprint: Imprint, code: String?, _ words: Phrases) {
    if let code, !code.isEmpty { elements += [.feed(1), .barcode(code)] }
    if !imprint.hash.isEmpty { centered("\(words.chain) \(imprint.hash)") }
    for line in imprint.shop.footer { centered(line) }
    marks(imprint, words)
    elements.append(.cut)
  }

  /// That this paper is a copy, or none that counts.
  private mutating func marks(_ imprint: Imprint, _ words: Phrases) {
    if imprint.training {
      heading(words.training)
      centered(words.trainingNotice)
    }
    if let copy = imprint.copy { heading("\(words.copy) \(copy)") }
  }

  mutating func add(_ shop: Shop, _ words: Phrases) {
    if !shop.name.isEmpty { heading(shop.name) }
    for line in shop.address { centered(line) }
    if let number = shop.taxNumber { centered("\(words.taxNumber) \(number)") }
  }

  mutating func add(_ lines: [SaleReceipt.Line], _ words: Phrases) {
    let amounts = lines.map { words.amount($0.total) }
    let widest = amounts.reduce(0) { max($0, TextWidth.columns($1)) }
    for (line, amount) in zip(lines, amounts) {
      // Marks stand in a column of their own, so that amounts end where the totals end.
      let gap = String(repeating: " ", count: widest - TextWidth.columns(amount) + 1)
      row(line.name, line.taxMark.isEmpty ? amount : line.taxMark + words.apart + gap + amount)
      guard line.quantity != .one || line.unit != nil || !line.discount.isZero else { continue }
      var detail = "  " + words.quantity(line.quantity, line.unit, at: line.unitPrice)
      if !line.discount.isZero {
        detail += ", \(words.discount) \(words.deduction(line.discount))"
      }
      elements.append(.text(detail, .start))
    }
  }

  mutating func add(_ taxes: [SaleReceipt.Tax], included: Bool, _ words: Phrases) {
    guard !taxes.isEmpty else { return }
    let rows = taxes.map { tax in
      // A gross amount too large to exist is left blank rather than wrong.
      [
        tax.mark.isEmpty
          ? words.rate(tax.rate) : "\(tax.mark)\(words.apart) \(words.rate(tax.rate))",
        words.amount(tax.net), words.amount(tax.tax),
        (try? tax.net.adding(tax.tax)).map(words.amount) ?? "",
      ]
    }
    elements.append(.table(header: [words.rate, words.net, words.tax, words.gross], rows: rows))
    if included { centered(words.taxIncluded) }
  }

  mutating func add(_ tenders: [SaleReceipt.Tender], _ words: Phrases) {
    for tender in tenders {
      row(words.tender(tender.name), words.amount(tender.amount))
      if let reference = tender.reference {
        elements.append(.text("  \(words.reference) \(reference)", .start))
      }
    }
  }

  /// Where someone signs, below a line of room for it.
  mutating func sign(_ words: Phrases) {
    elements += [.feed(2), .rule(.dotted), .text(words.signature, .start)]
  }
}
