// EAN-13, EAN-8, UPC-A and UPC-E (ISO/IEC 15420).

internal import Values

extension LinearSymbol {
  private static let guardBars: [UInt8] = [1, 1, 1]
  private static let middle: [UInt8] = [1, 1, 1, 1, 1]

  static func ean13(_ payload: [UInt8]) throws(SymbolFault) -> Drawing {
    let digits = try number(payload, 13, .ean13)
    return Drawing(String(decoding: digits, as: UTF8.self), thirteen(digits))
  }

  static func upcA(_ payload: [UInt8]) throws(SymbolFault) -> Drawing {
    let digits = try number(payload, 12, .upcA)
    // The bars of a UPC-A are those of the EAN-13 with a leading zero.
    return Drawing(String(decoding: digits, as: UTF8.self), thirteen([0x30] + digits))
  }

  static func ean8(_ payload: [UInt8]) throws(SymbolFault) -> Drawing {
    let digits = try number(payload, 8, .ean8)
    let bars = digits.map { eanDigits[Int($0 - 0x30)] }
    let elements =
      guardBars + bars[..<4].flatMap { $0 } + middle + bars[4...].flatMap { $0 } + guardBars
    return Drawing(String(decoding: digits, as: UTF8.self), elements)
  }

  /// A UPC-E from 6 digits, 7 or 8 that begin with 0, or the 11 or 12 of its UPC-A.
  static func upcE(_ payload: [UInt8]) throws(SymbolFault) -> Drawing {
    try requireDigits(payload, .upcE)
    let short: [UInt8]
    let check: Int
    switch payload.count {
    case 11, 12:
      let long = try number(payload, 12, .upcE)
      short = try shortened(long)
      check = Int(long[11] - 0x30)
    case 6...8:
      if payload.count > 6, payload[0] != 0x30 { throw SymbolFault("UPC-E", .notShortenable) }
      short = payload.count == 6 ? payload : Array(payload[1...6])
      check = GTIN.checkDigit(of: lengthened(short))
      let found = payload.count == 8 ? Int(payload[7] - 0x30) : check
      guard found == check else {
        throw SymbolFault("UPC-E", .checkDigit(found: found, expected: check))
      }
    default:
      throw SymbolFault("UPC-E", .length(payload.count, allowed: "6, 7, 8, 11 or 12 digits"))
    }
    var elements = guardBars
    for (position, digit) in short.enumerated() {
      let bars = eanDigits[Int(digit - 0x30)]
      let mirrored = upcEParity[check] >> (5 - position) & 1 == 1
      elements += mirrored ? bars.reversed() : bars
    }
    let text = String(decoding: [0x30] + short, as: UTF8.self) + "\(check)"
    return Drawing(text, elements + [1, 1, 1, 1, 1, 1])
  }

  /// The number as the UPC-A that it stands for, the only form that all printers take.
  ///
  /// Old manuals list 11 and 12 digits alone (Ithaca PcOS 80PLUS, p. 99; Toshiba B-EP4, 8-65).
  static func upcEPayload(_ text: String) throws(SymbolFault) -> [UInt8] {
    let digits = try bytes(of: text, .upcE)
    _ = try upcE(digits)
    if digits.count > 10 { return try number(digits, 12, .upcE) }
    let long = lengthened(digits.count == 6 ? digits : Array(digits[1...6]))
    return long + [0x30 + UInt8(GTIN.checkDigit(of: long))]
  }

  /// The digits with their check digit, which is calculated or verified.
  static func number(
    _ payload: [UInt8], _ count: Int, _ kind: Kind
  ) throws(SymbolFault) -> [UInt8] {
    try requireDigits(payload, kind)
    guard payload.count == count || payload.count == count - 1 else {
      throw SymbolFault(
        kind.name, .length(payload.count, allowed: "\(count - 1) or \(count) digits"))
    }
    let expected = GTIN.checkDigit(of: payload.prefix(count - 1))
    guard payload.count == count else { return payload + [0x30 + UInt8(expected)] }
    let found = Int(payload[count - 1] - 0x30)
    guard found == expected else {
      throw SymbolFault(kind.name, .checkDigit(found: found, expected: expected))
    }
    return payload
  }

  static func requireDigits(_ payload: [UInt8], _ kind: Kind) throws(SymbolFault) {
    if let position = payload.firstIndex(where: { !(0x30...0x39).contains($0) }) {
      throw fault(kind, payload[position], at: position)
    }
  }

  /// The first digit is in the choice between the two left-hand digit sets.
  private static func thirteen(_ digits: [UInt8]) -> [UInt8] {
    let values = digits.map { Int($0 - 0x30) }
    var elements = guardBars
    for (position, value) in values[1...6].enumerated() {
      let mirrored = ean13Parity[values[0]] >> (5 - position) & 1 == 1
      elements += mirrored ? eanDigits[value].reversed() : eanDigits[value]
    }
    elements += middle
    for value in values[7...12] { elements += eanDigits[value] }
    return elements + guardBars
  }

  /// The six digits of a UPC-A whose zeros can be left out (ISO/IEC 15420, 4.2.3.2).
  private static func shortened(_ long: [UInt8]) throws(SymbolFault) -> [UInt8] {
    let d = Array(long[1...10])
    func zeros(_ range: ClosedRange<Int>) -> Bool { d[range].allSatisfy { $0 == 0x30 } }
    if long[0] == 0x30 {
      if d[2] <= 0x32, zeros(3...6) { return [d[0], d[1], d[7], d[8], d[9], d[2]] }
      if zeros(3...7) { return [d[0], d[1], d[2], d[8], d[9], 0x33] }
      if zeros(4...8) { return [d[0], d[1], d[2], d[3], d[9], 0x34] }
      if zeros(5...8), d[9] >= 0x35 { return [d[0], d[1], d[2], d[3], d[4], d[9]] }
    }
    throw SymbolFault("UPC-E", .notShortenable)
  }

  /// The eleven digits that six stand for.
  private static func lengthened(_ d: [UInt8]) -> [UInt8] {
    let zero: UInt8 = 0x30
    switch d[5] {
    case 0x30...0x32:
      return [zero, d[0], d[1], d[5], zero, zero, zero, zero, d[2], d[3], d[4]]
    case 0x33: return [zero, d[0], d[1], d[2], zero, zero, zero, zero, zero, d[3], d[4]]
    case 0x34: return [zero, d[0], d[1], d[2], d[3], zero, zero, zero, zero, zero, d[4]]
    default: return [zero, d[0], d[1], d[2], d[3], d[4], zero, zero, zero, zero, d[5]]
    }
  }
}
