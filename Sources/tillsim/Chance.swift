// The one source of randomness of a simulation: a number gives the same story on every machine.

/// A generator of random numbers from a seed (SplitMix64; Steele, Lea, Flood, OOPSLA 2014).
struct Chance: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A generator of its own for one thing among many, so that leaving one out shifts no other.
  init(seed: UInt64, _ index: UInt64) {
    var first = Chance(seed: seed ^ 0x6A09_E667_F3BC_C908)
    var second = Chance(seed: first.next() ^ index)
    state = second.next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// A number below `bound`, which is above 0.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// A number of the range.
  mutating func pick(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// True so many times in a million.
  mutating func happens(perMillion rate: Int) -> Bool { below(1_000_000) < rate }

  /// One of the elements; nil if there are none.
  mutating func one<Elements: RandomAccessCollection>(of elements: Elements) -> Elements.Element? {
    guard !elements.isEmpty else { return nil }
    return elements[elements.index(elements.startIndex, offsetBy: below(elements.count))]
  }
}
