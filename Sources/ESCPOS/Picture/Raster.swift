// Pictures as printer commands: in bands, guarded against real-time commands. Logos that stay in
// the printer are in LogoKey.

/// The commands by which a printer takes pictures.
package enum Raster: String, CaseIterable, Hashable, Sendable {
  /// `GS v 0`: what nearly every printer knows, though Epson calls it obsolete (TM-T81
  /// specification p. 114).
  case rasterBitImage = "GS v 0"
  /// `GS ( L` functions 112 and 50, and `GS 8 L` for data that is too long for it: Epson's own.
  case graphics = "GS ( L"
  /// `ESC *` mode 33, lines of 24 dots: what the oldest printers know.
  case columns = "ESC *"
  /// `ESC *` mode 1, lines of 8 dots: printers with needles.
  case shortColumns = "ESC * 1"

  /// A picture in commands, and its dots that were changed so that no data is obeyed.
  package struct Encoded: Equatable, Sendable {
    package var bytes: [UInt8] = []
    package var nudged: [Bitmap.Dot] = []
  }

  /// `ESC 2`: the printer's usual line spacing.
  package static let usualSpacing: [UInt8] = [Control.esc, 0x32]

  /// The commands that print a picture, from the start of a line.
  ///
  /// - Parameters:
  ///   - bandRows: the most rows in one command, 1 to 2303; printers with little memory garble
  ///     long ones. `ESC *` has its own 8 or 24.
  ///   - disablesRealTime: whether the printer knows `GS ( D`; a second lock beside the guard, for
  ///     a byte lost on the way moves the boundaries of all that follow. `ESC @` ends it too.
  ///   - spacing: the command that sets the line spacing again after `ESC *`.
  /// - Throws: `.empty` without dots, `.tooWide` from 65,536 dots.
  package func encoded(
    _ picture: Bitmap, bandRows: Int, disablesRealTime: Bool,
    spacing: [UInt8] = Raster.usualSpacing
  ) throws(PictureFault) -> Encoded {
    precondition((1...2303).contains(bandRows), "a band has 1 to 2303 rows")
    guard picture.width > 0, picture.height > 0 else { throw .empty }
    guard picture.width <= 0xFFFF else { throw .tooWide(dots: picture.width, paper: 0xFFFF) }
    var result = Encoded()
    result.bytes.reserveCapacity(picture.bytes.count + picture.height + 64)
    if disablesRealTime { result.bytes += Self.disableRealTime }
    switch self {
    case .rasterBitImage, .graphics: addBands(of: picture, bandRows: bandRows, to: &result)
    case .columns, .shortColumns: addLines(of: picture, spacing: spacing, to: &result)
    }
    if disablesRealTime { result.bytes += Self.enablePulse }
    return result
  }

  /// `GS ( D`: no pulse and no power-off in real time (Epson TM-T81 specification, page 86).
  ///
  /// The power-off comes second: printers that know only the pulse stop reading there.
  private static let disableRealTime: [UInt8] = [
    Control.gs, 0x28, 0x44, 5, 0, 20, 1, 0, 2, 0,
  ]
  /// The pulse is on by default and the power-off is not, so only the pulse comes back.
  private static let enablePulse: [UInt8] = [Control.gs, 0x28, 0x44, 3, 0, 20, 1, 1]

  // MARK: Bands of rows

  private func addBands(of picture: Bitmap, bandRows: Int, to result: inout Encoded) {
    var top = 0
    while top < picture.height {
      let left = picture.height - top
      var rows = min(bandRows, left)
      // A width of 1040 and few rows, among others, make a live command of the header itself:
      // other numbers of rows do not.
      while rows > 0, isLive(width: picture.width, rows: rows) { rows -= 1 }
      var blank = 0
      if rows == 0 {
        rows = left
        while isLive(width: picture.width, rows: rows + blank) { blank += 1 }
      }
      let start = result.bytes.count
      result.bytes += header(width: picture.width, rows: rows + blank)
      let dataStart = result.bytes.count
      result.bytes += picture.bytes[(top * picture.rowBytes)..<((top + rows) * picture.rowBytes)]
      result.bytes += Array(repeating: 0, count: blank * picture.rowBytes)
      let nudged = RealTimeGuard.guardTail(
        of: &result.bytes, from: start, dataFrom: dataStart,
        layout: .rows(width: picture.width, height: rows))
      result.nudged += (nudged ?? []).map { Bitmap.Dot(x: $0.x, y: $0.y + top) }
      if self == .graphics { result.bytes += [Control.gs, 0x28, 0x4C, 2, 0, 0x30, 0x32] }
      top += rows
    }
  }

  /// What comes before a band's data.
  private func header(width: Int, rows: Int) -> [UInt8] {
    if self == .rasterBitImage {
      return [Control.gs, 0x76, 0x30, 0] + Self.word((width + 7) / 8) + Self.word(rows)
    }
    // Function 112: one colour, dots of normal size.
    return Self.graphicsHeader(
      [0x30, 0x70, 0x30, 1, 1, 0x31] + Self.word(width) + Self.word(rows),
      dataCount: (width + 7) / 8 * rows)
  }

  private func isLive(width: Int, rows: Int) -> Bool {
    !RealTimeGuard.scan(header(width: width, rows: rows)).isEmpty
  }

  /// `GS ( L`, or `GS 8 L` where two bytes cannot count what follows.
  static func graphicsHeader(_ parameters: [UInt8], dataCount: Int) -> [UInt8] {
    let count = parameters.count + dataCount
    guard count > 0xFFFF else {
      return [Control.gs, 0x28, 0x4C] + word(count) + parameters
    }
    return [Control.gs, 0x38, 0x4C] + word(count & 0xFFFF) + word(count >> 16) + parameters
  }

  /// Two bytes, the low one first.
  static func word(_ value: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
  }

  // MARK: Lines of columns

  private func addLines(of picture: Bitmap, spacing: [UInt8], to result: inout Encoded) {
    let tall = self == .columns ? 3 : 1
    // The lines must touch. 24 is the height of a line where a unit is a dot; where it is half a
    // dot a printer feeds no less than what it printed. Needles stand 1/72 inch apart and units
    // are 1/144 inch.
    result.bytes += [Control.esc, 0x33, tall == 3 ? 24 : 16]
    for top in stride(from: 0, to: picture.height, by: tall * 8) {
      let start = result.bytes.count
      result.bytes += [Control.esc, 0x2A, tall == 3 ? 33 : 1] + Self.word(picture.width)
      let dataStart = result.bytes.count
      Self.addColumns(of: picture, top: top, tall: tall, to: &result.bytes)
      let nudged = RealTimeGuard.guardTail(
        of: &result.bytes, from: start, dataFrom: dataStart,
        layout: .columns(
          width: picture.width, height: min(tall * 8, picture.height - top), bytes: tall))
      result.nudged += (nudged ?? []).map { Bitmap.Dot(x: $0.x, y: $0.y + top) }
      result.bytes.append(Control.lineFeed)
    }
    result.bytes += spacing
  }

  /// Eight rows or three times eight, turned so that each byte stands upright.
  private static func addColumns(
    of picture: Bitmap, top: Int, tall: Int, to bytes: inout [UInt8]
  ) {
    let start = bytes.count
    bytes += Array(repeating: 0, count: picture.width * tall)
    var target = bytes.mutableSpan
    let source = picture.bytes.span
    for part in 0..<tall {
      for column in 0..<picture.rowBytes {
        var block: UInt64 = 0
        for row in 0..<8 {
          let y = top + part * 8 + row
          let byte = y < picture.height ? source[y * picture.rowBytes + column] : 0
          block = block << 8 | UInt64(byte)
        }
        if block == 0 { continue }
        for bit in 0..<min(8, picture.width - column * 8) {
          // The same bit of eight rows, gathered into one byte with the topmost row highest.
          let bits = block >> UInt64(7 - bit) & 0x0101_0101_0101_0101
          let upright = UInt8(truncatingIfNeeded: (bits &* 0x0102_0408_1020_4080) >> 56)
          target[start + (column * 8 + bit) * tall + part] = upright
        }
      }
    }
  }
}
