// Pictures of dots, outgoing: PNG files of one bit a dot, packed without a library.

extension Bitmap {
  /// The picture as a PNG file: gray of one bit, black as it is on paper.
  ///
  /// Packed by looking only for runs and for what stands in the row above, which is nearly all
  /// that a page of text has. A picture without dots becomes one white dot: PNG has no smaller.
  package func png() -> [UInt8] {
    guard width > 0, height > 0 else { return Bitmap(width: 1, height: 1).png() }
    var file = PNGReader.signature
    Self.append(
      "IHDR", Self.bigEndian(width) + Self.bigEndian(height) + [1, 0, 0, 0, 0], to: &file)
    Self.append("IDAT", Deflate.zlib(rows, rowLength: rowBytes + 1), to: &file)
    Self.append("IEND", [], to: &file)
    return file
  }

  /// Rows without filters, each after a 0 that says so; 1 is white in PNG.
  private var rows: [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity((rowBytes + 1) * height)
    for y in 0..<height {
      rows.append(0)
      for byte in bytes[(y * rowBytes)..<((y + 1) * rowBytes)] { rows.append(~byte) }
    }
    return rows
  }

  private static func append(_ name: StaticString, _ data: [UInt8], to file: inout [UInt8]) {
    let named = Array(name.description.utf8) + data
    file += bigEndian(data.count) + named + bigEndian(Int(CRC32.of(named.span)))
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}

/// The packing half of DEFLATE (RFC 1951), as far as rows of dots need it.
private struct Deflate {
  private var bytes: [UInt8] = [0x78, 0x01]
  private var buffer: UInt32 = 0
  private var count: UInt32 = 0

  /// A zlib stream of one block with the fixed codes.
  ///
  /// - Parameter rowLength: how far back the same place in the row above is.
  static func zlib(_ rows: [UInt8], rowLength: Int) -> [UInt8] {
    var deflate = Deflate()
    // The last block; fixed codes.
    deflate.put(0b011, bits: 3)
    var index = 0
    while index < rows.count {
      let run = index >= 1 ? repeats(in: rows.span, at: index, distance: 1) : 0
      let above =
        index >= rowLength && rowLength <= 32768
        ? repeats(in: rows.span, at: index, distance: rowLength) : 0
      if max(run, above) >= 3 {
        deflate.putLength(max(run, above))
        deflate.putDistance(run >= above ? 1 : rowLength)
        index += max(run, above)
      } else {
        deflate.putSymbol(Int(rows[index]))
        index += 1
      }
    }
    deflate.putSymbol(256)
    deflate.put(0, bits: (8 - deflate.count % 8) % 8)
    let check = Adler32.of(rows)
    return deflate.bytes + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: check >> $0) }
  }

  /// How many bytes are those a distance before them, at most 258.
  private static func repeats(in rows: Span<UInt8>, at index: Int, distance: Int) -> Int {
    var length = 0
    while length < 258, index + length < rows.count,
      rows[index + length] == rows[index + length - distance]
    {
      length += 1
    }
    return length
  }

  private mutating func put(_ value: UInt32, bits: UInt32) {
    buffer |= value << count
    count += bits
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: buffer))
      buffer >>= 8
      count -= 8
    }
  }

  /// A Huffman code, which goes out with its highest bit first.
  private mutating func putCode(_ code: UInt32, bits: UInt32) {
    var reversed: UInt32 = 0
    for bit in 0..<bits where code >> bit & 1 == 1 { reversed |= 1 << (bits - 1 - bit) }
    put(reversed, bits: bits)
  }

  /// A byte, the end or a length by its fixed code, RFC 1951 section 3.2.6.
  private mutating func putSymbol(_ symbol: Int) {
    let value = UInt32(symbol)
    switch symbol {
    case ..<144: putCode(0x30 + value, bits: 8)
    case ..<256: putCode(0x190 + value - 144, bits: 9)
    case ..<280: putCode(value - 256, bits: 7)
    default: putCode(0xC0 + value - 280, bits: 8)
    }
  }

  /// A length of 3 to 258, RFC 1951 section 3.2.5.
  private mutating func putLength(_ length: Int) {
    guard length < 258 else { return putSymbol(285) }
    let (step, rest, extra) = Self.split(length - 3, perBit: 4)
    putSymbol(257 + step)
    put(UInt32(rest), bits: UInt32(extra))
  }

  /// A distance of 1 to 32768.
  private mutating func putDistance(_ distance: Int) {
    let (step, rest, extra) = Self.split(distance - 1, perBit: 2)
    putCode(UInt32(step), bits: 5)
    put(UInt32(rest), bits: UInt32(extra))
  }

  /// The step of a table that doubles its ranges after every so many steps, and what is left.
  private static func split(_ value: Int, perBit: Int) -> (step: Int, rest: Int, extra: Int) {
    var (step, base) = (0, 0)
    while true {
      let extra = max(0, step / perBit - 1)
      if value < base + 1 << extra { return (step, value - base, extra) }
      base += 1 << extra
      step += 1
    }
  }
}
