// Several bytes of a span at once: one check of the bounds, one instruction.

extension Span where Element == UInt8 {
  /// The eight bytes from an index.
  @inline(__always) func eight(at index: Int) -> SIMD8<UInt8> {
    let block = extracting(index..<(index &+ 8))
    return SIMD8(
      block[0], block[1], block[2], block[3], block[4], block[5], block[6], block[7])
  }

  /// The eight bytes from an index as one number, the first lowest.
  @inline(__always) func word(at index: Int) -> UInt64 {
    let block = extracting(index..<(index &+ 8))
    var word = UInt64(block[0]) | UInt64(block[1]) << 8 | UInt64(block[2]) << 16
    word |= UInt64(block[3]) << 24 | UInt64(block[4]) << 32 | UInt64(block[5]) << 40
    return word | UInt64(block[6]) << 48 | UInt64(block[7]) << 56
  }

  /// The sixteen bytes from an index.
  @inline(__always) func sixteen(at index: Int) -> SIMD16<UInt8> {
    let block = extracting(index..<(index &+ 16))
    return SIMD16(
      block[0], block[1], block[2], block[3], block[4], block[5], block[6], block[7], block[8],
      block[9], block[10], block[11], block[12], block[13], block[14], block[15])
  }
}

extension MutableSpan where Element == UInt8 {
  /// Replaces the sixteen bytes from an index.
  @inline(__always) mutating func put(_ block: SIMD16<UInt8>, at index: Int) {
    precondition(
      index >= 0 && count >= 16 && index <= count - 16,
      "sixteen bytes are put where there are sixteen")
    self[index + 0] = block[0]
    self[index + 1] = block[1]
    self[index + 2] = block[2]
    self[index + 3] = block[3]
    self[index + 4] = block[4]
    self[index + 5] = block[5]
    self[index + 6] = block[6]
    self[index + 7] = block[7]
    self[index + 8] = block[8]
    self[index + 9] = block[9]
    self[index + 10] = block[10]
    self[index + 11] = block[11]
    self[index + 12] = block[12]
    self[index + 13] = block[13]
    self[index + 14] = block[14]
    self[index + 15] = block[15]
  }
}

extension SIMD16<UInt8> {
  /// Each byte and all before it, added.
  @inline(__always) var runningSums: Self {
    let v = self
    let two =
      v
      &+ Self(
        0, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12],
        v[13], v[14])
    let t = two
    let four =
      t
      &+ Self(
        0, 0, t[0], t[1], t[2], t[3], t[4], t[5], t[6], t[7], t[8], t[9], t[10], t[11], t[12],
        t[13])
    let f = four
    let eight =
      f
      &+ Self(
        0, 0, 0, 0, f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9], f[10], f[11])
    return eight &+ Self(lowHalf: SIMD8(), highHalf: eight.lowHalf)
  }
}
