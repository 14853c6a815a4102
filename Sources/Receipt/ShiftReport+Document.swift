// The X and Z reports: what stands where, top to bottom.

internal import Values

extension ShiftReport {
  /// The report as a document: head, turnover, taxes, tenders, cash, counts, chain.
  package func document(in words: Phrases = .english) -> Document {
    var document = Document()
    switch kind {
    case .x:
      document.elements.append(.heading(words.xReport))
      document.centered(words.xNotice)
    case .z(let number): document.elements.append(.heading("\(words.zReport) \(number)"))
    }
    document.add(shop, words)
    document.elements.append(.rule)
    head(in: words, to: &document)
    document.elements.append(.rule)
    document.row("\(words.turnover) \(gross.currency)", gross, .large)
    document.add(tax, words)
    document.elements.append(.rule)
    for tender in tenders { document.row("\(tender.count) x \(tender.name)", tender.amount) }
    document.elements.append(.rule)
    cash(in: words, to: &document)
    document.elements.append(.rule)
    counts(in: words, to: &document)
    document.elements.append(.cut)
    return document
  }

  private func head(in words: Phrases, to document: inout Document) {
    document.row(words.businessDay, "\(businessDay)", .bold)
    document.row(words.till, till)
    document.row(words.opened, openedAt.onPaper(offsetSeconds: offsetSeconds))
    document.row(words.printed, at.onPaper(offsetSeconds: offsetSeconds))
    document.row(words.sales, "\(sales)")
    if let firstReceipt { document.row(words.firstReceipt, firstReceipt) }
    if let lastReceipt { document.row(words.lastReceipt, lastReceipt) }
  }

  private func cash(in words: Phrases, to document: inout Document) {
    document.row(words.cash, "", .bold)
    document.row(words.float, cash.float)
    document.row(words.cashSales, cash.sales)
    document.row(words.payIns, cash.payIns)
    document.row(words.payOuts, cash.payOuts.deducted)
    document.row(words.drops, cash.drops.deducted)
    document.row(words.expected, cash.expected, .bold)
    if let counted = cash.counted { document.row(words.counted, counted, .bold) }
    if let difference = cash.difference { document.row(words.difference, difference, .large) }
  }

  private func counts(in words: Phrases, to document: inout Document) {
    document.row(words.voidedSales, "\(voidedSales)")
    document.row(words.voidedLines, "\(voidedLines)")
    document.row(words.noSales, "\(noSales)")
    document.row(words.copies, "\(copies)")
    document.row(words.perpetual, perpetual)
    document.row(words.events, "\(events)")
    document.row(words.chain, hash)
  }
}
