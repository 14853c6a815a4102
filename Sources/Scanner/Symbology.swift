// The kinds of symbol a scanner names. The identifiers it names them by stand in AIMIdentifier.

/// A kind of barcode symbol, as a scanner tells it or as the digits give it away.
///
/// The raw values are what clients see (`scan.read`), so they never change.
package enum Symbology: String, Codable, Sendable, CaseIterable {
  case ean13, ean8, upca, upce
  /// The two or five digits beside a magazine's code, read without the main code.
  case addOn = "addon"
  case itf, itf14
  case code128
  case gs1Code128 = "gs1_128"
  case dataBar = "databar"
  /// A second packet of a GS1 composite symbol.
  case composite
  case dataMatrix = "datamatrix"
  case gs1DataMatrix = "gs1_datamatrix"
  case qr
  case gs1QR = "gs1_qr"
  case dotCode = "dotcode"
  case gs1DotCode = "gs1_dotcode"
  case code39, codabar, aztec, pdf417
  case code93, code11, msi, plessey, telepen, straight2of5, maxicode, hanxin, codablock, code16k
  case code49, codeOne = "codeone", gridMatrix = "gridmatrix", channel, ocr
  /// The scanner named a kind that the till has no word for.
  case other

  /// Whether the content is a row of GS1 application identifiers.
  package var holdsApplicationIdentifiers: Bool {
    switch self {
    case .gs1Code128, .dataBar, .gs1DataMatrix, .gs1QR, .gs1DotCode: true
    default: false
    }
  }

  /// Whether the last digit always checks the others.
  var endsInCheckDigit: Bool {
    switch self {
    case .ean13, .ean8, .upca, .upce: true
    default: false
    }
  }
}
