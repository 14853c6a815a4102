// What the simulated shop sells.

internal import Values
internal import Wire

/// The products of the shop, by number; all follow from it.
enum Stock {
  static let count = 30

  static func sku(_ index: Int) -> String { "SKU-\(index)" }

  /// Twelve digits and their check digit (GS1 General Specifications, 7.9).
  static func code(_ index: Int) -> String {
    let digits = Array("95200000\(1000 + index)".utf8).map { Int($0) - 48 }
    let sum = digits.enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 3) }
    return digits.map(String.init).joined() + "\((10 - sum % 10) % 10)"
  }

  static let taxClasses = ["standard", "reduced", "zero"]
  static let categories = ["food", "drinks", "books"]

  /// A product as `product.put` takes it, at a price of this draw.
  static func product(_ index: Int, _ chance: inout Entropy) -> [String: AnyJSON] {
    var fields: [String: AnyJSON] = [
      "sku": .string(sku(index)), "name": .string("Product number \(index)"),
      "barcodes": .array([.string(code(index))]),
      "price": .euros(.random(in: 1...9_999, using: &chance)),
      "taxClass": .string(taxClasses[index % taxClasses.count]),
    ]
    if index % 5 == 0 { fields["unit"] = .string("kg") }
    if index % 2 == 0 { fields["category"] = .string(categories[index % categories.count]) }
    return fields
  }
}
