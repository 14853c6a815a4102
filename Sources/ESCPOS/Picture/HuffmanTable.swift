// The codes of DEFLATE's blocks (RFC 1951, section 3.2), made fast to look up.

/// A set of codes and what each of them means.
struct HuffmanTable {
  /// What one code means: a byte, the end of the block, or a range that extra bits pick from.
  struct Entry {
    enum Kind: UInt32 {
      case byte, range, end, invalid
    }
    private let packed: UInt32

    static let empty = Entry(packed: 0)

    private init(packed: UInt32) { self.packed = packed }

    init(_ kind: Kind, base: Int, extra: Int = 0) {
      packed = UInt32(base) << 16 | kind.rawValue << 8 | UInt32(extra) << 4
    }

    func with(bits: Int) -> Entry { Entry(packed: packed | UInt32(bits)) }

    /// Whether no code is here; every code has at least one bit.
    @inline(__always) var isEmpty: Bool { packed & 0x0F == 0 }
    @inline(__always) var bits: Int { Int(packed & 0x0F) }
    @inline(__always) var extra: Int { Int(packed >> 4 & 0x0F) }
    @inline(__always) var kind: Kind { Kind(rawValue: packed >> 8 & 3) ?? .invalid }
    @inline(__always) var base: Int { Int(packed >> 16) }
  }

  static let fastBits = 10
  static let fastMask: UInt64 = 1 << 10 - 1

  /// What the next `fastBits` bits of the stream begin with; empty where the code is longer.
  private(set) var fast: [Entry]
  /// Codes of each length, and all meanings in the order of their codes, for longer codes.
  private var counts = [Int](repeating: 0, count: 16)
  private var ordered: [Entry] = []

  /// The codes with these lengths, 0 for none; nil if they are more than fit.
  init?(lengths: ArraySlice<UInt8>, meanings: [Entry]) {
    fast = Array(repeating: .empty, count: 1 << Self.fastBits)
    for length in lengths where length > 0 { counts[Int(length)] += 1 }
    var code = 0
    for length in 1...15 {
      code = code << 1 + counts[length]
      guard code <= 1 << length else { return nil }
    }
    code = 0
    for length in 1...15 {
      for (symbol, one) in lengths.enumerated() where Int(one) == length {
        let entry = meanings[symbol].with(bits: length)
        ordered.append(entry)
        if length <= Self.fastBits {
          // The stream has a code's highest bit first, and the table its lowest.
          var index = 0
          for bit in 0..<length where code >> bit & 1 == 1 { index |= 1 << (length - 1 - bit) }
          for slot in stride(from: index, to: fast.count, by: 1 << length) { fast[slot] = entry }
        }
        code += 1
      }
      code <<= 1
    }
  }

  /// The meaning of a code of any length, bit by bit; invalid where there is none.
  func slow(_ buffer: UInt64) -> Entry {
    var (code, first, index) = (0, 0, 0)
    for length in 1...15 {
      code |= Int(buffer >> UInt64(length - 1) & 1)
      if code - first < counts[length] { return ordered[index + code - first] }
      index += counts[length]
      first = (first + counts[length]) << 1
      code <<= 1
    }
    return Entry(.invalid, base: 0).with(bits: 15)
  }

  /// The fixed codes, RFC 1951 section 3.2.6.
  static let fixed: (literals: HuffmanTable, distances: HuffmanTable) = {
    let lengths = (0..<288).map { symbol -> UInt8 in
      symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8
    }
    let distances = [UInt8](repeating: 5, count: 32)
    guard let near = HuffmanTable(lengths: lengths[...], meanings: literalMeanings),
      let far = HuffmanTable(lengths: distances[...], meanings: distanceMeanings)
    else { preconditionFailure("the fixed codes of RFC 1951 are a full set") }
    return (near, far)
  }()

  /// Reads the codes that a block brings with it, RFC 1951 section 3.2.7.
  static func read(
    from stream: Span<UInt8>, _ place: inout Inflate.Place
  ) throws(Inflate.Fault) -> (literals: HuffmanTable, distances: HuffmanTable) {
    place.refill(from: stream)
    let literalCount = place.take(5) + 257
    let distanceCount = place.take(5) + 1
    let lengthCount = place.take(4) + 4
    guard literalCount <= 286, distanceCount <= 30 else { throw place.malformed }
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    var short = [UInt8](repeating: 0, count: 19)
    for index in 0..<lengthCount {
      place.refill(from: stream)
      short[order[index]] = UInt8(place.take(3))
    }
    guard place.count >= 0 else { throw place.truncated }
    let plain = (0..<19).map { Entry(.byte, base: $0) }
    guard let codes = HuffmanTable(lengths: short[...], meanings: plain) else {
      throw place.malformed
    }
    var lengths: [UInt8] = []
    while lengths.count < literalCount + distanceCount {
      place.refill(from: stream)
      let entry = codes.slow(place.buffer)
      place.drop(entry.bits)
      guard entry.kind == .byte else { throw place.malformed }
      switch entry.base {
      case 16:
        guard let previous = lengths.last else { throw place.malformed }
        lengths += Array(repeating: previous, count: place.take(2) + 3)
      case 17: lengths += Array(repeating: 0, count: place.take(3) + 3)
      case 18: lengths += Array(repeating: 0, count: place.take(7) + 11)
      default: lengths.append(UInt8(entry.base))
      }
      guard place.count >= 0 else { throw place.truncated }
    }
    guard lengths.count == literalCount + distanceCount, lengths[256] > 0,
      let near = HuffmanTable(lengths: lengths[..<literalCount], meanings: literalMeanings),
      let far = HuffmanTable(lengths: lengths[literalCount...], meanings: distanceMeanings)
    else { throw place.malformed }
    return (near, far)
  }

  /// Bytes, the end, and lengths from 3 to 258: RFC 1951 section 3.2.5.
  private static let literalMeanings: [Entry] = {
    var meanings = (0..<256).map { Entry(.byte, base: $0) } + [Entry(.end, base: 0)]
    var base = 3
    for step in 0..<28 {
      let extra = max(0, step / 4 - 1)
      meanings.append(Entry(.range, base: base, extra: extra))
      base += 1 << extra
    }
    return meanings + [
      Entry(.range, base: 258), Entry(.invalid, base: 0), Entry(.invalid, base: 0),
    ]
  }()

  /// Distances from 1 to 32768: RFC 1951 section 3.2.5.
  private static let distanceMeanings: [Entry] = {
    var meanings: [Entry] = []
    var base = 1
    for step in 0..<30 {
      let extra = max(0, step / 2 - 1)
      meanings.append(Entry(.range, base: base, extra: extra))
      base += 1 << extra
    }
    return meanings + [Entry(.invalid, base: 0), Entry(.invalid, base: 0)]
  }()
}
