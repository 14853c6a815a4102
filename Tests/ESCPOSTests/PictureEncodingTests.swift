// The commands that carry pictures and logos, byte for byte.

import ESCPOS
import Testing
import Values

@Suite struct PictureEncodingTests {
  private let small = Bitmap(width: 10, height: 3, bytes: [0xFF, 0xC0, 0x80, 0x40, 0xFF, 0xC0])!

  private func bytes(_ raster: Raster, _ picture: Bitmap, bandRows: Int = 256) throws -> [UInt8] {
    try raster.encoded(picture, bandRows: bandRows, disablesRealTime: false).bytes
  }

  @Test func `GS v 0 has its width in bytes and its height in dots`() throws {
    #expect(
      try bytes(.rasterBitImage, small) == [0x1D, 0x76, 0x30, 0, 2, 0, 3, 0] + small.bytes)
  }

  @Test func `a long picture is cut into bands`() throws {
    #expect(
      try bytes(.rasterBitImage, small, bandRows: 2)
        == [0x1D, 0x76, 0x30, 0, 2, 0, 2, 0] + small.bytes[..<4]
        + [0x1D, 0x76, 0x30, 0, 2, 0, 1, 0] + small.bytes[4...])
  }

  @Test func `GS ( L stores and prints, its width in dots`() throws {
    #expect(
      try bytes(.graphics, small)
        == [0x1D, 0x28, 0x4C, 16, 0, 0x30, 0x70, 0x30, 1, 1, 0x31, 10, 0, 3, 0] + small.bytes
        + [0x1D, 0x28, 0x4C, 2, 0, 0x30, 0x32])
  }

  @Test func `GS 8 L takes what is too long for GS ( L`() throws {
    let job = try bytes(.graphics, Bitmap(width: 512, height: 1024), bandRows: 1024)
    #expect(
      job.prefix(17)
        == [0x1D, 0x38, 0x4C, 10, 0, 1, 0, 0x30, 0x70, 0x30, 1, 1, 0x31, 0, 2, 0, 4])
    #expect(job.count == 17 + 65536 + 7)
  }

  @Test func `ESC * has upright bytes and lines that touch`() throws {
    let expected: [UInt8] =
      [0x1B, 0x33, 24, 0x1B, 0x2A, 33, 10, 0, 0xE0, 0, 0]
      + Array(repeating: [0xA0, 0, 0], count: 8).flatMap { $0 } + [0xE0, 0, 0, 0x0A, 0x1B, 0x32]
    #expect(try bytes(.columns, small) == expected)
    #expect(
      try bytes(.shortColumns, small)
        == [0x1B, 0x33, 16, 0x1B, 0x2A, 1, 10, 0, 0xE0] + Array(repeating: 0xA0, count: 8)
        + [0xE0, 0x0A, 0x1B, 0x32])
  }

  @Test func `a printer that knows GS ( D obeys no pulse in between`() throws {
    let job = try Raster.rasterBitImage.encoded(small, bandRows: 8, disablesRealTime: true).bytes
    #expect(job.prefix(10) == [0x1D, 0x28, 0x44, 5, 0, 20, 1, 0, 2, 0])
    #expect(job.suffix(8) == [0x1D, 0x28, 0x44, 3, 0, 20, 1, 1])
  }

  @Test func `a picture is refused rather than cut`() throws {
    var encoder = PrintEncoder(for: .generic58)
    let start = encoder.bytes
    #expect(throws: PictureFault.tooWide(dots: 385, paper: 384)) {
      try encoder.image(Bitmap(width: 385, height: 1), alignment: .center)
    }
    #expect(throws: PictureFault.empty) { try encoder.image(Bitmap(width: 0, height: 9)) }
    #expect(encoder.bytes == start)
    try encoder.image(Bitmap(width: 384, height: 1), alignment: .center)
    #expect(
      Array(encoder.bytes.dropFirst(start.count).prefix(7)) == [0x1B, 0x61, 1, 0x1D, 0x76, 0x30, 0])
  }

  @Test func `a logo is kept, printed and forgotten by its key`() throws {
    let key = try #require(LogoKey("L1"))
    #expect(
      try key.definition(of: small).bytes
        == [0x1D, 0x28, 0x4C, 17, 0, 0x30, 0x43, 0x30, 0x4C, 0x31, 1, 10, 0, 3, 0, 0x31]
        + small.bytes)
    #expect(key.deletion == [0x1D, 0x28, 0x4C, 4, 0, 0x30, 0x42, 0x4C, 0x31])
    var encoder = PrintEncoder(for: .virtual80)
    encoder.logo(key, scale: 2, alignment: .center)
    #expect(
      Array(encoder.bytes.dropFirst(4))
        == [0x1B, 0x61, 1, 0x1D, 0x28, 0x4C, 6, 0, 0x30, 0x45, 0x4C, 0x31, 2, 2])
    #expect(LogoKey("A") == nil && LogoKey("A\n") == nil && LogoKey("ABC") == nil)
    #expect(throws: PictureFault.tooLargeForLogo(width: 8193, height: 1)) {
      try key.definition(of: Bitmap(width: 8193, height: 1))
    }
  }

  @Test func `a logo's data and sizes hold no command`() throws {
    let key = try #require(LogoKey("L1"))
    var random = Entropy(seed: 9)
    for width in [576, 1040, 1296, 8192] {
      for height in [1, 2, 5, 8, 18, 33] {
        let picture = PictureSample.dots(width, height, &random)
        #expect(RealTimeGuard.scan(try key.definition(of: picture).bytes).isEmpty)
      }
    }
    // 66,576 bytes of data are 10 04 01 in the length itself.
    let wide = Bitmap(width: 8, height: 2304)
    #expect(RealTimeGuard.scan(try key.definition(of: wide).bytes).isEmpty)
    let long = Bitmap(width: 3555 * 8 / 8, height: 149)
    #expect(RealTimeGuard.scan(try key.definition(of: long).bytes).isEmpty)
  }
}
