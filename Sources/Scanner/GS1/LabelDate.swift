// Dates as labels carry them: two digits of a year, a month, a day that may be zero.

package import Values

extension CivilDate {
  /// The day that six digits YYMMDD name, read in the given year; nil if there is no such day.
  ///
  /// GS1 General Specifications 7.12: the year is the one nearest to the present year, from 49
  /// years back to 50 ahead. Day 00 is the last day of the month (3.4.2).
  package init?(yymmdd digits: some Collection<UInt8>, now present: Int) {
    let numbers = Array(digits)
    guard numbers.count == 6, let all = Digits.number(numbers) else { return nil }
    let (short, month, day) = (Int(all) / 10_000, Int(all) / 100 % 100, Int(all) % 100)
    var year = present - present % 100 + short
    if year - present >= 51 { year -= 100 } else if year - present <= -50 { year += 100 }
    guard (1...12).contains(month) else { return nil }
    let last = Self.lastDay(ofMonth: month, year: year)
    self.init(year: year, month: month, day: day == 0 ? last : day)
  }
}
