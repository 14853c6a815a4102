// AIM identifiers: the three characters by which a scanner says what kind of symbol it read.

/// The three characters a scanner may send before the content: `]`, a code letter, a modifier.
///
/// ISO/IEC 15424, all its letters; GS1 General Specifications 5.1.2 for those of GS1.
struct AIMIdentifier: Equatable {
  let code: UInt8
  let modifier: UInt8

  var text: String { String(decoding: [UInt8(ascii: "]"), code, modifier], as: UTF8.self) }

  /// Splits the identifier off the front, or gives nil when there is none.
  static func split(_ raw: String) -> (identifier: AIMIdentifier, payload: String)? {
    let bytes = Array(raw.utf8.prefix(3))
    guard bytes.count == 3, bytes[0] == UInt8(ascii: "]"), isLetter(bytes[1]),
      isLetter(bytes[2]) || Digits.isDigit(bytes[2])
    else { return nil }
    let identifier = AIMIdentifier(code: bytes[1], modifier: bytes[2])
    return (identifier, String(decoding: raw.utf8.dropFirst(3), as: UTF8.self))
  }

  /// The kind of symbol this identifier and this content stand for; nil for an unknown letter.
  func symbology(of payload: String) -> Symbology? {
    switch Character(Unicode.Scalar(code)) {
    case "E": retail(payload)
    case "I": Symbology(guessing: payload) == .itf14 ? .itf14 : .itf
    case "C": modifier == UInt8(ascii: "1") ? .gs1Code128 : .code128
    // `e0` is every DataBar and the linear half of a composite; the others are its second packets.
    case "e": modifier == UInt8(ascii: "0") ? .dataBar : .composite
    // With extended channels (ECI) the modifiers count on: 5 is 2 with ECI.
    case "d": "25".utf8.contains(modifier) ? .gs1DataMatrix : .dataMatrix
    case "Q": "34".utf8.contains(modifier) ? .gs1QR : .qr
    case "J": "14".utf8.contains(modifier) ? .gs1DotCode : .dotCode
    case "A": .code39
    case "B": .telepen
    case "D": .codeOne
    case "F": .codabar
    case "G": .code93
    case "H": .code11
    case "K": .code16k
    case "L": .pdf417
    case "M": .msi
    case "O": .codablock
    case "N", "P": .plessey
    case "R", "S": .straight2of5
    case "T": .code49
    case "U": .maxicode
    case "c": .channel
    case "g": .gridMatrix
    case "h": .hanxin
    case "o": .ocr
    case "z": .aztec
    case "X", "Y", "Z", "p", "s": .other
    default: nil
    }
  }

  /// The symbols of retail.
  ///
  /// The standard wants 13 digits for `E0` whatever the symbol was; real scanners send what they
  /// read.
  private func retail(_ payload: String) -> Symbology? {
    switch Character(Unicode.Scalar(modifier)) {
    case "0", "3":
      switch payload.utf8.count {
      case 6, 7, 8: .upce
      case 12, 14, 17: .upca
      default: .ean13
      }
    case "1", "2": .addOn
    case "4": .ean8
    default: nil
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }
}
