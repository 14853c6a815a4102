// North American coupons in one value: AI 8110 and AI 8112. Other coupons stand in Shop/Coupon.

internal import Values

/// Why digits are no coupon, and the digit it goes wrong at.
struct CouponFault: Error, Equatable { let at: Int }

/// Takes digits from the front of a coupon, field by field.
private struct CouponDigits {
  private let digits: [UInt8]
  private(set) var place = 0

  init(_ digits: [UInt8]) throws(CouponFault) {
    if let wrong = digits.firstIndex(where: { !Digits.isDigit($0) }) {
      throw CouponFault(at: wrong)
    }
    self.digits = digits
  }

  var isAtEnd: Bool { place == digits.count }

  /// The next digit, which must be one of these.
  mutating func digit(_ allowed: Set<Int>) throws(CouponFault) -> Int {
    guard place < digits.count, allowed.contains(Int(digits[place] - Digits.zero)) else {
      throw CouponFault(at: min(place, digits.count - 1))
    }
    place += 1
    return Int(digits[place - 1] - Digits.zero)
  }

  /// So many digits.
  mutating func take(_ count: Int) throws(CouponFault) -> ArraySlice<UInt8> {
    guard digits.count - place >= count else { throw CouponFault(at: place) }
    place += count
    return digits[(place - count)..<place]
  }

  /// Whether the optional field with this number comes next; if so its number is taken.
  mutating func begins(field: UInt8) -> Bool {
    guard place < digits.count, digits[place] == Digits.zero + field else { return false }
    place += 1
    return true
  }
}

/// The coupon that AI 8110 carries.
///
/// North American Coupon Application Guideline Using GS1 DataBar Expanded Symbols (GS1 US), the
/// fields in their order. What a requirement code asks for is a matter of the shop's coupon file.
package struct CouponCode: Equatable, Sendable {
  /// One condition: so much of a family of goods.
  package struct Requirement: Equatable, Sendable {
    package let value: Int64
    package let code: Int
    package let family: String
    /// The maker, where it is another than the coupon's own.
    package let company: String?
  }

  /// Digits of the maker's company prefix.
  package let company: String
  package let offer: String
  /// Hundredths of the currency, a percentage or a count of items, as `saveCode` says.
  package let saveValue: Int64
  /// 0 an amount off, 1 a free item, 2 several free items, 5 percent off, 6 a final price.
  package let saveCode: Int
  package let requirements: [Requirement]
  /// Six digits YYMMDD.
  let expiry: [UInt8]?
  let start: [UInt8]?
  package let serial: String?
  package let retailer: String?

  init(_ bytes: [UInt8]) throws(CouponFault) {
    var digits = try CouponDigits(bytes)
    company = try Self.text(digits.take(6 + digits.digit([0, 1, 2, 3, 4, 5, 6])))
    offer = try Self.text(digits.take(6))
    saveValue = try Self.number(digits.take(digits.digit([1, 2, 3, 4, 5])))
    var requirements = [try Self.requirement(&digits, hasCompany: false)]
    if digits.begins(field: 1) {
      _ = try digits.digit([0, 1, 2, 3])
      requirements.append(try Self.requirement(&digits, hasCompany: true))
    }
    if digits.begins(field: 2) {
      requirements.append(try Self.requirement(&digits, hasCompany: true))
    }
    self.requirements = requirements
    expiry = digits.begins(field: 3) ? try Self.date(&digits) : nil
    let startAt = digits.place
    start = digits.begins(field: 4) ? try Self.date(&digits) : nil
    if let start, let expiry, expiry.lexicographicallyPrecedes(start) {
      throw CouponFault(at: startAt)
    }
    serial =
      digits.begins(field: 5)
      ? try Self.text(digits.take(6 + digits.digit(Set(0...9)))) : nil
    retailer =
      digits.begins(field: 6)
      ? try Self.text(digits.take(6 + digits.digit(Set(1...7)))) : nil
    var saveCode = 0
    if digits.begins(field: 9) {
      saveCode = try digits.digit([0, 1, 2, 5, 6])
      _ = try digits.digit([0, 1, 2])
      _ = try digits.digit(Set(0...9))
      _ = try digits.digit([0, 1])
    }
    self.saveCode = saveCode
    if !digits.isAtEnd { throw CouponFault(at: digits.place) }
  }

  private static func requirement(
    _ digits: inout CouponDigits, hasCompany: Bool
  ) throws(CouponFault) -> Requirement {
    let value = number(try digits.take(try digits.digit([1, 2, 3, 4, 5])))
    let code = try digits.digit([0, 1, 2, 3, 4, 9])
    let family = text(try digits.take(3))
    var company: String?
    if hasCompany {
      let length = try digits.digit([0, 1, 2, 3, 4, 5, 6, 9])
      if length != 9 { company = text(try digits.take(6 + length)) }
    }
    return Requirement(value: value, code: code, family: family, company: company)
  }

  private static func date(_ digits: inout CouponDigits) throws(CouponFault) -> [UInt8] {
    let start = digits.place
    let date = Array(try digits.take(6))
    let last = date.suffix(2) == [Digits.zero, Digits.zero]
    guard !last, CivilDate(yymmdd: date, now: 2000) != nil else {
      throw CouponFault(at: start)
    }
    return date
  }

  private static func text(_ digits: ArraySlice<UInt8>) -> String {
    String(decoding: digits, as: UTF8.self)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64 { Digits.number(digits) ?? 0 }
}

/// The coupon that AI 8112 carries: who pays, which offer, which piece of paper.
///
/// GS1 US, AI (8112) Coupon Data Specification. What it is worth stands in the offer file.
package struct CouponOffer: Equatable, Sendable {
  package let funder: String
  package let offer: String
  package let serial: String

  init(_ bytes: [UInt8]) throws(CouponFault) {
    var digits = try CouponDigits(bytes)
    _ = try digits.digit([0, 1])
    funder = String(
      decoding: try digits.take(6 + digits.digit([0, 1, 2, 3, 4, 5, 6])), as: UTF8.self)
    offer = String(decoding: try digits.take(6), as: UTF8.self)
    serial = String(decoding: try digits.take(6 + digits.digit(Set(0...9))), as: UTF8.self)
    if !digits.isAtEnd { throw CouponFault(at: digits.place) }
  }
}
