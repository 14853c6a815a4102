// The customer's receipt: what stands where, top to bottom.

internal import Values

extension SaleReceipt {
  /// The receipt as a document: head, lines, totals, payment, taxes, identity, foot.
  package func document(in words: Phrases = .english) -> Document {
    var document = Document(direction: words.direction)
    document.open(imprint, title: nil, words)
    document.rule()
    document.add(lines, words)
    document.rule()
    totals(in: words, to: &document)
    document.add(tenders, words)
    if !change.isZero {
      document.row("\(words.change) \(change.currency)", words.amount(change), .large)
    }
    document.rule()
    document.add(taxes, included: taxIncluded, words)
    document.add(link, words)
    document.close(imprint, code: imprint.number, words)
    return document
  }

  private func totals(in words: Phrases, to document: inout Document) {
    let currency = total.currency
    let subtotal = try? Money.sum(lines.map(\.total), currency)
    if let subtotal, !discount.isZero || !taxIncluded {
      document.row(words.subtotal, words.amount(subtotal))
    }
    if !discount.isZero { document.row(words.discount, words.deduction(discount)) }
    if !taxIncluded {
      for tax in taxes {
        document.row("\(words.tax) \(words.rate(tax.rate))", words.amount(tax.tax))
      }
    }
    document.row("\(words.total) \(currency)", words.amount(total), .large)
    if !rounding.isZero, let due = try? total.adding(rounding) {
      document.row(words.rounding, words.amount(rounding))
      document.row("\(words.toPay) \(currency)", words.amount(due), .large)
    }
  }
}

extension Document {
  /// The electronic receipt: a code for the telephone, and what it is for.
  mutating func add(_ link: String?, _ words: Phrases) {
    guard let link, !link.isEmpty else { return }
    elements.append(.feed(1))
    centered(words.online)
    elements.append(.qr(link))
  }
}
