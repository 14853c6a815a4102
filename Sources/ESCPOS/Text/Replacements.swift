// What is printed for characters that a printer has in no table.

/// ASCII in place of other characters.
enum Replacements {
  /// Spaces that differ from the plain one only in where a line may break.
  static let hardSpaces: Set<Character> = ["\u{A0}", "\u{2007}", "\u{2009}", "\u{202F}"]

  /// The replacement of a character, `?` where there is none better, empty for what takes no room.
  static func text(for character: Character) -> String {
    if let known = table[character] { return known.text }
    guard let scalar = character.unicodeScalars.first else { return "" }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: return " "
    case .format where character.unicodeScalars.count == 1: return ""
    default: return "?"
    }
  }

  /// Whether the replacement says exactly what the character said: a straight quote for a curved
  /// one, a space for a line end, nothing for a joiner.
  ///
  /// Such characters are never a reason to print a line as a picture.
  static func isLossless(_ character: Character) -> Bool {
    if let known = table[character] { return known.isLossless }
    return text(for: character) != "?"
  }

  /// The characters with a replacement of their own.
  static var known: some Collection<Character> { table.keys }

  private static let table: [Character: (text: String, isLossless: Bool)] = {
    var table: [Character: (text: String, isLossless: Bool)] = ["…": ("...", true)]
    for (character, text) in words { table[character] = (text, false) }
    for group in signs {
      for character in group.characters { table[character] = (group.text, true) }
    }
    for group in letters {
      for character in group.characters { table[character] = (group.text, false) }
    }
    return table
  }()

  private static let words: [Character: String] = [
    "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "₴": "UAH", "₺": "TRY", "₹": "INR",
    "™": "TM", "©": "(c)", "®": "(R)", "№": "No", "½": "1/2", "¼": "1/4", "¾": "3/4",
    "ß": "ss", "ẞ": "SS", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Þ": "Th", "þ": "th",
    "×": "*",
  ]

  private static let signs: [(text: String, characters: String)] = [
    ("'", "‘’‚‛′`´"), ("\"", "“”„‟″«»"), ("-", "‐‑‒–—―−"), ("*", "•·"), ("<", "‹"), (">", "›"),
  ]

  private static let letters: [(text: String, characters: String)] = [
    ("A", "ÀÁÂÃÄÅĀĂĄǍ"), ("C", "ÇĆĈĊČ"), ("D", "ÐĎĐ"), ("E", "ÈÉÊËĒĔĖĘĚ"), ("G", "ĜĞĠĢ"),
    ("H", "ĤĦ"), ("I", "ÌÍÎÏĨĪĬĮİ"), ("J", "Ĵ"), ("K", "Ķ"), ("L", "ĹĻĽĿŁ"), ("N", "ÑŃŅŇŊ"),
    ("O", "ÒÓÔÕÖØŌŎŐƠ"), ("R", "ŔŖŘ"), ("S", "ŚŜŞŠȘ"), ("T", "ŢŤŦȚ"), ("U", "ÙÚÛÜŨŪŬŮŰŲƯ"),
    ("W", "ŴẀẂẄ"), ("Y", "ÝŶŸỲ"), ("Z", "ŹŻŽ"),
    ("a", "àáâãäåāăąǎª"), ("c", "çćĉċč"), ("d", "ðďđ"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"),
    ("h", "ĥħ"), ("i", "ìíîïĩīĭįı"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņňŋ"),
    ("o", "òóôõöøōŏőºơ"), ("r", "ŕŗř"), ("s", "śŝşšș"), ("t", "ţťŧț"), ("u", "ùúûüũūŭůűųư"),
    ("w", "ŵẁẃẅ"), ("y", "ýÿŷỳ"), ("z", "źżž"),
  ]
}
