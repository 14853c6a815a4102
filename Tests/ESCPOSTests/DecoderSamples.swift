// One job for every command: its bytes and what they mean.

import ESCPOS

/// A command's bytes and its meaning.
struct DecoderSample: Sendable {
  let bytes: [UInt8]
  let meaning: DecodedCommand.Meaning

  init(_ bytes: [UInt8], _ meaning: DecodedCommand.Meaning) {
    self.bytes = bytes
    self.meaning = meaning
  }
}

/// Bytes of commands written with their letters.
func job(_ parts: Any...) -> [UInt8] {
  parts.flatMap { part -> [UInt8] in
    switch part {
    case let text as String: Array(text.utf8)
    case let byte as Int: [UInt8(byte)]
    case let bytes as [UInt8]: bytes
    case let bytes as [Int]: bytes.map { UInt8($0) }
    default: preconditionFailure("a job is made of texts, bytes and arrays of bytes")
    }
  }
}

let esc = 0x1B
let fs = 0x1C
let gs = 0x1D

/// The picture of these rows, `#` for black.
func picture(_ rows: String...) -> Bitmap {
  var bitmap = Bitmap(width: rows.map(\.count).max() ?? 0, height: rows.count)
  for (y, row) in rows.enumerated() {
    for (x, dot) in row.enumerated() where dot == "#" { bitmap[x, y] = true }
  }
  return bitmap
}

/// A diagonal of eight dots in eight columns, the leftmost at the top.
private let diagonal: [UInt8] = [0x80, 0x40, 0x20, 0x10, 0x08, 0x04, 0x02, 0x01]
private let diagonalBitmap = picture(
  "#.......", ".#......", "..#.....", "...#....", "....#...", ".....#..", "......#.", ".......#")
/// Two columns of 24 dots: the top one and the lowest one.
private let tall = picture(
  "#.", "..", "..", "..", "..", "..", "..", "..", "..", "..", "..", "..", "..", "..", "..", "..",
  "..", "..", "..", "..", "..", "..", "..", ".#")

/// Every command at least once.
let decoderSamples: [DecoderSample] =
  singleSamples + escapeSamples + fileSamples + groupSamples + symbolSamples + graphicsSamples

private let singleSamples: [DecoderSample] = [
  .init([0x00], .setting), .init([0x09], .tab), .init([0x0A], .lineFeed),
  .init([0x0C], .formFeed), .init([0x0D], .setting), .init([0x18], .cancel),
  .init([0x10, 0x04, 1], .question), .init([0x10, 0x04, 8, 3], .question),
  .init([0x10, 0x05, 1], .setting), .init([0x10, 0x14, 1, 0, 2], .pulse(pin: 2)),
  .init([0x10, 0x14, 2, 1, 8], .setting), .init([0x10, 0x14, 3, 1, 1, 1, 1, 1], .setting),
  .init([0x10, 0x14, 7, 1], .question), .init([0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8], .setting),
]

private let escapeSamples: [DecoderSample] = [
  .init(job(esc, 0x0C), .printSheet), .init(job(esc, " ", 5), .characterSpacing(5)),
  .init(
    job(esc, "!", 0xB9),
    .style(Style(font: .b, bold: true, underline: true, width: 2, height: 2))),
  .init(job(esc, "$", 0x34, 0x12), .position(0x1234)),
  .init(job(esc, "%", 1), .ownCharacters(true)),
  .init(
    job(esc, "&", 3, "AB", 2, [0x80, 0, 0, 0, 0, 1], 0),
    .characters(first: 0x41, [tall, nil])),
  .init(job(esc, "(A", 2, 0, 97, 1), .setting), .init(job(esc, "(Y", 2, 0, 0, 1), .setting),
  .init(
    job(esc, "*", 0, 8, 0, diagonal), .lineImage(.init(diagonalBitmap, xScale: 2, yScale: 3))),
  .init(
    job(esc, "*", 1, 8, 0, diagonal), .lineImage(.init(diagonalBitmap, xScale: 1, yScale: 3))),
  .init(
    job(esc, "*", 32, 2, 0, [0x80, 0, 0, 0, 0, 1]),
    .lineImage(.init(tall, xScale: 2, yScale: 1))),
  .init(job(esc, "*", 33, 2, 0, [0x80, 0, 0, 0, 0, 1]), .lineImage(.init(tall))),
  .init(job(esc, "-", 2), .underline(true)), .init(job(esc, "2"), .lineSpacing(nil)),
  .init(job(esc, "3", 24), .lineSpacing(24)), .init(job(esc, "<"), .setting),
  .init(job(esc, "=", 1), .setting), .init(job(esc, "?", 65), .forgetCharacter(65)),
  .init(job(esc, "@"), .initialize), .init(job(esc, "B", 2, 3), .setting),
  .init(job(esc, "D", 8, 16, 40, 0), .tabs([8, 16, 40])), .init(job(esc, "D", 0), .tabs([])),
  .init(job(esc, "E", 1), .bold(true)), .init(job(esc, "F", 1), .setting),
  .init(job(esc, "G", 255), .doubleStrike(true)), .init(job(esc, "J", 200), .feedDots(200)),
  .init(job(esc, "K", 20), .feedDots(-20)), .init(job(esc, "L"), .pageMode),
  .init(job(esc, "M", 49), .font(.b)), .init(job(esc, "R", 2), .international(2)),
  .init(job(esc, "S"), .standardMode), .init(job(esc, "T", 50), .direction(.half)),
  .init(job(esc, "U", 1), .setting), .init(job(esc, "V", 1), .rotated(true)),
  .init(
    job(esc, "W", 1, 0, 2, 0, 3, 1, 4, 1),
    .sheetArea(x: 1, y: 2, width: 259, height: 260)),
  .init(job(esc, "\\", 0xFE, 0xFF), .move(-2)), .init(job(esc, "a", 50), .align(.right)),
  .init(job(esc, "c0", 1), .setting), .init(job(esc, "c1", 1), .setting),
  .init(job(esc, "c3", 1), .setting), .init(job(esc, "c4", 1), .setting),
  .init(job(esc, "c5", 1), .setting), .init(job(esc, "d", 3), .feedLines(3)),
  .init(job(esc, "e", 2), .feedLines(-2)), .init(job(esc, "f", 1, 2), .setting),
  .init(job(esc, "i"), .cut(.full, feedDots: 0)),
  .init(job(esc, "m"), .cut(.partial, feedDots: 0)), .init(job(esc, "o"), .setting),
  .init(job(esc, "p", 49, 50, 250), .pulse(pin: 5)), .init(job(esc, "q"), .setting),
  .init(job(esc, "r", 1), .setting), .init(job(esc, "t", 16), .codePage(16)),
  .init(job(esc, "u", 0), .question), .init(job(esc, "v"), .question),
  .init(job(esc, "{", 1), .upsideDown(true)),
]

private let fileSamples: [DecoderSample] = [
  .init(job(fs, "!", 0x0C), .kanjiSize(width: 2, height: 2)), .init(job(fs, "&"), .kanji(true)),
  .init(job(fs, "(A", 2, 0, 48, 0), .setting), .init(job(fs, "(C", 2, 0, 48, 2), .setting),
  .init(job(fs, "(E", 1, 0, 61), .setting), .init(job(fs, "(L", 2, 0, 33, 48), .setting),
  .init(job(fs, "(e", 2, 0, 51, 8), .setting), .init(job(fs, "-", 1), .setting),
  .init(job(fs, "."), .kanji(false)),
  .init(job(fs, "2", 0x77, 0x21, [UInt8](repeating: 1, count: 72)), .setting),
  .init(job(fs, "?", 0x77, 0x21), .setting), .init(job(fs, "C", 1), .setting),
  .init(job(fs, "S", 1, 2), .kanjiSpacing(left: 1, right: 2)),
  .init(job(fs, "W", 1), .kanjiSize(width: 2, height: 2)),
  .init(job(fs, "a0", 1), .setting), .init(job(fs, "a1"), .setting),
  .init(job(fs, "b"), .setting), .init(job(fs, "c"), .setting),
  .init(job(fs, "g1", 0, 0, 0, 0, 0, 2, 0, "ab"), .setting),
  .init(job(fs, "g2", 0, 0, 0, 0, 0, 2, 0), .question),
  .init(job(fs, "p", 2, 3), .printStored(.logo(2), xScale: 2, yScale: 2)),
  .init(
    job(fs, "q", 2, 1, 0, 1, 0, diagonal, 1, 0, 1, 0, diagonal),
    .storeImages([
      .init(.logo(1), .init(diagonalBitmap)), .init(.logo(2), .init(diagonalBitmap)),
    ])),
]

private let groupSamples: [DecoderSample] = [
  .init(job(gs, 0x0C), .setting), .init(job(gs, "!", 0x17), .size(width: 2, height: 8)),
  .init(job(gs, "$", 100, 0), .verticalPosition(100)),
  .init(job(gs, "(A", 2, 0, 0, 2), .setting), .init(job(gs, "(B", 1, 0, 0), .setting),
  .init(job(gs, "(C", 3, 0, 0, 0, 0), .setting),
  .init(job(gs, "(D", 3, 0, 20, 1, 0), .setting), .init(job(gs, "(E", 3, 0, 1, 73, 78), .setting),
  .init(job(gs, "(F", 4, 0, 1, 0, 0, 0), .setting), .init(job(gs, "(G", 2, 0, 48, 4), .setting),
  .init(job(gs, "(H", 6, 0, 48, 48, "0001"), .fence(Array("0001".utf8))),
  .init(job(gs, "(H", 3, 0, 49, 48, 1), .setting), .init(job(gs, "(I", 1, 0, 0), .setting),
  .init(job(gs, "(J", 1, 0, 0), .setting), .init(job(gs, "(K", 2, 0, 49, 0), .setting),
  .init(job(gs, "(M", 2, 0, 1, 1), .setting), .init(job(gs, "(N", 2, 0, 48, 49), .setting),
  .init(job(gs, "(P", 1, 0, 48), .setting), .init(job(gs, "(Q", 1, 0, 48), .setting),
  .init(job(gs, "(V", 1, 0, 48), .setting), .init(job(gs, "(X", 1, 0, 48), .setting),
  .init(job(gs, "(z", 2, 0, 42, 1), .setting),
  .init(job(gs, "*", 1, 1, diagonal), .storeImages([.init(.bitImage, .init(diagonalBitmap))])),
  .init(job(gs, "/", 1), .printStored(.bitImage, xScale: 2, yScale: 1)),
  .init(job(gs, ":"), .macroEdge), .init(job(gs, "<"), .setting),
  .init(job(gs, "A", 0, 0), .setting), .init(job(gs, "B", 1), .reverse(true)),
  .init(job(gs, "C0", 1, 0), .setting), .init(job(gs, "C1", 1, 0, 9, 0, 1, 1), .setting),
  .init(job(gs, "C2", 1, 0), .setting), .init(job(gs, "C;1;99;1;1;5;"), .setting),
  .init(
    job(gs, "D", [0x30, 0x43, 0x30, 0x41, 0x42, 0x30, 0x31], "BM", 8, 0, 0, 0, 1, 2), .setting),
  .init(job(gs, "E", 1), .setting), .init(job(gs, "H", 51), .symbolText(above: true, below: true)),
  .init(job(gs, "I", 67), .question), .init(job(gs, "L", 24, 0), .leftMargin(24)),
  .init(job(gs, "P", 180, 90), .motionUnits(x: 180, y: 90)),
  .init(
    job(gs, "Q0", 0, 8, 0, 1, 0, diagonal), .image(.init(diagonalBitmap))),
  .init(job(gs, "T", 0), .setting), .init(job(gs, "V", 48), .cut(.full, feedDots: 0)),
  .init(job(gs, "V", 66, 9), .cut(.partial, feedDots: 9)),
  .init(job(gs, "W", 0, 1), .areaWidth(256)), .init(job(gs, "\\", 0xFF, 0xFF), .verticalMove(-1)),
  .init(job(gs, "^", 3, 1, 0), .macroRun(times: 3)), .init(job(gs, "a", 255), .question),
  .init(job(gs, "b", 1), .setting), .init(job(gs, "c"), .setting),
  .init(job(gs, "f", 1), .symbolFont(.b)), .init(job(gs, "g0", 0, 20, 0), .setting),
  .init(job(gs, "g2", 0, 20, 0), .question), .init(job(gs, "h", 80), .symbolHeight(80)),
  .init(job(gs, "j", 1), .question), .init(job(gs, "r", 1), .question),
  .init(
    job(gs, "v0", 3, 1, 0, 2, 0, 0xF0, 0x0F),
    .image(.init(picture("####....", "....####"), xScale: 2, yScale: 2))),
  .init(job(gs, "w", 3), .symbolModule(3)), .init(job(gs, "z0", 1, 1), .setting),
]

private let symbolSamples: [DecoderSample] = [
  .init(job(gs, "k", 4, "AB", 0), .symbol(69, Array("AB".utf8))),
  .init(job(gs, "k", 73, 4, "{BAB"), .symbol(73, Array("{BAB".utf8))),
  .init(job(gs, "(k", 4, 0, "1A", 50, 0), .matrix(49, .other(65, [50, 0]))),
  .init(job(gs, "(k", 3, 0, "1C", 6), .matrix(49, .module(6))),
  .init(job(gs, "(k", 3, 0, "1E", 51), .matrix(49, .correction(51))),
  .init(job(gs, "(k", 5, 0, "1P0", "ab"), .matrix(49, .store(Array("ab".utf8)))),
  .init(job(gs, "(k", 3, 0, "1Q0"), .matrix(49, .print)),
  .init(job(gs, "(k", 3, 0, "0A", 5), .matrix(48, .columns(5))),
  .init(job(gs, "(k", 3, 0, "0B", 5), .matrix(48, .other(66, [5]))),
  .init(job(gs, "(k", 3, 0, "0C", 2), .matrix(48, .module(2))),
  .init(job(gs, "(k", 3, 0, "0D", 4), .matrix(48, .rowHeight(4))),
  .init(job(gs, "(k", 4, 0, "0E", 48, 50), .matrix(48, .correction(50))),
  .init(job(gs, "(k", 3, 0, "6C", 4), .matrix(54, .module(4))),
  .init(job(gs, "(k", 5, 0, "6B", 0, 0, 0), .matrix(54, .other(66, [0, 0, 0]))),
  .init(job(gs, "(k", 3, 0, "5C", 4), .matrix(53, .module(4))),
  .init(job(gs, "(k", 3, 0, "5E", 23), .matrix(53, .correction(23))),
  .init(job(gs, "(k", 3, 0, "2A", 50), .matrix(50, .other(65, [50]))),
  .init(job(gs, "(k", 4, 0, "2P0", "x"), .matrix(50, .store(Array("x".utf8)))),
]

private let graphicsSamples: [DecoderSample] = [
  .init(
    job(gs, "(L", 11, 0, "0p0", 1, 2, "1", 8, 0, 1, 0, 0x81),
    .bufferImage(.init(picture("#......#"), xScale: 1, yScale: 2))),
  .init(
    job(gs, "8L", 18, 0, 0, 0, "0q0", 1, 1, "1", 8, 0, 8, 0, diagonal),
    .bufferImage(.init(diagonalBitmap))),
  .init(job(gs, "(L", 2, 0, "02"), .printBuffer),
  .init(
    job(gs, "(L", 12, 0, "0C0", "AB", 1, 8, 0, 1, 0, "1", 0x81),
    .storeImages([.init(.flash(65, 66), .init(picture("#......#")))])),
  .init(
    job(gs, "(L", 14, 0, "0S0", "AB", 2, 8, 0, 1, 0, "1", 0x80, "2", 0x01),
    .storeImages([.init(.download(65, 66), .init(picture("#......#")))])),
  .init(
    job(gs, "(L", 6, 0, "0E", "AB", 1, 2), .printStored(.flash(65, 66), xScale: 1, yScale: 2)),
  .init(
    job(gs, "(L", 6, 0, "0U", "AB", 2, 1),
    .printStored(.download(65, 66), xScale: 2, yScale: 1)),
  .init(job(gs, "(L", 2, 0, "00"), .question), .init(job(gs, "(L", 5, 0, "0ACLR"), .setting),
]
