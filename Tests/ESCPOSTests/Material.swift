// Random material for tests: the same seed gives the same material everywhere.

import ESCPOS
import Values

/// The material of these tests.
extension Entropy {
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
