// The checks that the dictionary names for the parts of a value. The lists they ask stand in
// CodeLists.

internal import Values

/// One check of a part of a value, named as in the GS1 Barcode Syntax Dictionary.
///
/// `prefix` and `prefix2` are its `gcppos1` and `gcppos2`: whether a company prefix can begin
/// there. Which prefixes are given out is not known offline, so only their form is checked.
package enum Check: UInt8, Sendable, CaseIterable {
  case none
  case csum, csumalpha, prefix, prefix2
  case yymmdd, yymmd0, yyyymmdd, hhmi, hh, mi, ss
  case iso3166, iso3166999, iso3166alpha2, iso4217, iso5218, iban
  case pcenc, hyphen, hasnondigit, importeridx, posinseqslash
  case nonzero, nozeroprefix, zero, yesno, winding, pieceoftotal
  case latitude, longitude, mediatype, packagetype
  case couponcode, couponposoffer

  init?(name: String) {
    guard let check = Self.allCases.first(where: { "\($0)" == name }) else { return nil }
    self = check
  }

  /// Checks a part.
  ///
  /// - Throws: what is wrong, at the byte where it is.
  func check(
    _ bytes: Span<UInt8>, _ part: Range<Int>, _ identifier: ApplicationIdentifier
  ) throws(ElementFault) {
    if self == .csum {
      let expected = Self.checkDigit(bytes, part.lowerBound..<part.upperBound - 1)
      let found = Int(bytes[part.upperBound - 1] &- Digits.zero)
      if found != expected {
        throw ElementFault(
          .checkDigit(found: found, expected: expected), at: part.upperBound - 1, identifier)
      }
    } else if let offset = complaintOffset(bytes, part) {
      throw ElementFault(.check(self), at: part.lowerBound + offset, identifier)
    }
  }

  /// The check digit of digits, weights 3 and 1 from the right (GS1 General Specifications 7.9.1).
  static func checkDigit(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var sum = 0
    var weight = 3
    var index = range.upperBound
    while index > range.lowerBound {
      index -= 1
      sum += Int(bytes[index] &- Digits.zero) * weight
      weight = 4 - weight
    }
    return (10 - sum % 10) % 10
  }

  /// Where a part fails this check, or nil if it passes.
  private func complaintOffset(_ bytes: Span<UInt8>, _ part: Range<Int>) -> Int? {
    let from = part.lowerBound
    switch self {
    case .none, .csum: return nil
    case .yymmdd: return Self.dateFault(bytes, from, yearDigits: 2, zeroDay: false)
    case .yymmd0: return Self.dateFault(bytes, from, yearDigits: 2, zeroDay: true)
    case .yyyymmdd: return Self.dateFault(bytes, from, yearDigits: 4, zeroDay: false)
    case .hh: return Self.two(bytes, from) < 24 ? nil : 0
    case .mi, .ss: return Self.two(bytes, from) < 60 ? nil : 0
    case .hhmi:
      if Self.two(bytes, from) >= 24 { return 0 }
      return Self.two(bytes, from + 2) < 60 ? nil : 2
    case .prefix: return Self.prefixFault(bytes, part, skipping: 0)
    case .prefix2: return Self.prefixFault(bytes, part, skipping: 1)
    default:
      // All others are rare at a lane: they work on a copy.
      return textFault(part.map { bytes[$0] })
    }
  }

  private static func two(_ bytes: Span<UInt8>, _ at: Int) -> Int {
    Int(bytes[at] &- Digits.zero) * 10 + Int(bytes[at + 1] &- Digits.zero)
  }

  private static func dateFault(
    _ bytes: Span<UInt8>, _ from: Int, yearDigits: Int, zeroDay: Bool
  ) -> Int? {
    var year = two(bytes, from)
    // A year of two digits lies within fifty years of today, where 00 is 2000, a leap year.
    if yearDigits == 4 { year = year * 100 + two(bytes, from + 2) } else { year += 2000 }
    let month = two(bytes, from + yearDigits)
    guard (1...12).contains(month) else { return yearDigits }
    let day = two(bytes, from + yearDigits + 2)
    guard day <= CivilDate.lastDay(ofMonth: month, year: year), day > 0 || zeroDay else {
      return yearDigits + 2
    }
    return nil
  }

  /// A company prefix has at least four digits.
  private static func prefixFault(
    _ bytes: Span<UInt8>, _ part: Range<Int>, skipping: Int
  ) -> Int? {
    guard part.count >= skipping + 4 else { return 0 }
    for offset in skipping..<skipping + 4 where !Digits.isDigit(bytes[part.lowerBound + offset]) {
      return offset
    }
    return nil
  }
}
