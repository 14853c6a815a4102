// Letters written as several scalars, as the one scalar that tables know.

/// Canonical composition (Unicode Standard Annex 15, form C) of what printers can print.
enum Composition {
  /// The scalar that is canonically equivalent to a character; nil if there is none.
  ///
  /// Knows the scalars that are in a table or have a replacement; others only if they are one.
  static func scalar(of character: Character) -> Unicode.Scalar? {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return nil }
    if scalars.count == 1 {
      if first.value < 0x300 || CodePageIndex.shared.mask(first) != 0 { return first }
      return known[character] ?? first
    }
    // A carriage return and a line feed are one character, and the only one of two in ASCII.
    return known[character]
  }

  /// Every scalar of the tables by the character it is: equal characters are equivalent ones.
  private static let known: [Character: Unicode.Scalar] = {
    var known: [Character: Unicode.Scalar] = [:]
    for scalar in CodePageIndex.shared.scalars.joined() { known[Character(scalar)] = scalar }
    for character in Replacements.known where character.unicodeScalars.count == 1 {
      known[character] = character.unicodeScalars.first
    }
    return known
  }()
}
