// Marks that keep the parts of a line on their own sides, in texts of both directions.

/// Marks that take no room and only say which way the text beside them runs (UAX #9, 2.6).
enum DirectionMark {
  static let leftToRight = "\u{200E}"
  static let rightToLeft = "\u{200F}"

  /// Whether a character is such a mark, an embedding, an override or an isolate.
  static func isOne(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    switch scalar.value {
    case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
      return character.unicodeScalars.count == 1
    default: return false
    }
  }

  /// Whether a text holds letters that run from right to left: Hebrew, Arabic and the blocks that
  /// Unicode sets aside for such scripts.
  static func runsRightToLeft(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
        true
      default: false
      }
    }
  }
}
