// Numbers of books, music and serials, which have a form of their own beside the barcode's.

internal import Values

/// The numbers of publications and the GTINs they are in a barcode.
enum Publication {
  /// The GTIN-14 of an ISBN of ten characters, hyphens or not (ISO 2108, modulo 11); nil for
  /// others.
  static func gtin(isbn10 text: String) -> String? {
    let digits = text.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
    guard digits.count == 10, elevenSum(digits) == 0 else { return nil }
    return gtin("978" + String(decoding: digits.prefix(9), as: UTF8.self))
  }

  /// The GTIN-14 of an ISSN such as `0317-8471` (ISO 3297), with the price variant 00; nil for
  /// others.
  static func gtin(issn text: String) -> String? {
    var digits = Array(text.utf8)
    guard digits.count == 9, digits.remove(at: 4) == UInt8(ascii: "-"), elevenSum(digits) == 0
    else { return nil }
    return gtin("977" + String(decoding: digits.prefix(7), as: UTF8.self) + "00")
  }

  /// What kind of publication a GTIN-14 is the number of: `ISBN`, `ISMN`, `ISSN` or nil.
  static func name(ofGTIN digits: String) -> String? {
    switch digits.prefix(4) {
    case "0977": "ISSN"
    case "0978": "ISBN"
    case "0979": digits.hasPrefix("09790") ? "ISMN" : "ISBN"
    default: nil
    }
  }

  private static func gtin(_ twelve: String) -> String? {
    let check = GTIN.checkDigit(of: Array(twelve.utf8))
    return (try? GTIN(twelve + String(check)))?.digits
  }

  /// The sum of digits weighted from 1 at the right, modulo 11; nil if one is no digit.
  ///
  /// A last `X` counts ten.
  private static func elevenSum(_ digits: [UInt8]) -> Int? {
    var sum = 0
    for (index, byte) in digits.reversed().enumerated() {
      if index == 0, byte | 0x20 == UInt8(ascii: "x") {
        sum += 10
      } else if Digits.isDigit(byte) {
        sum += Int(byte - Digits.zero) * (index + 1)
      } else {
        return nil
      }
    }
    return sum % 11
  }
}
