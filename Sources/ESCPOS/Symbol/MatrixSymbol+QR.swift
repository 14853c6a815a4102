// How much a QR code holds (ISO/IEC 18004, tables 7 and 9).

extension MatrixSymbol {
  func verifyQR() throws(SymbolFault) {
    guard (0x30...0x33).contains(correction ?? 0x30) else {
      throw SymbolFault(name, .option("correction is 48 to 51, for L, M, Q and H"))
    }
    guard variant != .micro || correction != 0x33 else {
      throw SymbolFault(name, .option("it has no correction H"))
    }
    guard qrSide != nil else { throw tooLong(most: qrMost) }
  }

  /// The printer's usual is L (Epson TM-T88V technical reference, `GS ( k` function 169).
  private var qrLevel: Int { Int((correction ?? 0x30) & 3) }

  private var qrMost: Int {
    switch variant {
    case .micro: return qrCharacters(bits: Self.microBits[3][qrLevel], version: -4)
    case .model1: return model1Most
    default: return qrCharacters(bits: Self.qrBits(40, qrLevel), version: 40)
    }
  }

  /// The side in modules of the smallest version that holds the data.
  ///
  /// A printer that mixes its modes may make it smaller. Model 1 is counted with the side of its
  /// largest version.
  var qrSide: Int? {
    switch variant {
    case .micro:
      let version = (1...4).first { version in
        let bits = Self.microBits[version - 1][qrLevel]
        return bits > 0 && qrCharacters(bits: bits, version: -version) >= data.count
      }
      return version.map { 9 + 2 * $0 }
    case .model1: return data.count <= model1Most ? 73 : nil
    default:
      let version = (1...40).first { version in
        qrCharacters(bits: Self.qrBits(version, qrLevel), version: version) >= data.count
      }
      return version.map { 17 + 4 * $0 }
    }
  }

  /// Characters of the data's kind in so many bits, mode and count indicators taken off.
  ///
  /// - Parameter version: 1 to 40, or -1 to -4 for M1 to M4.
  private func qrCharacters(bits: Int, version: Int) -> Int {
    let size = version < 10 ? 0 : version < 27 ? 1 : 2
    // M1 to M4 have 0 to 3 bits of mode and 3 to 6 of count for digits, one less for the others.
    let head = { (counts: [Int], micro: Int) in
      version < 0 ? micro - version * 2 : 4 + counts[size]
    }
    if isNumeric {
      let rest = bits - head([10, 12, 14], 1)
      return rest <= 0 ? 0 : rest / 10 * 3 + (rest % 10 >= 7 ? 2 : rest % 10 >= 4 ? 1 : 0)
    }
    if isAlphanumeric, version != -1 {
      let rest = bits - head([9, 11, 13], 0)
      return rest <= 0 ? 0 : rest / 11 * 2 + (rest % 11 >= 6 ? 1 : 0)
    }
    guard version > 0 || version < -2 else { return 0 }
    return max(0, bits - head([8, 16, 16], 0)) / 8
  }

  /// Model 1, version 14: characters at L from the manual, less than the standard's share beyond.
  ///
  /// Epson TM-T88V technical reference, `GS ( k` function 180: 1,167 digits, 707 letters and
  /// digits, 486 bytes. At M, Q and H the data codewords of version 14 are at least 75, 55 and
  /// 40 percent of those at L.
  private var model1Most: Int {
    let most = isNumeric ? 1167 : isAlphanumeric ? 707 : 486
    return most * [100, 75, 55, 40][qrLevel] / 100
  }

  /// Data bits of M1 to M4 at L, M and Q; M1 only detects errors, and is taken for L.
  private static let microBits = [
    [20, 0, 0, 0], [40, 32, 0, 0], [84, 68, 0, 0], [128, 112, 80, 0],
  ]

  /// Data bits of model 2: all codewords less those for correction (table 9).
  private static func qrBits(_ version: Int, _ level: Int) -> Int {
    var modules = (16 * version + 128) * version + 64
    if version >= 2 {
      let patterns = version / 7 + 2
      modules -= (25 * patterns - 10) * patterns - 55
      if version >= 7 { modules -= 36 }
    }
    let index = level * 40 + version - 1
    return (modules / 8 - Int(qrCorrection[index]) * Int(qrBlocks[index])) * 8
  }

  /// Correction codewords in a block, for versions 1 to 40 at L, M, Q and H in turn.
  private static let qrCorrection: [UInt8] = [
    7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
    28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
    26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30,
    28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28,
    30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ]

  /// Blocks, in the same order.
  private static let qrBlocks: [UInt8] = [
    1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8,
    8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25,
    1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
    17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
    1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20,
    23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68,
    1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
    25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81,
  ]
}
