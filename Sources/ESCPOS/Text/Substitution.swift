// What a printer gets in place of characters that none of its tables has. Never silent: every
// replacement is reported.

/// A character that the printer lacks, and what is printed for it.
package struct Substitution: Hashable, Sendable {
  package let character: Character
  /// ASCII; empty for characters that take no room, such as joiners.
  package let replacement: String

  package init(_ character: Character, _ replacement: String) {
    self.character = character
    self.replacement = replacement
  }
}

extension PrinterProfile {
  /// The text as this printer can print it, one column a character, with what had to be replaced.
  ///
  /// Control characters, line ends among them, become spaces. Texts are laid out in this form, so
  /// that columns are counted on what is printed. Applied to its own result it changes nothing.
  package func printable(_ text: String) -> (text: String, substitutions: [Substitution]) {
    var result = ""
    var substitutions: [Substitution] = []
    for character in text {
      if CodePage.isPlain(character) || pages.contains(where: { $0.codePage.has(character) }) {
        result.append(character)
      } else if Replacements.hardSpaces.contains(character) {
        result.append(" ")
      } else {
        let replacement = Replacements.text(for: character)
        result += replacement
        substitutions.append(Substitution(character, replacement))
      }
    }
    return (result, substitutions)
  }
}

extension CodePage {
  fileprivate func has(_ character: Character) -> Bool { byte(for: character) != nil }
}

private enum Replacements {
  /// Spaces that differ from the plain one only in where a line may break.
  static let hardSpaces: Set<Character> = ["\u{A0}", "\u{2007}", "\u{2009}", "\u{202F}"]

  static func text(for character: Character) -> String {
    if let known = table[character] { return known }
    guard let scalar = character.unicodeScalars.first else { return "" }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: return " "
    case .format where character.unicodeScalars.count == 1: return ""
    default: return "?"
    }
  }

  private static let table: [Character: String] = {
    var table: [Character: String] = [
      "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "₴": "UAH", "₺": "TRY", "₹": "INR",
      "…": "...", "™": "TM", "©": "(c)", "®": "(R)", "№": "No", "½": "1/2", "¼": "1/4", "¾": "3/4",
      "ß": "ss", "ẞ": "SS", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Þ": "Th", "þ": "th",
    ]
    for group in groups {
      for character in group.characters { table[character] = group.replacement }
    }
    return table
  }()

  /// Characters whose replacement is one letter or sign.
  private static let groups: [(replacement: String, characters: String)] = [
    ("'", "‘’‚‛′`´"), ("\"", "“”„‟″«»"), ("-", "‐‑‒–—―−"), ("*", "•·×"), ("<", "‹"), (">", "›"),
    ("A", "ÀÁÂÃÄÅĀĂĄǍ"), ("C", "ÇĆĈĊČ"), ("D", "ÐĎĐ"), ("E", "ÈÉÊËĒĔĖĘĚ"), ("G", "ĜĞĠĢ"),
    ("H", "ĤĦ"), ("I", "ÌÍÎÏĨĪĬĮİ"), ("J", "Ĵ"), ("K", "Ķ"), ("L", "ĹĻĽĿŁ"), ("N", "ÑŃŅŇŊ"),
    ("O", "ÒÓÔÕÖØŌŎŐ"), ("R", "ŔŖŘ"), ("S", "ŚŜŞŠȘ"), ("T", "ŢŤŦȚ"), ("U", "ÙÚÛÜŨŪŬŮŰŲ"),
    ("W", "ŴẀẂẄ"), ("Y", "ÝŶŸỲ"), ("Z", "ŹŻŽ"),
    ("a", "àáâãäåāăąǎª"), ("c", "çćĉċč"), ("d", "ðďđ"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"),
    ("h", "ĥħ"), ("i", "ìíîïĩīĭįı"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņňŋ"),
    ("o", "òóôõöøōŏőº"), ("r", "ŕŗř"), ("s", "śŝşšș"), ("t", "ţťŧț"), ("u", "ùúûüũūŭůűų"),
    ("w", "ŵẁẃẅ"), ("y", "ýÿŷỳ"), ("z", "źżž"),
  ]
}
