// The customer's receipt: what stands where, top to bottom.

internal import ESCPOS
internal import Values

extension SaleReceipt {
  /// The receipt as a document: head, lines, totals, payment, taxes, identity, foot.
  package func document(in words: Phrases = .english) -> Document {
    var document = Document()
    marks(in: words, to: &document)
    document.add(shop, words)
    document.elements.append(.rule)
    identity(in: words, to: &document)
    document.elements.append(.rule)
    for line in lines { add(line, words, to: &document) }
    document.elements.append(.rule)
    totals(in: words, to: &document)
    payment(in: words, to: &document)
    document.elements.append(.rule)
    document.add(taxes, words)
    if taxIncluded, !taxes.isEmpty { document.centered(words.taxIncluded) }
    foot(in: words, to: &document)
    return document
  }

  /// What nobody may overlook: this paper is a copy, or none that counts.
  private func marks(in words: Phrases, to document: inout Document) {
    if training {
      document.elements.append(.heading(words.training))
      document.centered(words.trainingNotice)
    }
    if let copy { document.elements.append(.heading("\(words.copy) \(copy)")) }
  }

  private func identity(in words: Phrases, to document: inout Document) {
    document.row(words.receipt, number, .bold)
    document.row(at.onPaper(offsetSeconds: offsetSeconds), "\(words.till) \(till)")
    if businessDay.date != at.date(offsetSeconds: offsetSeconds) {
      document.row(words.businessDay, "\(businessDay)")
    }
    if let cashier { document.row(words.servedBy, cashier) }
    if clockUntrusted { document.centered(words.clockUntrusted) }
  }

  private func add(_ line: Line, _ words: Phrases, to document: inout Document) {
    // Marks stand in a column of their own, so that amounts end where the totals end.
    let widest = lines.map(\.total.onPaper.count).max() ?? 0
    let amount = line.total.onPaper
    let gap = String(repeating: " ", count: max(0, widest - amount.count) + 1)
    document.row(line.name, line.taxMark.isEmpty ? amount : line.taxMark + gap + amount)
    guard line.quantity != .one || line.unit != nil || !line.discount.isZero else { return }
    let unit = line.unit.map { " \($0)" } ?? ""
    var detail = "  \(line.quantity)\(unit) x \(line.unitPrice.onPaper)"
    if !line.discount.isZero { detail += ", \(words.discount) \(line.discount.deducted)" }
    document.elements.append(.text(detail, .left))
  }

  private func totals(in words: Phrases, to document: inout Document) {
    let currency = total.currency
    let subtotal = try? Money.sum(lines.map(\.total), currency)
    if !discount.isZero || !taxIncluded {
      if let subtotal { document.row(words.subtotal, subtotal) }
    }
    if !discount.isZero { document.row(words.discount, discount.deducted) }
    if !taxIncluded {
      for tax in taxes { document.row("\(words.tax) \(tax.rate)", tax.tax) }
    }
    document.row("\(words.total) \(currency)", total, .large)
    if !rounding.isZero, let due = try? total.adding(rounding) {
      document.row(words.rounding, rounding)
      document.row("\(words.toPay) \(currency)", due, .large)
    }
  }

  private func payment(in words: Phrases, to document: inout Document) {
    for tender in tenders {
      document.row(tender.name, tender.amount)
      if let reference = tender.reference {
        document.elements.append(.text("  \(words.reference) \(reference)", .left))
      }
    }
    if !change.isZero { document.row("\(words.change) \(change.currency)", change, .large) }
  }

  private func foot(in words: Phrases, to document: inout Document) {
    if !number.isEmpty {
      document.elements += [.feed(1), .barcode(number)]
    }
    document.centered("\(words.chain) \(hash)")
    for line in shop.footer { document.centered(line) }
    marks(in: words, to: &document)
    document.elements.append(.cut)
  }
}
