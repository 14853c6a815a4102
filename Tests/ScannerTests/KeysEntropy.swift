// Random material for tests of scanners: the same seed gives the same material everywhere.

/// SplitMix64 (Steele, Lea, Flood 2014): small, and enough to make tests varied.
struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// A number from 0 to below the bound.
  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  /// A text of characters that scanners read, now and then with a GS in it.
  mutating func content(_ count: Int) -> String {
    let signs = Array("0123456789ABCxyz-/.:%+?=&(]".unicodeScalars) + ["\u{1D}"]
    var text = String.UnicodeScalarView()
    for index in 0..<count {
      let sign = signs[below(signs.count)]
      text.append(index == 0 && sign == "\u{1D}" ? "7" : sign)
    }
    return String(text)
  }
}
