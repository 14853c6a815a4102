// Where a job puts things on the paper: dots across and down, before anything is drawn.

import ESCPOS
import Testing

@Suite struct PageTests {
  private func page(_ parts: Any...) -> Page {
    page(parts.flatMap { job($0) })
  }

  private func page(_ bytes: [UInt8], _ profile: PrinterProfile = .virtual80) -> Page {
    Page(decoding: bytes, profile: profile)
  }

  private func lines(_ page: Page) -> [Page.Line] {
    page.items.compactMap { if case .line(let line) = $0 { line } else { nil } }
  }

  private func xs(_ page: Page, line: Int = 0) -> [Int] {
    lines(page).count > line ? lines(page)[line].cells.map(\.x) : []
  }

  @Test func `characters stand at their dots`() {
    #expect(xs(page("abc\n")) == [0, 12, 24])
    #expect(xs(page(esc, "M", 1, "abc\n")) == [0, 9, 18])
    #expect(xs(page(gs, "!", 0x11, "ab\n")) == [0, 24])
    #expect(xs(page(esc, " ", 3, "abc\n")) == [0, 15, 30])
  }

  @Test func `lines break at the last dot that a character fits on`() {
    // 576 dots: 48 characters of 12, or 38 of 12 and 3 more of white but for the last.
    #expect(lines(page(String(repeating: "x", count: 49) + "\n")).map(\.cells.count) == [48, 1])
    #expect(
      lines(page(esc, " ", 3, String(repeating: "x", count: 40) + "\n")).map(\.cells.count)
        == [38, 2])
    // A mixture: 47 narrow ones leave no room for a wide one.
    #expect(
      lines(page(String(repeating: "x", count: 47), gs, "!", 0x10, "W\n")).map(\.cells.count)
        == [47, 1])
  }

  @Test func `a margin and an area narrow the line`() {
    let narrow = page(gs, "L", 24, 0, gs, "W", 36, 0, "abcd\n")
    #expect(lines(narrow).map(\.text) == ["abc", "d"])
    #expect(xs(narrow) == [24, 36, 48])
    // They count at the beginning of a line only.
    #expect(xs(page("a", gs, "L", 24, 0, "b\nc\n")) == [0, 12])
    #expect(xs(page("a", gs, "L", 24, 0, "b\nc\n"), line: 1) == [0])
  }

  @Test func `alignment is that of the line's beginning, within the area`() {
    #expect(xs(page(esc, "a", 1, "ab\n")) == [276, 288])
    #expect(xs(page(esc, "a", 2, "ab\n")) == [552, 564])
    #expect(xs(page(gs, "W", 120, 0, esc, "a", 2, "ab\n")) == [96, 108])
    #expect(xs(page("a", esc, "a", 2, "b\n")) == [0, 12])
  }

  @Test func `tabs, absolute and relative positions move along the line`() {
    #expect(xs(page("a\tb\tc\n")) == [0, 96, 192])
    // From a stop to the one after it.
    #expect(xs(page("abcdefgh\ti\n")).last == 192)
    #expect(xs(page(esc, "D", 4, 10, 0, "\ta\tb\tc\n")) == [48, 120, 132])
    #expect(xs(page(esc, "D", 0, "a\tb\n")) == [0, 12])
    #expect(xs(page(esc, "$", 100, 0, "a", esc, "\\", 10, 0, "b\n")) == [100, 122])
    #expect(xs(page("ab", esc, "\\", 0xF4, 0xFF, "c\n")) == [0, 12, 12])
    // Outside of the line: ignored.
    #expect(xs(page("a", esc, "$", 255, 255, "b", esc, "\\", 0, 0x80, "c\n")) == [0, 12, 24])
    #expect(page("a\tb\n").text() == "a       b\n")
  }

  @Test func `motion units change what a distance is`() {
    // 203 dots an inch, 101 units an inch: a unit is two dots.
    #expect(xs(page(gs, "P", 101, 101, esc, "$", 50, 0, "a\n")) == [100])
    #expect(page(gs, "P", 0, 101, esc, "J", 50).items == [.feed(dots: 100)])
  }

  @Test func `line spacing, feeds and reverse feeds move down the paper`() {
    #expect(page("a\n", esc, "3", 40, "b\n", esc, "2", "c\n").tops() == [0, 30, 70])
    #expect(page(esc, "3", 0, "a\nb\n").tops() == [0, 24])
    #expect(page("a\n", esc, "d", 2, "b\n").tops() == [0, 30, 90])
    #expect(page("a\n", esc, "K", 30, "b\n").tops() == [0, 30, 0])
    #expect(page("a\n", esc, "K", 30, "b\n").heightDots() == 30)
    #expect(page(esc, "K", 255, "b\n").tops() == [0, 0])
  }

  @Test func `looks are kept by each character`() throws {
    let line = try #require(
      lines(
        page(
          "a", gs, "B", 1, "b", gs, "B", 0, esc, "V", 1, "c", esc, "V", 0, esc, "G", 1, "d\n")
      ).first)
    #expect(line.cells.map(\.isReversed) == [false, true, false, false])
    #expect(line.cells.map(\.isRotated) == [false, false, true, false])
    #expect(line.cells.map(\.style.doubleStrike) == [false, false, false, true])
    #expect(line.cells[1].style == Style(reversed: true))
    #expect(line.cells[2].style == Style(rotated: true))
    // A rotated character is as wide as it was high.
    #expect(line.cells.map(\.x) == [0, 12, 24, 48])
    #expect(line.cells[2].heightDots == 12)
  }

  @Test func `double strike and bold are set apart`() {
    let bold = lines(page(esc, "E", 1, esc, "G", 1, esc, "E", 0, "a", esc, "G", 0, "b\n"))
    #expect(bold.first?.cells.map(\.style) == [Style(doubleStrike: true), Style()])
  }

  @Test func `a code page that the profile has not is not guessed`() {
    #expect(page(esc, "t", 16, [0x80], esc, "t", 99, [0x80], "\n").text() == "€\u{FFFD}\n")
  }

  @Test func `national variants replace ASCII`() {
    #expect(page(esc, "R", 2, "[\\]{|}~ #\n").text() == "ÄÖÜäöüß #\n")
    #expect(page(esc, "R", 3, "#\n", esc, "R", 0, "#\n").text() == "£\n#\n")
    #expect(page(esc, "R", 200, "[]\n").text() == "[]\n")
  }

  @Test func `a pair of bytes in Kanji mode is one character of double width`() {
    let pairs = page(fs, "&", [0x88, 0x9F, 0x88, 0xA0], "a", fs, ".", "b\n")
    #expect(lines(pairs).first?.text == "\u{FFFD}\u{FFFD}ab")
    #expect(xs(pairs) == [0, 24, 48, 60])
    #expect(xs(page(fs, "&", fs, "S", 1, 2, [0x88, 0x9F, 0x88, 0xA0], "\n")) == [1, 28])
  }

  @Test func `a job's own characters take the place of the printer's`() {
    let own = page(
      esc, "&", 3, "AA", 1, [0xFF, 0, 0], "A", esc, "%", 1, "AB", esc, "?", 65, "A\n")
    let glyphs = lines(own).first?.cells.map { $0.glyph != nil }
    #expect(glyphs == [false, true, false, false])
    #expect(own.text() == "AABA\n")
  }

  @Test func `a reset takes text, settings and downloads away`() {
    let bytes = job(
      gs, "*", 1, 1, [1, 2, 3, 4, 5, 6, 7, 8], esc, "E", 1, "lost", esc, "@", "kept\n", gs, "/", 0)
    let reset = page(bytes)
    #expect(lines(reset).map(\.text) == ["kept"])
    #expect(lines(reset).first?.cells.first?.style.bold == false)
    #expect(reset.items.last == .missing("picture of the memory is not defined in this job"))
  }

  @Test func `macros run as often as they are told`() {
    #expect(page(gs, ":", "tea\n", gs, ":", gs, "^", 2, 0, 0).text() == "tea\ntea\ntea\n")
    // One that runs itself is left out.
    #expect(page(gs, ":", "a\n", gs, "^", 9, 0, 0, gs, ":", gs, "^", 1, 0, 0).text() == "a\na\n")
  }

  @Test func `a barcode that does not fit is told, not drawn`() {
    let wide = page(gs, "w", 6, gs, "k", 73, 42, "{B" + String(repeating: "W", count: 40))
    guard case .missing(let why) = wide.items.first else {
      Issue.record("\(wide.items)")
      return
    }
    #expect(why.hasSuffix("do not fit on 576"))
    #expect(wide.heightDots() == 0)
    guard case .missing = page(gs, "k", 67, 3, "12x").items.first else {
      Issue.record("letters are no EAN-13")
      return
    }
  }

  @Test func `a symbol keeps what was set and stored for its kind`() {
    let qr = page(
      gs, "(k", 3, 0, "1C", 6, gs, "(k", 3, 0, "1E", 51, gs, "(k", 5, 0, "1P0", "ab", gs, "(k",
      3, 0, "0C", 2, gs, "(k", 3, 0, "1Q0")
    guard case .symbol(let symbol) = qr.items.first else {
      Issue.record("\(qr.items)")
      return
    }
    #expect(
      symbol.content == .matrix(MatrixSymbol(kind: .qr, data: [0x61, 0x62], correction: 51)))
    #expect((symbol.moduleDots, symbol.rowDots) == (6, 6))
    #expect(qr.text() == "[QR ab]\n")
    #expect(page(gs, "(k", 3, 0, "1Q0").items == [])
    #expect(qr.heightDots() == 21 * 6)
    let maxi = page(gs, "(k", 4, 0, "2P0", "x", gs, "(k", 3, 0, "2Q0")
    #expect(maxi.text() == "[symbol x]\n")
  }

  @Test func `a symbol that was encoded is the same symbol on paper`() throws {
    let data = Array("TILL-0042".utf8)
    let symbols = [
      MatrixSymbol(kind: .qr, data: data, correction: 50),
      MatrixSymbol(kind: .qr, data: data, correction: 48, variant: .micro),
      MatrixSymbol(kind: .pdf417, data: data, correction: 50, columns: 3, rows: 12),
      MatrixSymbol(kind: .pdf417, data: data, correction: 50, variant: .truncated),
      MatrixSymbol(kind: .aztec, data: data, correction: 30, variant: .compact),
      MatrixSymbol(kind: .dataMatrix, data: data),
    ]
    for symbol in symbols {
      var encoder = PrintEncoder(for: .virtual80)
      try encoder.matrix(symbol, moduleDots: 3)
      guard case .symbol(let printed) = page(encoder.bytes).items.first else {
        Issue.record("\(symbol) is not on the paper")
        continue
      }
      #expect(printed.content == .matrix(symbol))
      let extent = try #require(symbol.extent(widest: 192))
      #expect(printed.box.widthDots == extent.width * 3)
    }
  }

  @Test func `bands of a picture are one picture in text`() {
    let band = job(gs, "v0", 0, 2, 0, 3, 0, [1, 2, 3, 4, 5, 6])
    #expect(page(band + band + Array("tea\n".utf8)).text() == "[image 16 x 6]\ntea\n")
    let columns = job(esc, "*", 33, 2, 0, [1, 2, 3, 4, 5, 6], "\n")
    #expect(page(job(esc, "3", 24) + columns + columns).text() == "[image 2 x 48]\n")
  }

  @Test func `page mode puts lines where it is told and prints once`() {
    let sheet = page(
      "top\n", esc, "L", esc, "W", 0, 0, 0, 0, 0x90, 1, 200, 0, "one\ntwo", gs, "$", 100, 0, esc,
      "$", 60, 0, "far", [0x0C], "below\n")
    #expect(sheet.text() == "top\none\ntwo\n     far\nbelow\n")
    #expect(sheet.tops() == [0, 30, 230])
    guard case .sheet(let printed) = sheet.items[1] else {
      Issue.record("\(sheet.items)")
      return
    }
    #expect(printed.heightDots == 200)
    #expect(printed.parts.map(\.bottom) == [24, 54, 100])
  }

  @Test func `page mode forgets what is cancelled or left`() {
    #expect(page(esc, "L", "gone", [0x18], "kept", [0x0C]).text() == "kept\n")
    #expect(page(esc, "L", "gone", esc, "S", "kept\n").text() == "kept\n")
    // Printed twice: kept after ESC FF.
    #expect(page(esc, "L", "a\n", esc, [0x0C], [0x0C]).text() == "a\na\n")
  }
}
