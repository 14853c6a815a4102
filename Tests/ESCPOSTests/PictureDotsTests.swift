// Shades made dots, and pictures made to fit.

import ESCPOS
import Testing
import Values

@Suite struct PictureDotsTests {
  private func black(_ bitmap: Bitmap) -> Int { bitmap.bytes.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Floyd and Steinberg's rule one dot at a time, as a second opinion.
  private func slow(_ picture: GrayPicture) -> Bitmap {
    var result = Bitmap(width: picture.width, height: picture.height)
    var errors = [[Int]](
      repeating: [Int](repeating: 0, count: picture.width + 2), count: picture.height + 1)
    for y in 0..<picture.height {
      for x in 0..<picture.width {
        let value = min(255, max(0, Int(picture[x, y]) + errors[y][x + 1] / 16))
        let white = value > 128
        result[x, y] = !white
        let error = value - (white ? 255 : 0)
        errors[y][x + 2] += error * 7
        errors[y + 1][x] += error * 3
        errors[y + 1][x + 1] += error * 5
        errors[y + 1][x + 2] += error
      }
    }
    return result
  }

  /// Atkinson's rule one dot at a time.
  private func slowAtkinson(_ picture: GrayPicture) -> Bitmap {
    var result = Bitmap(width: picture.width, height: picture.height)
    var errors = [[Int]](
      repeating: [Int](repeating: 0, count: picture.width + 3), count: picture.height + 2)
    for y in 0..<picture.height {
      for x in 0..<picture.width {
        let value = min(255, max(0, Int(picture[x, y]) + errors[y][x + 1] / 8))
        let white = value > 128
        result[x, y] = !white
        let error = value - (white ? 255 : 0)
        for (right, down) in [(1, 0), (2, 0), (-1, 1), (0, 1), (1, 1), (0, 2)] {
          errors[y + down][x + 1 + right] += error
        }
      }
    }
    return result
  }

  @Test func `error diffusion in lanes is error diffusion dot by dot`() {
    var random = Entropy(seed: 4)
    for width in Array(1...40) + [63, 64, 65, 200] {
      for height in [1, 2, 7, 8, 9, 16, 23] {
        let picture =
          Bool.random(using: &random)
          ? PictureSample.noise(width, height, &random)
          : PictureSample.gradient(width, height, &random)
        #expect(picture.dithered(.floydSteinberg) == slow(picture), "\(width) x \(height)")
        #expect(picture.dithered(.atkinson) == slowAtkinson(picture), "\(width) x \(height)")
      }
    }
  }

  @Test(arguments: Dithering.allCases)
  func `black stays black and white stays white`(_ dithering: Dithering) {
    let dark = PictureSample.picture(30, 20) { _, _ in 0 }
    let bright = PictureSample.picture(30, 20) { _, _ in 255 }
    #expect(black(dark.dithered(dithering)) == 600)
    #expect(black(bright.dithered(dithering)) == 0)
  }

  @Test(arguments: [Dithering.floydSteinberg, .ordered])
  func `as many dots are black as the shade is dark`(_ dithering: Dithering) {
    for shade in stride(from: 10, through: 250, by: 20) {
      let picture = PictureSample.picture(160, 160) { _, _ in UInt8(shade) }
      let part = black(picture.dithered(dithering)) * 255 / (160 * 160)
      #expect(abs(part - (255 - shade)) <= 4, "\(shade)")
    }
  }

  @Test func `ordered dithering repeats every eight dots`() {
    let dots = PictureSample.picture(64, 64) { _, _ in 90 }.dithered(.ordered)
    for y in 0..<56 {
      for x in 0..<56 { #expect(dots[x, y] == dots[x + 8, y] && dots[x, y] == dots[x, y + 8]) }
    }
  }

  @Test func `a threshold is at the middle`() {
    let picture = GrayPicture(width: 2, height: 1, shades: [127, 128])
    #expect(picture?.dithered(.threshold).bytes == [0x80])
  }

  @Test func `a smaller picture has the means of the areas`() throws {
    let picture = try #require(
      GrayPicture(width: 4, height: 2, shades: [0, 10, 20, 30, 2, 4, 6, 8]))
    #expect(try picture.scaled(toWidth: 2).shades == [4, 16])
    #expect(try picture.scaled(toWidth: 1).shades == [10])
    let third = try #require(
      GrayPicture(width: 3, height: 3, shades: Array(repeating: 77, count: 9)))
    #expect(try third.scaled(toWidth: 2).shades == [77, 77, 77, 77])
    #expect(try third.fitted(toWidth: 3) == third)
  }

  @Test func `a larger picture repeats its dots`() throws {
    let picture = try #require(GrayPicture(width: 2, height: 1, shades: [0, 200]))
    let large = try picture.scaled(toWidth: 6)
    #expect(large.height == 3)
    #expect(large.shades.prefix(6) == [0, 0, 0, 200, 200, 200])
  }

  @Test func `a column is not scaled to a mile of paper`() throws {
    let picture = try #require(
      GrayPicture(width: 1, height: 60000, shades: Array(repeating: 0, count: 60000)))
    #expect(throws: PictureFault.tooLarge(width: 576, height: 34_560_000)) {
      try picture.scaled(toWidth: 576)
    }
  }
}
