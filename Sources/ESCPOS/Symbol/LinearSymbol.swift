// Barcodes as bars: Code 128 and EAN-13, from text or from what `GS k` carries. The element tables
// are in LinearSymbol+Tables.swift.

package import Values

/// A barcode that the printer draws by itself and that a preview can draw too.
package struct LinearSymbol: Hashable, Sendable {
  /// The symbology; the raw value is that of `GS k` function B.
  package enum Kind: UInt8, Sendable {
    case ean13 = 67
    case code128 = 73
  }

  /// Modules of white that readers need, both sides together.
  static let quietModules = 20

  package let kind: Kind
  /// What a person reads below the bars.
  package let text: String
  /// The data as `GS k` carries it.
  package let payload: [UInt8]
  /// Widths of bars and spaces in modules, in turn, a bar first and last.
  package let elements: [UInt8]

  /// The width in modules, quiet zones left out.
  package var moduleCount: Int { elements.reduce(0) { $0 + Int($1) } }

  /// A Code 128 of printable ASCII, or nil for other characters, none at all, or more than 120.
  ///
  /// All in code set B. Set C would halve the width of digits, but sends pairs of them as bytes
  /// below 100, among which are the real-time commands that open a drawer.
  package init?(code128 text: String) {
    let data = Array(text.utf8)
    guard (1...120).contains(data.count), data.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      return nil
    }
    let brace = UInt8(ascii: "{")
    let payload =
      [brace, UInt8(ascii: "B")] + data.flatMap { $0 == brace ? [brace, brace] : [$0] }
    self.init(kind: .code128, payload: payload)
  }

  /// The EAN-13 of a GTIN, or nil for one that has a fourteenth digit.
  package init?(ean13 gtin: GTIN) {
    guard gtin.digits.first == "0" else { return nil }
    self.init(kind: .ean13, payload: Array(gtin.digits.utf8.dropFirst()))
  }

  /// The symbol that a printer makes of `GS k` data, or nil where it prints nothing.
  init?(kind: Kind, payload: [UInt8]) {
    let drawn: (text: String, elements: [UInt8])? =
      switch kind {
      case .ean13: Self.ean13(payload)
      case .code128: Self.code128(payload)
      }
    guard let drawn else { return nil }
    self.kind = kind
    self.payload = payload
    (text, elements) = drawn
  }

  /// ISO/IEC 15420: the first digit is in the choice between the two left-hand digit sets.
  private static func ean13(_ payload: [UInt8]) -> (text: String, elements: [UInt8])? {
    var digits = payload
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    if digits.count == 12 { digits.append(0x30 + UInt8(GTIN.checkDigit(of: digits))) }
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.count == 13, (try? GTIN(text)) != nil else { return nil }
    let values = digits.map { Int($0 - 0x30) }
    var elements: [UInt8] = [1, 1, 1]
    for (position, value) in values[1...6].enumerated() {
      let mirrored = ean13Parity[values[0]] >> (5 - position) & 1 == 1
      elements += mirrored ? ean13Digits[value].reversed() : ean13Digits[value]
    }
    elements += [1, 1, 1, 1, 1]
    for value in values[7...12] { elements += ean13Digits[value] }
    return (text, elements + [1, 1, 1])
  }

  /// ISO/IEC 15417; the data names its code sets as `{A`, `{B`, `{C` and a brace as `{{`.
  private static func code128(_ payload: [UInt8]) -> (text: String, elements: [UInt8])? {
    var values: [Int] = []
    var text = ""
    var set: UInt8?
    var rest = payload[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "{") {
        guard let code = rest.popFirst() else { return nil }
        switch code {
        case UInt8(ascii: "A")...UInt8(ascii: "C"):
          let index = Int(code - UInt8(ascii: "A"))
          if set == nil { values.append(103 + index) } else { values.append(101 - index) }
          set = code
          continue
        case UInt8(ascii: "1") where set != nil:
          values.append(102)
          continue
        case UInt8(ascii: "{") where set == UInt8(ascii: "B"): break
        default: return nil
        }
      }
      switch set {
      case UInt8(ascii: "A") where byte < 0x60:
        values.append(byte < 0x20 ? Int(byte) + 64 : Int(byte) - 32)
      case UInt8(ascii: "B") where (0x20...0x7F).contains(byte):
        values.append(Int(byte) - 32)
      case UInt8(ascii: "C") where byte < 100:
        values.append(Int(byte))
        text += byte < 10 ? "0\(byte)" : "\(byte)"
        continue
      default: return nil
      }
      text.append(CodePage.cp437.character(for: byte))
    }
    guard values.count > 1 else { return nil }
    let check = values.enumerated().reduce(0) { $0 + max(1, $1.offset) * $1.element } % 103
    return (text, (values + [check, 106]).flatMap { code128Symbols[$0] })
  }
}
