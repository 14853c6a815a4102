// Bitmaps as older commands carry them, and turned: what only the reading of a page needs.

extension Bitmap {
  /// The picture whose columns these are, from the left, the top dot in the highest bit.
  ///
  /// - Parameters:
  ///   - columns: `width` times `columnBytes` bytes; missing ones are white.
  ///   - height: rows to keep; all if nil.
  init(columns: ArraySlice<UInt8>, width: Int, columnBytes: Int, height: Int? = nil) {
    let height = min(height ?? columnBytes * 8, columnBytes * 8)
    let rowBytes = (width + 7) / 8
    var rows = [UInt8](repeating: 0, count: rowBytes * height)
    for (index, byte) in columns.enumerated() where byte != 0 {
      let (column, row) = (index / columnBytes, index % columnBytes * 8)
      for bit in 0..<8 where byte & 0x80 >> UInt8(bit) != 0 && row + bit < height {
        rows[(row + bit) * rowBytes + column / 8] |= 0x80 >> UInt8(column % 8)
      }
    }
    self = Bitmap(width: width, height: height, bytes: rows) ?? Bitmap(width: 0, height: 0)
  }

  /// The picture turned.
  func turned(_ turn: Turn) -> Bitmap {
    if turn == .none { return self }
    let isSideways = turn != .half
    var result = Bitmap(width: isSideways ? height : width, height: isSideways ? width : height)
    for y in 0..<height {
      for x in 0..<width where self[x, y] {
        switch turn {
        case .none: break
        case .left: result[y, width - 1 - x] = true
        case .half: result[width - 1 - x, height - 1 - y] = true
        case .right: result[height - 1 - y, x] = true
        }
      }
    }
    return result
  }

  /// The runs of black dots in a row, as where each begins and how long it is.
  func runs(inRow row: Int) -> [(x: Int, count: Int)] {
    var runs: [(x: Int, count: Int)] = []
    var start: Int?
    var x = 0
    while x < width {
      let byte = bytes[row * rowBytes + x / 8]
      // Whole bytes of white or black need no look at each dot.
      if x % 8 == 0, byte == 0 || byte == 0xFF, x + 8 <= width {
        if byte == 0, let begin = start {
          runs.append((begin, x - begin))
          start = nil
        } else if byte == 0xFF, start == nil {
          start = x
        }
        x += 8
        continue
      }
      if byte & 0x80 >> UInt8(x % 8) != 0 {
        start = start ?? x
      } else if let begin = start {
        runs.append((begin, x - begin))
        start = nil
      }
      x += 1
    }
    if let begin = start { runs.append((begin, width - begin)) }
    return runs
  }
}
