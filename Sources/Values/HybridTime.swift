// Hybrid logical time: 48 bits of milliseconds, 16 of counter. A tie-break, never money's order.

/// A moment of the hybrid logical clock: Unix milliseconds in 48 bits, a counter in 16.
///
/// It only ever rises on one till, whatever the wall clock does (reliability.md 3.5). It breaks
/// ties between tills and never decides who owns money.
package struct HybridTime: Hashable, Sendable {
  /// The 64 bits as stored, never negative.
  package let raw: Int64

  /// The time stored as `raw`, or nil for a negative number.
  ///
  /// A set top bit would sort before everything and slip past each later check, so it is refused.
  package init?(raw: Int64) {
    guard raw >= 0 else { return nil }
    self.raw = raw
  }

  private init(unchecked raw: Int64) { self.raw = raw }

  package static let zero = HybridTime(unchecked: 0)

  package var milliseconds: Int64 { raw >> 16 }
  package var counter: UInt16 { UInt16(truncatingIfNeeded: raw) }

  /// The next moment after this one for a wall clock that reads `wall` milliseconds.
  ///
  /// The wall's own time if it is later; otherwise this time with its counter raised, which
  /// carries into the milliseconds. It never waits for a clock. A wall clock before 1970 or
  /// after the year 6429 reads as if it stood still.
  package func next(wall: Int64) -> HybridTime {
    if wall > milliseconds && wall < 1 << 47 { return HybridTime(unchecked: wall << 16) }
    return HybridTime(unchecked: raw &+ 1 < 0 ? raw : raw + 1)
  }
}

extension HybridTime: Comparable {
  package static func < (a: HybridTime, b: HybridTime) -> Bool { a.raw < b.raw }
}

extension HybridTime: CustomStringConvertible {
  package var description: String { "\(Timestamp(milliseconds: milliseconds))+\(counter)" }
}
