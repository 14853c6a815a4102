// Files of pictures, read: what is in them, and what is wrong with them.

import ESCPOS
import Testing
import Values

@Suite struct PictureReadingTests {
  private func shades(_ file: [UInt8]) throws -> [UInt8] { try GrayPicture(reading: file).shades }

  private func fault(_ file: [UInt8]) -> PictureFault? {
    do throws(PictureFault) {
      _ = try GrayPicture(reading: file)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a gray PNG is its shades, whatever filter its rows have`() throws {
    // The same three rows 10 20 30, 10 25 30, 11 26 31, filtered five ways.
    let rows: [UInt8] = [0, 10, 20, 30, 2, 0, 5, 0, 4, 1, 1, 1]
    #expect(
      try shades(PictureSample.png(3, 3, rows: rows)) == [10, 20, 30, 10, 25, 30, 11, 26, 31])
    let others: [UInt8] = [1, 10, 10, 10, 3, 5, 10, 3, 4, 1, 1, 1]
    #expect(
      try shades(PictureSample.png(3, 3, rows: others)) == [10, 20, 30, 10, 25, 30, 11, 26, 31])
  }

  @Test func `colours become brightness and transparency becomes white paper`() throws {
    let red: [UInt8] = [0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]
    #expect(
      try shades(PictureSample.png(4, 1, colours: 2, rows: red)) == [76, 150, 29, 255])
    let alpha: [UInt8] = [0, 0, 0, 0, 0, 128, 255, 0]
    #expect(
      try shades(PictureSample.png(3, 1, colours: 4, rows: [0, 0, 0, 0, 128, 0, 255]))
        == [255, 127, 0])
    #expect(
      try shades(PictureSample.png(1, 1, colours: 6, rows: Array(alpha.prefix(5)))) == [255])
  }

  @Test func `small depths fill their bytes from the left`() throws {
    #expect(
      try shades(PictureSample.png(5, 1, depth: 1, rows: [0, 0b1010_0000]))
        == [255, 0, 255, 0, 0])
    #expect(
      try shades(PictureSample.png(4, 1, depth: 2, rows: [0, 0b0001_1011])) == [0, 85, 170, 255])
    #expect(try shades(PictureSample.png(1, 1, depth: 16, rows: [0, 0x80, 0x00])) == [128])
  }

  @Test func `a palette is looked up, with its alphas`() throws {
    let before =
      PictureSample.chunk("PLTE", [0, 0, 0, 255, 255, 255, 0, 0, 0])
      + PictureSample.chunk("tRNS", [255, 255, 0])
    let file = PictureSample.png(
      4, 1, depth: 2, colours: 3, before: before, rows: [0, 0b0001_1000])
    #expect(try shades(file) == [0, 255, 255, 0])
  }

  @Test func `what this package writes, it reads`() throws {
    var random = Entropy(seed: 1)
    for (width, height) in [(1, 1), (7, 3), (8, 8), (9, 20), (576, 40), (300, 300)] {
      let dots = PictureSample.dots(width, height, &random)
      let picture = try GrayPicture(reading: dots.png())
      #expect(picture.dithered(.threshold) == dots)
    }
    let page = Bitmap(width: 576, height: 2000)
    #expect(page.png().count < 1500)
    #expect(try GrayPicture(reading: page.png()).dithered(.threshold) == page)
  }

  @Test func `anymaps are read in letters and in bytes`() throws {
    #expect(try shades(Array("P1 # a comment\n3 2\n1 0 1\n010".utf8)) == [0, 255, 0, 255, 0, 255])
    #expect(try shades(Array("P2\n2 2\n15\n0 5 10 15\n".utf8)) == [0, 85, 170, 255])
    #expect(try shades(Array("P3 1 1 255 255 0 0".utf8)) == [76])
    #expect(try shades(Array("P4\n3 1\n".utf8) + [0b1010_0000]) == [0, 255, 0])
    #expect(try shades(Array("P5 3 1 255\n".utf8) + [1, 10, 35]) == [1, 10, 35])
    #expect(try shades(Array("P5 2 1 65535\n".utf8) + [0xFF, 0xFF, 0x80, 0]) == [255, 128])
    #expect(try shades(Array("P6 1 1 255\n".utf8) + [0, 255, 0]) == [150])
  }

  @Test func `a BMP is read from its bottom row, with its rows filled to four bytes`() throws {
    let body: [UInt8] = [0, 0, 0, 255, 255, 255, 9, 9, 255, 255, 255, 0, 0, 0, 9, 9]
    #expect(try shades(PictureSample.bmp(2, 2, body: body)) == [255, 0, 0, 255])
    #expect(try shades(PictureSample.bmp(2, -2, body: body)) == [0, 255, 255, 0])
  }

  @Test func `a fault names the part and its offset`() {
    #expect(fault([]) == .unknownFormat)
    #expect(fault(Array("GIF89a".utf8)) == .unknownFormat)
    let good = PictureSample.png(3, 1, rows: [0, 1, 2, 3])
    var broken = good
    broken[45] ^= 1
    #expect(fault(broken) == .malformed(.checksum, offset: 56))
    #expect(fault(Array(good.prefix(50))) == .truncated(.chunk, offset: 50))
    #expect(
      fault(PictureSample.png(3, 1, rows: [9, 1, 2, 3])) == .malformed(.filter, offset: 41))
    #expect(fault(PictureSample.png(3, 1, rows: [0, 1, 2])) == .malformed(.rows, offset: 51))
    #expect(
      fault(PictureSample.png(3, 1, depth: 3, rows: [])) == .malformed(.depth, offset: 24))
    #expect(fault(PictureSample.png(0, 1, rows: [])) == .empty)
    #expect(
      fault(PictureSample.png(1, 1, colours: 3, rows: [0, 0])) == .malformed(.palette, offset: 41))
    #expect(fault(Array("P5 2 2 255\n".utf8) + [1]) == .truncated(.rows, offset: 12))
    #expect(fault(Array("P2 1 1 9 10".utf8)) == .malformed(.value, offset: 8))
    #expect(fault(Array("P1 x".utf8)) == .malformed(.size, offset: 3))
    #expect(
      fault(PictureSample.bmp(1, 1, depth: 16, body: [])) == .unsupported(.depth, offset: 28))
    #expect(
      fault(PictureSample.bmp(2, 2, body: [1])) == .truncated(.rows, offset: 55))
    #expect("\(PictureFault.malformed(.checksum, offset: 56))".contains("checksum"))
  }

  @Test func `a size is refused before memory is asked for`() {
    let huge = PictureSample.png(60000, 60000, rows: [0])
    #expect(fault(huge) == .tooLarge(width: 60000, height: 60000))
    #expect(
      fault(Array("P4 99999999 99999999 ".utf8)) == .tooLarge(width: 99_999_999, height: 99_999_999)
    )
    #expect(
      fault(PictureSample.bmp(1 << 20, 1 << 20, body: []))
        == .tooLarge(width: 1 << 20, height: 1 << 20))
    // Within the limit, but no file this short can hold it.
    #expect(fault(PictureSample.png(4000, 4000, rows: [0])) == .truncated(.rows, offset: 53))
    #expect(fault(Array("P6 4000 4000 255\n".utf8)) == .truncated(.rows, offset: 17))
  }

  @Test func `any bytes are a picture or a fault`() {
    var random = Entropy(seed: 2)
    let dots = PictureSample.dots(37, 21, &random)
    let files = [
      dots.png(), PictureSample.bmp(9, 9, body: random.bytes(252)),
      Array("P2 3 3 200\n1 2 3 4 5 6 7 8 9".utf8), Array("P6 5 5 255\n".utf8) + random.bytes(75),
      PictureSample.png(
        9, 9, depth: 16, colours: 6, interlaced: 1, rows: random.bytes(700).map { $0 % 5 }),
    ]
    var read = 0
    for file in files {
      for length in 0..<min(file.count, 400) where fault(Array(file.prefix(length))) == nil {
        read += 1
      }
      for _ in 0..<600 {
        var damaged = file
        for _ in 0...Int.random(in: 0...3, using: &random) {
          let place = Int.random(in: 0..<damaged.count, using: &random)
          damaged[place] = UInt8.random(in: 0...255, using: &random)
        }
        if fault(damaged) == nil { read += 1 }
      }
    }
    // Changed dots of a picture without checksums are still a picture.
    #expect((1...3000).contains(read))
  }

  @Test func `any packed rows are unpacked or refused`() {
    var random = Entropy(seed: 3)
    // Behind the checksum: a PNG whose packed rows are random, so that the unpacking meets them.
    for _ in 0..<3000 {
      var stream: [UInt8] = [0x78, 0x01] + random.bytes(Int.random(in: 0...90, using: &random))
      if stream.count > 2 {
        // A last block of each kind.
        stream[2] = stream[2] & 0xF8 | [0b001, 0b011, 0b101].randomElement(using: &random)!
      }
      let file =
        Array(PictureSample.png(20, 20, rows: []).prefix(33))
        + PictureSample.chunk("IDAT", stream) + PictureSample.chunk("IEND", [])
      _ = fault(file)
    }
  }
}
