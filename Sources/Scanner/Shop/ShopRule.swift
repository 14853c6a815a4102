// One rule about a shop's own codes: a pattern and what a code of that pattern is.

/// A pattern for codes that only this shop or country gives a meaning.
///
/// In a pattern, `#` is any digit, `?` any character, `*` at the end any rest; everything else
/// stands for itself. In the pattern of a measure, `P` is a digit of the item, `V` of the value,
/// `C` the check digit of the value and `K` that of the whole code; with `K` it is for GTINs,
/// written with 13 digits.
package struct ShopRule: Equatable, Sendable {
  /// What a code of the pattern is.
  package enum Subject: Equatable, Sendable {
    case measure(Measure.Kind, decimals: Int, unit: String?, currency: String?)
    case product
    case coupon
    case giftCard
    case receipt
    case staff
    case customer
    case drawer
    case function
  }

  package let subject: Subject
  package let pattern: String

  /// Whether the pattern is that of a measure.
  var isMeasure: Bool { if case .measure = subject { true } else { false } }

  /// Whether the pattern is for GTINs of 13 digits.
  var isForGTIN: Bool { isMeasure && pattern.utf8.last == UInt8(ascii: "K") }

  /// What a matching code holds.
  struct Match: Equatable {
    /// The digits at `V`.
    var value: [UInt8] = []
    /// The digit at `C`.
    var check: Int?
    /// The code with zeros at `V` and `C` and, for a GTIN, its check digit computed again.
    var key: [UInt8] = []
    /// What stands at `#`, `?` and `*`.
    var variable: [UInt8] = []
    /// Where the first `C` stands.
    var checkPlace: Int?
  }

  /// How a code matches, or nil if it does not.
  func match(_ code: [UInt8]) -> Match? {
    var match = Match()
    match.key.reserveCapacity(code.count)
    var place = 0
    var checkAt: Int?
    let isMeasure = isMeasure
    for letter in pattern.utf8 {
      if letter == UInt8(ascii: "*") {
        match.variable += code[place...]
        match.key += code[place...]
        place = code.count
        break
      }
      guard place < code.count else { return nil }
      let byte = code[place]
      let isDigit = Digits.isDigit(byte)
      switch letter {
      case UInt8(ascii: "P") where isMeasure:
        guard isDigit else { return nil }
        match.key.append(byte)
      case UInt8(ascii: "V") where isMeasure:
        guard isDigit else { return nil }
        match.value.append(byte)
        match.key.append(Digits.zero)
      case UInt8(ascii: "C") where isMeasure:
        guard isDigit else { return nil }
        match.check = Int(byte - Digits.zero)
        match.checkPlace = place
        match.key.append(Digits.zero)
      case UInt8(ascii: "K") where isMeasure:
        guard isDigit else { return nil }
        checkAt = place
        match.key.append(byte)
      case UInt8(ascii: "#"):
        guard isDigit else { return nil }
        match.variable.append(byte)
        match.key.append(byte)
      case UInt8(ascii: "?"):
        match.variable.append(byte)
        match.key.append(byte)
      default:
        guard byte == letter else { return nil }
        match.key.append(byte)
      }
      place += 1
    }
    guard place == code.count else { return nil }
    if let checkAt {
      let expected = Check.checkDigit(match.key.span, 0..<checkAt)
      match.key[checkAt] = Digits.zero + UInt8(expected)
    }
    return match
  }
}
