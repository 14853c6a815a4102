// What a scale says is on it.

/// One reading of a scale.
package enum Weighing: Equatable, Sendable {
  /// It stands still: thousandths of the unit, so grams for kilograms.
  case weight(Quantity, WeightUnit)
  /// It moves; ask again.
  case unstable
  /// More than it can weigh.
  case overloaded
  /// Less than nothing: something was taken off after it was set to zero.
  case negative
  /// It said nothing in time.
  case silent
  /// It cannot be used, for a reason in words.
  case failed(String)
}

/// What a scale counts in.
///
/// Units are never converted: a pound is no whole number of grams, and a price is per unit.
package enum WeightUnit: String, Codable, CaseIterable, Sendable {
  case kilogram = "kg"
  case pound = "lb"
}
