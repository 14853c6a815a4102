// PBM, PGM and PPM files, incoming: the plainest of picture formats, in letters or in bytes.

/// Reads the portable anymap formats P1 to P6 (Netpbm manual pages pbm(5), pgm(5) and ppm(5)).
///
/// Of a file with several pictures the first is read.
enum PNMReader {
  static func recognises(_ file: [UInt8]) -> Bool {
    file.count >= 3 && file[0] == UInt8(ascii: "P")
      && (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(file[1])
      && (isSpace(file[2]) || file[2] == UInt8(ascii: "#"))
  }

  static func picture(in file: [UInt8]) throws(PictureFault) -> GrayPicture {
    let kind = file[1] - UInt8(ascii: "0")
    var bytes = PictureBytes(file: file, offset: 2)
    let width = Int(try number(&bytes, .size))
    let height = Int(try number(&bytes, .size))
    try Shade.check(width: width, height: height)
    var most: UInt32 = 1
    if kind != 1 && kind != 4 {
      let start = bytes.offset
      most = try number(&bytes, .depth)
      guard (1...65535).contains(most) else { throw .malformed(.depth, offset: start) }
    }
    // A single blank ends the header; bytes that look like blanks may follow it.
    if kind >= 4 { bytes.offset += 1 }
    let shades: [UInt8]
    switch kind {
    case 1: shades = try letters(&bytes, count: width * height)
    case 4: shades = try bits(&bytes, width: width, height: height)
    default:
      shades = try values(
        &bytes, count: width * height, channels: kind % 3 == 0 ? 3 : 1, most: most,
        binary: kind > 3)
    }
    return GrayPicture(checkedWidth: width, height: height, shades: shades)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }

  /// Goes over blanks and comments, which reach from `#` to the end of a line.
  private static func skipBlanks(_ bytes: inout PictureBytes) {
    while bytes.offset < bytes.file.count {
      let byte = bytes.file[bytes.offset]
      if byte == UInt8(ascii: "#") {
        while bytes.offset < bytes.file.count, ![10, 13].contains(bytes.file[bytes.offset]) {
          bytes.offset += 1
        }
      } else if !isSpace(byte) {
        return
      } else {
        bytes.offset += 1
      }
    }
  }

  /// A number in decimal digits, to be followed by something else than a digit.
  private static func number(
    _ bytes: inout PictureBytes, _ part: PicturePart
  ) throws(PictureFault) -> UInt32 {
    skipBlanks(&bytes)
    let start = bytes.offset
    var value: UInt32 = 0
    while bytes.offset < bytes.file.count, (0x30...0x39).contains(bytes.file[bytes.offset]) {
      value = value * 10 + UInt32(bytes.file[bytes.offset] - 0x30)
      guard value < 100_000_000 else { throw .malformed(part, offset: start) }
      bytes.offset += 1
    }
    guard bytes.offset > start else {
      throw start < bytes.file.count
        ? .malformed(part, offset: start) : .truncated(part, offset: start)
    }
    return value
  }

  /// P1: a 0 or 1 for each dot, blanks between them or not; 1 is black.
  private static func letters(
    _ bytes: inout PictureBytes, count: Int
  ) throws(PictureFault) -> [UInt8] {
    try checkLength(bytes, count)
    var shades: [UInt8] = []
    shades.reserveCapacity(count)
    while shades.count < count {
      skipBlanks(&bytes)
      let letter = try bytes.byte(.rows)
      guard letter == 0x30 || letter == 0x31 else {
        throw .malformed(.value, offset: bytes.offset - 1)
      }
      shades.append(letter == 0x31 ? 0 : 255)
    }
    return shades
  }

  /// P4: rows of bits, the leftmost highest; 1 is black.
  private static func bits(
    _ bytes: inout PictureBytes, width: Int, height: Int
  ) throws(PictureFault) -> [UInt8] {
    let rowBytes = (width + 7) / 8
    let body = try bytes.skip(rowBytes * height, .rows)
    var shades = [UInt8](repeating: 255, count: width * height)
    for y in 0..<height {
      for x in 0..<width
      where bytes.file[body.lowerBound + y * rowBytes + x / 8] & (0x80 >> UInt8(x % 8)) != 0 {
        shades[y * width + x] = 0
      }
    }
    return shades
  }

  /// P2, P3, P5 and P6: one or three values of 0 to `most` for each dot.
  private static func values(
    _ bytes: inout PictureBytes, count: Int, channels: Int, most: UInt32, binary: Bool
  ) throws(PictureFault) -> [UInt8] {
    let size = most > 255 ? 2 : 1
    try checkLength(bytes, count * channels * (binary ? size : 1))
    if binary, channels == 1, most == 255 { return Array(bytes.file[try bytes.skip(count, .rows)]) }
    var shades = [UInt8](repeating: 0, count: count)
    for index in 0..<count {
      var shade: (UInt8, UInt8, UInt8) = (0, 0, 0)
      for _ in 0..<channels {
        let start = bytes.offset
        let value = binary ? try bytes.bigEndian(size, .rows) : try number(&bytes, .rows)
        guard value <= most else { throw .malformed(.value, offset: start) }
        shade = (shade.1, shade.2, Shade.scaled(value, of: most))
      }
      shades[index] =
        channels == 1 ? shade.2 : Shade.of(red: shade.0, green: shade.1, blue: shade.2)
    }
    return shades
  }

  /// Refuses a file too short for its size before memory is asked for.
  private static func checkLength(
    _ bytes: PictureBytes, _ least: Int
  ) throws(PictureFault) {
    guard bytes.file.count - bytes.offset >= least else {
      throw .truncated(.rows, offset: bytes.file.count)
    }
  }
}
