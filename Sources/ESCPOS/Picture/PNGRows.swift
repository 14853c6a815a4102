// The rows of a PNG: unpacked, their filters undone, and made shades of gray.

/// Makes a picture of the packed rows that follow a PNG's header.
struct PNGRows {
  private let header: PNGReader.Header

  init(_ header: PNGReader.Header) { self.header = header }

  /// A smaller picture of every so many columns and rows; a picture that is not interlaced is one.
  private struct Pass {
    let x: Int
    let y: Int
    let columnStep: Int
    let rowStep: Int
    let width: Int
    let height: Int
  }

  /// The seven passes of Adam7, section 8.2.
  private static let adam7 = [
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
    (0, 1, 1, 2),
  ]

  private var passes: [Pass] {
    (header.interlaced ? Self.adam7 : [(0, 0, 1, 1)]).compactMap { x, y, columnStep, rowStep in
      let width = (header.width - x + columnStep - 1) / columnStep
      let height = (header.height - y + rowStep - 1) / rowStep
      guard width > 0, height > 0 else { return nil }
      return Pass(
        x: x, y: y, columnStep: columnStep, rowStep: rowStep, width: width, height: height)
    }
  }

  private var dotBits: Int { header.colours.channels * header.depth }

  private func rowBytes(_ width: Int) -> Int { (width * dotBits + 7) / 8 }

  /// The picture whose packed rows are these parts of the file, joined.
  func picture(in file: [UInt8], pieces: [Range<Int>]) throws(PictureFault) -> GrayPicture {
    if header.colours == .palette, header.palette.isEmpty {
      throw .malformed(.palette, offset: pieces.first?.lowerBound ?? file.count)
    }
    let passes = passes
    let count = passes.reduce(0) { $0 + $1.height * (rowBytes($1.width) + 1) }
    var stream: [UInt8] = []
    stream.reserveCapacity(pieces.reduce(0) { $0 + $1.count })
    for piece in pieces { stream += file[piece] }
    var rows: [UInt8]
    do {
      rows = try Inflate.zlib(stream, count: count)
    } catch {
      let offset = Self.offset(error.offset, in: pieces, end: file.count)
      switch error.reason {
      case .truncated: throw .truncated(.rows, offset: offset)
      case .malformed: throw .malformed(.rows, offset: offset)
      }
    }
    guard Self.undoFilters(&rows, passes.map { ($0.height, rowBytes($0.width)) }, step: dotStep)
    else {
      throw .malformed(.filter, offset: Self.offset(0, in: pieces, end: file.count))
    }
    if !header.interlaced, header.colours == .gray, header.depth == 8, header.clear.isEmpty {
      rows.removeLast(header.height)
      return GrayPicture(checkedWidth: header.width, height: header.height, shades: rows)
    }
    var shades = [UInt8](repeating: 255, count: header.width * header.height)
    var start = 0
    for pass in passes {
      let length = rowBytes(pass.width)
      for row in 0..<pass.height {
        draw(rows.span.extracting(start..<(start + length)), row, of: pass, &shades)
        start += length
      }
    }
    return GrayPicture(checkedWidth: header.width, height: header.height, shades: shades)
  }

  /// Bytes from a dot to the next, 1 where several share a byte.
  private var dotStep: Int { max(1, dotBits / 8) }

  /// Restores the rows of all passes, which then stand one behind the other from the beginning.
  private static func undoFilters(
    _ rows: inout [UInt8], _ passes: [(height: Int, length: Int)], step: Int
  ) -> Bool {
    var all = rows.mutableSpan
    var (source, target) = (0, 0)
    for pass in passes {
      for row in 0..<pass.height {
        let filter = PNGFilter(
          source: source + 1, target: target, above: row == 0 ? nil : target - pass.length,
          length: pass.length, step: step)
        guard filter.undo(all[source], &all) else { return false }
        source += pass.length + 1
        target += pass.length
      }
    }
    return true
  }

  /// Where in the file a byte of the joined pieces is.
  private static func offset(_ offset: Int, in pieces: [Range<Int>], end: Int) -> Int {
    var rest = offset
    for piece in pieces {
      if rest < piece.count { return piece.lowerBound + rest }
      rest -= piece.count
    }
    return pieces.last?.upperBound ?? end
  }

  /// Puts the dots of one unfiltered row where they belong.
  private func draw(_ row: Span<UInt8>, _ y: Int, of pass: Pass, _ shades: inout [UInt8]) {
    var at = (pass.y + y * pass.rowStep) * header.width + pass.x
    for x in 0..<pass.width {
      shades[at] = shade(x, in: row)
      at += pass.columnStep
    }
  }

  private func shade(_ x: Int, in row: Span<UInt8>) -> UInt8 {
    let channels = header.colours.channels
    guard header.depth >= 8 else {
      let bit = x * header.depth
      let most = 1 << header.depth - 1
      let value = Int(row[bit / 8]) >> (8 - header.depth - bit % 8) & most
      if header.colours == .palette { return paletteShade(value) }
      return header.clear.first == UInt16(value)
        ? 255 : Shade.scaled(UInt32(value), of: UInt32(most))
    }
    let at = x * channels
    switch header.colours {
    case .palette: return paletteShade(Int(row[at]))
    case .gray:
      return header.clear.first == value(at, in: row) ? 255 : eightBits(at, in: row)
    case .grayAlpha:
      return Shade.onWhite(eightBits(at, in: row), alpha: eightBits(at + 1, in: row))
    case .rgb:
      if header.clear.count == 3, header.clear[0] == value(at, in: row),
        header.clear[1] == value(at + 1, in: row), header.clear[2] == value(at + 2, in: row)
      {
        return 255
      }
      return brightness(at, in: row)
    case .rgbAlpha:
      return Shade.onWhite(brightness(at, in: row), alpha: eightBits(at + 3, in: row))
    }
  }

  private func brightness(_ at: Int, in row: Span<UInt8>) -> UInt8 {
    Shade.of(
      red: eightBits(at, in: row), green: eightBits(at + 1, in: row),
      blue: eightBits(at + 2, in: row))
  }

  /// A number of a row whose numbers have 8 or 16 bits.
  private func value(_ index: Int, in row: Span<UInt8>) -> UInt16 {
    header.depth == 8
      ? UInt16(row[index]) : UInt16(row[index * 2]) << 8 | UInt16(row[index * 2 + 1])
  }

  private func eightBits(_ index: Int, in row: Span<UInt8>) -> UInt8 {
    header.depth == 8
      ? row[index] : Shade.scaled(UInt32(value(index, in: row)), of: 0xFFFF)
  }

  /// White for a colour that the palette has not; the standard leaves that open.
  private func paletteShade(_ index: Int) -> UInt8 {
    index < header.palette.count ? header.palette[index] : 255
  }
}
