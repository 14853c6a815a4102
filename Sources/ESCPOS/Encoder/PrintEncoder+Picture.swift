// Lines printed as pictures, because no table has all of their characters.

extension PrintEncoder {
  /// Whether the character can be drawn.
  func canPicture(_ character: Character) -> Bool {
    guard let glyphs, !isInPageMode else { return false }
    return glyphs.glyph(for: character, in: style.font) != nil
  }

  /// Prints a line as a picture.
  ///
  /// The whole line, not only the run that needs it: text and raster cannot share a line, as
  /// `GS v 0` is obeyed only at the start of one and feeds the paper past itself (Epson TM-T88III
  /// Programming Guide, GS v 0, notes). The picture is as wide as the paper and is placed on it
  /// here, so that printers which ignore `ESC a` for pictures print the same.
  mutating func picture(_ line: PrintedLine) {
    if self.line.isStarted { written.append(Control.lineFeed) }
    for cell in line.cells where !canPrint(cell.scalar) && cell.character != " " {
      let shown = shownCharacter(cell)
      note(Substitution(shown, String(shown), .pictured))
    }
    for row in rows(line) { writeRaster(drawn(row)) }
  }

  /// The character as it was written, not the shape that its neighbours gave it.
  private func shownCharacter(_ cell: PrintedLine.Cell) -> Character {
    guard let scalar = cell.scalar, let letter = ArabicForms.letter(of: scalar) else {
      return cell.character
    }
    return Character(letter)
  }

  /// The cells in rows that fit, as the printer breaks lines that do not.
  private func rows(_ line: PrintedLine) -> [[PrintedLine.Cell]] {
    var rows: [[PrintedLine.Cell]] = [[]]
    var used = 0
    for cell in line.cells {
      let dots = widthDots(cell)
      if used + dots > areaDots, !rows[rows.count - 1].isEmpty {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(cell)
      used += dots
    }
    return rows
  }

  private func widthDots(_ cell: PrintedLine.Cell) -> Int {
    TextWidth.columns(of: cell.character) * profile.cellDots(cell.style.font) * cell.style.width
  }

  private func drawn(_ cells: [PrintedLine.Cell]) -> Bitmap {
    let heights = cells.map { $0.style.font.cellHeight * $0.style.height }
    let tallest = heights.max() ?? 24
    // A line of text is as high as the spacing, or as its tallest character.
    var picture = Bitmap(width: areaDots, height: max(tallest, spacing ?? 30))
    let width = cells.reduce(0) { $0 + widthDots($1) }
    var x: Int
    switch alignment {
    case .left: x = 0
    case .center: x = max(0, (areaDots - width) / 2)
    case .right: x = max(0, areaDots - width)
    }
    for (cell, height) in zip(cells, heights) {
      let dots = widthDots(cell)
      if dots > 0 { picture.draw(drawn(cell, dots, height), x: x, y: tallest - height) }
      x += dots
    }
    return picture
  }

  private func drawn(_ cell: PrintedLine.Cell, _ width: Int, _ height: Int) -> Bitmap {
    let style = cell.style
    var picture = Bitmap(width: width, height: height)
    if cell.character != " " {
      let glyph = (glyph(cell) ?? Self.missing(style.font)).scaled(x: style.width, y: style.height)
      picture.draw(glyph, x: 0, y: 0)
      if style.bold || style.doubleStrike { picture.draw(glyph, x: 1, y: 0) }
    }
    if style.underline { picture.fill(x: 0, y: height - 2, width: width, height: 2) }
    return style.reversed ? picture.inverted : picture
  }

  private func glyph(_ cell: PrintedLine.Cell) -> Bitmap? {
    let font = cell.style.font
    return glyphs?.glyph(for: cell.character, in: font)
      ?? BuiltInGlyphs().glyph(for: cell.character, in: font)
  }

  /// A frame: visible, and no character.
  private static func missing(_ font: Font) -> Bitmap {
    let (width, height) = (font == .a ? 12 : 9, font.cellHeight)
    var frame = Bitmap(width: width, height: height)
    frame.fill(x: 1, y: 2, width: width - 2, height: 1)
    frame.fill(x: 1, y: height - 4, width: width - 2, height: 1)
    frame.fill(x: 1, y: 2, width: 1, height: height - 5)
    frame.fill(x: width - 2, y: 2, width: 1, height: height - 5)
    return frame
  }

  /// `GS v 0 m xL xH yL yH d…`, in bands (Epson TM-T88III Programming Guide, GS v 0).
  ///
  /// Real-time commands run even inside image data. A byte 0x10 begins each of them, so a dot is
  /// added to it wherever one would be complete; 0x18 begins none and ends none.
  private mutating func writeRaster(_ picture: Bitmap) {
    let rows = min(255, profile.maxBandRows)
    for top in stride(from: 0, to: picture.height, by: rows) {
      let height = min(rows, picture.height - top)
      var data = Array(
        picture.bytes[(top * picture.rowBytes)..<((top + height) * picture.rowBytes)])
      // The next command may complete one that the data only begins.
      while let live = LiveSequence.first(in: data + [0]) { data[live] = 0x18 }
      let width = picture.rowBytes
      written += [
        Control.gs, 0x76, 0x30, 0, UInt8(width & 0xFF), UInt8(width >> 8), UInt8(height), 0,
      ]
      written += data
    }
  }
}

extension Font {
  /// Dots of a character of normal height: 24 or 17.
  var cellHeight: Int { self == .a ? 24 : 17 }
}

extension Bitmap {
  /// Black for white.
  fileprivate var inverted: Bitmap {
    var result = Bitmap(width: width, height: height)
    for y in 0..<height {
      for x in 0..<width where !self[x, y] { result[x, y] = true }
    }
    return result
  }
}
