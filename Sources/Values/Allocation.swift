// Law M2: sharing an amount so that nothing is lost and nobody is more than a unit off.

/// Sharing a whole number of minor units over bases by largest remainder (law M2).
///
/// Each share is first rounded down; the units left go to the largest remainders, ties to the
/// lower index. Shares add up exactly; each is within one unit of its ideal; a zero basis gets
/// zero. The same input gives the same shares on every machine.
package enum Allocation {
  /// Shares of `total` in proportion to `bases`, in their order.
  ///
  /// - Parameter bases: all of one sign (zeros allowed); `total` may be of either sign.
  /// - Throws: `nothingToShareOver` if `total` is not zero and every basis is, `mixedSigns`.
  package static func shares(
    of total: Int64, over bases: [Int64]
  ) throws(ValueFault) -> [Int64] {
    if total == 0 { return bases.map { _ in 0 } }
    if bases.contains(where: { $0 < 0 }) && bases.contains(where: { $0 > 0 }) {
      throw .mixedSigns
    }
    let weights = bases.map { UInt128($0.magnitude) }
    let weight = weights.reduce(0, +)
    guard weight > 0 else { throw .nothingToShareOver }
    let amount = UInt128(total.magnitude)
    var shares = weights.map { amount * $0 / weight }
    let remainders = weights.map { amount * $0 % weight }
    let left = Int(amount - shares.reduce(0, +))
    let order = remainders.indices.sorted {
      (remainders[$1], $0) < (remainders[$0], $1)
    }
    for index in order.prefix(left) { shares[index] += 1 }
    // A share never exceeds the total, so narrowing cannot fail but for Int64.min's magnitude.
    var result: [Int64] = []
    for share in shares {
      guard let narrow = Int64(exactly: share) else { throw .overflow }
      result.append(total < 0 ? -narrow : narrow)
    }
    return result
  }
}
