// Shapes from a Unifont file.

import ESCPOS
import Testing

@testable import Devices

@Suite struct UnifontTests {
  private static let bar = String(repeating: "80", count: 16)
  private static let block = String(repeating: "FFFF", count: 16)

  private func font(_ text: String) -> UnifontGlyphs { UnifontGlyphs(bytes: Array(text.utf8)) }

  @Test func `a shape fills a cell of its font`() throws {
    let glyphs = font("0041:\(Self.bar)\n8336:\(Self.block)\n")
    let letter = try #require(glyphs.glyph(for: "A", in: .a))
    #expect((letter.width, letter.height) == (12, 24))
    #expect(letter[0, 0] && letter[0, 23] && !letter[2, 0])
    let small = try #require(glyphs.glyph(for: "A", in: .b))
    #expect((small.width, small.height) == (9, 17))
    let wide = try #require(glyphs.glyph(for: "茶", in: .a))
    #expect((wide.width, wide.height) == (24, 24))
    #expect(wide[23, 23])
    #expect(glyphs.glyph(for: "B", in: .a) == nil)
  }

  @Test func `a mark is drawn over its letter`() throws {
    let mark = String(repeating: "01", count: 16)
    let glyphs = font("0041:\(Self.bar)\n0323:\(mark)\n")
    let letter = try #require(glyphs.glyph(for: "A\u{323}", in: .a))
    #expect(letter[0, 0] && letter[11, 0] && !letter[5, 0])
  }

  @Test func `lines of another form are passed over`() {
    let glyphs = font(
      "\n:\nXYZW:00\n0041\n0042:0\n0043:zz\n1F600:00\n0044:\(Self.block)00\n0045:80\n")
    for character in "ABCDE😀" { #expect(glyphs.glyph(for: character, in: .a) == nil) }
  }

  @Test func `a file that is not there is a fault`() {
    #expect(throws: SystemFault.self) { try UnifontGlyphs(path: "/nonexistent/unifont.hex") }
  }
}
