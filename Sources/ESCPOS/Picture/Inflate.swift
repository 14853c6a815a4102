// The reading half of DEFLATE (RFC 1951) in its zlib envelope (RFC 1950): what PNG packs rows in.

/// Unpacks a zlib stream.
enum Inflate {
  /// Why a stream cannot be unpacked; the offset counts bytes of the stream.
  struct Fault: Error, Hashable {
    enum Reason: Hashable {
      case truncated, malformed
    }
    let reason: Reason
    let offset: Int
  }

  /// The bytes in a stream, which must be exactly `count`.
  ///
  /// No byte packs more than 1032 (RFC 1951: 258 bytes for two bits of one-bit codes), so memory
  /// is asked for only where the stream is long enough for it. The Adler-32 at its end is not
  /// read: the CRC of PNG's chunks covers the same bytes.
  static func zlib(_ stream: [UInt8], count: Int) throws(Fault) -> [UInt8] {
    guard stream.count >= 2 else { throw Fault(reason: .truncated, offset: stream.count) }
    let header = Int(stream[0]) << 8 | Int(stream[1])
    guard stream[0] & 0x0F == 8, header % 31 == 0, stream[1] & 0x20 == 0 else {
      throw Fault(reason: .malformed, offset: 0)
    }
    guard count / 1032 <= stream.count else {
      throw Fault(reason: .truncated, offset: stream.count)
    }
    var output = [UInt8](repeating: 0, count: count)
    var place = Place(next: 2)
    var last = false
    while !last {
      place.refill(from: stream.span)
      last = place.take(1) == 1
      switch place.take(2) {
      case 0: try copyStored(from: stream.span, &place, to: &output)
      case 1: try unpack(HuffmanTable.fixed, from: stream.span, &place, to: &output)
      case 2:
        let tables = try HuffmanTable.read(from: stream.span, &place)
        try unpack(tables, from: stream.span, &place, to: &output)
      default: throw place.malformed
      }
    }
    guard place.written == count else { throw place.malformed }
    return output
  }

  /// A place between two bits of the stream, and how much has been unpacked there.
  struct Place {
    private(set) var next: Int
    /// Bits read ahead, the next one lowest.
    private(set) var buffer: UInt64 = 0
    /// How many of them are real; negative once more were taken than the stream has.
    private(set) var count = 0
    var written = 0

    init(next: Int) { self.next = next }

    var malformed: Fault { Fault(reason: .malformed, offset: next - max(count, 0) / 8) }
    var truncated: Fault { Fault(reason: .truncated, offset: next) }

    /// Reads ahead to at least 56 bits, or to the end of the stream, after which bits are 0.
    @inline(__always) mutating func refill(from stream: Span<UInt8>) {
      if next &+ 8 <= stream.count {
        let word = stream.word(at: next)
        buffer |= word &<< UInt64(truncatingIfNeeded: count)
        next &+= (63 &- count) &>> 3
        count |= 56
      } else {
        while count <= 56, next < stream.count {
          buffer |= UInt64(stream[next]) &<< UInt64(truncatingIfNeeded: max(count, 0))
          next += 1
          count += 8
        }
      }
    }

    /// Takes up to 32 bits that have been read ahead.
    @inline(__always) mutating func take(_ bits: Int) -> Int {
      let value = buffer & (1 &<< UInt64(truncatingIfNeeded: bits) &- 1)
      drop(bits)
      return Int(truncatingIfNeeded: value)
    }

    @inline(__always) mutating func drop(_ bits: Int) {
      buffer = buffer &>> UInt64(truncatingIfNeeded: bits)
      count &-= bits
    }

    /// Goes back to the first whole byte that has not been taken.
    mutating func alignToByte() {
      drop(count & 7)
      next -= count / 8
      buffer = 0
      count = 0
    }

    mutating func skip(_ bytes: Int) { next += bytes }
  }

  /// A block that is not packed: its length twice, the second time inverted, and its bytes.
  private static func copyStored(
    from stream: Span<UInt8>, _ place: inout Place, to output: inout [UInt8]
  ) throws(Fault) {
    guard place.count >= 0 else { throw place.truncated }
    place.alignToByte()
    guard place.next + 4 <= stream.count else { throw place.truncated }
    let length = Int(stream[place.next]) | Int(stream[place.next + 1]) << 8
    let check = Int(stream[place.next + 2]) | Int(stream[place.next + 3]) << 8
    guard length == check ^ 0xFFFF else { throw place.malformed }
    place.skip(4)
    guard place.next + length <= stream.count else { throw place.truncated }
    guard length <= output.count - place.written else { throw place.malformed }
    for index in 0..<length { output[place.written + index] = stream[place.next + index] }
    place.skip(length)
    place.written += length
  }

  /// A block of codes: bytes, and repeats of what was unpacked before.
  private static func unpack(
    _ tables: (literals: HuffmanTable, distances: HuffmanTable), from stream: Span<UInt8>,
    _ outside: inout Place, to unpacked: inout [UInt8]
  ) throws(Fault) {
    var place = outside
    defer { outside = place }
    var at = place.written
    let literals = tables.literals.fast.span
    let distances = tables.distances.fast.span
    var output = unpacked.mutableSpan
    let end = output.count
    while true {
      // One filling is enough for a length and a distance: 15 + 5 + 15 + 13 bits.
      place.refill(from: stream)
      var entry = literals[Int(truncatingIfNeeded: place.buffer & HuffmanTable.fastMask)]
      if entry.isEmpty { entry = tables.literals.slow(place.buffer) }
      place.drop(entry.bits)
      if entry.kind == .byte {
        guard at < end, place.count >= 0 else {
          throw place.count < 0 ? place.truncated : place.malformed
        }
        output[at] = UInt8(truncatingIfNeeded: entry.base)
        at &+= 1
        continue
      }
      guard entry.kind == .range else {
        guard place.count >= 0 else { throw place.truncated }
        guard entry.kind == .end else { throw place.malformed }
        place.written = at
        return
      }
      let length = entry.base &+ place.take(entry.extra)
      var far = distances[Int(truncatingIfNeeded: place.buffer & HuffmanTable.fastMask)]
      if far.isEmpty { far = tables.distances.slow(place.buffer) }
      place.drop(far.bits)
      let distance = far.base &+ place.take(far.extra)
      guard place.count >= 0 else { throw place.truncated }
      guard far.kind == .range, distance <= at, length <= end &- at else {
        throw place.malformed
      }
      copy(within: &output, at: at, distance: distance, length: length)
      at &+= length
    }
  }

  /// Repeats what was unpacked `distance` bytes before; the two may overlap.
  @inline(__always) private static func copy(
    within output: inout MutableSpan<UInt8>, at: Int, distance: Int, length: Int
  ) {
    var index = at
    let end = at &+ length
    // Sixteen at a time may go beyond the end: what is there has not been unpacked yet.
    if end &+ 16 <= output.count {
      if distance == 1 {
        let block = SIMD16(repeating: output[at &- 1])
        while index < end {
          output.put(block, at: index)
          index &+= 16
        }
        return
      }
      if distance >= 16 {
        while index < end {
          output.put(output.span.sixteen(at: index &- distance), at: index)
          index &+= 16
        }
        return
      }
    }
    while index < end {
      output[index] = output[index &- distance]
      index &+= 1
    }
  }
}
