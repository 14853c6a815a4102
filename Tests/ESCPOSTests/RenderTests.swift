// The dots of a page, and that its text, SVG and dots are one page.

import ESCPOS
import Testing
import Values

@Suite struct RenderTests {
  private func page(_ parts: Any...) -> Page {
    Page(decoding: parts.flatMap { job($0) }, profile: .virtual80)
  }

  private func dots(_ page: Page) -> Bitmap {
    page.bitmap(glyphs: BlockGlyphs(), artist: SmallArtist())
  }

  /// The smallest rectangle that holds all black dots: left, top, width, height.
  private func ink(_ bitmap: Bitmap) -> [Int] {
    var (left, top, right, bottom) = (Int.max, Int.max, -1, -1)
    for y in 0..<bitmap.height {
      for x in 0..<bitmap.width where bitmap[x, y] {
        (left, right) = (min(left, x), max(right, x))
        (top, bottom) = (min(top, y), max(bottom, y))
      }
    }
    return right < 0 ? [] : [left, top, right - left + 1, bottom - top + 1]
  }

  private func part(_ bitmap: Bitmap, _ x: Int, _ y: Int, _ width: Int, _ height: Int) -> Bitmap {
    var part = Bitmap(width: width, height: height)
    for row in 0..<height {
      for column in 0..<width { part[column, row] = bitmap[x + column, y + row] }
    }
    return part
  }

  @Test func `a raster image lands at its dots`() {
    let image = dots(page("a\n", gs, "v0", 0, 1, 0, 2, 0, [0xA0, 0x40]))
    #expect(part(image, 0, 30, 4, 2) == picture("#.#.", ".#.."))
    #expect(image.height == 32)
    let doubled = dots(page(esc, "a", 2, gs, "v0", 3, 1, 0, 2, 0, [0x81, 0x40]))
    #expect(
      part(doubled, 560, 0, 16, 4)
        == picture("##............##", "##............##", "..##............", "..##............"))
  }

  @Test func `whole bytes of black and white are drawn as they are`() throws {
    var generator = Entropy(seed: 41)
    let kinds: [UInt8] = [0x00, 0xFF, 0xFF, 0x00, 0x81, 0x7E, 0x01, 0x80]
    for _ in 0..<200 {
      let data = (0..<12).map { _ in kinds[Int(generator.next() % 8)] }
      let bitmap = dots(page(gs, "v0", 0, 4, 0, 3, 0, data))
      #expect(part(bitmap, 0, 0, 32, 3) == Bitmap(width: 32, height: 3, bytes: data))
    }
  }

  @Test func `columns of dots stand in the line among characters`() {
    let line = dots(page("a", esc, "*", 33, 2, 0, [0x80, 0, 0, 0, 0, 1], "a\n"))
    #expect(ink(part(line, 12, 0, 2, 30)) == [0, 0, 2, 24])
    #expect(line[12, 0] && !line[13, 0] && line[13, 23] && !line[12, 23])
    #expect(line[14, 5])
    // Eight dots of single density: two wide, three high each.
    #expect(ink(dots(page(esc, "*", 0, 1, 0, 0x80, "\n"))) == [0, 0, 2, 3])
  }

  @Test func `stored pictures are printed as often as asked`() {
    let logo = job(fs, "q", 1, 1, 0, 1, 0, [0xFF, 0, 0, 0, 0, 0, 0, 0])
    #expect(ink(dots(page(logo, fs, "p", 1, 0, fs, "p", 1, 1))) == [0, 0, 2, 16])
    let graphics = job(gs, "(L", 11, 0, "0p0", 1, 1, "1", 8, 0, 1, 0, 0xFF)
    #expect(ink(dots(page(graphics, gs, "(L", 2, 0, "02", gs, "(L", 2, 0, "02"))) == [0, 0, 8, 1])
  }

  @Test func `characters fill their cells`() {
    #expect(ink(dots(page("ab\n"))) == [0, 0, 24, 24])
    #expect(ink(dots(page(esc, "M", 1, "ab\n"))) == [0, 0, 18, 17])
    #expect(ink(dots(page(gs, "!", 0x12, "ab\n"))) == [0, 0, 48, 72])
    // Of different heights they stand on one line.
    let mixed = dots(page("a", gs, "!", 1, "b\n"))
    #expect(!mixed[0, 23] && mixed[0, 24] && mixed[12, 0] && mixed[12, 47])
  }

  @Test func `an unknown character is a hollow cell, a space is white`() {
    #expect(ink(dots(page(".\n"))) == [1, 2, 10, 20])
    #expect(!dots(page(".\n"))[5, 10])
    #expect(ink(dots(page("   \n"))) == [])
  }

  @Test func `underline, bold and reverse change the dots`() {
    #expect(ink(dots(page(esc, "-", 1, "  \n"))) == [0, 23, 24, 1])
    let reversed = dots(page(gs, "B", 1, " a \n"))
    #expect(ink(reversed) == [0, 0, 36, 24])
    #expect(!reversed[18, 12] && reversed[5, 12])
    // Bold: the right dot of a hollow cell is two wide.
    let bold = dots(page(esc, "E", 1, ".\n"))
    #expect(bold[10, 10] && bold[11, 10] && !dots(page(".\n"))[11, 10])
  }

  @Test func `a rotated character is turned clockwise`() {
    // A job's own character: one column at the left, its top three dots black.
    let own = job(
      esc, "&", 3, "AA", 12, [0xE0, 0, 0] + [Int](repeating: 0, count: 33), esc, "%", 1)
    #expect(ink(dots(page(own, "A\n"))) == [0, 0, 1, 3])
    // Clockwise by a quarter: the top left corner becomes the top right one.
    #expect(ink(dots(page(own, esc, "V", 1, "A\n"))) == [21, 0, 3, 1])
    // Upside down: the lower right corner of the line.
    #expect(ink(dots(page(own, esc, "{", 1, "A\n"))) == [575, 21, 1, 3])
  }

  @Test func `page mode prints in four directions from four corners`() {
    // The area is 100 wide and 60 high, at 10, 20.
    func corner(_ turn: Int) -> [Int] {
      let own = job(
        esc, "&", 3, "AA", 12, [0xE0, 0, 0] + [Int](repeating: 0, count: 33), esc, "%", 1)
      return ink(
        dots(
          page(
            own, esc, "L", esc, "W", 10, 0, 20, 0, 100, 0, 60, 0, esc, "T", turn, "A", [0x0C])))
    }
    #expect(corner(0) == [10, 20, 1, 3])
    #expect(corner(1) == [10, 79, 3, 1])
    #expect(corner(2) == [109, 77, 1, 3])
    #expect(corner(3) == [107, 20, 3, 1])
  }

  @Test func `bars are their modules`() throws {
    let bars = page(gs, "w", 2, gs, "h", 40, gs, "k", 67, 12, "400638133393")
    let bitmap = dots(bars)
    #expect(ink(bitmap) == [0, 0, 190, 40])
    let symbol = try #require(LinearSymbol(ean13: .init("4006381333931")))
    var x = 0
    for (index, element) in symbol.elements.enumerated() {
      for _ in 0..<Int(element) * 2 {
        #expect(bitmap[x, 0] == index.isMultiple(of: 2))
        x += 1
      }
    }
    let text = page(gs, "w", 2, gs, "h", 40, gs, "H", 3, gs, "k", 67, 12, "400638133393")
    #expect(text.heightDots() == 100)
  }

  @Test func `symbols are the artist's modules, or a box`() {
    let qr = page(
      esc, "a", 1, gs, "(k", 3, 0, "1C", 10, gs, "(k", 5, 0, "1P0", "ab", gs, "(k", 3, 0, "1Q0")
    let bitmap = dots(qr)
    #expect(ink(bitmap) == [273, 0, 30, 20])
    #expect(bitmap[273, 0] && !bitmap[283, 0] && bitmap[283, 10])
    #expect(qr.heightDots(artist: SmallArtist()) == 20)
    #expect(qr.svg(artist: SmallArtist()).contains("M273 0h10v10h-10z"))
    #expect(qr.heightDots() == 210)
    #expect(qr.svg().contains(">QR ab</text>"))
    #expect(ink(qr.bitmap(glyphs: BlockGlyphs())) == [183, 0, 210, 210])
    // A PDF417's rows have a height of their own.
    let pdf = page(
      gs, "(k", 3, 0, "0C", 2, gs, "(k", 3, 0, "0D", 4, gs, "(k", 5, 0, "0P0", "ab", gs, "(k", 3, 0,
      "0Q0")
    #expect(ink(dots(pdf)) == [0, 0, 6, 16])
  }

  @Test func `dots off the paper are lost`() {
    let wide = page(
      esc, "$", 60, 2, esc, "*", 33, 20, 0, [UInt8](repeating: 0xFF, count: 60), "\n", gs, "v0", 0,
      100, 0, 1, 0, [UInt8](repeating: 0xFF, count: 100))
    let bitmap = dots(wide)
    #expect(bitmap.width == 576)
    #expect(ink(bitmap) == [0, 0, 576, 31])
  }

  @Test func `Arabic is drawn in the order of its bytes`() {
    var profile = PrinterProfile.virtual80
    profile.pages = [.init(37, .cp864)]
    let bytes = job(esc, "t", 37, [0xC7, 0xC8, 0x41], "\n")
    let svg = Page(decoding: bytes, profile: profile).svg()
    #expect(svg.contains("unicode-bidi=\"bidi-override\""))
    #expect(!page("plain\n").svg().contains("bidi"))
  }

  @Test func `a cut is seen in both pictures`() {
    let cut = page("a\n", gs, "V", 0)
    #expect(cut.heightDots() == 42)
    #expect(part(dots(cut), 0, 35, 17, 2) == picture("########........#", "########........#"))
    #expect(cut.svg().contains("M0 36h576"))
  }

  @Test func `text, SVG and dots are one page`() {
    let all = page(
      "Tea <&\"> ", [0x80, 0xFF], "\n", esc, "{", 1, "up\n", esc, "{", 0, gs, "B", 1, "rev\n", gs,
      "B",
      0, esc, "V", 1, "rot\n", esc, "V", 0, gs, "H", 3, gs, "k", 4, "AB", 0, gs, "v0", 0, 1, 0, 2,
      0,
      [0xA0, 0x40], esc, "L", esc, "T", 1, "page", [0x0C], [0x10, 0x14, 1, 0, 1], gs, "V", 1)
    let svg = all.svg(artist: SmallArtist())
    let height = all.heightDots(artist: SmallArtist())
    #expect(XMLCheck.fault(in: svg) == nil)
    #expect(svg.contains("width=\"576\" height=\"\(height)\""))
    #expect(dots(all).height == height)
    for word in ["up", "rev", "rot", "page", "[drawer kick, pin 2]"] {
      #expect(all.text().contains(word))
    }
  }

  @Test func `broken XML is found`() {
    #expect(XMLCheck.fault(in: "<a><b></b></a>") == nil)
    #expect(XMLCheck.fault(in: "<a><b></a>") != nil)
    #expect(XMLCheck.fault(in: "<a>x & y</a>") != nil)
    #expect(XMLCheck.fault(in: "<a b=\"1></a>") != nil)
    #expect(XMLCheck.fault(in: "<a>\u{7}</a>") != nil)
    #expect(XMLCheck.fault(in: "<a/><b/>") != nil)
  }
}
