// BMP files, incoming: the format in which printer makers' own tools keep logos.

/// Reads BMP pictures of 1, 4, 8, 24 and 32 bits a dot that are not compressed.
///
/// Microsoft, "Bitmap Storage" (Windows GDI): a file header of 14 bytes, an information header,
/// colours, and rows from the bottom unless the height is negative, each of whole 4 bytes.
enum BMPReader {
  static let signature: [UInt8] = [0x42, 0x4D]

  static func picture(in file: [UInt8]) throws(PictureFault) -> GrayPicture {
    var bytes = PictureBytes(file: file, offset: 10)
    let start = Int(try bytes.littleEndian(4, .header))
    let headerSize = Int(try bytes.littleEndian(4, .header))
    guard headerSize == 12 || (40...124).contains(headerSize) else {
      throw .unsupported(.header, offset: 14)
    }
    // The oldest header has sizes of 2 bytes and colours of 3.
    let old = headerSize == 12
    let width = Int(Int32(bitPattern: try bytes.littleEndian(old ? 2 : 4, .size)))
    let rows = Int(Int32(bitPattern: try bytes.littleEndian(old ? 2 : 4, .size)))
    guard width > 0, rows != 0 else { throw .malformed(.size, offset: 18) }
    let height = abs(rows)
    try Shade.check(width: width, height: height)
    _ = try bytes.littleEndian(2, .header)
    let depthOffset = bytes.offset
    let depth = Int(try bytes.littleEndian(2, .depth))
    guard [1, 4, 8, 24, 32].contains(depth) else { throw .unsupported(.depth, offset: depthOffset) }
    var hasAlpha = false
    var colourCount = depth <= 8 ? 1 << depth : 0
    if !old {
      let compression = try bytes.littleEndian(4, .compression)
      bytes.offset = 46
      let used = Int(try bytes.littleEndian(4, .palette))
      if depth <= 8, used > 0 {
        guard used <= 1 << depth else { throw .malformed(.palette, offset: 46) }
        colourCount = used
      }
      if compression == 3, depth == 32 {
        hasAlpha = try checkMasks(file, headerSize)
      } else if compression != 0 {
        throw .unsupported(.compression, offset: 30)
      }
    }
    bytes.offset = 14 + headerSize
    var palette: [UInt8] = []
    for _ in 0..<colourCount {
      let blue = try bytes.byte(.palette)
      let green = try bytes.byte(.palette)
      palette.append(Shade.of(red: try bytes.byte(.palette), green: green, blue: blue))
      if !old { _ = try bytes.byte(.palette) }
    }
    guard start >= bytes.offset else { throw .malformed(.header, offset: 10) }
    let rowBytes = (width * depth + 31) / 32 * 4
    bytes.offset = min(start, file.count)
    let body = try bytes.skip(rowBytes * height, .rows)
    var shades = [UInt8](repeating: 255, count: width * height)
    for y in 0..<height {
      let row = body.lowerBound + (rows < 0 ? y : height - 1 - y) * rowBytes
      for x in 0..<width {
        let shade: UInt8
        if depth <= 8 {
          let bit = x * depth
          let index = Int(file[row + bit / 8]) >> (8 - depth - bit % 8) & (1 << depth - 1)
          guard index < palette.count else { throw .malformed(.value, offset: row + bit / 8) }
          shade = palette[index]
        } else {
          let at = row + x * depth / 8
          let plain = Shade.of(red: file[at + 2], green: file[at + 1], blue: file[at])
          shade = hasAlpha ? Shade.onWhite(plain, alpha: file[at + 3]) : plain
        }
        shades[y * width + x] = shade
      }
    }
    return GrayPicture(checkedWidth: width, height: height, shades: shades)
  }

  /// Whether 32-bit dots have an alpha; masks other than blue, green, red, alpha are not read.
  private static func checkMasks(
    _ file: [UInt8], _ headerSize: Int
  ) throws(PictureFault) -> Bool {
    var bytes = PictureBytes(file: file, offset: 54)
    for mask: UInt32 in [0x00FF_0000, 0x0000_FF00, 0x0000_00FF] {
      let offset = bytes.offset
      guard try bytes.littleEndian(4, .masks) == mask else {
        throw .unsupported(.masks, offset: offset)
      }
    }
    guard headerSize >= 56 else { return false }
    return try bytes.littleEndian(4, .masks) == 0xFF00_0000
  }
}
