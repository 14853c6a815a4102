// A picture in shades of gray, before it is made black and white for paper. Its readers are in
// PNGReader, PNMReader and BMPReader; what makes dots of it is in Dithering.

/// A picture of one byte of brightness a dot: 0 is black, 255 white.
package struct GrayPicture: Hashable, Sendable {
  /// The most dots that a picture read from a file may have: 20 million.
  ///
  /// On 576 dots of paper that is more than four metres.
  package static let dotLimit = 20_000_000

  /// Dots in a row.
  package let width: Int
  package let height: Int
  /// Rows from the top, `width` bytes each.
  package let shades: [UInt8]

  /// The picture with these shades, or nil if there are not `width` times `height` of them.
  package init?(width: Int, height: Int, shades: [UInt8]) {
    guard width >= 0, height >= 0 else { return nil }
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, shades.count == count else { return nil }
    self.init(checkedWidth: width, height: height, shades: shades)
  }

  init(checkedWidth width: Int, height: Int, shades: [UInt8]) {
    self.width = width
    self.height = height
    self.shades = shades
  }

  /// Reads a PNG, BMP, PBM, PGM or PPM file; which one it is, its first bytes say.
  ///
  /// Colours become brightness by ITU-R BT.601; what is transparent lies on white. Takes any
  /// bytes: memory is asked for only once the size is known to be within `dotLimit`.
  /// - Throws: A fault that names the broken part and its offset.
  package init(reading file: [UInt8]) throws(PictureFault) {
    if file.starts(with: PNGReader.signature) {
      self = try PNGReader.picture(in: file)
    } else if file.starts(with: BMPReader.signature) {
      self = try BMPReader.picture(in: file)
    } else if PNMReader.recognises(file) {
      self = try PNMReader.picture(in: file)
    } else {
      throw .unknownFormat
    }
  }

  /// The shade at a place; white outside.
  package subscript(x: Int, y: Int) -> UInt8 {
    guard x >= 0, x < width, y >= 0, y < height else { return 255 }
    return shades[y * width + x]
  }
}

/// How colours become shades.
enum Shade {
  /// Brightness of a colour, ITU-R BT.601-7 section 2.5.1, in 65536ths and rounded.
  @inline(__always) static func of(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
    let sum = UInt32(red) * 19595 + UInt32(green) * 38470 + UInt32(blue) * 7471
    return UInt8(truncatingIfNeeded: (sum + 0x8000) >> 16)
  }

  /// A shade seen through its transparency, on white paper.
  @inline(__always) static func onWhite(_ shade: UInt8, alpha: UInt8) -> UInt8 {
    let mixed = UInt32(shade) * UInt32(alpha) + 255 * UInt32(255 - alpha)
    return UInt8(truncatingIfNeeded: (mixed + 127) / 255)
  }

  /// A value of 0 to `most` as one of 0 to 255, rounded.
  @inline(__always) static func scaled(_ value: UInt32, of most: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: (min(value, most) * 255 + most / 2) / most)
  }

  /// Refuses a size before memory is asked for.
  static func check(width: Int, height: Int) throws(PictureFault) {
    guard width > 0, height > 0 else { throw .empty }
    let (dots, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, dots <= GrayPicture.dotLimit else {
      throw .tooLarge(width: width, height: height)
    }
  }
}
