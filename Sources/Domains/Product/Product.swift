// A product of the catalogue: what is sold, for how much and at which tax.

package import Values

/// One product, whole.
///
/// Prices and names are copied into a sale's line when it is added.
package struct Product: Codable, Equatable, Sendable {
  /// The shop's own number, unique, 1 to 64 characters.
  package var sku: String
  package var name: String
  /// The codes it is scanned by: GTINs in fourteen digits, or the shop's own codes.
  package var barcodes: [String]
  package var price: Money
  /// A class of the setting `tax.classes`.
  package var taxClass: String
  /// The code of a category.
  package var category: String?
  /// What the quantity counts, such as `kg`; nil for pieces.
  package var unit: String?
  package var active: Bool
  /// How often it was written, from 1.
  package var rev: Int64

  package init(
    sku: String, name: String, barcodes: [String], price: Money, taxClass: String,
    category: String? = nil, unit: String? = nil, active: Bool = true, rev: Int64 = 1
  ) {
    self.sku = sku
    self.name = name
    self.barcodes = barcodes
    self.price = price
    self.taxClass = taxClass
    self.category = category
    self.unit = unit
    self.active = active
    self.rev = rev
  }

  /// The same product but for how often it was written.
  package func hasSameContent(as other: Product) -> Bool {
    var twin = other
    twin.rev = rev
    return self == twin
  }
}
