// A gift receipt: what was bought and how to bring it back, but not what it cost.

package import Values

/// What the giver of a present hands on: articles without prices, and the code to return them.
package struct GiftReceipt: Sendable {
  package struct Line: Sendable {
    package var name: String
    package var quantity: Quantity
    /// For example `kg`; nil for pieces.
    package var unit: String?

    package init(name: String, quantity: Quantity, unit: String?) {
      self.name = name
      self.quantity = quantity
      self.unit = unit
    }
  }

  /// The imprint of the sale; its number is the code to return by.
  package var imprint: Imprint
  package var lines: [Line]
  /// The last day for an exchange.
  package var exchangeUntil: CivilDate?

  package init(imprint: Imprint, lines: [Line], exchangeUntil: CivilDate?) {
    self.imprint = imprint
    self.lines = lines
    self.exchangeUntil = exchangeUntil
  }

  /// The gift receipt for all that a receipt lists.
  package init(_ sale: SaleReceipt, exchangeUntil: CivilDate?) {
    self.init(
      imprint: sale.imprint,
      lines: sale.lines.map { Line(name: $0.name, quantity: $0.quantity, unit: $0.unit) },
      exchangeUntil: exchangeUntil)
  }

  /// The receipt as a document: head, articles, how to return them.
  package func document(in words: Phrases = .english) -> Document {
    var document = Document(direction: words.direction)
    document.open(imprint, title: words.giftReceipt, words)
    document.rule()
    for line in lines {
      let unit = line.unit.map { " \($0)" } ?? ""
      document.row(line.name, words.quantity(line.quantity) + unit)
    }
    document.rule()
    document.centered(words.giftNotice)
    if let exchangeUntil {
      document.centered("\(words.exchangeUntil) \(words.date(exchangeUntil))")
    }
    document.close(imprint, code: imprint.number, words)
    return document
  }
}
