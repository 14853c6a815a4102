// Where the shapes of characters come from when a printer has none, or when paper is pictured.

/// A source of character shapes.
package protocol Glyphs: Sendable {
  /// The shape of a character in a cell of the font: 12 x 24 dots in font A, 9 x 17 in font B,
  /// twice as wide for characters of East Asian width; nil if there is none.
  func glyph(for character: Character, in font: Font) -> Bitmap?
}
