// What an in-store code says about one piece: its price, weight or count.

/// The price, weight or count that a code carries beside its item.
package struct Measure: Equatable, Sendable {
  package enum Kind: String, Equatable, Sendable, CaseIterable {
    case price, weight, count
  }

  package let kind: Kind
  /// The value as a whole number and its decimals: 6870 with 3 is 6.870.
  package let figure: Meaning.Figure
  /// `kg` and the like for a weight.
  package let unit: String?
  /// The currency of a price, where the rules name one.
  package let currency: String?
  /// The pattern of the rule that read it, or the identifier `(3103)`.
  package let rule: String
}

extension Measure: CustomStringConvertible {
  /// In words: `weight 6.870 kg`.
  package var description: String {
    let unit = (currency ?? unit).map { " \($0)" } ?? ""
    return "\(kind.rawValue) \(figure)\(unit)"
  }
}
