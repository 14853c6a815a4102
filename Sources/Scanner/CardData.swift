// What payment card data looks like on its way through a scanner or keyboard wedge.
// It is recognised here so that it can be refused; nothing keeps or repeats the digits.

/// Payment card data in a scanned text: magnetic stripe tracks and card numbers.
///
/// ISO/IEC 7813 (tracks) and 7812 (numbers, Luhn check). A till that stored these would be in the
/// scope of card security audits, and a receipt or journal would leak them.
enum CardData {
  /// Whether the text holds track 1 (`%B`, the number, `^`), track 2 (`;`, the number, `=`), or a
  /// track whose first mark a reader left out.
  static func holdsTrack(_ text: String) -> Bool {
    guard text.utf8.contains(where: isMark) else { return false }
    let bytes = Array(text.utf8)
    // One pass from the end tells whether a `^` is still to come, so long texts cost no more.
    let lastCaret = bytes.lastIndex(of: UInt8(ascii: "^"))
    if let lastCaret, let first = bytes.first, first | 0x20 == UInt8(ascii: "b"),
      isCardNumber(bytes[1..<lastCaret].prefix { $0 != UInt8(ascii: "^") })
    {
      return true
    }
    for (index, byte) in bytes.enumerated() {
      let rest = bytes[(index + 1)...]
      switch byte {
      case UInt8(ascii: "%"):
        // Track 1 may group its digits by spaces, so whatever stands before the `^` counts.
        if rest.first.map({ $0 | 0x20 }) == UInt8(ascii: "b"), let lastCaret, lastCaret > index {
          return true
        }
      case UInt8(ascii: ";"):
        let digits = rest.prefix(20).prefix(while: Digits.isDigit)
        if (13...19).contains(digits.count),
          rest.dropFirst(digits.count).first == UInt8(ascii: "=")
        {
          return true
        }
      case UInt8(ascii: "="), UInt8(ascii: "D"):
        let number = bytes[..<index].suffix(20).reversed().prefix(while: Digits.isDigit).reversed()
        // Behind the number stand the expiry YYMM and the service code.
        if isCardNumber(Array(number)), rest.prefix(4).count == 4,
          Digits.areDigits(rest.prefix(4))
        {
          return true
        }
      default: break
      }
    }
    return false
  }

  /// Whether this is one of the marks without which nothing is a track.
  private static func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "^"), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "D"): true
    default: false
    }
  }

  /// Whether the text is 15 to 19 digits with a right Luhn digit, even in groups of any kind.
  static func isNumber(_ text: String) -> Bool {
    let digits = ungrouped(text.utf8)
    guard Digits.areDigits(digits) else { return false }
    // Diners Club numbers have 14 digits, as goods in cartons have: those pass their own check.
    if digits.count == 14 { return isDiners(digits) && passesLuhn(digits) && !isGTIN(digits) }
    return (15...19).contains(digits.count) && passesLuhn(digits)
  }

  /// Whether a run of digits inside a longer text is the number of a card network's card.
  ///
  /// Stricter than `isNumber`, since other long numbers stand in texts and addresses too: the first
  /// digits must be a network's own.
  static func holdsNumber(_ text: String) -> Bool {
    var run: [UInt8] = []
    var isGap = false
    for byte in text.utf8 {
      if Digits.isDigit(byte) {
        run.append(byte)
        isGap = false
        // A longer run of digits is no card number, however it ends.
        if run.count > 40 { run.removeFirst() }
      } else if (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-")) && !isGap {
        isGap = true
      } else {
        if isInnerCardNumber(run) { return true }
        run.removeAll(keepingCapacity: true)
        isGap = false
      }
    }
    return isInnerCardNumber(run)
  }

  /// A card number among other things: numbers of 14 digits are goods' there far more often.
  private static func isInnerCardNumber(_ run: [UInt8]) -> Bool {
    run.count > 14 && isCardNumber(run)
  }

  private static func ungrouped(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    bytes.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
  }

  /// Digits of a network's length and first digits that pass the Luhn check.
  private static func isCardNumber(_ text: some Collection<UInt8>) -> Bool {
    let digits = ungrouped(text)
    guard (14...19).contains(digits.count), Digits.areDigits(digits), passesLuhn(digits),
      let lead = Digits.number(digits.prefix(4))
    else { return false }
    switch (digits.count, lead) {
    case (14, _): return isDiners(digits)
    case (15, 3400...3499), (15, 3700...3799): return true
    case (16, 2221...2720), (16, 5100...5599): return true
    case (16...19, 3528...3589), (16...19, 6011), (16...19, 6400...6599): return true
    case (16...19, 6200...6299), (16...19, 8100...8199): return true
    case (16, 4000...4999), (18...19, 4000...4999): return true
    case (16...19, 5000...5099), (16...19, 5600...5999), (16...19, 6000...6999): return true
    default: return false
    }
  }

  private static func isDiners(_ digits: [UInt8]) -> Bool {
    guard let lead = Digits.number(digits.prefix(3)) else { return false }
    return (300...305).contains(lead) || (360...369).contains(lead) || (380...399).contains(lead)
  }

  private static func isGTIN(_ digits: [UInt8]) -> Bool {
    Check.checkDigit(digits.span, 0..<digits.count - 1)
      == Int(digits[digits.count - 1] - Digits.zero)
  }

  private static func passesLuhn(_ digits: [UInt8]) -> Bool {
    var sum = 0
    for (index, byte) in digits.reversed().enumerated() {
      let digit = Int(byte - Digits.zero)
      let weighed = index.isMultiple(of: 2) ? digit : digit * 2
      sum += weighed > 9 ? weighed - 9 : weighed
    }
    return sum.isMultiple(of: 10)
  }
}
