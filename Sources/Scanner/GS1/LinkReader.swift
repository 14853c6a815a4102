// Reads the path and query of a Digital Link into elements.

/// Collects the elements of a link as an element string's bytes, with their places in the address.
struct LinkReader {
  private let source: [UInt8]
  private(set) var bytes: [UInt8] = []
  private(set) var elements: [ElementString.Element] = []
  /// Where the value of each element begins in the address.
  private(set) var places: [Int] = []

  init(_ source: [UInt8]) { self.source = source }

  /// Reads the rightmost key of the path with its qualifiers.
  ///
  /// The path is taken in pairs from its end, since what stands before the key may look like one.
  mutating func readPath(_ path: Range<Int>) throws(LinkFault) {
    let segments = source[path].split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
    ).dropFirst()
    let all = Array(segments)
    var place = all.count - 2
    while place >= 0, let identifier = Self.identifier(all[place]),
      let row = ElementTable.standard.row(of: identifier)
    {
      if let orders = ElementTable.standard.rows[row].qualifiers {
        try append(identifier, all[place + 1])
        return try readQualifiers(Array(all[(place + 2)...]), orders)
      }
      place -= 2
    }
    if let unknown = all.dropLast().last(where: Self.isKeyWord) {
      _ = unknown
      throw .wordKey
    }
    throw all.last.map(Self.looksCompressed) == true ? .compressed : .noKey
  }

  /// Reads the pairs behind the key, in one of the orders that the key allows.
  private mutating func readQualifiers(
    _ segments: [ArraySlice<UInt8>], _ orders: [[UInt16]]
  ) throws(LinkFault) {
    var seen: [UInt16] = []
    for index in stride(from: 0, to: segments.count - 1, by: 2) {
      guard let identifier = Self.identifier(segments[index]) else { throw .noKey }
      seen.append(identifier.key)
      guard orders.contains(where: { Self.isInOrder(seen, $0) }) else {
        throw .element(
          ElementFault(.qualifierOrder, at: segments[index].startIndex, identifier))
      }
      try append(identifier, segments[index + 1])
    }
  }

  /// Whether some of an order's qualifiers stand in that order.
  private static func isInOrder(_ seen: [UInt16], _ order: [UInt16]) -> Bool {
    var rest = order[...]
    for key in seen {
      guard let place = rest.firstIndex(of: key) else { return false }
      rest = rest[(place + 1)...]
    }
    return true
  }

  /// Reads the attributes of a query; keys that are no identifiers are somebody else's.
  mutating func readQuery(from start: Int) throws(LinkFault) {
    let end = source[start...].firstIndex(of: UInt8(ascii: "#")) ?? source.count
    for pair in source[start..<end].split(separator: UInt8(ascii: "&")) {
      guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
        let identifier = Self.identifier(pair[..<equals]),
        let row = ElementTable.standard.row(of: identifier)
      else { continue }
      guard ElementTable.standard.rows[row].isLinkAttribute else {
        throw .element(ElementFault(.notAnAttribute, at: pair.startIndex, identifier))
      }
      try append(identifier, pair[(equals + 1)...])
    }
  }

  private mutating func append(
    _ identifier: ApplicationIdentifier, _ part: ArraySlice<UInt8>
  ) throws(LinkFault) {
    let table = ElementTable.standard
    let value = PercentCode.decoded(part)
    if let fault = value.fault {
      throw .element(ElementFault(.character, at: fault, identifier))
    }
    guard let row = table.row(of: identifier) else {
      throw .element(ElementFault(.unknownIdentifier, at: part.startIndex))
    }
    do {
      try ElementString.check(
        value.bytes.span, 0..<value.bytes.count, table.shapes[row], identifier, table)
    } catch {
      throw .element(
        ElementFault(error.kind, at: value.places[error.at], error.identifier))
    }
    bytes += identifier.digits
    places.append(part.startIndex)
    elements.append(
      .init(identifier: identifier, start: bytes.count, count: value.bytes.count))
    bytes += value.bytes
    bytes.append(ElementString.separator)
  }

  private static func identifier(_ segment: ArraySlice<UInt8>) -> ApplicationIdentifier? {
    ApplicationIdentifier(String(decoding: segment, as: UTF8.self))
  }

  /// The words that early releases of the standard allowed for keys.
  private static func isKeyWord(_ segment: ArraySlice<UInt8>) -> Bool {
    let words = [
      "gtin", "itip", "cpid", "gln", "party", "gsrnp", "gsrn", "gcn", "sscc", "gdti", "ginc",
      "gsin", "grai", "giai", "gmn",
    ]
    return words.contains(String(decoding: segment, as: UTF8.self).lowercased())
  }

  /// A single long run of base 64 for links, as the compressed form is.
  private static func looksCompressed(_ segment: ArraySlice<UInt8>) -> Bool {
    let base64 = CharacterSet.base64.rawValue
    return segment.count >= 9
      && segment.allSatisfy { CharacterSet.sets(of: $0) & base64 != 0 }
      && segment.contains { Digits.isDigit($0) }
      && segment.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
      && segment.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
  }
}
