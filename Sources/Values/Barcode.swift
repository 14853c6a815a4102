// GTINs and check digits: what a product is found by. Symbologies and GS1 live in Scanner.

/// A Global Trade Item Number in its one form: 14 digits, check digit verified.
///
/// GS1 General Specifications, section 7.9: GTIN-8, -12 and -13 are written with leading zeros.
package struct GTIN: Hashable, Sendable {
  /// Fourteen digits.
  package let digits: String

  /// The GTIN of 8, 12, 13 or 14 digits.
  ///
  /// - Throws: what is wrong with the number.
  package init(_ text: some StringProtocol) throws(GTINFault) {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      throw .notDigits
    }
    guard [8, 12, 13, 14].contains(bytes.count) else { throw .length(bytes.count) }
    let expected = Self.checkDigit(of: bytes.dropLast())
    let found = Int(bytes[bytes.count - 1] - UInt8(ascii: "0"))
    guard expected == found else { throw .checkDigit(found: found, expected: expected) }
    digits =
      String(repeating: "0", count: 14 - bytes.count) + String(decoding: bytes, as: UTF8.self)
  }

  /// The modulo-10 check digit, weights 3 and 1 from the right (GS1 General Specifications 7.9.1).
  package static func checkDigit(of digits: some BidirectionalCollection<UInt8>) -> Int {
    var sum = 0
    for (index, byte) in digits.reversed().enumerated() {
      sum += Int(byte - UInt8(ascii: "0")) * (index.isMultiple(of: 2) ? 3 : 1)
    }
    return (10 - sum % 10) % 10
  }
}

/// Why a text is no GTIN.
package enum GTINFault: Error, Equatable, Sendable {
  case notDigits
  case length(Int)
  case checkDigit(found: Int, expected: Int)
}

extension GTINFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notDigits: "a GTIN has digits only"
    case .length(let count): "a GTIN has 8, 12, 13 or 14 digits, not \(count)"
    case .checkDigit(let found, let expected):
      "the check digit is \(found), it should be \(expected)"
    }
  }
}

/// What a product is looked up by: a GTIN in its one form, or a shop's own code as it is.
package struct Barcode: Hashable, Sendable {
  /// Fourteen digits for a GTIN, otherwise the code itself.
  package let key: String

  /// The key of a code as read or typed: never fails, since any code may be a shop's own.
  package init(reading text: String) {
    key = (try? GTIN(text))?.digits ?? text
  }
}
