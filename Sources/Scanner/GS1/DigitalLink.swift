// GS1 Digital Link: a web address that carries a GS1 key. Read here, never fetched.

/// A web address that names an item by its GS1 key.
///
/// GS1 Digital Link Standard: URI Syntax 1.6.0, chapters 4 and 5. The path ends in a primary key,
/// its value and the key's qualifiers in their order; the query may add attributes. Any host may
/// serve it. Nothing is ever fetched: what the address says stands in it.
package struct DigitalLink: Equatable, Sendable {
  /// The key first, then its qualifiers, then the attributes in the order they stood.
  package let elements: ElementString
  /// How many elements stand in the path: the key and its qualifiers.
  let pathCount: Int

  /// The longest address, in bytes; a QR code holds at most 4296 letters and digits.
  static let byteCountMax = 4096

  /// Reads an address.
  ///
  /// - Throws: why it is no Digital Link, or what is wrong in it and where.
  package init(parsing text: String) throws(LinkFault) {
    let source = Array(text.utf8)
    guard source.count <= Self.byteCountMax else { throw .notALink }
    let path = try Self.pathRange(in: source)
    var reader = LinkReader(source)
    try reader.readPath(path)
    pathCount = reader.elements.count
    if path.upperBound < source.count, source[path.upperBound] == UInt8(ascii: "?") {
      try reader.readQuery(from: path.upperBound + 1)
    }
    elements = ElementString(bytes: reader.bytes, elements: reader.elements)
    do {
      try elements.refuseContradictions()
    } catch {
      // The place is one of a value in the row that was built: give its place in the address.
      let index = reader.elements.firstIndex { $0.start == error.at } ?? 0
      throw .element(
        ElementFault(error.kind, at: reader.places[index], error.identifier))
    }
  }

  /// Where the path of an address stands, from its first slash to the query, fragment or end.
  private static func pathRange(in source: [UInt8]) throws(LinkFault) -> Range<Int> {
    let schemes = ["http://", "https://", "HTTP://", "HTTPS://"]
    guard let scheme = schemes.first(where: { source.starts(with: $0.utf8) }) else {
      let lower = schemes.contains {
        let head = source.prefix($0.utf8.count).map { byte in
          (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
        }
        return head == Array($0.utf8)
      }
      throw lower ? .mixedScheme : .notALink
    }
    let hostStart = scheme.utf8.count
    let stops = Array("/?#".utf8)
    let hostEnd = source[hostStart...].firstIndex { stops.contains($0) } ?? source.count
    guard hostEnd > hostStart, source.allSatisfy({ (0x21...0x7E).contains($0) }),
      source[hostStart..<hostEnd].allSatisfy({ isHostCharacter($0) })
    else { throw .notALink }
    let end =
      source[hostEnd...].firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
      ?? source.count
    return hostEnd..<end
  }

  /// Letters, digits and the marks of names, ports and numeric addresses (RFC 3986, 3.2).
  private static func isHostCharacter(_ byte: UInt8) -> Bool {
    let sets = CharacterSet.sets(of: byte)
    return sets & CharacterSet.label.rawValue != 0 && !"\"%<>?/".utf8.contains(byte)
      || "[]@".utf8.contains(byte)
  }

  /// The address in its one form: host `id.gs1.org`, the key and its qualifiers in the path, the
  /// attributes in the order of their identifiers, nothing else (chapter 4.12).
  ///
  /// Reading it again gives the same elements, in this order. A qualifier that stood in the query
  /// moves into the path, where it belongs.
  package var canonical: String {
    let all = elements.elements
    let key = all[0].identifier
    let orders =
      ElementTable.standard.row(of: key).flatMap { ElementTable.standard.rows[$0].qualifiers } ?? []
    let fixed = all[1..<pathCount].map(\.identifier.key)
    let order = orders.first { fixed.allSatisfy($0.contains) } ?? []
    let qualifiers = order.compactMap { key in all.dropFirst().first { $0.identifier.key == key } }
    let path = ([all[0]] + qualifiers).map {
      "/\($0.identifier.text)/\(PercentCode.encoded(elements.valueBytes($0)))"
    }
    var attributes: [ElementString.Element] = []
    for element in all.dropFirst() where !order.contains(element.identifier.key) {
      // What stands twice, with one value, is written once.
      if !attributes.contains(where: { $0.identifier == element.identifier }),
        element.identifier != key
      {
        attributes.append(element)
      }
    }
    let pairs = attributes.sorted { $0.identifier.text < $1.identifier.text }
      .map { "\($0.identifier.text)=\(PercentCode.encoded(elements.valueBytes($0)))" }
    let query = pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    return "https://id.gs1.org\(path.joined())\(query)"
  }
}

/// Why a text is no Digital Link.
package enum LinkFault: Error, Equatable, Sendable {
  /// Not a web address at all.
  case notALink
  /// `Http://`: the scheme must be all small or all capital letters.
  case mixedScheme
  /// A web address without a GS1 key in its path.
  case noKey
  /// A compressed link, which cannot be read without the network's tables.
  case compressed
  /// Words such as `/gtin/` in place of `01`, which the standard no longer has.
  case wordKey
  /// A key or value in it is wrong; the place is a byte of the address.
  case element(ElementFault)
}
