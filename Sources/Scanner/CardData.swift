// What payment card data looks like on its way through a scanner or keyboard wedge.
// It is recognised here so that it can be refused; nothing keeps or repeats the digits.

/// Payment card data in a scanned text: magnetic stripe tracks and card numbers.
///
/// ISO/IEC 7813 (tracks) and 7812 (numbers, Luhn check). A till that stored these would be in the
/// scope of card security audits, and a receipt or journal would leak them.
enum CardData {
  /// Whether the text holds track 1 (`%B`, the number, `^`) or track 2 (`;`, the number, `=`).
  static func holdsTrack(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.contains { index in
      let rest = bytes[(index + 1)...]
      switch bytes[index] {
      case UInt8(ascii: "%"):
        // Track 1 may group its digits by spaces, so whatever stands before the `^` counts.
        return rest.first.map { $0 | 0x20 } == UInt8(ascii: "b")
          && rest.contains(UInt8(ascii: "^"))
      case UInt8(ascii: ";"):
        let digits = rest.prefix(20).prefix(while: isDigit)
        return (13...19).contains(digits.count)
          && rest.dropFirst(digits.count).first == UInt8(ascii: "=")
      default:
        return false
      }
    }
  }

  /// Whether the text is 15 to 19 digits with a right Luhn digit, even in groups of any kind.
  static func isNumber(_ text: String) -> Bool {
    let digits = text.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
    guard (15...19).contains(digits.count), digits.allSatisfy(isDigit) else { return false }
    var sum = 0
    for (index, byte) in digits.reversed().enumerated() {
      let digit = Int(byte - UInt8(ascii: "0"))
      let weighed = index.isMultiple(of: 2) ? digit : digit * 2
      sum += weighed > 9 ? weighed - 9 : weighed
    }
    return sum.isMultiple(of: 10)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
