// The judge's own sums, by the worked vectors of the laws.

import Testing

@testable import tillsim

@Suite struct ArithmeticTests {
  @Test func `a half goes away from zero`() {
    #expect(Arithmetic.nearest(5, 10) == 1)
    #expect(Arithmetic.nearest(-5, 10) == -1)
    #expect(Arithmetic.nearest(4, 10) == 0)
    #expect(Arithmetic.nearest(-14, 10) == -1)
    #expect(Arithmetic.line(price: 333, milli: 1_500) == 500)
    #expect(Arithmetic.line(price: 1_000_000_000_000, milli: 9_000_000) == 9_000_000_000_000_000)
  }

  @Test func `tax in a price and on top of one`() {
    #expect(Arithmetic.tax(99, rate: 20_000, included: true) == 17)
    #expect(Arithmetic.tax(297, rate: 20_000, included: true) == 50)
    #expect(Arithmetic.tax(33, rate: 7_000, included: false) == 2)
    #expect(Arithmetic.tax(99, rate: 7_000, included: false) == 7)
  }

  @Test(
    arguments: zip([1, 2, 3, 4, 6, 7, 8, 9] as [Int64], [0, 0, 5, 5, 5, 5, 10, 10] as [Int64]))
  func `cash in coins of five`(amount: Int64, coins: Int64) {
    #expect(Arithmetic.coins(amount, step: 5) == coins)
    #expect(Arithmetic.coins(-amount, step: 5) == -coins)
  }

  @Test func `handing money over`() throws {
    let exact = try #require(Handing(given: nil, due: 1_002, coin: 5))
    #expect((exact.tendered, exact.applied, exact.change, exact.rounding) == (1_000, 1_000, 0, -2))
    let note = try #require(Handing(given: 2_000, due: 1_003, coin: 5))
    #expect((note.tendered, note.applied, note.change, note.rounding) == (2_000, 1_005, 995, 2))
    let odd = try #require(Handing(given: 1_003, due: 1_003, coin: 5))
    #expect((odd.applied, odd.change, odd.rounding) == (1_003, 0, 0))
    let part = try #require(Handing(given: 500, due: 1_003, coin: nil))
    #expect((part.applied, part.change, part.rounding) == (500, 0, 0))
    #expect(Handing(given: 1_004, due: 1_003, coin: nil) == nil)
    #expect(Handing(given: 0, due: 1_003, coin: 1) == nil)
    #expect(Handing(given: nil, due: 2, coin: 5)?.rounding == -2)
  }
}
