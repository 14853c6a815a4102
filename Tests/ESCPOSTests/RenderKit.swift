// What the tests of pages draw with: glyphs and symbols of known dots, and a judge of XML.

import ESCPOS

/// Every character is a full block of its cell, but for `.`, which has no shape.
struct BlockGlyphs: Glyphs {
  func glyph(for character: Character, in font: Font) -> Bitmap? {
    guard character != "." else { return nil }
    var block = Bitmap(width: font == .a ? 12 : 9, height: font == .a ? 24 : 17)
    block.fill(x: 0, y: 0, width: block.width, height: block.height)
    return block
  }
}

/// Every symbol is the same three by two modules.
struct SmallArtist: SymbolArtist {
  static let modules = picture("#.#", ".#.")

  func modules(of symbol: MatrixSymbol) -> Bitmap? {
    symbol.data == Array("none".utf8) ? nil : Self.modules
  }

  func modules(ofLinear kind: UInt8, payload: [UInt8]) -> Bitmap? { picture("#.##") }
}

/// A small judge of well-formed XML: tags in pairs, attributes in quotes, no stray character.
enum XMLCheck {
  /// What is wrong, or nil.
  static func fault(in text: String) -> String? {
    var rest = Array(text.utf8)[...]
    var open: [String] = []
    var roots = 0
    if rest.starts(with: Array("<?xml ".utf8)) {
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return "no end of <?xml" }
      rest = rest[(end + 1)...]
    }
    while let byte = rest.first {
      if byte == UInt8(ascii: "<") {
        guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return "no end of a tag" }
        let tag = Array(rest[(rest.startIndex + 1)..<end])
        rest = rest[(end + 1)...]
        if tag.first == UInt8(ascii: "/") {
          let name = String(decoding: tag.dropFirst(), as: UTF8.self)
          guard open.popLast() == name else { return "</\(name)> closes another" }
          continue
        }
        let isEmpty = tag.last == UInt8(ascii: "/")
        let body = isEmpty ? Array(tag.dropLast()) : tag
        if let fault = attributes(in: body) { return fault }
        let name = String(decoding: body.prefix { $0 != 0x20 && $0 != 0x0A }, as: UTF8.self)
        if open.isEmpty { roots += 1 }
        if !isEmpty { open.append(name) }
      } else {
        let run = rest.prefix { $0 != UInt8(ascii: "<") }
        rest = rest[run.endIndex...]
        if let fault = characters(Array(run)) { return fault }
        if open.isEmpty, run.contains(where: { $0 > 0x20 }) { return "text outside of the root" }
      }
    }
    if let last = open.last { return "<\(last)> is never closed" }
    return roots == 1 ? nil : "\(roots) roots"
  }

  private static func attributes(in tag: [UInt8]) -> String? {
    let parts = tag.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
    guard parts.count % 2 == 1 else { return "a quote is never closed" }
    for (index, part) in parts.enumerated() {
      if index % 2 == 1 {
        if let fault = characters(Array(part)) { return fault }
      } else if index < parts.count - 1, part.last != UInt8(ascii: "=") {
        return "a value without a name"
      }
    }
    return nil
  }

  private static func characters(_ bytes: [UInt8]) -> String? {
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar.value < 0x20, scalar != "\n" { return "a control character" }
      if scalar.value == 0xFFFE || scalar.value == 0xFFFF { return "no character" }
    }
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "&") {
      let known = ["&amp;", "&lt;", "&gt;", "&quot;"]
      guard known.contains(where: { bytes[index...].starts(with: Array($0.utf8)) }) else {
        return "a stray &"
      }
    }
    return bytes.contains(UInt8(ascii: "<")) ? "a stray <" : nil
  }
}
