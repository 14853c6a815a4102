// Code 93 (AIM BC5-1995), with its two check characters and all of ASCII.

extension LinearSymbol {
  /// Code 93: the printer adds start, stop and both check characters.
  static func code93(_ payload: [UInt8]) throws(SymbolFault) -> Drawing {
    var values: [Int] = []
    var text = ""
    for (position, byte) in payload.enumerated() {
      guard byte < 0x80 else { throw fault(.code93, byte, at: position) }
      values += code93Values(of: byte)
      text += printed(byte)
    }
    // Weights ascend from the right, up to 20 for the first check character and 15 for the second.
    for most in [20, 15] {
      let sum = values.reversed().enumerated().reduce(0) {
        $0 + ($1.offset % most + 1) * $1.element
      }
      values.append(sum % 47)
    }
    let startStop = 47
    var elements: [UInt8] = []
    for value in [startStop] + values + [startStop] { elements += code93Characters[value] }
    return Drawing(text, elements + [1])
  }

  /// One or two symbol characters; a letter after one of four shifts for what has none of its own.
  private static func code93Values(of byte: UInt8) -> [Int] {
    if let value = code93Alphabet.firstIndex(of: byte) { return [value] }
    let (dollar, percent, slash, plus) = (43, 44, 45, 46)
    func letter(_ offset: UInt8) -> Int { 10 + Int(offset) }
    switch byte {
    case 0x00: return [percent, letter(20)]
    case 0x01...0x1A: return [dollar, letter(byte - 0x01)]
    case 0x1B...0x1F: return [percent, letter(byte - 0x1B)]
    case 0x21...0x2F: return [slash, letter(byte - 0x21)]
    case 0x3A: return [slash, letter(25)]
    case 0x3B...0x3F: return [percent, letter(byte - 0x3B + 5)]
    case 0x40: return [percent, letter(21)]
    case 0x5B...0x5F: return [percent, letter(byte - 0x5B + 10)]
    case 0x60: return [percent, letter(22)]
    case 0x61...0x7A: return [plus, letter(byte - 0x61)]
    default: return [percent, letter(byte - 0x7B + 15)]
    }
  }

  /// The character below the bars; a space for one that has no form.
  static func printed(_ byte: UInt8) -> String {
    (0x20...0x7E).contains(byte) ? String(UnicodeScalar(byte)) : " "
  }
}
