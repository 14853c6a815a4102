// Dates as labels carry them: two digits of a year, a month, a day that may be zero.

/// A day of the calendar, without a time zone.
package struct CalendarDate: Hashable, Sendable {
  package let year: Int
  package let month: Int
  package let day: Int

  /// A day that is known to be one.
  init(known year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

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
    guard day <= last else { return nil }
    self.init(known: year, month, day == 0 ? last : day)
  }

  /// How many days a month has, in the Gregorian calendar.
  static func lastDay(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2:
      (year.isMultiple(of: 4) && !year.isMultiple(of: 100)) || year.isMultiple(of: 400) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CalendarDate: Comparable {
  package static func < (a: CalendarDate, b: CalendarDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }
}

extension CalendarDate: CustomStringConvertible {
  /// The date as in ISO 8601: `2027-01-31`.
  package var description: String {
    "\(Digits.padded(year, to: 4))-\(Digits.padded(month, to: 2))-\(Digits.padded(day, to: 2))"
  }
}
