// What values mean: dates with their century, decimals, currencies.

import Testing
import Values

@testable import Scanner

struct MeaningTests {
  @Test(arguments: [
    ("270131", 2026, "2027-01-31"), ("270200", 2026, "2027-02-28"), ("240200", 2026, "2024-02-29"),
    ("760101", 2026, "2076-01-01"), ("770101", 2026, "1977-01-01"), ("770101", 2027, "2077-01-01"),
    ("991231", 2026, "1999-12-31"), ("000101", 2051, "2100-01-01"), ("010101", 2051, "2101-01-01"),
    ("500101", 2099, "2050-01-01"), ("490101", 2099, "2149-01-01"),
  ])
  func `two digits of a year have the century that is nearest`(
    digits: String, year: Int, date: String
  ) {
    #expect(CivilDate(yymmdd: Array(digits.utf8), now: year)?.description == date)
  }

  @Test func `days that are not in the calendar are no dates`() {
    for digits in ["270230", "271301", "270001", "27013", "2701311", "27013a", "000229x"] {
      #expect(CivilDate(yymmdd: Array(digits.utf8), now: 2026) == nil)
    }
    #expect(CivilDate(yymmdd: Array("000229".utf8), now: 2026) != nil)
    #expect(CivilDate(yymmdd: Array("000229".utf8), now: 2060) == nil)
  }

  @Test(arguments: [
    ("17270100", "expires 2027-01-31"), ("15270115", "best before 2027-01-15"),
    ("11261231", "produced 2026-12-31"), ("70032701011430", "expires 2027-01-01 at 14:30"),
    ("800827010114", "produced 2027-01-01 at 14"), ("10AB", "lot"), ("21X", "serial number"),
    ("3012", "12 pieces"), ("3103001250", "weight 1.250 kg"), ("3200000012", "weight 12 lb"),
    ("3560000012", "weight 12 oz t"), ("39221234", "price 12.34"),
    ("39329781234", "price 12.34 EUR"),
    ("39000012", "amount 12"), ("3912978100", "amount 1.00 EUR"), ("39411234", "123.4 percent off"),
    ("3952000199", "price per unit 1.99"), ("3295000001", "height 0.00001 yd"),
    ("392905", "price 0.000000005"), ("7007270101270131", "harvested 2027-01-01"),
  ])
  func `a value says what it means`(text: String, meaning: String) throws {
    let row = try ElementString(parsing: text)
    #expect(row.meaning(of: row.elements[0], year: 2026)?.description == meaning)
  }

  @Test func `a value without meaning at a till has none`() throws {
    let row = try ElementString(parsing: "010950600013435220122405")
    #expect(row.elements.allSatisfy { row.meaning(of: $0, year: 2026) == nil })
  }
}
