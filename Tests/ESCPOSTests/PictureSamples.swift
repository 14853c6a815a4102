// Pictures for tests: noise, gradients, and files of pictures made by hand.

import ESCPOS
import Values

enum PictureSample {
  /// Shades without any order.
  static func noise(_ width: Int, _ height: Int, _ random: inout Entropy) -> GrayPicture {
    picture(width, height) { _, _ in UInt8.random(in: 0...255, using: &random) }
  }

  /// Noise about one shade that is never dark: few black dots, as in the sky of a photograph.
  static func photo(_ width: Int, _ height: Int, _ random: inout Entropy) -> GrayPicture {
    let shade = Int.random(in: 150...230, using: &random)
    return picture(width, height) { _, _ in
      UInt8(shade + Int.random(in: -25...25, using: &random))
    }
  }

  /// A slope of shades with a random direction and start.
  static func gradient(_ width: Int, _ height: Int, _ random: inout Entropy) -> GrayPicture {
    let (across, down) = (
      Int.random(in: -900...900, using: &random), Int.random(in: -900...900, using: &random)
    )
    let start = Int.random(in: 0...255, using: &random)
    return picture(width, height) { x, y in
      let value = start + x * across / max(width, 1) + y * down / max(height, 1)
      return UInt8(abs(value % 511 - 255).clamped(to: 0...255))
    }
  }

  /// Random dots, as dense as the picture likes.
  static func dots(_ width: Int, _ height: Int, _ random: inout Entropy) -> Bitmap {
    let rowBytes = (width + 7) / 8
    // Few bits a byte are what the commands are made of.
    let sparse = Bool.random(using: &random)
    let bytes = (0..<(rowBytes * height)).map { _ -> UInt8 in
      let byte = UInt8.random(in: 0...255, using: &random)
      return sparse ? [0x10, 0x04, 0x05, 0x14, 0x01, 0x02, 0x00, byte].randomElement()! : byte
    }
    return Bitmap(width: width, height: height, bytes: bytes) ?? Bitmap(width: 0, height: 0)
  }

  static func picture(
    _ width: Int, _ height: Int, _ shade: (_ x: Int, _ y: Int) -> UInt8
  ) -> GrayPicture {
    let shades = (0..<(width * height)).map { shade($0 % width, $0 / width) }
    return GrayPicture(width: width, height: height, shades: shades)!
  }

  static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// A chunk of a PNG with its checksum, worked out bit by bit.
  static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let named = Array(name.utf8) + data
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in named {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return bigEndian(data.count) + named + bigEndian(Int(~crc))
  }

  /// A zlib stream of stored blocks: no packing at all.
  static func stored(_ data: [UInt8]) -> [UInt8] {
    [0x78, 0x01, 0x01] + word(data.count) + word(data.count ^ 0xFFFF) + data + [0, 0, 0, 0]
  }

  static func word(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }

  /// A PNG with rows that are given unpacked, each after the number of its filter.
  static func png(
    _ width: Int, _ height: Int, depth: UInt8 = 8, colours: UInt8 = 0, interlaced: UInt8 = 0,
    before: [UInt8] = [], rows: [UInt8]
  ) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk(
        "IHDR", bigEndian(width) + bigEndian(height) + [depth, colours, 0, 0, interlaced])
      + before + chunk("IDAT", stored(rows)) + chunk("IEND", [])
  }

  /// A BMP of 24 bits, rows from the bottom.
  static func bmp(_ width: Int, _ height: Int, depth: Int = 24, body: [UInt8]) -> [UInt8] {
    func long(_ value: Int) -> [UInt8] { bigEndian(value).reversed() }
    return Array("BM".utf8) + long(54 + body.count) + long(0) + long(54) + long(40) + long(width)
      + long(height) + [1, 0] + word(depth) + long(0) + long(0) + long(0) + long(0) + long(0)
      + long(0) + body
  }
}

extension Comparable {
  fileprivate func clamped(to range: ClosedRange<Self>) -> Self {
    min(max(self, range.lowerBound), range.upperBound)
  }
}
