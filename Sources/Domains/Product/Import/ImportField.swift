// What a column of a table can be read as, and the names such columns usually have.

/// A part of a product that an import fills.
package enum ImportField: String, CaseIterable, Sendable {
  case sku
  /// Line breaks within a cell become spaces; it may be joined from several columns. Where it is
  /// empty the SKU stands in.
  case name
  /// One code a cell.
  case barcode
  /// Several codes a cell, with a space, `|` or `;` between them.
  case barcodes
  /// Major units as text, `2.49` or `2,49`.
  case price
  /// Minor units, a whole number.
  case priceMinor
  case taxClass
  case category
  case unit
  /// Whether it is sold: true, yes, y or 1; false, no, n or 0. An empty cell is true.
  case active

  /// The usual names of such a column in the form of `plain(_:)`, the surest first.
  var usualNames: [String] {
    switch self {
    case .sku: ["sku", "article", "plu", "id"]
    case .name: ["name", "title", "product_name", "description"]
    case .barcode: ["barcode", "gtin", "ean", "upc", "gtin14", "gtin13", "ean13"]
    case .barcodes: ["barcodes", "gtins", "eans"]
    case .price: ["price"]
    case .priceMinor: ["price_minor", "price_cents", "priceminor"]
    case .taxClass: ["tax_class", "taxclass", "tax", "vat"]
    case .category: ["category", "department"]
    case .unit: ["unit"]
    case .active: ["active"]
    }
  }

  /// A column's name in lower case, with `_` for spaces and hyphens.
  static func plain(_ name: String) -> String {
    String(name.trimmed.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
  }
}

extension String {
  /// The text without outer white space.
  var trimmed: String {
    guard let first = utf8.first, let last = utf8.last else { return self }
    // Most cells begin and end with a visible ASCII character.
    if (33...126).contains(first), (33...126).contains(last) { return self }
    let inner = drop(while: \.isWhitespace)
    guard let end = inner.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(inner[...end])
  }
}
