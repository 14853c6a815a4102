// Money: exact sums, law M1, and an error instead of a trap wherever 64 bits end.

import Testing
import Values

private func eur(_ minor: Int64) -> Money { Money(minor, .eur) }

struct MoneyTests {
  @Test func `amounts of one currency add and subtract exactly`() throws {
    #expect(try eur(1299).adding(eur(-300)) == eur(999))
    #expect(try eur(1299).subtracting(eur(1300)) == eur(-1))
    #expect(try eur(.max).adding(eur(.min)) == eur(-1))
    #expect(try eur(5).negated() == eur(-5))
    #expect(try eur(.max).negated() == eur(-.max))
    #expect(Money.zero(.eur).isZero)
    #expect(!eur(-1).isZero)
  }

  @Test func `a sum beyond 64 bits is an error on both ends`() {
    #expect(throws: ValueFault.overflow) { try eur(.max).adding(eur(1)) }
    #expect(throws: ValueFault.overflow) { try eur(.min).adding(eur(-1)) }
    #expect(throws: ValueFault.overflow) { try eur(.min).subtracting(eur(1)) }
    #expect(throws: ValueFault.overflow) { try eur(.max).subtracting(eur(-1)) }
    #expect(throws: ValueFault.overflow) { try eur(0).subtracting(eur(.min)) }
    #expect(throws: ValueFault.overflow) { try Money.sum([eur(.max), eur(1)], .eur) }
  }

  @Test func `the lowest amount has no opposite`() {
    #expect(throws: ValueFault.overflow) { try eur(.min).negated() }
  }

  @Test func `two currencies never meet in one sum`() throws {
    let usd = try #require(Currency(code: "USD"))
    let fault = ValueFault.currencyMismatch(.eur, usd)
    #expect(throws: fault) { try eur(1).adding(Money(1, usd)) }
    #expect(throws: fault) { try eur(1).subtracting(Money(1, usd)) }
    #expect(throws: fault) { try Money.sum([eur(1), Money(0, usd)], .eur) }
    #expect(fault.description == "EUR and USD cannot be added")
  }

  @Test func `a sum of nothing is zero in the asked currency`() throws {
    let jpy = try #require(Currency(code: "JPY"))
    #expect(try Money.sum([], jpy) == Money(0, jpy))
  }

  @Test(
    arguments: [
      (1250, 2000, 2500), (799, 1000, 799), (199, 250, 50), (1, 500, 1), (1, 499, 0),
      (-199, 250, -50), (199, -250, -50), (-1, 500, -1), (333, 333, 111), (0, 1000, 0),
    ] as [(Int64, Int64, Int64)])
  func `M1 a line is quantity times price rounded once`(
    price: Int64, milli: Int64, total: Int64
  ) throws {
    #expect(try eur(price).times(Quantity(milli: milli)) == eur(total))
  }

  @Test func `M1 a returned line mirrors the sold one in 10,000 random lines`() throws {
    var entropy = Entropy(seed: 1)
    for _ in 0..<10_000 {
      let price = Int64.random(in: -1_000_000...1_000_000, using: &entropy)
      let milli = Int64.random(in: 1...1_000_000, using: &entropy)
      let sold = try eur(price).times(Quantity(milli: milli))
      let returned = try eur(price).times(Quantity(milli: -milli))
      #expect(returned == (try sold.negated()), "price \(price), milli \(milli)")
    }
  }

  @Test func `a product beyond 64 bits is an error and the largest one within is exact`() throws {
    #expect(try eur(.max).times(.one) == eur(.max))
    #expect(try eur(.min).times(.one) == eur(.min))
    #expect(throws: ValueFault.overflow) { try eur(.max).times(Quantity(milli: 1001)) }
    #expect(throws: ValueFault.overflow) { try eur(.min).times(Quantity(milli: -1000)) }
    #expect(throws: ValueFault.overflow) { try eur(.max).times(Quantity(milli: .max)) }
    #expect(throws: ValueFault.overflow) { try eur(.min).times(Quantity(milli: .min)) }
    #expect(throws: ValueFault.overflow) { try eur(.max).times(Rate(milliPercent: .max)) }
    #expect(throws: ValueFault.overflow) { try eur(.min).times(Rate(milliPercent: .min)) }
  }

  @Test func `a rate of an amount is rounded half away from zero`() throws {
    #expect(try eur(1000).times(Rate(milliPercent: 20_000)) == eur(200))
    #expect(try eur(10).times(Rate(milliPercent: 5_000)) == eur(1))
    #expect(try eur(-10).times(Rate(milliPercent: 5_000)) == eur(-1))
    #expect(try eur(9).times(Rate(milliPercent: 5_000)) == eur(0))
    #expect(try eur(10_000).times(Rate(milliPercent: 8_875)) == eur(888))
  }

  @Test(
    arguments: [
      ("EUR", 1290, "12.90 EUR"), ("EUR", -5, "-0.05 EUR"), ("EUR", 0, "0.00 EUR"),
      ("JPY", 1290, "1290 JPY"), ("JPY", -7, "-7 JPY"), ("KWD", 1290, "1.290 KWD"),
      ("KWD", 5, "0.005 KWD"), ("CLF", 12_345, "1.2345 CLF"), ("CLF", -1, "-0.0001 CLF"),
      ("EUR", .min, "-92233720368547758.08 EUR"), ("EUR", .max, "92233720368547758.07 EUR"),
    ] as [(String, Int64, String)])
  func `an amount is written with the decimals of its currency`(
    code: String, minor: Int64, text: String
  ) throws {
    let currency = try #require(Currency(code: code))
    #expect(Money(minor, currency).description == text)
  }

  @Test func `the decimal mark is the caller's`() {
    #expect(eur(1290).digits(mark: ",") == "12,90")
    #expect(eur(-5).digits(mark: ",") == "-0,05")
  }
}
