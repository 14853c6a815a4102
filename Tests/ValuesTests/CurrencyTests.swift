// ISO 4217: which codes are known, and how many decimals each has.

import Testing
import Values

struct CurrencyTests {
  @Test(
    arguments: [
      ("EUR", 2), ("USD", 2), ("CHF", 2), ("HUF", 2), ("JPY", 0), ("ISK", 0), ("KRW", 0),
      ("CLP", 0), ("KWD", 3), ("BHD", 3), ("TND", 3), ("CLF", 4), ("UYW", 4),
    ] as [(String, Int)])
  func `a currency has the decimals of ISO 4217`(code: String, exponent: Int) throws {
    let currency = try #require(Currency(code: code))
    #expect(currency.exponent == exponent)
    #expect(currency.code == code)
    #expect(currency.description == code)
  }

  @Test(arguments: ["", "eur", "EU", "EURO", "XXX", "XTS", "XAU", "ABC", "DEM", " EUR", "€"])
  func `a code that ISO 4217 does not list as money is refused`(code: String) {
    #expect(Currency(code: code) == nil)
  }

  @Test func `the euro is the euro of the list`() {
    #expect(Currency(code: "EUR") == .eur)
  }
}
