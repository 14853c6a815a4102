// How a line of text becomes bytes: its order, its tables, its looks, or a picture of it.

extension PrintEncoder {
  /// Ends the line that is being filled.
  mutating func endLine() {
    // A picture has moved the paper past itself.
    if !flush() { written.append(Control.lineFeed) }
    line.isStarted = false
    lines += 1
  }

  /// Writes the line that is being filled; whether it went as a picture.
  @discardableResult mutating func flush() -> Bool {
    guard !line.isEmpty else { return false }
    let runs = line.take()
    let isPicture = write(runs)
    line.isStarted = !isPicture
    tellStyle(style)
    return isPicture
  }

  /// The same job with its last line written.
  func flushed() -> PrintEncoder {
    var copy = self
    copy.flush()
    return copy
  }

  private mutating func write(_ runs: [PendingLine.Run]) -> Bool {
    let index = CodePageIndex.shared
    var scalars: [Unicode.Scalar] = []
    var styles: [StyleStart] = []
    var isPlain = true
    for run in runs {
      styles.append(StyleStart(index: scalars.count, style: run.style))
      for scalar in run.text.unicodeScalars {
        // Letters that run from right to left come after U+0590, and so do marks of direction.
        if scalar.value >= 0x590 || index.mask(scalar) & tables == 0 { isPlain = false }
        scalars.append(scalar)
      }
    }
    if isPlain {
      write(scalars, styles)
      return false
    }
    let line = PrintedLine(runs, direction)
    if glyphs != nil, !isInPageMode,
      line.cells.contains(where: { !canPrint($0.scalar) && $0.character != " " })
    {
      picture(line)
      return true
    }
    writeCells(line)
    return false
  }

  /// Whether a table has the scalar in its right shape.
  func canPrint(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    return CodePageIndex.shared.mask(scalar) & tables != 0
  }

  /// Writes a line in visual order, with what stands in for shapes that no table has.
  private mutating func writeCells(_ line: PrintedLine) {
    var scalars: [Unicode.Scalar] = []
    var styles: [StyleStart] = []
    for cell in line.cells {
      if styles.last?.style != cell.style {
        styles.append(StyleStart(index: scalars.count, style: cell.style))
      }
      if let scalar = cell.scalar, canPrint(scalar) {
        scalars.append(scalar)
      } else if let scalar = cell.scalar, let letter = ArabicForms.letter(of: scalar),
        canPrint(letter)
      {
        // A table of plain letters (Windows 1256): right, but each stands apart.
        scalars.append(letter)
        note(Substitution(Character(letter), String(letter), .unjoined))
      } else {
        let replacement = Replacements.text(for: cell.character)
        scalars.append(contentsOf: replacement.unicodeScalars)
        note(Substitution(cell.character, replacement))
      }
    }
    write(scalars, styles)
  }

  /// Where a look begins in a line.
  struct StyleStart {
    let index: Int
    let style: Style
  }

  /// Writes scalars that the tables have, with the fewest switches between tables.
  ///
  /// Going on with a table as far as it reaches, then taking the one that reaches furthest, gives
  /// the fewest switches: any other choice switches no later and can be exchanged for this one.
  private mutating func write(_ scalars: [Unicode.Scalar], _ styles: [StyleStart]) {
    let index = CodePageIndex.shared
    var nextStyle = 0
    var place = 0
    written.reserveCapacity(written.count + scalars.count + 8)
    while true {
      while place < scalars.count {
        if nextStyle < styles.count, styles[nextStyle].index == place {
          tellStyle(styles[nextStyle].style)
          nextStyle += 1
        }
        let scalar = scalars[place]
        if CodePage.isPlain(scalar) {
          written.append(UInt8(truncatingIfNeeded: scalar.value))
        } else if let codePage, case let byte = index.byte(scalar, codePage), byte != 0 {
          written.append(byte)
        } else {
          break
        }
        place += 1
      }
      guard place < scalars.count else { return }
      var candidates = index.mask(scalars[place]) & tables
      for scalar in scalars[place...] {
        let both = candidates & index.mask(scalar)
        if both == 0 { break }
        candidates = both
      }
      guard let page = profile.pages.first(where: { candidates >> $0.codePage.bit & 1 == 1 })
      else {
        place += 1
        continue
      }
      codePage = page.codePage
      written += [Control.esc, 0x74, page.number]
    }
  }

  /// Tells the printer what changes of the look.
  ///
  /// `ESC M` font, `ESC E` bold, `ESC G` double strike, `ESC -` underline, `GS B` white on black,
  /// `ESC V` turned, `ESC {` upside down, `GS !` size (Epson TM-T88III Programming Guide,
  /// Character commands).
  mutating func tellStyle(_ new: Style) {
    let old = printerStyle
    guard new != old else { return }
    printerStyle = new
    func bit(_ flag: Bool) -> UInt8 { flag ? 1 : 0 }
    if new.font != old.font { written += [Control.esc, 0x4D, new.font.rawValue] }
    if new.bold != old.bold { written += [Control.esc, 0x45, bit(new.bold)] }
    if new.doubleStrike != old.doubleStrike {
      written += [Control.esc, 0x47, bit(new.doubleStrike)]
    }
    if new.underline != old.underline { written += [Control.esc, 0x2D, bit(new.underline)] }
    if new.reversed != old.reversed { written += [Control.gs, 0x42, bit(new.reversed)] }
    if new.rotated != old.rotated { written += [Control.esc, 0x56, bit(new.rotated)] }
    if new.upsideDown != old.upsideDown { written += [Control.esc, 0x7B, bit(new.upsideDown)] }
    if (new.width, new.height) != (old.width, old.height) {
      written += [Control.gs, 0x21, UInt8((new.width - 1) << 4 | (new.height - 1))]
    }
  }
}

extension CodePage {
  /// Its bit in a set of tables.
  var bit: UInt64 { UInt64(rawValue) }
}
