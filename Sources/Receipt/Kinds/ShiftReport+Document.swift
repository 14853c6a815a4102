// The X and Z reports: what stands where, top to bottom.

internal import Values

extension ShiftReport {
  /// The report as a document: head, turnover, taxes, tenders, cash, counts, chain.
  package func document(in words: Phrases = .english) -> Document {
    var document = Document(direction: words.direction)
    switch kind {
    case .x:
      document.heading(words.xReport)
      document.centered(words.xNotice)
    case .z(let number): document.heading("\(words.zReport) \(number)")
    }
    document.add(shop, words)
    document.rule()
    head(in: words, to: &document)
    document.rule()
    document.row("\(words.turnover) \(gross.currency)", words.amount(gross), .large)
    document.add(tax, included: false, words)
    document.rule()
    for tender in tenders {
      document.row(
        "\(tender.count) \(words.figures.times) \(words.tender(tender.name))",
        words.amount(tender.amount))
    }
    document.rule()
    cash(in: words, to: &document)
    document.rule()
    counts(in: words, to: &document)
    document.elements.append(.cut)
    return document
  }

  private func head(in words: Phrases, to document: inout Document) {
    document.row(words.businessDay, words.date(businessDay.date), .bold)
    document.row(words.till, till)
    document.row(words.opened, words.moment(openedAt, offsetSeconds: offsetSeconds))
    document.row(words.printed, words.moment(at, offsetSeconds: offsetSeconds))
    document.row(words.sales, "\(sales)")
    if let firstReceipt { document.row(words.firstReceipt, firstReceipt) }
    if let lastReceipt { document.row(words.lastReceipt, lastReceipt) }
  }

  private func cash(in words: Phrases, to document: inout Document) {
    document.row(words.cash, "", .bold)
    document.row(words.float, words.amount(cash.float))
    document.row(words.cashSales, words.amount(cash.sales))
    document.row(words.payIns, words.amount(cash.payIns))
    document.row(words.payOuts, words.deduction(cash.payOuts))
    document.row(words.drops, words.deduction(cash.drops))
    document.row(words.expected, words.amount(cash.expected), .bold)
    if let counted = cash.counted { document.row(words.counted, words.amount(counted), .bold) }
    if let difference = cash.difference {
      document.row(words.difference, words.amount(difference), .large)
    }
  }

  private func counts(in words: Phrases, to document: inout Document) {
    document.row(words.voidedSales, "\(voidedSales)")
    document.row(words.voidedLines, "\(voidedLines)")
    document.row(words.noSales, "\(noSales)")
    document.row(words.copies, "\(copies)")
    document.row(words.perpetual, words.amount(perpetual))
    document.row(words.events, "\(events)")
    document.row(words.chain, hash)
  }
}
