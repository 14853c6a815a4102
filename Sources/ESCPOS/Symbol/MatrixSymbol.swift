// Two-dimensional codes as `GS ( k` carries them. Who draws them for a preview is at the edge.

/// A two-dimensional code that a printer draws by itself.
package struct MatrixSymbol: Hashable, Sendable {
  /// The raw value is the `cn` of `GS ( k`.
  package enum Kind: UInt8, CaseIterable, Sendable {
    case pdf417 = 48
    case qr = 49
    case aztec = 53
    case dataMatrix = 54
  }

  package let kind: Kind
  /// The content as the printer stores it.
  package let data: [UInt8]
  /// Error correction as the command's own byte or number; nil for the printer's usual.
  package let correction: UInt8?
  /// Columns of a PDF417; 0 lets the printer choose.
  package let columns: UInt8

  package init(kind: Kind, data: [UInt8], correction: UInt8? = nil, columns: UInt8 = 0) {
    self.kind = kind
    self.data = data
    self.correction = correction
    self.columns = columns
  }
}

/// Draws symbols as a printer's firmware would, for pictures of a page.
///
/// The symbols that are not drawn here are drawn at the edge, by a library.
package protocol SymbolArtist: Sendable {
  /// The symbol with one dot a module and no quiet zone; nil if its content fits no symbol.
  ///
  /// A PDF417's rows are one dot high here; the printer's row height is applied by the page.
  func modules(of symbol: MatrixSymbol) -> Bitmap?

  /// A barcode of a kind that is not drawn here, by its `GS k` function B number: one row of
  /// dots, one dot a module, no quiet zone; or more rows for a stacked one.
  func modules(ofLinear kind: UInt8, payload: [UInt8]) -> Bitmap?
}
