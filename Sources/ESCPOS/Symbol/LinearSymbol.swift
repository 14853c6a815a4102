// Barcodes as bars: every kind of `GS k`, from text or from what the command carries. Each family
// has its own file beside this one; the element tables are in LinearSymbol+Tables.swift.

package import Values

/// A barcode that the printer draws by itself and that a preview can draw too.
///
/// Made from text, it holds only what its symbology can hold, with a right check digit, and its
/// `payload` never holds a real-time command.
package struct LinearSymbol: Hashable, Sendable {
  package let kind: Kind
  /// What a person reads below the bars; a space for what has no printable form.
  package let text: String
  /// The data as `GS k` function B carries it.
  package let payload: [UInt8]
  /// Widths of bars and spaces in modules, in turn, a bar first and last; wide elements are 3.
  ///
  /// Empty for the GS1 DataBar kinds, which a `SymbolArtist` draws.
  package let elements: [UInt8]
  /// The width in modules, quiet zones left out; at most this for `dataBarExpanded`.
  package let moduleCount: Int

  /// What one symbology makes of a payload.
  struct Drawing {
    let text: String
    let elements: [UInt8]
    let moduleCount: Int

    init(_ text: String, _ elements: [UInt8]) {
      self.text = text
      self.elements = elements
      moduleCount = elements.reduce(0) { $0 + Int($1) }
    }

    init(_ text: String, moduleCount: Int) {
      self.text = text
      elements = []
      self.moduleCount = moduleCount
    }
  }

  /// The symbol of a kind that holds this text.
  ///
  /// Check digits may be left out of UPC, EAN and DataBar numbers and are verified where given.
  /// GS1-128 and DataBar Expanded take element strings with their identifiers in brackets, as in
  /// `(01)09501101530003(10)AB-1`; a Code 128 takes characters up to U+00FF.
  /// - Throws: what is wrong with the text, and where.
  package init(_ kind: Kind, _ text: String) throws(SymbolFault) {
    guard !text.isEmpty else { throw SymbolFault(kind.name, .empty) }
    let payload: [UInt8] =
      switch kind {
      case .upcE: try Self.upcEPayload(text)
      case .code39: try Self.code39Payload(text)
      case .codabar: try Self.codabarPayload(text)
      case .code128: try Self.code128Payload(Self.code128Units(text, kind))
      case .code128Automatic: try Self.automaticPayload(text)
      case .gs1Code128, .dataBarExpanded: try GS1Elements(text, kind).payload
      case .dataBar, .dataBarTruncated, .dataBarLimited: try Self.dataBarPayload(text, kind)
      case .upcA, .ean13, .ean8, .itf, .code93: try Self.bytes(of: text, kind)
      }
    try self.init(checking: payload, kind)
  }

  /// A Code 128 of characters and function characters, in as few symbol characters as can be.
  ///
  /// - Throws: what is wrong with the content.
  package init(code128 units: [Code128Unit]) throws(SymbolFault) {
    try self.init(checking: try Self.code128Payload(units), .code128)
  }

  /// A Code 128 of printable ASCII, or nil for other characters, none at all, or more than 120.
  package init?(code128 text: String) {
    let data = Array(text.utf8)
    guard (1...120).contains(data.count), data.allSatisfy({ (0x20...0x7E).contains($0) }),
      let symbol = try? LinearSymbol(.code128, text)
    else { return nil }
    self = symbol
  }

  /// The EAN-13 of a GTIN, or nil for one that has a fourteenth digit.
  package init?(ean13 gtin: GTIN) {
    guard gtin.digits.first == "0" else { return nil }
    self.init(kind: .ean13, payload: Array(gtin.digits.utf8.dropFirst()))
  }

  /// The symbol that a printer makes of `GS k` data, or nil where it prints nothing.
  ///
  /// - Parameters:
  ///   - kind: by the function B number; function A numbers are 65 lower and carry the same data.
  ///   - payload: any bytes at all, from an untrusted job.
  package init?(kind: Kind, payload: [UInt8]) {
    guard let drawing = try? Self.drawing(of: payload, kind) else { return nil }
    self.init(drawing, payload, kind)
  }

  private init(_ drawing: Drawing, _ payload: [UInt8], _ kind: Kind) {
    self.kind = kind
    self.payload = payload
    text = drawing.text
    elements = drawing.elements
    moduleCount = drawing.moduleCount
  }

  /// The symbol of a payload that is about to be sent.
  private init(checking payload: [UInt8], _ kind: Kind) throws(SymbolFault) {
    guard payload.count <= 255 else {
      throw SymbolFault(kind.name, .tooLong(payload.count, most: 255, unit: "bytes"))
    }
    self.init(try Self.drawing(of: payload, kind), payload, kind)
    // The count before the data may be the first byte of a real-time command too.
    if let position = LiveBytes.first(in: [UInt8(payload.count)] + payload) {
      throw SymbolFault(kind.name, .realTimeCommand(position: max(0, position - 1)))
    }
  }

  /// What a printer makes of the payload, and what is wrong with it if it makes nothing.
  static func drawing(of payload: [UInt8], _ kind: Kind) throws(SymbolFault) -> Drawing {
    guard !payload.isEmpty else { throw SymbolFault(kind.name, .empty) }
    switch kind {
    case .upcA: return try upcA(payload)
    case .upcE: return try upcE(payload)
    case .ean13: return try ean13(payload)
    case .ean8: return try ean8(payload)
    case .code39: return try code39(payload)
    case .itf: return try itf(payload)
    case .codabar: return try codabar(payload)
    case .code93: return try code93(payload)
    case .code128: return try code128(payload)
    case .code128Automatic: return try automatic(payload)
    case .gs1Code128: return try gs1Code128(payload)
    case .dataBar, .dataBarTruncated, .dataBarLimited: return try dataBar(payload, kind)
    case .dataBarExpanded: return try dataBarExpanded(payload)
    }
  }

  /// The text as bytes, all of them ASCII.
  static func bytes(of text: String, _ kind: Kind) throws(SymbolFault) -> [UInt8] {
    var bytes: [UInt8] = []
    for (position, scalar) in text.unicodeScalars.enumerated() {
      guard scalar.isASCII else {
        throw SymbolFault(kind.name, .character(scalar, position: position))
      }
      bytes.append(UInt8(scalar.value))
    }
    return bytes
  }

  static func fault(_ kind: Kind, _ byte: UInt8, at position: Int) -> SymbolFault {
    SymbolFault(kind.name, .character(Unicode.Scalar(byte), position: position))
  }
}
