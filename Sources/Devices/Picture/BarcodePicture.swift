// Any barcode as a picture of dots, for printers that cannot draw it themselves (libzint).

internal import CZint
package import Scanner

/// A barcode drawn in dots, black on white, with its quiet zone and without text.
package struct BarcodePicture: Equatable, Sendable {
  /// Dots in a row.
  package let widthDots: Int
  /// One array a row, from the top; eight dots a byte, the leftmost in the highest bit, 1 is black.
  package let rows: [[UInt8]]

  /// Draws a text as a symbol.
  ///
  /// - Parameters:
  ///   - text: what the symbol holds, in UTF-8; check digits may be left out where they are fixed.
  ///   - moduleDots: the width of the narrowest bar or of a square, 1 to 16 dots.
  ///   - heightDots: the height of a symbol of bars, at least 1; ignored for squares.
  /// - Throws: `notDrawn` for a kind that is only read, `refused` when the text does not fit it.
  package init(
    drawing text: String, as symbology: Symbology, moduleDots: Int = 2, heightDots: Int = 80
  ) throws(BarcodeFault) {
    precondition((1...16).contains(moduleDots), "a module is 1 to 16 dots wide")
    precondition(heightDots >= 1, "bars are at least one dot high")
    guard let kind = Self.kind(of: symbology) else { throw .notDrawn(symbology) }
    guard let symbol = ZBarcode_Create() else { throw .refused("out of memory") }
    defer { ZBarcode_Delete(symbol) }
    symbol.pointee.symbology = kind.code
    symbol.pointee.input_mode = kind.isGS1 ? GS1_MODE : UNICODE_MODE
    symbol.pointee.show_hrt = 0
    // zint's scale 1 is two dots a module.
    symbol.pointee.scale = Float(moduleDots) / 2
    symbol.pointee.output_options |= OUT_BUFFER_INTERMEDIATE | BARCODE_QUIET_ZONES
    // The length is given, for a length of zero would make zint look for the end itself.
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw .refused("nothing to draw") }
    let code = ZBarcode_Encode_and_Buffer(symbol, bytes, Int32(clamping: bytes.count), 0)
    // zint draws a GTIN with a wrong check digit and only warns; a till must not print one.
    guard code < ZINT_ERROR, code != ZINT_WARN_NONCOMPLIANT, let bitmap = symbol.pointee.bitmap
    else {
      throw .refused(Self.message(of: symbol))
    }
    let width = Int(symbol.pointee.bitmap_width)
    let height = Int(symbol.pointee.bitmap_height)
    // One character a dot: "1" is black.
    let packed = (0..<height).map { row in
      Self.packed(UnsafeBufferPointer(start: bitmap + row * width, count: width))
    }
    widthDots = width
    // Bars are the same at every height; zint's own height follows each standard's proportions.
    rows = kind.isLinear ? Array(repeating: packed[height / 2], count: heightDots) : packed
  }

  private static func packed(_ dots: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var row = [UInt8](repeating: 0, count: (dots.count + 7) / 8)
    for (index, dot) in dots.enumerated() where dot == UInt8(ascii: "1") {
      row[index / 8] |= 0x80 >> UInt8(index % 8)
    }
    return row
  }

  /// zint's own words on what is wrong.
  private static func message(of symbol: UnsafePointer<zint_symbol>) -> String {
    withUnsafeBytes(of: symbol.pointee.errtxt) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private struct Kind {
    let code: Int32
    let isLinear: Bool
    var isGS1 = false
  }

  private static func kind(of symbology: Symbology) -> Kind? {
    switch symbology {
    case .ean13, .ean8: Kind(code: BARCODE_EANX, isLinear: true)
    case .upca: Kind(code: BARCODE_UPCA, isLinear: true)
    case .upce: Kind(code: BARCODE_UPCE, isLinear: true)
    case .itf: Kind(code: BARCODE_C25INTER, isLinear: true)
    case .itf14: Kind(code: BARCODE_ITF14, isLinear: true)
    case .code128: Kind(code: BARCODE_CODE128, isLinear: true)
    case .gs1Code128: Kind(code: BARCODE_GS1_128, isLinear: true, isGS1: true)
    case .code39: Kind(code: BARCODE_CODE39, isLinear: true)
    case .codabar: Kind(code: BARCODE_CODABAR, isLinear: true)
    case .dataMatrix: Kind(code: BARCODE_DATAMATRIX, isLinear: false)
    case .gs1DataMatrix: Kind(code: BARCODE_DATAMATRIX, isLinear: false, isGS1: true)
    case .qr: Kind(code: BARCODE_QRCODE, isLinear: false)
    case .gs1QR: Kind(code: BARCODE_QRCODE, isLinear: false, isGS1: true)
    case .aztec: Kind(code: BARCODE_AZTEC, isLinear: false)
    case .pdf417: Kind(code: BARCODE_PDF417, isLinear: false)
    // The others are read, never printed.
    default: nil
    }
  }
}

/// Why a barcode was not drawn.
package enum BarcodeFault: Error, Equatable, Sendable {
  /// This kind is read but never drawn.
  case notDrawn(Symbology)
  /// The text does not fit the kind; the library's own words.
  case refused(String)
}
