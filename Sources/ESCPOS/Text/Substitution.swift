// What a printer gets in place of characters that none of its tables has. Never silent: every
// substitution is reported.

/// A character that the printer lacks, and what is printed for it.
package struct Substitution: Hashable, Sendable {
  /// How the character reaches the paper after all.
  package enum Kind: String, Hashable, Sendable {
    /// As other characters.
    case replaced
    /// As itself, in a picture of its line.
    case pictured
    /// As an Arabic letter that stands apart from its neighbours.
    case unjoined
  }

  package let character: Character
  /// ASCII for a replaced character, empty if it takes no room, such as a joiner; otherwise the
  /// character itself.
  package let replacement: String
  package let kind: Kind

  package init(_ character: Character, _ replacement: String, _ kind: Kind = .replaced) {
    self.character = character
    self.replacement = replacement
    self.kind = kind
  }
}

/// A substitution and where it happened.
package struct LineSubstitution: Hashable, Sendable {
  /// The line of text in the job, counted from 1.
  package let line: Int
  package let substitution: Substitution

  package init(line: Int, _ substitution: Substitution) {
    self.line = line
    self.substitution = substitution
  }
}

/// Why a text cannot be printed as it is.
package enum TextFault: Error, Hashable, Sendable {
  /// The printer has no table with the character at this offset (in characters, from 0), and
  /// nothing that reads the same.
  case unprintable(Character, offset: Int)
}

extension TextFault: CustomStringConvertible {
  /// A sentence naming the character and its place.
  package var description: String {
    switch self {
    case .unprintable(let character, let offset):
      let codes = character.unicodeScalars.map { "U+" + String($0.value, radix: 16).uppercased() }
      return "the printer has no \"\(character)\" (\(codes.joined(separator: " "))), "
        + "character \(offset + 1) of the text"
    }
  }
}

extension PrinterProfile {
  /// The text as this printer can print it, one column a character, with what had to be replaced.
  ///
  /// Control characters, line ends among them, become spaces; marks of direction stay. Texts are
  /// laid out in this form, so that columns are counted on what is printed. Applied to its own
  /// result it changes nothing.
  package func printable(_ text: String) -> (text: String, substitutions: [Substitution]) {
    printable(text, tables: tables) { _ in false }
  }

  /// Checks that this printer prints the text without losing what it says.
  ///
  /// - Throws: `TextFault.unprintable` for the first character that would be lost or respelled.
  package func requirePrintable(_ text: String) throws(TextFault) {
    let index = CodePageIndex.shared
    for (offset, character) in text.enumerated() {
      let isInTable = Composition.scalar(of: character).map { index.mask($0) & tables != 0 }
      if isInTable == true || BidiClass.isMark(character.unicodeScalars.first ?? " ") { continue }
      if Replacements.hardSpaces.contains(character) { continue }
      guard Replacements.isLossless(character) else {
        throw .unprintable(character, offset: offset)
      }
    }
  }

  /// The printer's tables, a bit for each.
  var tables: UInt64 { pages.reduce(0) { $0 | 1 << UInt64($1.codePage.rawValue) } }

  /// As `printable(_:)`, keeping also the characters that can be pictured.
  func printable(
    _ text: String, tables: UInt64, pictures: (Character) -> Bool
  ) -> (text: String, substitutions: [Substitution]) {
    let index = CodePageIndex.shared
    // The scalars of tables never combine; a lam may join with what follows it.
    if text.unicodeScalars.allSatisfy({ $0 != "\u{644}" && index.mask($0) & tables != 0 }) {
      return (text, [])
    }
    var result = String.UnicodeScalarView()
    var substitutions: [Substitution] = []
    for character in text {
      let scalar = Composition.scalar(of: character)
      if let scalar, BidiClass.isMark(scalar) {
        result.append(scalar)
      } else if let scalar, index.mask(scalar) & tables != 0 {
        // A lam and an alef take one column where they are drawn as one letter.
        if result.last == "\u{644}", let pair = ArabicForms.ligature(lamAnd: scalar),
          index.mask(pair) & tables != 0 || pictures(Character(pair))
        {
          result.removeLast()
          result.append(pair)
        } else {
          result.append(scalar)
        }
      } else if scalar == nil,
        character.unicodeScalars.allSatisfy({ index.mask($0) & tables != 0 })
      {
        // Letters that are one character only to the eye, such as Thai with sara am.
        result.append(contentsOf: character.unicodeScalars)
      } else if Replacements.hardSpaces.contains(character) {
        result.append(" ")
      } else if !Replacements.isLossless(character), pictures(character) {
        result.append(contentsOf: character.unicodeScalars)
      } else if let letter = character.unicodeScalars.first, scalar == nil,
        index.mask(letter) & tables != 0
      {
        // A letter whose marks the printer cannot place: the letter alone.
        result.append(letter)
        substitutions.append(Substitution(character, String(letter)))
      } else {
        let replacement = Replacements.text(for: character)
        result.append(contentsOf: replacement.unicodeScalars)
        substitutions.append(Substitution(character, replacement))
      }
    }
    return (String(result), substitutions)
  }
}
