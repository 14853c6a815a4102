// Numbers in a picture's file, read within its bounds.

/// A file with a place in it, for the readers of pictures.
struct PictureBytes {
  let file: [UInt8]
  var offset: Int

  /// One byte; the fault names the part that was being read.
  mutating func byte(_ part: PicturePart) throws(PictureFault) -> UInt8 {
    guard offset < file.count else { throw .truncated(part, offset: file.count) }
    defer { offset += 1 }
    return file[offset]
  }

  /// A number with its highest byte first.
  mutating func bigEndian(_ bytes: Int, _ part: PicturePart) throws(PictureFault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<bytes { value = value << 8 | UInt32(try byte(part)) }
    return value
  }

  /// A number with its lowest byte first.
  mutating func littleEndian(_ bytes: Int, _ part: PicturePart) throws(PictureFault) -> UInt32 {
    var value: UInt32 = 0
    for shift in 0..<bytes { value |= UInt32(try byte(part)) << UInt32(8 * shift) }
    return value
  }

  /// Goes over bytes and says where they were.
  mutating func skip(_ count: Int, _ part: PicturePart) throws(PictureFault) -> Range<Int> {
    guard count >= 0, count <= file.count - offset else {
      throw .truncated(part, offset: file.count)
    }
    defer { offset += count }
    return offset..<(offset + count)
  }
}
