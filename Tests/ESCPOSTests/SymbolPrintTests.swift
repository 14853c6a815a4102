// Two-dimensional codes as commands and as pictures, what fits, and the two sheets.

import ESCPOS
import Testing

@Suite struct SymbolPrintTests {
  /// Draws a plain square, or a row, so that what is done around it can be seen.
  private struct Square: SymbolArtist {
    func modules(of symbol: MatrixSymbol) -> Bitmap? {
      var square = Bitmap(width: 10, height: 10)
      square.fill(x: 0, y: 0, width: 10, height: 10)
      return square
    }

    func modules(ofLinear kind: UInt8, payload: [UInt8]) -> Bitmap? {
      var row = Bitmap(width: 96, height: 1)
      row.fill(x: 0, y: 0, width: 96, height: 1)
      return kind == 75 ? row : nil
    }
  }

  private func bytes(_ symbol: MatrixSymbol) throws -> [UInt8] {
    var encoder = PrintEncoder(for: .virtual80)
    try encoder.matrix(symbol, moduleDots: 4)
    return Array(encoder.bytes.dropFirst(4))
  }

  private func command(_ cn: UInt8, _ fn: UInt8, _ parameters: [UInt8]) -> [UInt8] {
    [0x1D, 0x28, 0x6B, UInt8(parameters.count + 2), 0, cn, fn] + parameters
  }

  @Test func `each code is its options, its data and its print`() throws {
    let data = Array("ab".utf8)
    #expect(
      try bytes(MatrixSymbol(kind: .qr, data: data, correction: 50, variant: .model1))
        == command(49, 65, [49, 0]) + command(49, 67, [4]) + command(49, 69, [50])
        + command(49, 80, [48] + data) + command(49, 81, [48]))
    #expect(
      try bytes(MatrixSymbol(kind: .pdf417, data: data, correction: 52, columns: 3, rows: 15))
        == command(48, 65, [3]) + command(48, 66, [15]) + command(48, 67, [4])
        + command(48, 68, [3]) + command(48, 69, [48, 52]) + command(48, 70, [0])
        + command(48, 80, [48] + data) + command(48, 81, [48]))
    #expect(
      try bytes(MatrixSymbol(kind: .aztec, data: data, layers: 2, variant: .compact))
        == command(53, 66, [49, 2]) + command(53, 67, [4]) + command(53, 69, [23])
        + command(53, 80, [48] + data) + command(53, 81, [48]))
    #expect(
      try bytes(
        MatrixSymbol(kind: .dataMatrix, data: data, columns: 32, rows: 8, variant: .rectangular))
        == command(54, 66, [49, 32, 8]) + command(54, 67, [4])
        + command(54, 80, [48] + data) + command(54, 81, [48]))
  }

  @Test func `more than 255 bytes take the high byte of the length`() throws {
    let job = try bytes(MatrixSymbol(kind: .qr, data: Array(repeating: 0x41, count: 1000)))
    #expect(Array(job[25..<33]) == [0x1D, 0x28, 0x6B, 0xEB, 0x03, 49, 80, 48])
  }

  @Test func `a QR code that is too long for its correction takes less of it`() {
    var encoder = PrintEncoder(for: .virtual80)
    encoder.qr(String(repeating: "a", count: 2000), moduleDots: 2, correction: .high)
    #expect(encoder.bytes[4 + 9 + 8 + 7] == 49)
  }

  @Test func `sizes are those of the standards`() throws {
    func width(_ symbol: MatrixSymbol) -> Int? { symbol.extent()?.width }
    func digits(_ count: Int) -> [UInt8] { Array(repeating: 0x31, count: count) }
    // Versions 1, 2 and 40 of QR hold 41, 77 and 7,089 digits at L.
    #expect(
      [41, 42, 7089, 7090].map { width(MatrixSymbol(kind: .qr, data: digits($0))) } == [
        21, 25, 177, nil,
      ])
    #expect(
      [10, 23, 35, 36].map {
        width(MatrixSymbol(kind: .qr, data: digits($0), variant: .micro))
      } == [13, 15, 17, nil])
    #expect(
      [6, 10, 3116].map { width(MatrixSymbol(kind: .dataMatrix, data: digits($0))) } == [
        10, 12, 144,
      ])
    #expect(width(MatrixSymbol(kind: .pdf417, data: digits(9), columns: 5)) == 5 * 17 + 69)
    #expect(width(MatrixSymbol(kind: .aztec, data: digits(3), variant: .compact)) == 15)
  }

  @Test func `a code wider than the paper does not fit`() {
    let encoder = PrintEncoder(for: .generic58)
    let code = MatrixSymbol(kind: .qr, data: Array(repeating: 0x31, count: 41))
    // 21 modules and 8 of quiet zone.
    #expect(encoder.fits(code, moduleDots: 13))
    #expect(!encoder.fits(code, moduleDots: 14))
    let wide = MatrixSymbol(kind: .pdf417, data: Array(repeating: 0x41, count: 20), columns: 9)
    #expect(!encoder.fits(wide, moduleDots: 2))
    let free = MatrixSymbol(kind: .pdf417, data: Array(repeating: 0x41, count: 20))
    #expect(encoder.fits(free, moduleDots: 2))
  }

  @Test func `the text of a barcode goes where it is asked to`() throws {
    let symbol = try LinearSymbol(.ean8, "9638507")
    for (text, byte) in zip(SymbolText.allCases, UInt8(0)...3) {
      var encoder = PrintEncoder(for: .virtual80)
      encoder.symbol(symbol, moduleDots: 3, heightDots: 50, text: text)
      #expect(Array(encoder.bytes[4..<13]) == [0x1D, 0x68, 50, 0x1D, 0x77, 3, 0x1D, 0x48, byte])
    }
  }

  @Test func `a picture has its quiet zones and its bars`() throws {
    let symbol = try LinearSymbol(.ean13, "400638133393")
    let picture = try #require(symbol.picture(moduleDots: 2, heightDots: 5))
    #expect(picture.width == (11 + 95 + 7) * 2)
    #expect(picture.height == 5)
    // The first guard bar, its space, and white at the edges.
    #expect(
      [21, 22, 23, 24, 25, 26].map { picture[$0, 4] } == [
        false, true, true, false, false, true,
      ])
    #expect(!picture[0, 0] && !picture[picture.width - 1, 0])
  }

  @Test func `what is not drawn here is asked of an artist`() throws {
    let bar = try LinearSymbol(.dataBar, "0950110153000")
    #expect(bar.picture(moduleDots: 2, heightDots: 40) == nil)
    let drawn = try #require(bar.picture(moduleDots: 2, heightDots: 40, artist: Square()))
    #expect((drawn.width, drawn.height) == (98 * 2, 40))
    #expect(drawn[2, 39] && !drawn[1, 0])
    let limited = try LinearSymbol(.dataBarLimited, "0950110153000")
    #expect(limited.picture(moduleDots: 2, heightDots: 40, artist: Square()) == nil)
    let code = MatrixSymbol(kind: .qr, data: [0x41])
    let square = try #require(code.picture(moduleDots: 3, artist: Square()))
    #expect((square.width, square.height) == (18 * 3, 18 * 3))
    #expect(square[12, 12] && !square[11, 12])
    let rows = MatrixSymbol(kind: .pdf417, data: [0x41])
    #expect(rows.picture(moduleDots: 2, rowModules: 3, artist: Square())?.height == 10 * 6 + 8)
  }

  @Test func `the sheet of symbols has a page of every kind`() {
    let pages = SymbolSheet.job(for: .virtual80)
    #expect(pages.count == LinearSymbol.Kind.allCases.count + 8)
    for page in pages {
      #expect(page.bytes.starts(with: [0x1B, 0x40]))
      #expect(!page.content.isEmpty)
      let commands = PrintDecoder.commands(in: page.bytes)
      #expect(!commands.contains { [.unknown, .truncated].contains($0.meaning) })
    }
    #expect(SymbolSheet.job(for: .generic58).count < pages.count)
  }

  @Test func `the calibration sheet fits the narrowest paper`() throws {
    let bars = try LinearSymbol(.code128, CalibrationSheet.bars)
    #expect(PrintEncoder(for: .generic58).fits(bars, moduleDots: 2))
    let job = try CalibrationSheet.job(for: .generic58, title: "Scan both codes")
    let commands = PrintDecoder.commands(in: job)
    #expect(!commands.contains { [.unknown, .truncated].contains($0.meaning) })
    #expect(CalibrationSheet.matrix.hasPrefix(CalibrationSheet.bars))
  }

  @Test func `no two layouts type the calibration codes with the same keys`() {
    // The key (by its evdev number) and level of four characters, from the keyboard definitions
    // of xkeyboard-config: for each layout @, ', z and 1.
    let keys: [String: [String]] = [
      "us": ["3S", "40", "44", "2"], "gb": ["40S", "40", "44", "2"],
      "de": ["16G", "43S", "21", "2"],
      "fr": ["11G", "5", "17", "2S"], "es": ["3G", "12", "44", "2"],
      "it": ["39G", "12", "44", "2"],
      "be": ["3G", "5", "17", "2S"], "ch": ["3G", "12", "21", "2"], "se": ["3G", "43", "44", "2"],
      "jp": ["26", "8S", "44", "2"], "fr-caps": ["11G", "5S", "17S", "2"],
    ]
    #expect(Set(keys.values).count == 11)
    for character in "@'z1" { #expect(CalibrationSheet.bars.contains(character)) }
  }
}
