// Random material for tests: the same seed gives the same material everywhere.

import ESCPOS

/// SplitMix64 (Steele, Lea, Flood 2014): small, and enough to make tests varied.
struct Generator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
  }

  /// Bytes that are mostly the beginnings of commands.
  mutating func commands(_ count: Int) -> [UInt8] {
    let starts: [UInt8] = [0x1B, 0x1D, 0x1C, 0x10]
    let codes = Array("@E-M!atdJ23imp*D(VhwHkv8r\u{04}\u{14}Lk".utf8)
    return (0..<count).flatMap { _ -> [UInt8] in
      var bytes = bytes(Int.random(in: 0...6, using: &self))
      bytes.insert(codes.randomElement(using: &self) ?? 0, at: 0)
      bytes.insert(starts.randomElement(using: &self) ?? 0, at: 0)
      return bytes
    }
  }
}
