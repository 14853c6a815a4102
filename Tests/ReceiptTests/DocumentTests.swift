// Layout: byte-exact small documents, wrapping, tables, what happens where nothing fits.

import ESCPOS
import Receipt
import Testing
import Values

@Suite struct DocumentTests {
  @Test func `a row is its words and the spaces between them`() {
    let document = Document([.row("Tea", "2.40", .normal), .cut])
    let narrow = document.encoded(for: .generic58)
    let gap = String(repeating: " ", count: 25)
    #expect(
      narrow.bytes == [0x1B, 0x40, 0x1C, 0x2E] + Array("Tea\(gap)2.40\n".utf8) + [0x1B, 0x64, 4])
    #expect(narrow.substitutions == [])
    #expect(document.encoded(for: .virtual80).bytes.suffix(4) == [0x1D, 0x56, 66, 0])
    #expect(document.encoded(for: .virtual80, cut: false).bytes.last == 0x0A)
  }

  @Test func `a long name wraps and its amount stays whole`() {
    let document = Document([
      .row("a b c " + String(repeating: "x", count: 30), "123.45 A", .normal)
    ])
    #expect(
      document.text(columns: 24) == """
        a b c
        xxxxxxxxxxxxxxx
        xxxxxxxxxxxxxxx 123.45 A

        """)
  }

  @Test func `a large row is wide only where it fits`() {
    let row = Document([.row("TOTAL EUR", "123456.00", .large)])
    let wide = row.encoded(for: .virtual80).bytes
    let narrow = row.encoded(for: .generic58).bytes
    #expect(wide.contains([0x1D, 0x21, 0x11]))
    #expect(narrow.contains([0x1D, 0x21, 0x01]))
  }

  @Test func `a table that does not fit becomes rows`() {
    let big = "12345678901234567.89"
    let table = Document([.table(header: ["Rate", "Net", "Tax"], rows: [["20 %", big, big]])])
    #expect(
      table.text(columns: 32) == """
        Rate                        20 %
        Net         12345678901234567.89
        Tax         12345678901234567.89

        """)
  }

  @Test func `a code too long for bars becomes a QR code`() {
    let code = Document([.barcode("STORE-01/000912-RETURN")])
    #expect(code.encoded(for: .virtual80).bytes.contains([0x1D, 0x6B, 73]))
    var narrow = PrinterProfile.generic58
    // A printer without QR codes prints what the code would have said.
    #expect(code.encoded(for: narrow).bytes.contains(Array("STORE-01/000912-RETURN\n".utf8)))
    narrow.symbologies.insert(.qr)
    #expect(!code.encoded(for: narrow).bytes.contains([0x1D, 0x6B, 73]))
    #expect(code.encoded(for: narrow).bytes.contains([49, 80, 48, 0x53, 0x54]))
  }

  @Test func `any width may be asked for`() {
    let document = Document([.text("Tea", .start)])
    #expect(document.text(columns: -1) == "Tea\n")
    #expect(document.text(columns: Int.max) == "Tea\n")
  }
}
