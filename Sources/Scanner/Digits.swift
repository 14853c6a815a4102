// Digits as bytes: what every reader of codes asks first.

/// Questions about ASCII digits.
enum Digits {
  static let zero = UInt8(ascii: "0")

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }

  /// Whether all bytes are digits; true for none.
  static func areDigits(_ bytes: some Sequence<UInt8>) -> Bool { bytes.allSatisfy(isDigit) }

  /// The number of at most 18 digits; nil for more or for other bytes.
  static func number(_ bytes: some Collection<UInt8>) -> Int64? {
    guard !bytes.isEmpty, bytes.count <= 18 else { return nil }
    var number: Int64 = 0
    for byte in bytes {
      guard isDigit(byte) else { return nil }
      number = number * 10 + Int64(byte - zero)
    }
    return number
  }

  /// A number with zeros in front.
  static func padded(_ number: Int, to count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }

  /// Digits with a decimal point before the last `decimals` of them: 6870 and 3 give `6.870`.
  static func decimal(_ number: Int64, _ decimals: Int) -> String {
    guard decimals > 0 else { return String(number) }
    let text = padded(Int(number.magnitude), to: decimals + 1)
    let sign = number < 0 ? "-" : ""
    return "\(sign)\(text.dropLast(decimals)).\(text.suffix(decimals))"
  }
}
