// Tax rates and percentages: integer thousandths of a percent.

/// A rate in thousandths of a percent: 20 % is 20000, 8.875 % is 8875.
///
/// On the wire a plain integer.
package struct Rate: Hashable, Sendable {
  /// Thousandths of a percent, -2,147,483,648 to 2,147,483,647.
  package let milliPercent: Int32

  package init(milliPercent: Int32) { self.milliPercent = milliPercent }

  package static let zero = Rate(milliPercent: 0)

  /// What 100 % is, in thousandths of a percent.
  package static let whole: Int128 = 100_000
}

extension Rate: Comparable {
  package static func < (a: Rate, b: Rate) -> Bool { a.milliPercent < b.milliPercent }
}

extension Rate: CustomStringConvertible {
  /// The rate as a percentage without trailing zeros, such as `5.5 %`.
  package var description: String { "\(digits(mark: ".")) %" }

  /// The percentage's digits without trailing zeros, such as `5.5`.
  package func digits(mark: String) -> String {
    Quantity(milli: Int64(milliPercent)).digits(mark: mark)
  }
}

extension Rate: Codable {
  package init(from decoder: any Decoder) throws {
    milliPercent = try decoder.singleValueContainer().decode(Int32.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliPercent)
  }
}
