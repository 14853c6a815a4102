// What a product must be: one check for single products and for imports.

package import Values
internal import Wire

/// A product as somebody wants it written, unchecked.
package struct ProductDraft: Equatable, Sendable {
  package var sku: String
  package var name: String
  package var barcodes: [String]
  package var price: Money
  package var taxClass: String
  package var category: String?
  package var unit: String?
  package var active: Bool

  package init(
    sku: String, name: String, barcodes: [String], price: Money, taxClass: String,
    category: String?, unit: String?, active: Bool
  ) {
    self.sku = sku
    self.name = name
    self.barcodes = barcodes
    self.price = price
    self.taxClass = taxClass
    self.category = category
    self.unit = unit
    self.active = active
  }

  /// The product that the draft describes, its texts trimmed and its barcodes in their one form.
  ///
  /// - Parameter currency: the till's; no price may be in another.
  /// - Throws: the first field that is not what it must be.
  package func checked(
    currency: Currency, taxClasses: [String: Rate], rev: Int64
  ) throws(ProductRefusal) -> Product {
    let sku = try ProductText.code(self.sku, field: "sku")
    let name = try ProductText.line(self.name, field: "name", limit: Limits.text)
    guard (0...Limits.amountMinor).contains(price.minor) else {
      throw .priceOutOfRange(price.minor)
    }
    guard price.currency == currency else {
      throw .wrongCurrency(price.currency, expected: currency)
    }
    guard taxClasses[taxClass] != nil else {
      throw .unknownTaxClass(taxClass, known: taxClasses.keys.sorted())
    }
    guard barcodes.count <= Limits.barcodes else { throw .tooManyBarcodes }
    var keys: [String] = []
    for code in barcodes {
      let key = try Self.barcodeKey(code)
      if !keys.contains(key) { keys.append(key) }
    }
    let category = try self.category.map { text throws(ProductRefusal) in
      try ProductText.code(text, field: "category")
    }
    let unit = try self.unit.map { text throws(ProductRefusal) in
      try ProductText.line(text, field: "unit", limit: 16)
    }
    return Product(
      sku: sku, name: name, barcodes: keys, price: price, taxClass: taxClass, category: category,
      unit: unit, active: active, rev: rev)
  }

  /// The key of a code: a GTIN's fourteen digits, or a shop's own code of another shape.
  ///
  /// Digits in the length of a GTIN must be one; anything else is a code of the shop's own.
  package static func barcodeKey(_ code: String) throws(ProductRefusal) -> String {
    let trimmed = try ProductText.code(code, field: "barcodes")
    do {
      return try GTIN(trimmed).digits
    } catch .checkDigit(let found, let expected) {
      throw .barcode(trimmed, .checkDigit(found: found, expected: expected))
    } catch {
      return trimmed
    }
  }
}

/// Texts of the catalogue, trimmed and checked.
package enum ProductText {
  /// A code: 1 to 64 characters, none of them a control character.
  package static func code(_ text: String, field: String) throws(ProductRefusal) -> String {
    try line(text, field: field, limit: Limits.code)
  }

  /// A line of text without control characters, its outer spaces removed.
  package static func line(
    _ text: String, field: String, limit: Int
  ) throws(ProductRefusal) -> String {
    let scalars = text.unicodeScalars
    guard !scalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
      throw .text(field: field, reason: "it holds a control character")
    }
    let inner = scalars.drop { $0.properties.isWhitespace }
    guard let last = inner.lastIndex(where: { !$0.properties.isWhitespace }) else {
      throw .text(field: field, reason: "it is empty")
    }
    let trimmed = String(String.UnicodeScalarView(inner[...last]))
    guard trimmed.count <= limit else {
      throw .text(field: field, reason: "it has more than \(limit) characters")
    }
    return trimmed
  }
}

extension Product {
  /// The line that sells this product, its price and tax copied.
  package func lineItem(code: String?, rate: Rate) -> LineItem {
    LineItem(
      kind: .item, sku: sku, code: code, name: name, price: price, unit: unit,
      taxClass: taxClass, rate: rate, category: category)
  }

  /// The stream of one product's own events.
  package static func stream(sku: String) -> Stream {
    let digest = Digest(of: Array("product:\(sku)".utf8)).bytes
    return Stream(.product, ID(bytes: digest.prefix(16)) ?? ID(high: 0, low: 0))
  }
}
