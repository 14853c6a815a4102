// Text for devices that know one table and one byte a character: customer displays.

extension CodePage {
  /// The text with every character in this table, one column each.
  ///
  /// What the table lacks is replaced as on paper; control characters and line ends become spaces.
  package func plain(_ text: String) -> String {
    var plain = ""
    for character in text {
      if byte(for: character) != nil {
        plain.append(character)
      } else {
        plain += Replacements.text(for: character)
      }
    }
    return plain
  }

  /// One byte for each character of a plain text; a question mark for one that the table lacks.
  package func bytes(_ text: String) -> [UInt8] {
    text.map { byte(for: $0) ?? UInt8(ascii: "?") }
  }
}
