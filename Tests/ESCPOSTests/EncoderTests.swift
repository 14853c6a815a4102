// What PrintEncoder writes, byte for byte.

import ESCPOS
import Testing
import Values

@Suite struct EncoderTests {
  private func bytes(
    _ profile: PrinterProfile = .virtual80, _ write: (inout PrintEncoder) -> Void
  ) -> [UInt8] {
    var encoder = PrintEncoder(for: profile)
    write(&encoder)
    return Array(encoder.bytes.dropFirst(4))
  }

  @Test func `a job resets the printer and leaves Kanji mode`() {
    #expect(PrintEncoder(for: .virtual80).bytes == [0x1B, 0x40, 0x1C, 0x2E])
  }

  @Test func `plain text needs no table`() {
    #expect(bytes { $0.line("Tea 2.40") } == Array("Tea 2.40\n".utf8))
  }

  @Test func `the euro is byte 80 of page 16`() {
    #expect(bytes { $0.line("5 €") } == [0x35, 0x20, 0x1B, 0x74, 16, 0x80, 0x0A])
  }

  @Test func `the euro is byte D5 where only page 19 has it`() {
    var profile = PrinterProfile.generic58
    profile.pages = [.init(0, .cp437), .init(19, .cp858)]
    #expect(bytes(profile) { $0.text("€") } == [0x1B, 0x74, 19, 0xD5])
  }

  @Test func `without any table for it the euro becomes EUR and is reported`() {
    var profile = PrinterProfile.generic58
    profile.pages = [.init(0, .cp437)]
    var encoder = PrintEncoder(for: profile)
    encoder.text("5 €, 6 €, Łódź 茶")
    let expected = Array("5 EUR, 6 EUR, L\u{1B}t\u{00}".utf8) + [0xA2] + Array("dz ?".utf8)
    #expect(Array(encoder.bytes.dropFirst(4)) == expected)
    #expect(
      encoder.substitutions == [
        Substitution("€", "EUR"), Substitution("Ł", "L"), Substitution("ź", "z"),
        Substitution("茶", "?"),
      ])
  }

  @Test func `tables are switched as seldom as possible`() {
    // One page has all three; a choice by the first letter alone would switch twice.
    let job = bytes { $0.text("é€œ é") }
    #expect(job == [0x1B, 0x74, 16, 0xE9, 0x80, 0x9C, 0x20, 0xE9])
    #expect(bytes { $0.text("éЖé") }.filter { $0 == 0x1B }.count == 3)
  }

  @Test func `an accent that combines is the accented letter`() {
    #expect(bytes { $0.text("e\u{301}") } == bytes { $0.text("é") })
  }

  @Test func `control characters become spaces and are reported`() {
    var encoder = PrintEncoder(for: .virtual80)
    encoder.text("a\u{1B}@b\r\nc\u{10}\u{04}\u{01}d")
    #expect(Array(encoder.bytes.dropFirst(4)) == Array("a @b c   d".utf8))
    #expect(encoder.substitutions.count == 5)
  }

  @Test func `only what changes of a style is written`() {
    #expect(
      bytes {
        $0.set(Style(bold: true, width: 2, height: 2))
        $0.set(Style(bold: true, width: 2, height: 2))
        $0.set(Style(width: 2, height: 1))
      } == [0x1B, 0x45, 1, 0x1D, 0x21, 0x11, 0x1B, 0x45, 0, 0x1D, 0x21, 0x10])
  }

  @Test func `cut, kick and fence are as the manual has them`() {
    let fence = FenceID(job: 37)
    #expect(fence.description == "0011")
    #expect(
      bytes {
        $0.feed(lines: 3)
        $0.cut()
        $0.cut(.full)
        $0.pulse()
        $0.fence(fence)
      } == [
        0x1B, 0x64, 3, 0x1D, 0x56, 66, 0, 0x1D, 0x56, 65, 0, 0x1B, 0x70, 0, 50, 250,
        0x1D, 0x28, 0x48, 6, 0, 0x30, 0x30, 0x30, 0x30, 0x31, 0x31,
      ])
  }

  @Test func `a printer without knife and fence only feeds`() {
    #expect(
      bytes(.generic58) {
        $0.cut()
        $0.fence(FenceID(job: 1))
      } == [0x1B, 0x64, 4])
  }

  @Test func `fence ids ascend until they wrap`() {
    let ids = [0, 1, 9, 10, 35, 36, 1_679_615].map { FenceID(job: $0).description }
    #expect(ids == ids.sorted())
    #expect(Set(ids).count == ids.count)
    #expect(FenceID(job: 1_679_616) == FenceID(job: 0))
  }

  @Test func `a Code 128 is sent in set B with its brace doubled`() throws {
    let symbol = try #require(LinearSymbol(code128: "T1{"))
    #expect(
      bytes { $0.symbol(symbol, moduleDots: 2, heightDots: 60) } == [
        0x1D, 0x68, 60, 0x1D, 0x77, 2, 0x1D, 0x48, 2, 0x1D, 0x6B, 73, 6,
      ] + Array("{BT1{{".utf8))
  }

  @Test func `a QR code is five functions`() {
    #expect(
      bytes { $0.qr("ab", moduleDots: 4) } == [
        0x1D, 0x28, 0x6B, 4, 0, 49, 65, 50, 0, 0x1D, 0x28, 0x6B, 3, 0, 49, 67, 4,
        0x1D, 0x28, 0x6B, 3, 0, 49, 69, 49, 0x1D, 0x28, 0x6B, 5, 0, 49, 80, 48, 0x61, 0x62,
        0x1D, 0x28, 0x6B, 3, 0, 49, 81, 48,
      ])
  }

  @Test func `tables give back what they take`() {
    for page in CodePage.allCases {
      var found = 0
      for byte in UInt8(0x20)...0xFF {
        let character = page.character(for: byte)
        guard let back = page.byte(for: character) else { continue }
        // Some tables have a character twice.
        #expect(page.character(for: back) == character, "\(page) \(byte)")
        found += 1
      }
      // The Vietnamese tables are nearly all letters that others have not, and half empty.
      #expect(found >= 95 + 67, "\(page)")
    }
  }
}
