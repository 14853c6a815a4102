// Randomness that is handed in once and then repeats from its seed.

/// A seeded source of random bits (SplitMix64; Steele, Lea and Flood, OOPSLA 2014).
///
/// For ids and simulations, so that a run can be replayed. Never for secrets.
package struct Entropy: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// A UUIDv7 for the given moment.
  package mutating func id(at now: Timestamp) -> ID {
    ID(milliseconds: now.milliseconds, random: (next(), next()))
  }
}
