// The two checksums that a PNG file carries.

/// CRC-32 as in PNG's chunks: ISO 3309, PNG specification (third edition) annex D.
enum CRC32 {
  /// Eight tables, so that eight bytes are taken at a time.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var value = UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
      tables[byte] = value
    }
    for index in 256..<tables.count {
      let shorter = tables[index - 256]
      tables[index] = shorter >> 8 ^ tables[Int(shorter & 0xFF)]
    }
    return tables
  }()

  /// The checksum of a run of bytes.
  static func of(_ bytes: Span<UInt8>) -> UInt32 {
    let tables = tables.span
    var crc: UInt32 = 0xFFFF_FFFF
    var index = 0
    while index &+ 8 <= bytes.count {
      let eight = bytes.extracting(index..<(index &+ 8))
      let low = UInt32(eight[0]) | UInt32(eight[1]) << 8 | UInt32(eight[2]) << 16
      let mixed = crc ^ (low | UInt32(eight[3]) << 24)
      crc = tables[1792 &+ Int(mixed & 0xFF)] ^ tables[1536 &+ Int(mixed >> 8 & 0xFF)]
      crc ^= tables[1280 &+ Int(mixed >> 16 & 0xFF)] ^ tables[1024 &+ Int(mixed >> 24)]
      crc ^= tables[768 &+ Int(eight[4])] ^ tables[512 &+ Int(eight[5])]
      crc ^= tables[256 &+ Int(eight[6])] ^ tables[Int(eight[7])]
      index &+= 8
    }
    while index < bytes.count {
      crc = crc >> 8 ^ tables[Int((crc ^ UInt32(bytes[index])) & 0xFF)]
      index &+= 1
    }
    return ~crc
  }
}

/// Adler-32 as at the end of a zlib stream, RFC 1950 section 8.2.
enum Adler32 {
  static func of(_ bytes: [UInt8]) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65521
      high = (high + low) % 65521
    }
    return high << 16 | low
  }
}
