// Character tables of printers, both ways. The numbers that select them differ by maker and live
// in PrinterProfile; the tables themselves are in CodePage+PC, +Windows and +National.swift.

/// A table of 256 characters, the lower half of which is ASCII.
///
/// In a few tables a printer draws single ASCII signs otherwise (864 has the Arabic percent sign).
package enum CodePage: UInt8, CaseIterable, Sendable {
  // The PC's: Western, Greek, Baltic, Cyrillic, Turkish, Hebrew, Arabic, Thai.
  case cp437, cp720, cp737, cp771, cp772, cp774, cp775, cp850, cp851, cp852, cp853, cp855, cp857
  /// 850 with the euro in place of the dotless i.
  case cp858
  case cp860, cp861, cp862, cp863, cp864, cp865, cp866
  /// Bixolon's 866, which has the euro at F8.
  case cp866Euro
  case cp869, cp874, cp1098, cp1125, cp3012
  // Windows' from Central Europe to Vietnam, and the Kazakh one.
  case cp1250, cp1251, cp1252, cp1253, cp1254, cp1255, cp1256, cp1257, cp1258, kz1048
  case iso8859x1, iso8859x2, iso8859x7, iso8859x15
  /// Epson's ISO 8859-2, with box drawing where the standard has control characters.
  case iso8859x2Boxes
  case katakana, tcvn3, tcvn3Capitals, thai11, thai13, thai14, thai16, thai18, thai42

  /// The byte that prints this character, or nil if the table has none.
  ///
  /// Canonically equivalent characters are one: a letter and its combining accent are found as the
  /// accented letter.
  package func byte(for character: Character) -> UInt8? {
    guard let scalar = Composition.scalar(of: character) else { return nil }
    return byte(for: scalar)
  }

  /// The byte that prints this scalar, or nil if the table has none.
  package func byte(for scalar: Unicode.Scalar) -> UInt8? {
    if Self.isPlain(scalar) { return UInt8(scalar.value) }
    let byte = CodePageIndex.shared.byte(scalar, self)
    return byte == 0 ? nil : byte
  }

  /// The character that this byte prints; U+FFFD for none, and for control bytes.
  package func character(for byte: UInt8) -> Character {
    switch byte {
    case 0x20...0x7E: Character(Unicode.Scalar(byte))
    case 0x80...0xFF:
      Character(CodePageIndex.shared.scalars[Int(rawValue)][Int(byte) - 0x80])
    default: "\u{FFFD}"
    }
  }

  /// The table of this name, as in `cp1252`, or nil.
  package init?(name: String) {
    guard let page = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = page
  }

  /// What profiles call it, for example `cp1252` or `thai42`.
  package var name: String { "\(self)" }

  /// Whether every table prints this scalar with the same byte: printable ASCII.
  static func isPlain(_ scalar: Unicode.Scalar) -> Bool { (0x20...0x7E).contains(scalar.value) }
}
