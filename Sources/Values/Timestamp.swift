// Moments and calendar dates without a time zone database: offsets are handed in.

/// A moment in Unix milliseconds, written as RFC 3339 UTC with milliseconds.
package struct Timestamp: Hashable, Sendable {
  package let milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The calendar date at this moment in a zone that is `offsetSeconds` east of UTC.
  package func date(offsetSeconds: Int = 0) -> CivilDate {
    CivilDate(dayNumber: Self.floor(milliseconds + Int64(offsetSeconds) * 1000, 86_400_000).whole)
  }

  /// Hours, minutes, seconds and milliseconds of that date.
  package func time(
    offsetSeconds: Int = 0
  ) -> (hour: Int, minute: Int, second: Int, milli: Int) {
    let rest = Self.floor(milliseconds + Int64(offsetSeconds) * 1000, 86_400_000).rest
    return (
      Int(rest / 3_600_000), Int(rest / 60_000 % 60), Int(rest / 1000 % 60), Int(rest % 1000)
    )
  }

  private static func floor(_ value: Int64, _ divisor: Int64) -> (whole: Int64, rest: Int64) {
    let (whole, rest) = value.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? (whole - 1, rest + divisor) : (whole, rest)
  }
}

extension Timestamp: Comparable {
  package static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 UTC, such as `2026-02-28T23:59:59.007Z`.
  package var description: String {
    let (hour, minute, second, milli) = time()
    return "\(date())T\(two(hour)):\(two(minute)):\(two(second)).\(pad(milli, 3))Z"
  }
}

extension Timestamp: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let time = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a time is RFC 3339 UTC with milliseconds")
    }
    self = time
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// The moment written as `description` writes it, or nil.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 24, bytes[10] == UInt8(ascii: "T"), bytes[23] == UInt8(ascii: "Z"),
      let date = CivilDate(String(text.prefix(10)))
    else { return nil }
    func number(_ from: Int, _ count: Int) -> Int64? {
      Int64(String(decoding: bytes[from..<from + count], as: UTF8.self))
    }
    guard let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2),
      let milli = number(20, 3)
    else { return nil }
    milliseconds =
      date.dayNumber * 86_400_000 + hour * 3_600_000 + minute * 60_000 + second * 1000 + milli
    guard description == text else { return nil }
  }
}

/// A date of the Gregorian calendar; the business day of a shift is one.
package struct CivilDate: Hashable, Sendable {
  package let year: Int
  package let month: Int
  package let day: Int

  /// The date that is `dayNumber` days after 1970-01-01.
  ///
  /// Days are counted in eras of 400 years from 1 March (Howard Hinnant, "chrono-Compatible
  /// Low-Level Date Algorithms").
  package init(dayNumber: Int64) {
    let shifted = dayNumber + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
  }

  /// The date with these numbers, or nil if there is no such day.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), (1...Self.lastDay(ofMonth: month, year: year)).contains(day)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// How many days a month has.
  ///
  /// - Parameter month: 1 to 12.
  package static func lastDay(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2:
      (year.isMultiple(of: 4) && !year.isMultiple(of: 100)) || year.isMultiple(of: 400) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The date written `YYYY-MM-DD`, or nil if there is no such day.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    guard CivilDate(dayNumber: dayNumber) == self, description == text else { return nil }
  }

  /// Days since 1970-01-01.
  package var dayNumber: Int64 {
    let y = Int64(month <= 2 ? year - 1 : year)
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let m = Int64(month)
    let dayOfYear = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

extension CivilDate: Comparable {
  package static func < (a: CivilDate, b: CivilDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }
}

extension CivilDate: CustomStringConvertible {
  package var description: String { "\(pad(year, 4))-\(two(month))-\(two(day))" }
}

extension CivilDate: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let date = CivilDate(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a date is YYYY-MM-DD")
    }
    self = date
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

private func two(_ number: Int) -> String { pad(number, 2) }

private func pad(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
