// Two-dimensional codes as `GS ( k` carries them. Who draws them for a preview is at the edge; how
// much they hold is in MatrixSymbol+Capacity.swift.

/// A two-dimensional code that a printer draws by itself.
package struct MatrixSymbol: Hashable, Sendable {
  /// The raw value is the `cn` of `GS ( k`.
  package enum Kind: UInt8, CaseIterable, Sendable {
    case pdf417 = 48
    case qr = 49
    case aztec = 53
    case dataMatrix = 54
  }

  /// Another form of the same symbology than the usual one.
  package enum Variant: Hashable, CaseIterable, Sendable {
    /// QR model 2, a PDF417 with its right row indicators, a full-range Aztec, a square DataMatrix.
    case usual
    /// QR model 1, of before 1997; few readers know it.
    case model1
    /// Micro QR.
    case micro
    /// PDF417 without right row indicators.
    case truncated
    /// Aztec of at most four layers.
    case compact
    /// DataMatrix, wider than high.
    case rectangular
  }

  package let kind: Kind
  /// The content as the printer stores it.
  package let data: [UInt8]
  /// Error correction as the command's own byte or number; nil for the printer's usual.
  ///
  /// QR: 48 to 51 for L, M, Q and H. PDF417: 48 to 56 for levels 0 to 8, or 1 to 40 tenths of the
  /// data. Aztec: 5 to 95 percent. DataMatrix has none to choose.
  package let correction: UInt8?
  /// Columns of a PDF417, or of squares in a DataMatrix; 0 lets the printer choose.
  package let columns: UInt8
  /// Rows of a PDF417, or of squares in a DataMatrix; 0 lets the printer choose.
  package let rows: UInt8
  /// Layers of an Aztec; 0 lets the printer choose.
  package let layers: UInt8
  package let variant: Variant

  package init(
    kind: Kind, data: [UInt8], correction: UInt8? = nil, columns: UInt8 = 0, rows: UInt8 = 0,
    layers: UInt8 = 0, variant: Variant = .usual
  ) {
    self.kind = kind
    self.data = data
    self.correction = correction
    self.columns = columns
    self.rows = rows
    self.layers = layers
    self.variant = variant
  }

  /// The name on a package, for example `QR Code`.
  package var name: String {
    switch (kind, variant) {
    case (.pdf417, .truncated): "Truncated PDF417"
    case (.pdf417, _): "PDF417"
    case (.qr, .model1): "QR Code Model 1"
    case (.qr, .micro): "Micro QR Code"
    case (.qr, _): "QR Code"
    case (.aztec, .compact): "Compact Aztec Code"
    case (.aztec, _): "Aztec Code"
    case (.dataMatrix, _): "Data Matrix"
    }
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
