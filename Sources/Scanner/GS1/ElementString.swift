// GS1 element strings: a row of application identifiers and values, read from bytes.
// What the values mean stands in Meaning, what may stand together in ElementString+Pairs.

/// A row of GS1 elements as a scanner sends it, every value checked.
///
/// GS1 General Specifications 3.2 and 7.8. Elements of predefined length follow each other
/// directly, all others end at a separator (FNC1, which scanners send as U+001D) or at the end. A
/// separator too many is content of no element and ignored, as 7.8.6 asks.
///
///     let row = try ElementString(parsing: "010950600013435210ABC123")
///     row.elements.map(\.identifier.text)  // ["01", "10"]
package struct ElementString: Sendable {
  /// One identifier with its value.
  package struct Element: Hashable, Sendable {
    package let identifier: ApplicationIdentifier
    /// Where the value begins in `bytes`.
    let start: Int
    /// How many bytes the value has.
    let count: Int
  }

  /// What the values are cut from.
  let bytes: [UInt8]
  package let elements: [Element]

  /// The byte between elements.
  static let separator: UInt8 = 0x1D

  /// The elements of a text: identifiers and values with U+001D as the separator.
  ///
  /// - Throws: the first thing that is wrong and the byte it is wrong at.
  package init(parsing text: String) throws(ElementFault) {
    try self.init(parsing: Array(text.utf8))
  }

  /// The same from bytes.
  package init(parsing bytes: [UInt8]) throws(ElementFault) {
    var elements: [Element] = []
    elements.reserveCapacity(8)
    try Self.parse(bytes.span, into: &elements)
    self.init(bytes: bytes, elements: elements)
    try refuseContradictions()
  }

  /// Elements that are known to be right.
  init(bytes: [UInt8], elements: [Element]) {
    self.bytes = bytes
    self.elements = elements
  }

  /// The value of an element.
  package func value(_ element: Element) -> String {
    String(decoding: valueBytes(element), as: UTF8.self)
  }

  func valueBytes(_ element: Element) -> ArraySlice<UInt8> {
    bytes[element.start..<element.start + element.count]
  }

  /// The first element with this identifier.
  package func first(_ identifier: ApplicationIdentifier) -> Element? {
    elements.first { $0.identifier == identifier }
  }

  /// The value of the first element with this identifier.
  package func value(of identifier: ApplicationIdentifier) -> String? {
    first(identifier).map(value)
  }

  private static func parse(
    _ bytes: Span<UInt8>, into elements: inout [Element]
  ) throws(ElementFault) {
    let table = ElementTable.standard
    var index = 0
    while index < bytes.count {
      if bytes[index] == separator {
        index += 1
        continue
      }
      let identifier = try identifier(in: bytes, at: index, table)
      let shape = table.shapes[Int(table.rowOfKey[Int(identifier.key)])]
      let start = index + Int(identifier.count)
      var end = start
      if shape.isPredefined {
        end = min(bytes.count, start + shape.most)
      } else {
        while end < bytes.count, bytes[end] != separator { end += 1 }
      }
      try check(bytes, start..<end, shape, identifier, table)
      elements.append(.init(identifier: identifier, start: start, count: end - start))
      index = end
    }
    if elements.isEmpty { throw ElementFault(.empty, at: 0) }
  }

  /// The identifier whose digits begin at a place.
  private static func identifier(
    in bytes: Span<UInt8>, at index: Int, _ table: ElementTable
  ) throws(ElementFault) -> ApplicationIdentifier {
    guard index + 1 < bytes.count, Digits.isDigit(bytes[index]), Digits.isDigit(bytes[index + 1])
    else { throw ElementFault(.noIdentifier, at: index) }
    let lead = UInt16(bytes[index] &- Digits.zero) * 10 + UInt16(bytes[index + 1] &- Digits.zero)
    let count = table.lengths[Int(lead)]
    var key = lead * 100
    var weight: UInt16 = 10
    var place = index + 2
    while place < index + Int(count) {
      guard place < bytes.count, Digits.isDigit(bytes[place]) else {
        throw ElementFault(.unknownIdentifier, at: index)
      }
      key += UInt16(bytes[place] &- Digits.zero) * weight
      weight /= 10
      place += 1
    }
    guard count > 0, table.rowOfKey[Int(key)] != ElementTable.noRow else {
      throw ElementFault(.unknownIdentifier, at: index)
    }
    return ApplicationIdentifier(key: key, count: count)
  }

  /// Checks one value against the parts of its identifier.
  static func check(
    _ bytes: Span<UInt8>, _ value: Range<Int>, _ shape: ElementTable.Shape,
    _ identifier: ApplicationIdentifier, _ table: ElementTable
  ) throws(ElementFault) {
    var place = value.lowerBound
    var index = shape.firstPart
    while index < shape.firstPart + shape.partCount {
      let part = table.parts[index]
      index += 1
      let left = value.upperBound - place
      if left == 0, part.isOptional { break }
      let end = place + min(left, part.most)
      // A wrong character is told before a wrong length: it is the likelier cause.
      for place in place..<end where table.sets[Int(bytes[place])] & part.set.rawValue == 0 {
        let isCut = bytes[place] == separator
        throw ElementFault(isCut ? .tooShort : .character, at: place, identifier)
      }
      guard end - place >= part.least else {
        throw ElementFault(.tooShort, at: value.upperBound, identifier)
      }
      if part.checks.0 != .none {
        try part.checks.0.check(bytes, place..<end, identifier)
        if part.checks.1 != .none {
          try part.checks.1.check(bytes, place..<end, identifier)
          if part.checks.2 != .none { try part.checks.2.check(bytes, place..<end, identifier) }
        }
      }
      place = end
    }
    if place < value.upperBound { throw ElementFault(.tooLong, at: place, identifier) }
  }
}

extension ElementString: Equatable {
  /// The same elements in the same order, however they were written.
  package static func == (a: ElementString, b: ElementString) -> Bool {
    a.elements.count == b.elements.count
      && zip(a.elements, b.elements).allSatisfy { one, other in
        one.identifier == other.identifier && a.valueBytes(one) == b.valueBytes(other)
      }
  }
}
