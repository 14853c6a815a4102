// The one error of the value types. What lives here: why an exact calculation has no answer.

/// Why an exact calculation with money, quantities or rates has no answer.
///
/// Overflow is a value to handle, never a trap and never a wrapped number.
package enum ValueFault: Error, Equatable, Sendable {
  /// The result does not fit in 64 bits.
  case overflow
  /// Two amounts of different currencies met.
  case currencyMismatch(Currency, Currency)
  /// An amount was to be shared out over bases that are all zero.
  case nothingToShareOver
  /// Shares were asked over bases of both signs, which has no fair answer.
  case mixedSigns
}

extension ValueFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .overflow: "the amount is too large to be calculated exactly"
    case .currencyMismatch(let a, let b): "\(a) and \(b) cannot be added"
    case .nothingToShareOver: "there is no amount to share over"
    case .mixedSigns: "amounts of both signs cannot share one amount"
    }
  }
}
