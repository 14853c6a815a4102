// GS1 element strings as printers take them in GS1-128 and DataBar Expanded: identifiers in
// brackets, and a separator only where one is needed. What the identifiers mean is not here.

internal import Values

/// The elements of one GS1 symbol.
struct GS1Elements {
  private let elements: [(identifier: [UInt8], value: [UInt8])]

  /// The elements of `(01)09501101530003(10)AB-1`.
  ///
  /// An opening bracket begins an identifier where two to four digits and a closing one follow;
  /// elsewhere brackets are data. Lengths and check digits are verified where the identifier fixes
  /// them: GS1 General Specifications, figure 7.8.5-2 and section 7.9.
  init(_ text: String, _ kind: LinearSymbol.Kind) throws(SymbolFault) {
    let bytes = try LinearSymbol.bytes(of: text, kind)
    var elements: [(identifier: [UInt8], value: [UInt8])] = []
    var position = 0
    while position < bytes.count {
      if let identifier = Self.identifier(in: bytes[position...]) {
        elements.append((identifier, []))
        position += identifier.count + 2
        continue
      }
      guard !elements.isEmpty else {
        throw SymbolFault(kind.name, .elementString(position: position))
      }
      guard Self.isData(bytes[position]) else {
        throw LinearSymbol.fault(kind, bytes[position], at: position)
      }
      elements[elements.count - 1].value.append(bytes[position])
      position += 1
    }
    for element in elements {
      guard Self.isWellFormed(element.identifier, element.value) else {
        let name = String(decoding: element.identifier, as: UTF8.self)
        throw SymbolFault(kind.name, .identifier(name))
      }
    }
    self.elements = elements
  }

  /// The data of `GS k`.
  ///
  /// Brackets are for the eye, `{1` is FNC1, and data that looks like either is marked with a brace
  /// (Epson ColorWorks C6500 technical reference, p. 87).
  var payload: [UInt8] {
    var payload: [UInt8] = []
    for (index, element) in elements.enumerated() {
      payload += Array("(".utf8) + element.identifier + Array(")".utf8)
      for byte in element.value {
        if Array("()*{".utf8).contains(byte) { payload.append(UInt8(ascii: "{")) }
        payload.append(byte)
      }
      let isLast = index == elements.count - 1
      if !isLast, Self.fixedLength(element.identifier) == nil { payload += Array("{1".utf8) }
    }
    return payload
  }

  private static func identifier(in bytes: ArraySlice<UInt8>) -> [UInt8]? {
    guard bytes.first == UInt8(ascii: "(") else { return nil }
    let digits = bytes.dropFirst().prefix(5).prefix { (0x30...0x39).contains($0) }
    guard digits.endIndex < bytes.endIndex, bytes[digits.endIndex] == UInt8(ascii: ")"),
      digits.count == identifierLength(Array(digits))
    else { return nil }
    return Array(digits)
  }

  /// How many digits an identifier has, by its first two.
  private static func identifierLength(_ digits: [UInt8]) -> Int {
    guard digits.count >= 2 else { return 0 }
    switch Int(digits[0] - 0x30) * 10 + Int(digits[1] - 0x30) {
    case 0...22, 30, 37, 90...99: return 2
    case 23...25, 40...42, 71: return 3
    default: return 4
    }
  }

  /// Digits of the value where an identifier fixes them, so that nothing need end it.
  static func fixedLength(_ identifier: [UInt8]) -> Int? {
    guard identifier.count >= 2 else { return nil }
    switch Int(identifier[0] - 0x30) * 10 + Int(identifier[1] - 0x30) {
    case 0: return 18
    case 1...3: return 14
    case 4: return 16
    case 11...19: return 6
    case 20: return 2
    case 31...36: return 6
    case 41: return 13
    default: return nil
    }
  }

  private static func isWellFormed(_ identifier: [UInt8], _ value: [UInt8]) -> Bool {
    guard let length = fixedLength(identifier) else { return (1...90).contains(value.count) }
    guard value.count == length, value.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return false
    }
    let hasCheckDigit =
      identifier.count == 2 && identifier[0] == 0x30 && identifier[1] <= 0x33
      || identifier.count == 3 && identifier[0] == 0x34 && identifier[1] == 0x31
    guard hasCheckDigit else { return true }
    return GTIN.checkDigit(of: value.dropLast()) == Int(value[length - 1] - 0x30)
  }

  /// The invariant characters of GS1 (General Specifications, figure 7.11-1).
  private static func isData(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x22, 0x25...0x2F, 0x30...0x39, 0x3A...0x3F, 0x41...0x5A, 0x5F, 0x61...0x7A: true
    default: false
    }
  }
}

extension LinearSymbol {
  /// What a printer reads from a GS1 payload: content, and the text below the bars.
  static func gs1Units(
    _ payload: [UInt8], _ kind: Kind
  ) throws(SymbolFault) -> (units: [Code128Unit], text: String) {
    var units: [Code128Unit] = []
    var text = ""
    var rest = payload[...]
    while let byte = rest.popFirst() {
      let position = rest.startIndex - 1
      switch byte {
      case UInt8(ascii: "{"):
        switch rest.popFirst() {
        case UInt8(ascii: "1"):
          units.append(.function1)
          text += " "
        case UInt8(ascii: "3") where kind == .gs1Code128: units.append(.function3)
        case .some(let literal) where Array("()*{".utf8).contains(literal):
          units.append(.character(literal))
          text += printed(literal)
        default: throw fault(kind, byte, at: position)
        }
      case UInt8(ascii: "("), UInt8(ascii: ")"): text += printed(byte)
      // Some models skip a star and others put a check digit in its place: it is never sent.
      case UInt8(ascii: "*"), 0x80...: throw fault(kind, byte, at: position)
      default:
        units.append(.character(byte))
        text += printed(byte)
      }
    }
    guard !units.isEmpty else { throw SymbolFault(kind.name, .empty) }
    return (units, text)
  }

  /// A Code 128 that begins with FNC1; the printer adds it and chooses the code sets.
  static func gs1Code128(_ payload: [UInt8]) throws(SymbolFault) -> Drawing {
    let content = try gs1Units(payload, .gs1Code128)
    return Drawing(
      content.text, try code128(code128Payload([.function1] + content.units)).elements)
  }

  /// The DataBar kinds of one GTIN: 13 digits are sent and the printer adds the check digit.
  static func dataBar(_ payload: [UInt8], _ kind: Kind) throws(SymbolFault) -> Drawing {
    let digits = try number(payload, 14, kind)
    guard payload.count == 13 else {
      throw SymbolFault(kind.name, .length(payload.count, allowed: "13 digits"))
    }
    if kind == .dataBarLimited, digits[0] > 0x31 { throw fault(kind, digits[0], at: 0) }
    return Drawing(
      "(01)" + String(decoding: digits, as: UTF8.self), moduleCount: kind.dataBarModules ?? 96)
  }

  static func dataBarPayload(_ text: String, _ kind: Kind) throws(SymbolFault) -> [UInt8] {
    Array(try number(try bytes(of: text, kind), 14, kind).dropLast())
  }

  /// GS1 DataBar Expanded in one row.
  ///
  /// The bars are an artist's; the width counted here is that of the least compact way to write
  /// the data (ISO/IEC 24724, 7.2.5), so that what is said to fit does fit.
  static func dataBarExpanded(_ payload: [UInt8]) throws(SymbolFault) -> Drawing {
    let content = try gs1Units(payload, .dataBarExpanded)
    let isNumeric = content.units.allSatisfy { unit in
      if case .character(let byte) = unit { (0x30...0x39).contains(byte) } else { true }
    }
    let count = content.units.count
    let bits = 5 + (isNumeric ? (count + 1) / 2 * 7 : 9 + count * 8)
    let characters = max(4, (bits + 11) / 12 + 1)
    return Drawing(content.text, moduleCount: characters * 17 + (characters + 1) / 2 * 15 + 4)
  }
}
