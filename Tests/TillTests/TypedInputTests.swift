// What people type at `till`: amounts, quantities and counted coins, right and wrong.

import ArgumentParser
import Domains
import Testing
import Values

@testable import till

struct TypedInputTests {
  private func currency(_ code: String) throws -> Currency { try #require(Currency(code: code)) }

  @Test(
    arguments: [
      ("12.90", "EUR", 1290), ("12.9", "EUR", 1290), ("12", "EUR", 1200), ("0.05", "EUR", 5),
      ("007", "JPY", 7), ("1.234", "KWD", 1234), ("0", "EUR", 0),
      ("92233720368547758.07", "EUR", Int64.max),
    ] as [(String, String, Int64)])
  func `an amount becomes minor units of the currency`(
    text: String, code: String, minor: Int64
  ) throws {
    let amount = try #require(Amount(argument: text))
    #expect(try amount.money(currency(code)) == Money(minor, currency(code)))
  }

  @Test(arguments: ["", ".", "1.", ".5", "-1", "+1", "1,50", "1.2.3", "1e3", "٣", "1 000", "€5"])
  func `what is no amount is refused`(text: String) {
    #expect(Amount(argument: text) == nil)
  }

  @Test(arguments: [("1.234", "EUR"), ("1.5", "JPY"), ("92233720368547758.08", "EUR")])
  func `an amount that the currency cannot hold is refused`(text: String, code: String) throws {
    let amount = try #require(Amount(argument: text))
    #expect(throws: ValidationError.self) { try amount.money(currency(code)) }
  }

  @Test(arguments: [("1", 1000), ("0.25", 250), ("2.5", 2500), ("0.001", 1)] as [(String, Int64)])
  func `a quantity becomes thousandths`(text: String, milli: Int64) {
    #expect(Quantity(argument: text)?.milli == milli)
  }

  @Test(arguments: ["", "1.", "0.0001", "-1", "1,5", "9999999999999999999", "99999999999999999"])
  func `what is no quantity is refused`(text: String) {
    #expect(Quantity(argument: text) == nil)
  }

  @Test func `counted coins are piles of denominations`() {
    let counted = CountedCoins(argument: "5000x2,1000x3")?.denominations ?? []
    #expect(counted.map(\.minor) == [5000, 1000])
    #expect(counted.map(\.count) == [2, 3])
  }

  @Test(arguments: ["", "5000", "5000x", "x2", "5000x2,", "5000x-2", "5000x2;1000x1"])
  func `what is no count is refused`(text: String) {
    #expect(CountedCoins(argument: text) == nil)
  }
}
