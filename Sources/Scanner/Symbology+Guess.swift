// What digits alone say about the symbol they came from, and UPC-E written out in full.

internal import Values

extension Symbology {
  /// The kind of symbol that digits with a right check digit come from, otherwise nil.
  ///
  /// UPC-E is never guessed: eight digits that start with 0 or 1 pass as EAN-8 and as UPC-E alike.
  init?(guessing payload: String) {
    guard (try? GTIN(payload)) != nil else { return nil }
    switch payload.utf8.count {
    case 8: self = .ean8
    case 12: self = .upca
    case 13: self = .ean13
    default: self = .itf14
    }
  }
}

/// The zero-suppressed form of a UPC-A number (GS1 General Specifications 5.2.2.4).
enum UPCE {
  /// The twelve digits that six, seven or eight digits of UPC-E stand for.
  ///
  /// Six digits have number system 0; seven have their own and no check digit; eight have both.
  /// Nil for another length, another number system than 0 or 1, or a wrong check digit.
  static func expanded(_ text: String) -> String? {
    let zero = UInt8(ascii: "0")
    var digits = Array(text.utf8)
    guard digits.allSatisfy({ (zero...UInt8(ascii: "9")).contains($0) }) else { return nil }
    let check = digits.count == 8 ? digits.removeLast() : nil
    if digits.count == 6 { digits.insert(zero, at: 0) }
    guard digits.count == 7, digits[0] <= zero + 1 else { return nil }
    let system = digits[0]
    let six = Array(digits[1...])
    var long: [UInt8] =
      switch six[5] - zero {
      case 0...2: [system, six[0], six[1], six[5], zero, zero, zero, zero, six[2], six[3], six[4]]
      case 3: [system, six[0], six[1], six[2], zero, zero, zero, zero, zero, six[3], six[4]]
      case 4: [system, six[0], six[1], six[2], six[3], zero, zero, zero, zero, zero, six[4]]
      default: [system, six[0], six[1], six[2], six[3], six[4], zero, zero, zero, zero, six[5]]
      }
    let expected = zero + UInt8(GTIN.checkDigit(of: long))
    guard check == nil || check == expected else { return nil }
    long.append(expected)
    return String(decoding: long, as: UTF8.self)
  }
}
