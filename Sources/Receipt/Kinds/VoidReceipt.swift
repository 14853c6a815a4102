// A void: a sale that was given up or taken back as a whole, and who allowed it.

package import Values

/// Everything that the slip of a voided sale says.
package struct VoidReceipt: Sendable {
  package var imprint: Imprint
  /// The number of the receipt that no longer counts; nil for a sale that was never completed.
  package var voided: String?
  /// What would have been sold.
  package var lines: [SaleReceipt.Line]
  /// What the sale had come to.
  package var total: Money
  package var reason: String?
  package var approvedBy: String?

  package init(
    imprint: Imprint, voided: String?, lines: [SaleReceipt.Line], total: Money, reason: String?,
    approvedBy: String?
  ) {
    self.imprint = imprint
    self.voided = voided
    self.lines = lines
    self.total = total
    self.reason = reason
    self.approvedBy = approvedBy
  }

  /// The slip as a document: head, what is void and why, articles, the amount that does not count.
  package func document(in words: Phrases = .english) -> Document {
    var document = Document(direction: words.direction)
    document.open(imprint, title: words.voided, words)
    if let voided {
      document.row(words.voidedReceipt, voided, .bold)
    } else {
      document.elements.append(.text(words.voidedSale, .bold))
    }
    if let reason { document.row(words.reason, reason) }
    if let approvedBy { document.row(words.approvedBy, approvedBy) }
    document.rule()
    document.add(lines, words)
    document.rule()
    document.row("\(words.voided) \(total.currency)", words.amount(total), .large)
    document.sign(words)
    document.close(imprint, code: nil, words)
    return document
  }
}
