// Element strings written out: as a scanner sends them, and as people read them.

extension ElementString {
  /// The row as a scanner sends it, in its shortest form: separators only where they are needed.
  ///
  /// Reading it again gives the same elements.
  package var text: String {
    var bytes: [UInt8] = []
    let table = ElementTable.standard
    for (index, element) in elements.enumerated() {
      bytes += element.identifier.digits
      bytes += valueBytes(element)
      let row = Int(table.rowOfKey[Int(element.identifier.key)])
      if index + 1 < elements.count, !table.shapes[row].isPredefined {
        bytes.append(Self.separator)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The human readable interpretation: `(01)09506000134352(10)ABC` (GS1 General Specifications
  /// 4.15).
  package var hri: String { elements.map(hri).joined() }

  /// One element of it.
  package func hri(_ element: Element) -> String {
    "(\(element.identifier.text))\(value(element))"
  }

  /// The elements of a bracketed text such as `(01)09506000134352(10)ABC`.
  ///
  /// A value that holds a bracket itself is cut where `(`, the digits of an identifier and `)`
  /// follow each other, so a bracketed text cannot carry every value; a scanner's own text can.
  ///
  /// - Throws: the first thing that is wrong, at the byte of the bracketed text.
  package init(bracketed text: String) throws(ElementFault) {
    let source = Array(text.utf8)
    let table = ElementTable.standard
    let openings = source.indices.filter { Self.identifier(openedAt: $0, in: source) != nil }
    guard openings.first == 0 else { throw ElementFault(.noIdentifier, at: 0) }
    var bytes: [UInt8] = []
    var elements: [Element] = []
    for (index, opening) in openings.enumerated() {
      let end = index + 1 < openings.count ? openings[index + 1] : source.count
      guard let identifier = Self.identifier(openedAt: opening, in: source),
        let row = table.row(of: identifier)
      else { throw ElementFault(.unknownIdentifier, at: opening + 1) }
      let value = opening + Int(identifier.count) + 2..<end
      try Self.check(source.span, value, table.shapes[row], identifier, table)
      bytes += identifier.digits
      elements.append(.init(identifier: identifier, start: bytes.count, count: value.count))
      bytes += source[value]
      bytes.append(Self.separator)
    }
    self.init(bytes: bytes, elements: elements)
    do {
      try refuseContradictions()
    } catch {
      // In the text two brackets stand for each separator here, so each element is a byte further.
      let shift = elements.prefix { $0.start <= error.at }.count + 1
      throw error.moved(by: shift)
    }
  }

  /// The identifier in brackets that begins at a place.
  private static func identifier(openedAt place: Int, in text: [UInt8]) -> ApplicationIdentifier? {
    guard text[place] == UInt8(ascii: "(") else { return nil }
    let digits = text[(place + 1)...].prefix(5).prefix(while: Digits.isDigit)
    guard (2...4).contains(digits.count), digits.endIndex < text.count,
      text[digits.endIndex] == UInt8(ascii: ")")
    else { return nil }
    return ApplicationIdentifier(String(decoding: digits, as: UTF8.self))
  }
}
