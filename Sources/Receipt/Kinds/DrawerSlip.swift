// A slip for the drawer: it was opened without a sale, or money went in or out by hand.

package import Values

/// Everything that the slip of a drawer movement says.
package struct DrawerSlip: Sendable {
  /// Why the drawer opened.
  package enum Kind: Sendable, CaseIterable {
    /// Nothing moved.
    case noSale
    case payIn, payOut
    /// To the safe.
    case drop
  }

  package var kind: Kind
  package var imprint: Imprint
  /// A positive amount; nil where nothing moved.
  package var amount: Money?
  package var reason: String?
  package var approvedBy: String?

  package init(
    kind: Kind, imprint: Imprint, amount: Money?, reason: String?, approvedBy: String? = nil
  ) {
    self.kind = kind
    self.imprint = imprint
    self.amount = amount
    self.reason = reason
    self.approvedBy = approvedBy
  }

  /// The slip as a document: what happened, who and when, how much and why, a signature for money.
  package func document(in words: Phrases = .english) -> Document {
    var document = Document(direction: words.direction)
    document.open(imprint, title: title(in: words), words)
    if let reason { document.row(words.reason, reason) }
    if let approvedBy { document.row(words.approvedBy, approvedBy) }
    if let amount {
      document.rule()
      document.row("\(words.amount) \(amount.currency)", words.amount(amount), .large)
      document.sign(words)
    }
    document.close(imprint, code: nil, words)
    return document
  }

  private func title(in words: Phrases) -> String {
    switch kind {
    case .noSale: words.noSale
    case .payIn: words.paidIn
    case .payOut: words.paidOut
    case .drop: words.drop
    }
  }
}
