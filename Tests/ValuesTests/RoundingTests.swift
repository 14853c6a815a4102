// The one rounding: half away from zero, the same in the mirror, never a trap.

import Testing
import Values

struct RoundingTests {
  @Test(
    arguments: [
      (1, 2, 1), (-1, 2, -1), (3, 2, 2), (-3, 2, -2), (1, 3, 0), (2, 3, 1), (-2, 3, -1),
      (49, 100, 0), (50, 100, 1), (-50, 100, -1), (0, 7, 0), (7, 1, 7), (5, 10, 1), (25, 10, 3),
    ] as [(Int128, Int128, Int64)])
  func `a half goes away from zero`(numerator: Int128, denominator: Int128, result: Int64) throws {
    #expect(try Rounding.quotient(numerator, denominator) == result)
  }

  @Test func `the mirror law holds and nothing is off by more than half in 10,000 fractions`()
    throws
  {
    var entropy = Entropy(seed: 2)
    for _ in 0..<10_000 {
      let numerator = Int128(Int64.random(in: .min ... .max, using: &entropy))
      let denominator = Int128(Int64.random(in: 1 ... .max, using: &entropy))
      let result = try Rounding.quotient(numerator, denominator)
      #expect(result == -(try Rounding.quotient(-numerator, denominator)))
      let error = (Int128(result) * denominator - numerator).magnitude * 2
      #expect(error <= denominator.magnitude, "\(numerator) / \(denominator)")
      if error == denominator.magnitude {
        #expect((Int128(result) * denominator).magnitude > numerator.magnitude)
      }
    }
  }

  @Test func `halves are hit on purpose in 10,000 fractions`() throws {
    var entropy = Entropy(seed: 3)
    for _ in 0..<10_000 {
      let half = Int128(Int64.random(in: 1...1_000_000, using: &entropy))
      let whole = Int128(Int64.random(in: 0...1_000_000, using: &entropy))
      #expect(try Rounding.quotient(whole * 2 * half + half, 2 * half) == Int64(whole) + 1)
      #expect(try Rounding.quotient(-whole * 2 * half - half, 2 * half) == -Int64(whole) - 1)
    }
  }

  @Test func `a quotient that does not fit is an error, and the extremes within fit`() throws {
    #expect(try Rounding.quotient(Int128(Int64.max), 1) == .max)
    #expect(try Rounding.quotient(Int128(Int64.min), 1) == .min)
    #expect(throws: ValueFault.overflow) { try Rounding.quotient(Int128(Int64.max) + 1, 1) }
    #expect(throws: ValueFault.overflow) { try Rounding.quotient(Int128(Int64.min) - 1, 1) }
    #expect(throws: ValueFault.overflow) { try Rounding.quotient(Int128(Int64.max) * 2 + 1, 2) }
    #expect(throws: ValueFault.overflow) { try Rounding.quotient(.max, 1) }
    #expect(throws: ValueFault.overflow) { try Rounding.quotient(.min, 1) }
    #expect(try Rounding.quotient(.max, .max) == 1)
    #expect(try Rounding.quotient(.min, .max) == -1)
  }

  @Test(
    arguments: [
      (0, 0), (1, 0), (2, 0), (3, 5), (4, 5), (6, 5), (7, 5), (8, 10), (9, 10), (5, 5), (10, 10),
      (969, 970), (-969, -970), (-1, 0), (-2, 0), (-3, -5), (-8, -10),
    ] as [(Int64, Int64)])
  func `M6 cash goes to the nearest five cents`(amount: Int64, rounded: Int64) throws {
    #expect(try Rounding.nearest(amount, step: 5) == rounded)
  }

  @Test(
    arguments: [
      (1, 1234, 1234), (10, 1234, 1230), (10, 1235, 1240), (10, -1235, -1240), (50, 1225, 1250),
      (50, 1224, 1200), (100, 1249, 1200), (100, 1250, 1300), (500, 750, 1000), (500, 749, 500),
    ] as [(Int64, Int64, Int64)])
  func `M6 each shop's step is a number and ties go away from zero`(
    step: Int64, amount: Int64, rounded: Int64
  ) throws {
    #expect(try Rounding.nearest(amount, step: step) == rounded)
  }

  @Test func `a step beyond the largest amount is an error`() throws {
    #expect(throws: ValueFault.overflow) { try Rounding.nearest(.max, step: 2) }
    #expect(throws: ValueFault.overflow) { try Rounding.nearest(.min, step: 5) }
    #expect(try Rounding.nearest(.max, step: 1) == .max)
    #expect(try Rounding.nearest(.min, step: 1) == .min)
    #expect(try Rounding.nearest(.min, step: 2) == .min)
  }

  @Test func `the nearest multiple is a multiple and within half a step in 10,000 amounts`() throws
  {
    var entropy = Entropy(seed: 4)
    for _ in 0..<10_000 {
      let amount = Int64.random(in: -1_000_000_000...1_000_000_000, using: &entropy)
      let step = Int64.random(in: 1...10_000, using: &entropy)
      let rounded = try Rounding.nearest(amount, step: step)
      #expect(rounded % step == 0)
      #expect((rounded - amount).magnitude * 2 <= step.magnitude)
    }
  }
}
