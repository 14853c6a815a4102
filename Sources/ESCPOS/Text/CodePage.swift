// Character tables of printers, both ways. The numbers that select them differ by maker and live
// in PrinterProfile; the upper halves are those of the Unicode consortium's mapping files.

/// A table of 256 characters, the lower half of which is ASCII.
package enum CodePage: String, CaseIterable, Sendable {
  /// IBM 437: the original PC.
  case cp437
  /// IBM 850: Western Europe.
  case cp850
  /// IBM 858: 850 with the euro in place of the dotless i.
  case cp858
  /// Windows 1252: Western Europe, with the euro.
  case cp1252
  /// IBM 866: Cyrillic.
  case cp866

  /// The byte that prints this character, or nil if the table has none.
  ///
  /// Canonically equivalent characters are one: a letter and its combining accent are found as the
  /// accented letter.
  package func byte(for character: Character) -> UInt8? {
    Self.isPlain(character) ? character.asciiValue : table.bytes[character]
  }

  /// The character that this byte prints; U+FFFD for none, and for control bytes.
  package func character(for byte: UInt8) -> Character {
    switch byte {
    case 0x20...0x7E: Character(Unicode.Scalar(byte))
    case 0x80...0xFF: table.characters[Int(byte) - 0x80]
    default: "\u{FFFD}"
    }
  }

  /// Whether every table prints this character with the same byte: printable ASCII.
  static func isPlain(_ character: Character) -> Bool {
    guard let ascii = character.asciiValue else { return false }
    return (0x20...0x7E).contains(ascii)
  }
}

extension CodePage {
  private struct Table: Sendable {
    let characters: [Character]
    let bytes: [Character: UInt8]

    init(_ upperHalf: String) {
      characters = Array(upperHalf)
      var bytes: [Character: UInt8] = [:]
      for (index, character) in characters.enumerated() where !Self.unprinted.contains(character) {
        bytes[character] = UInt8(0x80 + index)
      }
      self.bytes = bytes
    }

    /// Hard space, soft hyphen and the mark for "no character": never sent.
    private static let unprinted: Set<Character> = ["\u{A0}", "\u{AD}", "\u{FFFD}"]
  }

  private var table: Table {
    switch self {
    case .cp437: Self.cp437Table
    case .cp850: Self.cp850Table
    case .cp858: Self.cp858Table
    case .cp1252: Self.cp1252Table
    case .cp866: Self.cp866Table
    }
  }

  private static let cp437Table = Table(
    """
    ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ\
    áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
    αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}
    """)

  private static let cp850Table = Table(
    """
    ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
    áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
    └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
    ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}
    """)

  private static let cp858Table = Table(
    """
    ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
    áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
    └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀\
    ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}
    """)

  private static let cp1252Table = Table(
    """
    €\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ\
    \u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿\
    ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß\
    àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ
    """)

  private static let cp866Table = Table(
    """
    АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ\
    абвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
    рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u{A0}
    """)
}
