// A price label for the shelf or the article, on receipt paper or a roll of labels.

internal import ESCPOS
package import Values

/// What one label says.
package struct PriceLabel: Sendable {
  /// What a kilogram or a litre costs, as consumer law wants it beside the price.
  package struct UnitPrice: Sendable {
    package var price: Money
    /// For example `kg`.
    package var unit: String

    package init(_ price: Money, per unit: String) {
      self.price = price
      self.unit = unit
    }
  }

  package var name: String
  package var price: Money
  package var unitPrice: UnitPrice?
  /// The price before a reduction.
  package var before: Money?
  /// A GTIN of 12 or 13 digits, printed as EAN-13, or the shop's own code, printed as Code 128.
  package var code: String?
  /// The shop's own number of the article, in small letters.
  package var sku: String?

  package init(
    name: String, price: Money, unitPrice: UnitPrice? = nil, before: Money? = nil, code: String?,
    sku: String? = nil
  ) {
    self.name = name
    self.price = price
    self.unitPrice = unitPrice
    self.before = before
    self.code = code
    self.sku = sku
  }

  /// The label as a document: name, price, unit price, barcode, cut.
  package func document(in words: Phrases = .english) -> Document {
    var document = Document(direction: words.direction)
    document.elements.append(.text(name, Document.Look(place: .center, weight: .large)))
    if let before { document.centered("\(words.before) \(words.price(before))") }
    document.elements.append(.banner(words.price(price)))
    if let unitPrice {
      document.centered("\(words.price(unitPrice.price)) / \(unitPrice.unit)")
    }
    if let code { document.elements.append(symbol(code)) }
    if let sku {
      document.elements.append(.text(sku, Document.Look(place: .center, font: .b)))
    }
    document.elements.append(.cut)
    return document
  }

  private func symbol(_ code: String) -> Document.Element {
    if [12, 13].contains(code.utf8.count), let gtin = try? GTIN(code),
      let symbol = LinearSymbol(ean13: gtin)
    {
      return .symbol(symbol)
    }
    return .barcode(code)
  }
}
