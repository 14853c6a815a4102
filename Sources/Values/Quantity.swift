// How much of a product: integer thousandths of its unit.

/// A quantity in thousandths of the product's unit: 1000 is one piece, 250 a quarter kilo.
///
/// On the wire a plain integer of thousandths.
package struct Quantity: Hashable, Sendable {
  /// Thousandths of the unit; negative on a return.
  package let milli: Int64

  package init(milli: Int64) { self.milli = milli }

  package static let one = Quantity(milli: 1000)
  package static let zero = Quantity(milli: 0)

  /// - Throws: `overflow`.
  package func adding(_ other: Quantity) throws(ValueFault) -> Quantity {
    let (sum, overflow) = milli.addingReportingOverflow(other.milli)
    if overflow { throw .overflow }
    return Quantity(milli: sum)
  }
}

extension Quantity: Comparable {
  package static func < (a: Quantity, b: Quantity) -> Bool { a.milli < b.milli }
}

extension Quantity: CustomStringConvertible {
  /// The quantity without trailing zeros, such as `2` or `0.25`.
  package var description: String { digits(mark: ".") }

  /// The quantity with the given decimal mark and no trailing zeros.
  package func digits(mark: String) -> String {
    let sign = milli < 0 ? "-" : ""
    let whole = milli.magnitude / 1000
    var fraction = milli.magnitude % 1000
    guard fraction > 0 else { return "\(sign)\(whole)" }
    var places = 3
    while fraction % 10 == 0 {
      fraction /= 10
      places -= 1
    }
    let digits = String(fraction)
    return "\(sign)\(whole)\(mark)\(String(repeating: "0", count: places - digits.count))\(digits)"
  }
}

extension Quantity: Codable {
  package init(from decoder: any Decoder) throws {
    milli = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milli)
  }
}
