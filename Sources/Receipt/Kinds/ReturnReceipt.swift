// A return: goods that come back, and where their money goes. The original receipt stays as it is.

package import Values

/// Everything that the receipt of a return says.
///
/// Amounts are positive: the title and the words say that they are paid out. All of them are of
/// one currency and have been calculated before.
package struct ReturnReceipt: Sendable {
  package var imprint: Imprint
  /// The number of the receipt that the goods were sold by; nil for a return without one.
  package var original: String?
  /// The day of that sale.
  package var originalDate: CivilDate?
  package var reason: String?
  /// What came back, at the prices it was sold for.
  package var lines: [SaleReceipt.Line]
  /// Reversed at the rates of the sale.
  package var taxes: [SaleReceipt.Tax]
  package var taxIncluded: Bool
  package var total: Money
  /// What cash rounding adds to what is paid out; zero when nothing.
  package var rounding: Money
  /// How much goes back to which tender; a card's with its slip's number.
  package var refunds: [SaleReceipt.Tender]
  package var approvedBy: String?
  /// Whether the customer signs for the money.
  package var isSigned: Bool
  /// Where the receipt can be read on a telephone; printed as a QR code.
  package var link: String?

  package init(
    imprint: Imprint, original: String?, originalDate: CivilDate?, reason: String?,
    lines: [SaleReceipt.Line], taxes: [SaleReceipt.Tax], taxIncluded: Bool, total: Money,
    rounding: Money, refunds: [SaleReceipt.Tender], approvedBy: String? = nil,
    isSigned: Bool = false, link: String? = nil
  ) {
    self.imprint = imprint
    self.original = original
    self.originalDate = originalDate
    self.reason = reason
    self.lines = lines
    self.taxes = taxes
    self.taxIncluded = taxIncluded
    self.total = total
    self.rounding = rounding
    self.refunds = refunds
    self.approvedBy = approvedBy
    self.isSigned = isSigned
    self.link = link
  }

  /// The receipt as a document: head, original, lines, what is refunded to which tender, taxes.
  package func document(in words: Phrases = .english) -> Document {
    var document = Document(direction: words.direction)
    document.open(imprint, title: words.returned, words)
    if let original { document.row(words.original, original, .bold) }
    if let originalDate { document.row(words.originalDate, words.date(originalDate)) }
    if let reason { document.row(words.reason, reason) }
    if let approvedBy { document.row(words.approvedBy, approvedBy) }
    document.rule()
    document.add(lines, words)
    document.rule()
    document.row("\(words.toRefund) \(total.currency)", words.amount(total), .large)
    if !rounding.isZero { document.row(words.rounding, words.amount(rounding)) }
    for refund in refunds {
      document.row("\(words.refunded) \(words.tender(refund.name))", words.amount(refund.amount))
      if let reference = refund.reference {
        document.elements.append(.text("  \(words.reference) \(reference)", .start))
      }
    }
    document.rule()
    document.add(taxes, included: taxIncluded, words)
    if isSigned { document.sign(words) }
    document.add(link, words)
    document.close(imprint, code: imprint.number, words)
    return document
  }
}
