// Characters typed as numbers: Alt held, digits on the keypad, Alt released.

/// The character of an Alt code, as Windows reads it.
///
/// Scanners type what a keyboard has no key for in this way, GS as Alt+029 or Alt+0029 among it.
enum AltCode {
  /// The character of these digits, or nil when they name none.
  ///
  /// With a leading zero the number is of Windows code page 1252, without one of the old code page
  /// 437, where numbers below 32 are still control characters. Alt+029 is 29 either way. Beyond
  /// 255 it is a Unicode code point.
  static func scalar(_ digits: [Int]) -> Unicode.Scalar? {
    guard digits.count <= 7 else { return nil }
    let number = digits.reduce(UInt32(0)) { $0 * 10 + UInt32(clamping: $1) }
    guard number > 255 else {
      let byte = UInt8(truncatingIfNeeded: number)
      return digits.first == 0 ? windows1252(byte) : codePage437(byte)
    }
    return Unicode.Scalar(number)
  }

  private static func codePage437(_ byte: UInt8) -> Unicode.Scalar {
    byte < 0x80 ? Unicode.Scalar(byte) : upper437[Int(byte) - 0x80]
  }

  /// Five codes are of no character (unicode.org, MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT).
  private static func windows1252(_ byte: UInt8) -> Unicode.Scalar? {
    guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
    let scalar = upper1252[Int(byte) - 0x80]
    return scalar == "·" ? nil : scalar
  }

  private static let upper1252 = Array("€·‚ƒ„…†‡ˆ‰Š‹Œ·Ž··‘’“”•–—˜™š›œ·žŸ".unicodeScalars)

  /// unicode.org, MAPPINGS/VENDORS/MICSFT/PC/CP437.TXT.
  private static let upper437 = Array(
    ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
      + "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}").unicodeScalars)
}
