// Where pictures of paper get their shapes from; the sources themselves are at the edge.

/// The sources of what a printer draws by itself and of what it cannot draw at all.
package struct Shapes: Sendable {
  /// Characters that no table of the printer has; nil replaces them instead.
  package let glyphs: (any Glyphs)?
  /// Symbols that only the printer's firmware draws; nil pictures them as a frame.
  package let symbols: (any SymbolArtist)?

  package init(glyphs: (any Glyphs)? = nil, symbols: (any SymbolArtist)? = nil) {
    self.glyphs = glyphs
    self.symbols = symbols
  }

  package static let none = Shapes()
}
