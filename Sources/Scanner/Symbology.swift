// The kinds of symbol a scanner names, and the AIM identifiers it names them by.
// What the content means (application identifiers, weights, links) does not live here.

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
  case dataMatrix = "datamatrix"
  case gs1DataMatrix = "gs1_datamatrix"
  case qr
  case gs1QR = "gs1_qr"
  case dotCode = "dotcode"
  case gs1DotCode = "gs1_dotcode"
  case code39, codabar, aztec, pdf417
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

/// The three characters a scanner may send before the content: `]`, a code letter, a modifier.
///
/// ISO/IEC 15424; the rows are those that scanners at a lane send.
struct AIMIdentifier: Equatable {
  let code: UInt8
  let modifier: UInt8

  var text: String { String(decoding: [UInt8(ascii: "]"), code, modifier], as: UTF8.self) }

  /// Splits the identifier off the front, or gives nil when there is none.
  static func split(_ raw: String) -> (identifier: AIMIdentifier, payload: String)? {
    let bytes = Array(raw.utf8.prefix(3))
    guard bytes.count == 3, bytes[0] == UInt8(ascii: "]"), isLetter(bytes[1]),
      isLetter(bytes[2]) || isDigit(bytes[2])
    else { return nil }
    let identifier = AIMIdentifier(code: bytes[1], modifier: bytes[2])
    return (identifier, String(decoding: raw.utf8.dropFirst(3), as: UTF8.self))
  }

  /// The kind of symbol this identifier and this content stand for; nil for an unknown letter.
  func symbology(of payload: String) -> Symbology? {
    switch (code, modifier) {
    // The standard wants 13 digits whatever the symbol was; real scanners send what they read.
    case (UInt8(ascii: "E"), UInt8(ascii: "0")), (UInt8(ascii: "E"), UInt8(ascii: "3")):
      switch payload.utf8.count {
      case 6, 7, 8: .upce
      case 12: .upca
      default: .ean13
      }
    case (UInt8(ascii: "E"), UInt8(ascii: "1")), (UInt8(ascii: "E"), UInt8(ascii: "2")): .addOn
    case (UInt8(ascii: "E"), UInt8(ascii: "4")): .ean8
    case (UInt8(ascii: "I"), _): Symbology(guessing: payload) == .itf14 ? .itf14 : .itf
    case (UInt8(ascii: "C"), UInt8(ascii: "1")): .gs1Code128
    case (UInt8(ascii: "C"), _): .code128
    case (UInt8(ascii: "e"), UInt8(ascii: "0")): .dataBar
    case (UInt8(ascii: "d"), UInt8(ascii: "2")): .gs1DataMatrix
    case (UInt8(ascii: "d"), _): .dataMatrix
    case (UInt8(ascii: "Q"), UInt8(ascii: "3")): .gs1QR
    case (UInt8(ascii: "Q"), _): .qr
    case (UInt8(ascii: "J"), UInt8(ascii: "1")): .gs1DotCode
    case (UInt8(ascii: "J"), _): .dotCode
    case (UInt8(ascii: "A"), _): .code39
    case (UInt8(ascii: "F"), _): .codabar
    case (UInt8(ascii: "z"), _): .aztec
    case (UInt8(ascii: "L"), _): .pdf417
    case (UInt8(ascii: "e"), _), (UInt8(ascii: "X"), _): .other
    default: nil
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
