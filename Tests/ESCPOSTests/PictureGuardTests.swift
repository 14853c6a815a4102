// No picture's data may be obeyed as a real-time command.

import ESCPOS
import Testing
import Values

@Suite struct PictureGuardTests {
  /// The sequences of the manuals, written out once more.
  private func isLive(_ bytes: ArraySlice<UInt8>) -> Bool {
    let bytes = Array(bytes)
    guard bytes.count == 3, bytes[0] == 0x10 else { return false }
    return switch bytes[1] {
    case 0x04: [1, 2, 3, 4, 5, 6, 7, 8, 18].contains(bytes[2])
    case 0x05: [0, 1, 2].contains(bytes[2])
    case 0x14: [1, 2, 3, 7, 8].contains(bytes[2])
    default: false
    }
  }

  private func live(in bytes: [UInt8]) -> [Int] {
    bytes.indices.filter { bytes[$0] == 0x10 && isLive(bytes[$0..<min($0 + 3, bytes.count)]) }
  }

  @Test func `the scan finds what the manuals list, and nothing else`() {
    for second: UInt8 in Array(0...0x20) + [0x7F, 0x84, 0xFF] {
      for third in UInt8.min...UInt8.max {
        let bytes = [0x41, 0x10, second, third]
        #expect(RealTimeGuard.scan(bytes) == live(in: bytes))
      }
    }
    #expect(RealTimeGuard.scan([0x10, 0x04]) == [])
    #expect(RealTimeGuard.scan([]) == [])
    #expect(RealTimeGuard.scan([0x10, 0x10, 0x04, 1, 0x10, 0x05, 0]) == [1, 4])
    var random = Entropy(seed: 5)
    for _ in 0..<200 {
      let bytes = (0..<300).map { _ in
        [0x10, 0x04, 0x05, 0x14, 1, 18].randomElement(using: &random)! as UInt8
      }
      #expect(RealTimeGuard.scan(bytes) == live(in: bytes))
    }
  }

  /// The picture that a printer puts together from the commands of one picture.
  private func printed(_ job: [UInt8], width: Int) -> Bitmap? {
    var rows: [[UInt8]] = []
    var index = 0
    func word(_ at: Int) -> Int { Int(job[at]) | Int(job[at + 1]) << 8 }
    while index < job.count {
      switch (job[index], job[index + 1]) {
      case (0x1D, 0x76):
        let (rowBytes, count) = (word(index + 4), word(index + 6))
        guard rowBytes == (width + 7) / 8 else { return nil }
        for row in 0..<count {
          rows.append(Array(job[(index + 8 + row * rowBytes)..<(index + 8 + (row + 1) * rowBytes)]))
        }
        index += 8 + rowBytes * count
      case (0x1D, 0x28) where job[index + 2] == 0x44: index += 5 + word(index + 3)
      case (0x1D, 0x28), (0x1D, 0x38):
        let long = job[index + 1] == 0x38
        let start = index + (long ? 7 : 5)
        let count = word(index + 3) + (long ? word(index + 5) << 16 : 0)
        if job[start + 1] == 0x70 {
          guard word(start + 6) == width, count == 10 + (width + 7) / 8 * word(start + 8) else {
            return nil
          }
          let rowBytes = (width + 7) / 8
          for row in 0..<word(start + 8) {
            rows.append(
              Array(job[(start + 10 + row * rowBytes)..<(start + 10 + (row + 1) * rowBytes)]))
          }
        }
        index = start + count
      case (0x1B, 0x2A):
        let tall = job[index + 2] == 33 ? 3 : 1
        guard word(index + 3) == width, job[index + 5 + width * tall] == 0x0A else { return nil }
        var band = Bitmap(width: width, height: tall * 8)
        for x in 0..<width {
          for y in 0..<(tall * 8) {
            band[x, y] = job[index + 5 + x * tall + y / 8] & (0x80 >> UInt8(y % 8)) != 0
          }
        }
        for row in 0..<(tall * 8) {
          rows.append(Array(band.bytes[(row * band.rowBytes)..<((row + 1) * band.rowBytes)]))
        }
        index += 5 + width * tall + 1
      case (0x1B, 0x33): index += 3
      case (0x1B, 0x32): index += 2
      default: return nil
      }
    }
    return Bitmap(width: width, height: rows.count, bytes: rows.flatMap { $0 })
  }

  /// Encodes a picture and holds it to everything that is promised; the number of changed dots.
  private func check(_ picture: Bitmap, _ raster: Raster, bandRows: Int, locked: Bool) throws -> Int
  {
    let encoded = try raster.encoded(picture, bandRows: bandRows, disablesRealTime: locked)
    let about: Comment = "\(raster) \(picture.width) x \(picture.height)"
    #expect(live(in: encoded.bytes).isEmpty, about)
    // What comes out is the picture but for the dots that were named.
    var expected = picture
    for dot in encoded.nudged {
      #expect(dot.x < picture.width && dot.y < picture.height, about)
      expected[dot.x, dot.y].toggle()
    }
    #expect(Set(encoded.nudged).count == encoded.nudged.count, about)
    let paper = try #require(printed(encoded.bytes, width: picture.width), about)
    let count = expected.bytes.count
    #expect(paper.bytes.prefix(count) == expected.bytes[...], about)
    #expect(paper.bytes.dropFirst(count).allSatisfy { $0 == 0 }, about)
    return encoded.nudged.count
  }

  @Test(arguments: Raster.allCases)
  func `no picture has a live command in it`(_ raster: Raster) throws {
    var random = Entropy(seed: 6)
    var nudged = 0
    let common = [8, 12, 100, 384, 512, 576, 640]
    for round in 0..<700 {
      // Widths whose own bytes are 10 04, 10 05 and 10 14 are among them.
      let width =
        round % 10 == 0
        ? [1040, 1296, 5136, 4100, 16 * 8].randomElement(using: &random)!
        : round % 3 == 0
          ? common.randomElement(using: &random)! : Int.random(in: 1...90, using: &random)
      let height = Int.random(in: 1...(width > 650 ? 5 : 50), using: &random)
      let picture: Bitmap =
        switch round % 4 {
        case 0: PictureSample.dots(width, height, &random)
        case 1: PictureSample.photo(width, height, &random).dithered(.floydSteinberg)
        case 2: PictureSample.gradient(width, height, &random).dithered(.atkinson)
        default: PictureSample.gradient(width, height, &random).dithered(.ordered)
        }
      let rows = Int.random(in: 1...40, using: &random)
      nudged += try check(picture, raster, bandRows: rows, locked: round % 2 == 0)
    }
    #expect(nudged > 15)
  }

  @Test func `as many dots change as there were commands`() throws {
    var random = Entropy(seed: 7)
    var found = 0
    for _ in 0..<300 {
      let picture = PictureSample.dots(576, 40, &random)
      // One band: the bare data behind its header is what would have been sent.
      let bare = [0x1D, 0x76, 0x30, 0, 72, 0, 40, 0] + picture.bytes
      let encoded = try Raster.rasterBitImage.encoded(
        picture, bandRows: 40, disablesRealTime: false)
      #expect(encoded.nudged.count == live(in: bare).count)
      found += live(in: bare).count
    }
    #expect(found > 1000)
  }

  @Test func `without the guard the same kinds of picture do have commands`() {
    // The control: if these had none, the tests above would prove nothing.
    var random = Entropy(seed: 8)
    var (photos, slopes) = (0, 0)
    for _ in 0..<12 {
      let photo = PictureSample.photo(576, 150, &random).dithered(.floydSteinberg)
      if !live(in: photo.bytes).isEmpty { photos += 1 }
      let slope = PictureSample.gradient(576, 150, &random).dithered(.floydSteinberg)
      if !live(in: slope.bytes).isEmpty { slopes += 1 }
    }
    #expect(photos >= 2 && slopes >= 4, "\(photos) and \(slopes) of 12")
  }

  @Test func `the dot that changes is the one that its neighbours agree with`() throws {
    // 10 04 01 in a white row: a dot of its own each, so taking one away shows least.
    let picture = try #require(Bitmap(width: 24, height: 1, bytes: [0x10, 0x04, 0x01]))
    let encoded = try Raster.rasterBitImage.encoded(picture, bandRows: 8, disablesRealTime: false)
    #expect(encoded.nudged.count == 1)
    #expect(picture[encoded.nudged[0].x, encoded.nudged[0].y])
  }

  @Test func `a command across header and data is broken in the data`() throws {
    // 1040 columns are 10 04; a first column of one low dot is the 01.
    var picture = Bitmap(width: 1040, height: 8)
    picture[0, 7] = true
    #expect(try check(picture, .shortColumns, bandRows: 8, locked: false) == 1)
    // 1296 columns are 10 05, and even white is 00.
    #expect(try check(Bitmap(width: 1296, height: 24), .columns, bandRows: 8, locked: false) == 1)
  }

  @Test func `a header that is a command itself gets other rows`() throws {
    for rows in 1...20 {
      let picture = Bitmap(width: 1040, height: rows)
      #expect(try check(picture, .graphics, bandRows: 256, locked: false) == 0)
    }
    #expect(
      RealTimeGuard.guarded(
        header: [0x10, 0x04, 1], data: [0], layout: .rows(width: 8, height: 1)) == nil)
  }
}
