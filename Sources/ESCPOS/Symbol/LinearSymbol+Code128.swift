// Code 128 (ISO/IEC 15417): what a payload draws. How a payload is chosen is in Code128Path.swift.

/// One piece of the content of a Code 128.
package enum Code128Unit: Hashable, Sendable {
  /// A character up to U+00FF, by its ISO 8859-1 code.
  case character(UInt8)
  /// FNC1, which readers report as U+001D or as a GS1 symbol if it is first.
  case function1
  case function2
  case function3
}

extension LinearSymbol {
  private static let brace = UInt8(ascii: "{")

  /// The data names its code sets as `{A`, `{B`, `{C`, functions as `{1` to `{4`, the shift as
  /// `{S` and a brace as `{{` (Epson TM-T88III Programming Guide, appendix on CODE128).
  static func code128(_ payload: [UInt8]) throws(SymbolFault) -> Drawing {
    var reading = Code128Reading()
    var rest = payload[...]
    while let byte = rest.popFirst() {
      let position = rest.startIndex - 1
      var isUnderstood: Bool
      if byte == brace {
        guard let code = rest.popFirst() else { throw fault(.code128, byte, at: position) }
        isUnderstood = code == brace ? reading.take(brace) : reading.obey(code)
      } else {
        isUnderstood = reading.take(byte)
      }
      if reading.set == nil { isUnderstood = false }
      guard isUnderstood else { throw fault(.code128, byte, at: position) }
    }
    guard reading.values.count > 1 else { throw SymbolFault("Code 128", .empty) }
    return Drawing(reading.text, code128Elements(reading.values))
  }

  /// Bars of symbol characters, with the check character and the stop.
  static func code128Elements(_ values: [Int]) -> [UInt8] {
    let check = values.enumerated().reduce(0) { $0 + max(1, $1.offset) * $1.element } % 103
    return (values + [check, 106]).flatMap { code128Symbols[$0] }
  }

  /// The shortest payload that holds no real-time command.
  static func code128Payload(_ units: [Code128Unit]) throws(SymbolFault) -> [UInt8] {
    guard !units.isEmpty else { throw SymbolFault("Code 128", .empty) }
    // No set brings more than two characters into a byte, and a command has 255 at most.
    guard units.count <= 510 else {
      throw SymbolFault("Code 128", .tooLong(units.count, most: 510, unit: "characters"))
    }
    guard let payload = Code128Path.payload(of: units) else {
      throw SymbolFault("Code 128", .realTimeCommand(position: 0))
    }
    return payload
  }

  static func code128Units(_ text: String, _ kind: Kind) throws(SymbolFault) -> [Code128Unit] {
    var units: [Code128Unit] = []
    for (position, scalar) in text.unicodeScalars.enumerated() {
      guard scalar.value <= 0xFF else {
        throw SymbolFault(kind.name, .character(scalar, position: position))
      }
      units.append(.character(UInt8(scalar.value)))
    }
    return units
  }

  /// `GS k 79`: plain bytes, of which the printer makes what is shortest.
  static func automatic(_ payload: [UInt8]) throws(SymbolFault) -> Drawing {
    let chosen = try code128Payload(payload.map { .character($0) })
    return try code128(chosen)
  }

  static func automaticPayload(_ text: String) throws(SymbolFault) -> [UInt8] {
    try code128Units(text, .code128Automatic).compactMap { unit in
      if case .character(let byte) = unit { byte } else { nil }
    }
  }
}

/// A Code 128 payload being read from left to right.
private struct Code128Reading {
  private(set) var values: [Int] = []
  private(set) var text = ""
  private(set) var set: UInt8?
  private var isShifted = false
  /// FNC4 turns the next character into one above 0x7F, twice in a row all that follow.
  private var isHigh = false
  private var isHighLatched = false

  private let setA = UInt8(ascii: "A")
  private let setB = UInt8(ascii: "B")
  private let setC = UInt8(ascii: "C")

  /// A character of data; false if the set in force has none.
  mutating func take(_ byte: UInt8) -> Bool {
    var alphabet = set
    if isShifted { alphabet = set == setA ? setB : setA }
    switch alphabet {
    case setA where byte < 0x60: values.append(byte < 0x20 ? Int(byte) + 64 : Int(byte) - 32)
    case setB where (0x20...0x7F).contains(byte): values.append(Int(byte) - 32)
    case setC where byte < 100:
      values.append(Int(byte))
      text += byte < 10 ? "0\(byte)" : "\(byte)"
      return true
    default: return false
    }
    let code = isHigh != isHighLatched ? byte | 0x80 : byte
    text += code < 0xA0 ? LinearSymbol.printed(code) : String(UnicodeScalar(code))
    isShifted = false
    isHigh = false
    return true
  }

  /// What follows a brace; false if the set in force has no such function.
  mutating func obey(_ code: UInt8) -> Bool {
    guard !isShifted else { return false }
    switch code {
    case setA...setC:
      let index = Int(code - setA)
      // To name the set in force draws nothing: its value would mean FNC4.
      if set == nil {
        values.append(103 + index)
      } else if set != code {
        values.append(101 - index)
      }
      set = code
    case UInt8(ascii: "1"): values.append(102)
    case UInt8(ascii: "2") where set != setC: values.append(97)
    case UInt8(ascii: "3") where set != setC: values.append(96)
    case UInt8(ascii: "4") where set != setC:
      values.append(set == setA ? 101 : 100)
      if isHigh { isHighLatched.toggle() }
      isHigh.toggle()
    case UInt8(ascii: "S") where set != setC:
      values.append(98)
      isShifted = true
    default: return false
    }
    return true
  }
}
