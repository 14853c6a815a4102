// How much a two-dimensional code holds and how large it gets, from below: what is said to fit
// does fit, whatever way the printer's firmware writes the data.

extension MatrixSymbol {
  /// Throws what is wrong with the options or the amount of data.
  ///
  /// Data of mixed characters is counted as bytes, the one way that always works; a printer that
  /// mixes its modes may hold a little more.
  package func verify() throws(SymbolFault) {
    guard !data.isEmpty else { throw SymbolFault(name, .empty) }
    try verifyVariant()
    switch kind {
    case .qr: try verifyQR()
    case .pdf417: try verifyPDF417()
    case .aztec: try verifyAztec()
    case .dataMatrix: try verifyDataMatrix()
    }
  }

  /// Width and height in modules at most, quiet zones left out; nil if the data does not fit.
  ///
  /// The height of a PDF417 is in rows. A PDF417 whose columns are the printer's to choose is as
  /// wide as `widest` modules at most, for the printer looks at its paper.
  package func extent(widest: Int = 600) -> (width: Int, height: Int)? {
    switch kind {
    case .qr:
      guard let side = qrSide else { return nil }
      return (side, side)
    case .pdf417:
      let fixed = variant == .truncated ? 35 : 69
      let wanted = columns > 0 ? [Int(columns)] : Array(1...30).filter { $0 * 17 + fixed <= widest }
      for columns in wanted.reversed() {
        let height = rows > 0 ? Int(rows) : max(3, (pdf417Codewords + columns - 1) / columns)
        if height <= 90, height * columns >= pdf417Codewords {
          return (columns * 17 + fixed, height)
        }
      }
      return nil
    case .aztec: return aztecSide.map { ($0, $0) }
    case .dataMatrix:
      guard let size = dataMatrixSize else { return nil }
      // A printer that writes the data shorter may take a smaller symbol that is wider.
      let sizes = dataMatrixSizes.filter { $0.codewords <= size.codewords }
      return (sizes.map(\.width).max() ?? size.width, sizes.map(\.height).max() ?? size.height)
    }
  }

  /// The same symbol with what the printer chooses chosen: the columns of a PDF417, by its paper.
  ///
  /// - Parameter widest: modules that fit on the paper, quiet zones left out.
  package func settled(widest: Int) -> MatrixSymbol {
    guard kind == .pdf417, columns == 0, let extent = extent(widest: widest) else { return self }
    let fixed = variant == .truncated ? 35 : 69
    return MatrixSymbol(
      kind: kind, data: data, correction: correction,
      columns: UInt8(clamping: (extent.width - fixed) / 17), rows: rows, layers: layers,
      variant: variant)
  }

  /// Modules of white that readers need on every side.
  ///
  /// QR 4, Micro QR 2 (ISO/IEC 18004, 6.3.8 and annex), PDF417 2 (ISO/IEC 15438, 5.8.3),
  /// DataMatrix 1 (ISO/IEC 16022, 7.5); an Aztec needs none (ISO/IEC 24778) but gets 1.
  package var quietModules: Int {
    switch kind {
    case .qr: variant == .micro ? 2 : 4
    case .pdf417: 2
    case .aztec, .dataMatrix: 1
    }
  }

  private func verifyVariant() throws(SymbolFault) {
    let known: [Variant] =
      switch kind {
      case .qr: [.usual, .model1, .micro]
      case .pdf417: [.usual, .truncated]
      case .aztec: [.usual, .compact]
      case .dataMatrix: [.usual, .rectangular]
      }
    guard known.contains(variant) else {
      throw SymbolFault(name, .option("it has no \(variant) form"))
    }
  }

  /// The most bytes that may be stored, by what they are.
  func tooLong(most: Int, unit: String = "characters") -> SymbolFault {
    SymbolFault(name, .tooLong(data.count, most: most, unit: unit))
  }

  /// Whether each byte is a digit, or one of the 45 characters that QR writes two to 11 bits.
  var isNumeric: Bool { data.allSatisfy { (0x30...0x39).contains($0) } }
  var isAlphanumeric: Bool {
    data.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || Array(" $%*+-./:".utf8).contains(byte)
    }
  }

  // MARK: PDF417 (ISO/IEC 15438)

  private func verifyPDF417() throws(SymbolFault) {
    if let correction {
      guard (1...40).contains(correction) || (48...56).contains(correction) else {
        throw SymbolFault(name, .option("correction is a level 48 to 56 or 1 to 40 tenths"))
      }
    }
    guard columns <= 30, rows == 0 || (3...90).contains(rows) else {
      throw SymbolFault(name, .option("it has up to 30 columns and 3 to 90 rows"))
    }
    guard Int(columns) * Int(rows) <= 928 else {
      throw SymbolFault(name, .option("columns times rows are 928 at most"))
    }
    let most = min(928, columns > 0 ? Int(columns) * (rows > 0 ? Int(rows) : 90) : 928)
    guard pdf417Codewords <= most else {
      throw SymbolFault(name, .tooLong(pdf417Codewords, most: most, unit: "codewords"))
    }
  }

  /// Codewords at most, the length descriptor and error correction among them.
  private var pdf417Codewords: Int {
    let content = pdf417Content
    return content + pdf417Correction(content)
  }

  /// Codewords of the data with its length descriptor.
  ///
  /// Bytes take five for each six, digits 15 for each 44, in their compaction modes (5.4). A
  /// firmware that changes between modes more often than it should takes a few more: a twentieth.
  private var pdf417Content: Int {
    let bytes = 1 + data.count / 6 * 5 + data.count % 6 + data.count / 20 + 2
    let digits = 1 + data.count / 44 * 15 + (data.count % 44 / 3 + 1)
    return 1 + (isNumeric ? min(bytes, digits) : bytes)
  }

  /// Error correction codewords: 2 to the power of the level plus one.
  ///
  /// A ratio asks for so many tenths of the data, and the printer takes the next level that has
  /// them; the usual ratio is one tenth (Epson TM-T88III Programming Guide, `GS ( k` function 069).
  private func pdf417Correction(_ content: Int) -> Int {
    let setting = correction ?? 1
    if setting >= 48 { return 2 << Int(setting - 48) }
    let wanted = (content * Int(setting) + 9) / 10
    return (0...8).map { 2 << $0 }.first { $0 >= wanted } ?? 512
  }

  /// The level of error correction of a PDF417, 0 to 8, that the setting comes to.
  package var pdf417Level: Int { pdf417Correction(pdf417Content).trailingZeroBitCount - 1 }

  // MARK: Aztec (ISO/IEC 24778)

  private func verifyAztec() throws(SymbolFault) {
    guard (5...95).contains(correction ?? 23) else {
      throw SymbolFault(name, .option("correction is 5 to 95 percent"))
    }
    let range: ClosedRange<UInt8> = variant == .compact ? 1...4 : 4...32
    guard layers == 0 || range.contains(layers) else {
      let bounds = "\(range.lowerBound) to \(range.upperBound)"
      throw SymbolFault(name, .option("it has \(bounds) layers"))
    }
    guard aztecSide != nil else {
      throw tooLong(most: aztecMost, unit: "bytes")
    }
  }

  /// The side of the smallest symbol that is sure to hold the data.
  private var aztecSide: Int? {
    guard let layers = aztecLayers else { return nil }
    if variant == .compact { return 11 + 4 * layers }
    let base = 14 + 4 * layers
    return base + 1 + 2 * ((base / 2 - 1) / 15)
  }

  /// The layers of the smallest symbol that is sure to hold the data; nil if none is.
  ///
  /// Each digit takes four bits, other text in bytes eight, with a shift every 2,048 of them.
  package var aztecLayers: Int? {
    let bits = isNumeric ? 5 + data.count * 4 : data.count * 8 + 21 * (1 + data.count / 2048)
    return aztecCandidates.first { aztecBits(layers: $0) >= bits }
  }

  /// The most characters that the largest symbol is sure to hold.
  private var aztecMost: Int {
    let bits = aztecBits(layers: aztecCandidates.last ?? 4)
    return isNumeric ? max(0, bits - 5) / 4 : max(0, bits - 42) / 8
  }

  private var aztecCandidates: [Int] {
    layers > 0 ? [Int(layers)] : variant == .compact ? Array(1...4) : Array(4...32)
  }

  /// Bits of data that so many layers hold at least.
  private func aztecBits(layers: Int) -> Int {
    let isCompact = variant == .compact
    let wordBits = layers <= 2 ? 6 : layers <= 8 ? 8 : layers <= 22 ? 10 : 12
    let words = (isCompact ? 88 + 16 * layers : 112 + 16 * layers) * layers / wordBits
    let spare = (words * Int(correction ?? 23) + 99) / 100 + 3
    // A word of equal bits is stuffed with one more: at worst one bit of each word is lost.
    return (min(words - spare, isCompact ? 64 : words) - 1) * (wordBits - 1)
  }

  // MARK: DataMatrix (ISO/IEC 16022)

  private func verifyDataMatrix() throws(SymbolFault) {
    if correction != nil { throw SymbolFault(name, .option("its correction is fixed")) }
    let sizes = dataMatrixSizes
    guard !sizes.isEmpty else {
      throw SymbolFault(name, .option("there is none of \(columns) by \(rows) squares"))
    }
    let most = sizes.map(\.codewords).max() ?? 0
    guard dataMatrixSize != nil else {
      throw SymbolFault(name, .tooLong(dataMatrixCodewords, most: most, unit: "codewords"))
    }
  }

  private var dataMatrixSize: DataMatrixSize? {
    dataMatrixSizes.first { $0.codewords >= dataMatrixCodewords }
  }

  /// The sizes that the options allow, the smallest first.
  private var dataMatrixSizes: [DataMatrixSize] {
    let all = variant == .rectangular ? DataMatrixSize.rectangles : DataMatrixSize.squares
    return all.filter { size in
      (columns == 0 || size.width == Int(columns)) && (rows == 0 || size.height == Int(rows))
    }
  }

  /// Codewords at most: in ASCII, two digits to a codeword, or all as bytes in Base 256.
  private var dataMatrixCodewords: Int {
    var ascii = 0
    var index = 0
    func isDigit(_ at: Int) -> Bool { at < data.count && (0x30...0x39).contains(data[at]) }
    while index < data.count {
      ascii += data[index] < 0x80 ? 1 : 2
      index += isDigit(index) && isDigit(index + 1) ? 2 : 1
    }
    return min(ascii, data.count + (data.count < 250 ? 2 : 3))
  }
}

/// One size of DataMatrix ECC 200 and the data codewords that it holds (ISO/IEC 16022, table 7).
private struct DataMatrixSize {
  let width: Int
  let height: Int
  let codewords: Int

  static let squares = [
    (10, 3), (12, 5), (14, 8), (16, 12), (18, 18), (20, 22), (22, 30), (24, 36), (26, 44),
    (32, 62), (36, 86), (40, 114), (44, 144), (48, 174), (52, 204), (64, 280), (72, 368),
    (80, 456), (88, 576), (96, 696), (104, 816), (120, 1050), (132, 1304), (144, 1558),
  ].map { DataMatrixSize(width: $0, height: $0, codewords: $1) }

  static let rectangles = [
    (18, 8, 5), (32, 8, 10), (26, 12, 16), (36, 12, 22), (36, 16, 32), (48, 16, 49),
  ].map { DataMatrixSize(width: $0, height: $1, codewords: $2) }
}
