// Symbols that the printer draws and ESCPOS does not, for previews and for printers that lack them
// (libzint): two-dimensional codes and GS1 DataBar, module by module.

internal import CZint
package import ESCPOS

/// Draws what a printer's firmware would draw, with libzint.
///
/// Correction, columns, rows and layers are honoured; what the printer may choose by itself, as the
/// mask of a QR code, is libzint's choice, so that two pictures may differ and read the same.
package struct ZintArtist: SymbolArtist {
  package init() {}

  /// The symbol with one dot a module; nil for QR model 1, and if its content fits no symbol.
  package func modules(of symbol: MatrixSymbol) -> Bitmap? {
    guard (try? symbol.verify()) != nil else { return nil }
    switch symbol.kind {
    case .qr: return qr(symbol)
    case .pdf417: return pdf417(symbol)
    case .aztec: return aztec(symbol)
    case .dataMatrix: return dataMatrix(symbol)
    }
  }

  /// A GS1 DataBar by its `GS k` number, 75 to 78; nil for other kinds and for wrong data.
  package func modules(ofLinear kind: UInt8, payload: [UInt8]) -> Bitmap? {
    guard let kind = LinearSymbol.Kind(rawValue: kind),
      LinearSymbol(kind: kind, payload: payload) != nil
    else { return nil }
    switch kind {
    case .dataBar, .dataBarTruncated: return drawn(payload, Settings(BARCODE_DBAR_OMN))
    case .dataBarLimited: return drawn(payload, Settings(BARCODE_DBAR_LTD))
    case .dataBarExpanded:
      guard let elements = bracketed(payload) else { return nil }
      var settings = Settings(BARCODE_DBAR_EXP)
      // A printer looks at the brackets alone, not at what the identifiers mean.
      settings.inputMode = GS1_MODE | GS1NOCHECK_MODE
      return drawn(elements, settings)
    default: return nil
    }
  }

  // MARK: Kinds

  private func qr(_ symbol: MatrixSymbol) -> Bitmap? {
    let level = Int32(symbol.correction ?? 48) - 47
    switch symbol.variant {
    case .usual: return drawn(symbol.data, Settings(BARCODE_QRCODE, correction: level))
    case .micro: return drawn(symbol.data, Settings(BARCODE_MICROQR, correction: level))
    default: return nil
    }
  }

  private func pdf417(_ symbol: MatrixSymbol) -> Bitmap? {
    let code = symbol.variant == .truncated ? BARCODE_PDF417COMP : BARCODE_PDF417
    var settings = Settings(
      code, size: Int32(symbol.columns), correction: Int32(symbol.pdf417Level))
    settings.rows = Int32(symbol.rows)
    return drawn(symbol.data, settings)
  }

  private func aztec(_ symbol: MatrixSymbol) -> Bitmap? {
    guard let layers = symbol.aztecLayers else { return nil }
    // zint counts the compact sizes first: 1 to 4, then 5 for one layer of the full range. It asks
    // for a little more correction than ten percent: then the next size is drawn.
    let isCompact = symbol.variant == .compact
    let most = symbol.layers > 0 ? layers : isCompact ? 4 : 32
    for layers in layers...most {
      let size = Int32(isCompact ? layers : layers + 4)
      if let picture = drawn(symbol.data, Settings(BARCODE_AZTEC, size: size)) { return picture }
    }
    return nil
  }

  private func dataMatrix(_ symbol: MatrixSymbol) -> Bitmap? {
    let sizes: ClosedRange<Int32> = symbol.variant == .rectangular ? 25...30 : 1...24
    for size in sizes {
      guard let picture = drawn(symbol.data, Settings(BARCODE_DATAMATRIX, size: size)) else {
        continue
      }
      let isWanted =
        (symbol.columns == 0 || picture.width == Int(symbol.columns))
        && (symbol.rows == 0 || picture.height == Int(symbol.rows))
      if isWanted { return picture }
    }
    return nil
  }

  /// Identifiers in square brackets, as zint wants them; the separators it finds by itself.
  private func bracketed(_ payload: [UInt8]) -> [UInt8]? {
    var elements: [UInt8] = []
    var rest = payload[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "("): elements.append(UInt8(ascii: "["))
      case UInt8(ascii: ")"): elements.append(UInt8(ascii: "]"))
      case UInt8(ascii: "["), UInt8(ascii: "]"): return nil
      case UInt8(ascii: "{"):
        guard let literal = rest.popFirst() else { return nil }
        if literal != UInt8(ascii: "1") { elements.append(literal) }
      default: elements.append(byte)
      }
    }
    return elements
  }

  // MARK: zint

  private struct Settings {
    let symbology: Int32
    var correction: Int32
    var size: Int32
    var rows: Int32 = 0
    var inputMode = DATA_MODE

    init(_ symbology: Int32, size: Int32 = 0, correction: Int32 = -1) {
      self.symbology = symbology
      self.size = size
      self.correction = correction
    }
  }

  private func drawn(_ data: [UInt8], _ settings: Settings) -> Bitmap? {
    guard !data.isEmpty, let symbol = ZBarcode_Create() else { return nil }
    defer { ZBarcode_Delete(symbol) }
    symbol.pointee.symbology = settings.symbology
    symbol.pointee.input_mode = settings.inputMode
    symbol.pointee.option_1 = settings.correction
    symbol.pointee.option_2 = settings.size
    symbol.pointee.option_3 = settings.rows
    // The length is given, for a length of zero would make zint look for the end itself.
    let code = ZBarcode_Encode(symbol, data, Int32(clamping: data.count))
    // zint goes on with another option where it cannot honour one: that is not what was asked for.
    guard code < ZINT_ERROR, code != ZINT_WARN_INVALID_OPTION else { return nil }
    let (width, height) = (Int(symbol.pointee.width), Int(symbol.pointee.rows))
    var picture = Bitmap(width: width, height: height)
    for y in 0..<height {
      for x in 0..<width where zint_module_is_black(symbol, Int32(y), Int32(x)) == 1 {
        picture[x, y] = true
      }
    }
    return picture
  }
}
