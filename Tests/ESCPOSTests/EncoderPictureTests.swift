// Lines that no table has, as pictures.

import Testing
import Values

@testable import ESCPOS

/// A square for every character beyond ASCII, wide ones twice as wide.
private struct Squares: Glyphs {
  func glyph(for character: Character, in font: Font) -> Bitmap? {
    guard let scalar = character.unicodeScalars.first, scalar.value > 0x7F else { return nil }
    var square = Bitmap(width: 12 * TextWidth.columns(of: character), height: 24)
    square.fill(x: 0, y: 0, width: square.width, height: 24)
    return square
  }
}

/// Dots that spell real-time commands.
private struct Traps: Glyphs {
  func glyph(for character: Character, in font: Font) -> Bitmap? {
    guard let scalar = character.unicodeScalars.first, scalar.value > 0x2FFF else { return nil }
    var shape = Bitmap(width: 24, height: 24)
    for y in 0..<24 {
      let row: [UInt8] = [0x10, [0x04, 0x05, 0x14][y % 3], UInt8(y % 9)]
      for x in 0..<24 where row[x / 8] & (0x80 >> UInt8(x % 8)) != 0 { shape[x, y] = true }
    }
    return shape
  }
}

@Suite struct EncoderPictureTests {
  /// The rasters of a job, as bitmaps, and the other bytes.
  private func rasters(_ bytes: [UInt8]) -> (pictures: [Bitmap], rest: [UInt8]) {
    var pictures: [Bitmap] = []
    var rest: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if Array(bytes[index...].prefix(4)) == [0x1D, 0x76, 0x30, 0] {
        let width = Int(bytes[index + 4]) + Int(bytes[index + 5]) << 8
        let height = Int(bytes[index + 6]) + Int(bytes[index + 7]) << 8
        let data = Array(bytes[(index + 8)..<(index + 8 + width * height)])
        if let picture = Bitmap(width: width * 8, height: height, bytes: data) {
          pictures.append(picture)
        }
        index += 8 + width * height
      } else {
        rest.append(bytes[index])
        index += 1
      }
    }
    return (pictures, rest)
  }

  @Test func `a line that no table has is a picture as wide as the paper`() throws {
    var encoder = PrintEncoder(for: .generic58, glyphs: Squares())
    encoder.line("5 茶")
    let (pictures, rest) = rasters(encoder.bytes)
    let picture = try #require(pictures.first)
    #expect((pictures.count, picture.width, picture.height) == (1, 384, 30))
    #expect(rest == [0x1B, 0x40, 0x1C, 0x2E])
    // The 5 is drawn from the built-in shapes, the space is white, the square black.
    #expect((0..<12).contains { x in (0..<24).contains { picture[x, $0] } })
    #expect(!(12..<24).contains { x in (0..<24).contains { picture[x, $0] } })
    #expect(picture[24, 0] && picture[47, 23] && !picture[48, 0] && !picture[24, 24])
    #expect(encoder.substitutions == [Substitution("茶", "茶", .pictured)])
    #expect(encoder.report == [.init(line: 1, Substitution("茶", "茶", .pictured))])
  }

  @Test func `lines that a table has stay text`() {
    var with = PrintEncoder(for: .virtual80, glyphs: Squares())
    var without = PrintEncoder(for: .virtual80)
    for line in ["Tea 2.40 €", "Łódź “x”", "plain …"] {
      with.line(line)
      without.line(line)
    }
    #expect(with.bytes == without.bytes)
  }

  @Test func `the euro is pictured where no table has it`() {
    var profile = PrinterProfile.generic58
    profile.pages = [.init(0, .cp437)]
    var encoder = PrintEncoder(for: profile, glyphs: BuiltInGlyphs())
    encoder.line("5 €")
    #expect(rasters(encoder.bytes).pictures.count == 1)
    #expect(encoder.substitutions == [Substitution("€", "€", .pictured)])
  }

  @Test func `what even the glyphs have not is replaced and reported`() {
    var encoder = PrintEncoder(for: .generic58, glyphs: BuiltInGlyphs())
    encoder.line("茶")
    #expect(Array(encoder.bytes.dropFirst(4)) == Array("?\n".utf8))
    #expect(encoder.substitutions == [Substitution("茶", "?")])
  }

  @Test func `a picture stands where its alignment says and is as large as its style`() throws {
    var encoder = PrintEncoder(for: .generic58, glyphs: Squares())
    encoder.set(.right)
    encoder.set(Style(width: 2, height: 2))
    encoder.line("茶")
    let picture = try #require(rasters(encoder.bytes).pictures.first)
    #expect(picture.height == 48)
    #expect(!picture[335, 0] && picture[336, 0] && picture[383, 47])
  }

  @Test func `a line too wide is broken where the paper ends`() {
    var encoder = PrintEncoder(for: .generic58, glyphs: Squares())
    encoder.line(String(repeating: "茶", count: 33))
    #expect(rasters(encoder.bytes).pictures.count == 3)
  }

  @Test func `text before a picture on its line is printed first`() {
    var encoder = PrintEncoder(for: .generic58, glyphs: Squares())
    encoder.text("ab")
    encoder.move(toDots: 100)
    encoder.line("茶")
    let rest = rasters(encoder.bytes).rest
    #expect(Array(rest.dropFirst(4)) == Array("ab".utf8) + [0x1B, 0x24, 100, 0, 0x0A])
  }

  @Test func `no real-time command leaves in a picture of a line`() {
    var generator = Entropy(seed: 31)
    for _ in 0..<60 {
      var encoder = PrintEncoder(for: .generic58, glyphs: Traps())
      let text = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
        ["茶", " ", "x", "茶"].randomElement(using: &generator) ?? ""
      }
      encoder.line(text.joined() + "茶")
      encoder.line("x")
      #expect(RealTimeGuard.scan(encoder.bytes).isEmpty)
    }
  }

  @Test func `the built-in shapes are all different and none is empty`() {
    let characters = (0x21...0x7E).compactMap { Unicode.Scalar($0) }.map(Character.init) + ["€"]
    for font in [Font.a, .b] {
      let shapes = characters.compactMap { BuiltInGlyphs().glyph(for: $0, in: font) }
      #expect(shapes.count == 95)
      #expect(Set(shapes).count == 95)
      let size = font == .a ? (12, 24) : (9, 17)
      #expect(shapes.allSatisfy { ($0.width, $0.height) == size && $0.bytes.contains { $0 > 0 } })
    }
    #expect(BuiltInGlyphs().glyph(for: "é", in: .a) == nil)
  }
}
