// Barcodes of narrow and wide elements: Code 39 (ISO/IEC 16388), Interleaved 2 of 5 (ISO/IEC
// 16390) and Codabar (EN 798, AIM BC3).

extension LinearSymbol {
  private static let star = UInt8(ascii: "*")

  /// Code 39: a star at both ends may be sent or left out; the printer draws it in any case.
  ///
  /// A star within the data would end the symbol there and print the rest as text.
  static func code39(_ payload: [UInt8]) throws(SymbolFault) -> Drawing {
    var data = payload
    if data.count >= 2, data.first == star, data.last == star {
      data = Array(data.dropFirst().dropLast())
    }
    guard !data.isEmpty else { throw SymbolFault("Code 39", .empty) }
    let shift = payload.count > data.count ? 1 : 0
    var elements: [UInt8] = []
    for (position, byte) in ([star] + data + [star]).enumerated() {
      let isEnd = position == 0 || position == data.count + 1
      guard isEnd || byte != star, let bars = code39Characters[byte] else {
        throw fault(.code39, byte, at: position - 1 + shift)
      }
      if position > 0 { elements.append(1) }
      elements += bars
    }
    return Drawing("*" + String(decoding: data, as: UTF8.self) + "*", elements)
  }

  /// The data without its stars.
  static func code39Payload(_ text: String) throws(SymbolFault) -> [UInt8] {
    let data = try bytes(of: text, .code39)
    _ = try code39(data)
    return data.first == star ? Array(data.dropFirst().dropLast()) : data
  }

  /// Interleaved 2 of 5: pairs of digits, the first in the bars and the second in the spaces.
  ///
  /// An odd number of digits is refused: printers drop the last one.
  static func itf(_ payload: [UInt8]) throws(SymbolFault) -> Drawing {
    try requireDigits(payload, .itf)
    guard payload.count.isMultiple(of: 2) else {
      throw SymbolFault("ITF", .length(payload.count, allowed: "an even number of digits"))
    }
    var elements: [UInt8] = [1, 1, 1, 1]
    for pair in stride(from: 0, to: payload.count, by: 2) {
      let bars = itfDigits[Int(payload[pair] - 0x30)]
      let spaces = itfDigits[Int(payload[pair + 1] - 0x30)]
      for (bar, space) in zip(bars, spaces) { elements += [bar, space] }
    }
    return Drawing(String(decoding: payload, as: UTF8.self), elements + [3, 1, 1])
  }

  /// Codabar: the data brings its own start and stop letters, in capitals or not.
  static func codabar(_ payload: [UInt8]) throws(SymbolFault) -> Drawing {
    let data = payload.map { (0x61...0x64).contains($0) ? $0 - 0x20 : $0 }
    var elements: [UInt8] = []
    for (position, byte) in data.enumerated() {
      guard let bars = codabarCharacters[byte] else {
        throw fault(.codabar, payload[position], at: position)
      }
      let isEnd = position == 0 || position == data.count - 1
      guard isEnd == (0x41...0x44).contains(byte), data.count >= 2 else {
        throw SymbolFault("Codabar", .startStop)
      }
      if position > 0 { elements.append(1) }
      elements += bars
    }
    return Drawing(String(decoding: data, as: UTF8.self), elements)
  }

  /// The data with its start and stop in capitals, which every printer takes.
  static func codabarPayload(_ text: String) throws(SymbolFault) -> [UInt8] {
    let data = try bytes(of: text, .codabar)
    return Array(try codabar(data).text.utf8)
  }
}
