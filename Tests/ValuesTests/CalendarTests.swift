// Moments, dates and trading days, without a time zone database.

import Testing
import Values

struct CalendarTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"),
      (1_772_323_199_007, "2026-02-28T23:59:59.007Z"),
      (-86_400_000, "1969-12-31T00:00:00.000Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
      (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
      (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ] as [(Int64, String)])
  func `a moment is RFC 3339 with milliseconds and back`(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).description == text)
    #expect(Timestamp(text)?.milliseconds == milliseconds)
  }

  @Test func `10,000 random moments of five centuries survive their text`() {
    var entropy = Entropy(seed: 11)
    for _ in 0..<10_000 {
      let time = Timestamp(
        milliseconds: Int64.random(in: -8_000_000_000_000...8_000_000_000_000, using: &entropy))
      #expect(Timestamp(time.description) == time)
    }
  }

  @Test(arguments: [
    "", "2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000", "2026-01-01 00:00:00.000Z",
    "2026-01-01T24:00:00.000Z", "2026-01-01T00:60:00.000Z", "2026-01-01T00:00:60.000Z",
    "2026-02-29T00:00:00.000Z", "2026-13-01T00:00:00.000Z", "2026-01-01T+1:00:00.000Z",
    "2026-01-01T00-00-00.000Z", "2026-01-01T00:00:00,000Z", "2026-01-01T00:00:00.000z",
    "2026-01-01T00:00:00.0000Z", "2026-1-011T00:00:00.000Z",
  ])
  func `another text is no moment`(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(arguments: [
    "2000-02-29", "2024-02-29", "1969-12-31", "1600-02-29", "2400-02-29", "0000-01-01",
  ])
  func `a day that was or will be is a date`(text: String) {
    #expect(CivilDate(text)?.description == text)
  }

  @Test(arguments: [
    "1900-02-29", "2100-02-29", "2023-02-29", "2026-00-01", "2026-01-00", "2026-04-31", "2026-1-1",
    "26-01-01", "2026/01/01", "", "-001-01-01", "2026-01-32", "2026-01-01-", "２０２６-01-01",
  ])
  func `a day that never was is no date`(text: String) {
    #expect(CivilDate(text) == nil)
  }

  @Test(
    arguments: ["+026-01-01", "2026-+1-01", "2026-01-+1"])
  func `a sign is no digit of a date`(text: String) {
    #expect(CivilDate(text) == nil)
  }

  @Test func `every day from 1600 to 2400 follows the one before`() throws {
    let first = try #require(CivilDate("1600-01-01")).dayNumber
    let last = try #require(CivilDate("2400-12-31")).dayNumber
    #expect(last - first + 1 == 801 * 365 + 195)
    var (year, month, day) = (1600, 1, 1)
    var wrong = 0
    for number in first...last {
      let date = CivilDate(dayNumber: number)
      if (date.year, date.month, date.day) != (year, month, day) || date.dayNumber != number {
        wrong += 1
      }
      let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      day += 1
      if day > lengths[month - 1] { (day, month) = (1, month + 1) }
      if month > 12 { (month, year) = (1, year + 1) }
    }
    #expect(wrong == 0)
  }

  @Test func `the zone's offset decides the date on both sides of midnight`() {
    let time = Timestamp(milliseconds: -1)
    #expect(time.date().description == "1969-12-31")
    #expect(time.date(offsetSeconds: 1).description == "1970-01-01")
    #expect(time.time(offsetSeconds: 3600).hour == 0)
    #expect(Timestamp(milliseconds: 0).date(offsetSeconds: -1).description == "1969-12-31")
    #expect(Timestamp(milliseconds: 0).time(offsetSeconds: -3600).hour == 23)
  }

  @Test(
    arguments: [
      ("2026-03-02T00:30:00.000Z", 0, 0, "2026-03-02"),
      ("2026-03-02T00:30:00.000Z", 0, 4, "2026-03-01"),
      ("2026-03-02T03:59:59.999Z", 0, 4, "2026-03-01"),
      ("2026-03-02T04:00:00.000Z", 0, 4, "2026-03-02"),
      ("2026-03-01T23:30:00.000Z", 3600, 0, "2026-03-02"),
      ("2026-03-01T23:30:00.000Z", 3600, 1, "2026-03-01"),
      ("2026-03-02T03:00:00.000Z", -18_000, 0, "2026-03-01"),
      ("2026-03-02T22:59:59.999Z", 0, 23, "2026-03-01"),
      ("2026-03-02T23:00:00.000Z", 0, 23, "2026-03-02"),
    ] as [(String, Int, Int, String)])
  func `a shift opened before the closing hour counts in the day before`(
    now: String, offset: Int, closeHour: Int, day: String
  ) throws {
    let time = try #require(Timestamp(now))
    let shift = BusinessDay(opening: time, offsetSeconds: offset, closeHour: closeHour)
    #expect(shift.description == day)
  }
}
