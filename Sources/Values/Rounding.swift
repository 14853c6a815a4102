// The one rounding of the till: half away from zero, exact in 128 bits.

/// Rounding of exact fractions to whole units, half away from zero.
///
/// `round(-x) = -round(x)`, so a refund mirrors its sale (law M1).
package enum Rounding {
  /// `numerator / denominator`, rounded half away from zero.
  ///
  /// - Parameter denominator: more than zero.
  /// - Throws: `overflow` if the result does not fit in 64 bits.
  package static func quotient(
    _ numerator: Int128, _ denominator: Int128
  ) throws(ValueFault) -> Int64 {
    precondition(denominator > 0, "divide by a positive number: the sign belongs to the amount")
    let (whole, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    let up: Int128 = 2 * remainder.magnitude >= denominator.magnitude ? 1 : 0
    let rounded = numerator < 0 ? whole - up : whole + up
    guard let narrow = Int64(exactly: rounded) else { throw .overflow }
    return narrow
  }

  /// `amount` moved to the nearest multiple of `step`, half away from zero (law M6).
  ///
  /// - Parameter step: more than zero, in the amount's own minor units; 1 changes nothing.
  package static func nearest(_ amount: Int64, step: Int64) throws(ValueFault) -> Int64 {
    let steps = try quotient(Int128(amount), Int128(step))
    let (result, overflow) = steps.multipliedReportingOverflow(by: step)
    if overflow { throw .overflow }
    return result
  }
}
