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
    var places: [Int] = []
    var styles: [StyleStart] = []
    // Even words of Latin letters change places in a line that runs from right to left.
    var isPlain = direction == .leftToRight
    for run in runs {
      styles.append(StyleStart(index: places.count, style: run.style))
      for scalar in run.text.unicodeScalars {
        let place = index.place(scalar)
        if Bidi.concerns(scalar) || index.masks[place] & tables == 0 { isPlain = false }
        places.append(place)
      }
    }
    if isPlain {
      write(places, styles)
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
    let index = CodePageIndex.shared
    write(scalars.map { index.place($0) }, styles)
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
  /// - Parameter places: the scalars, as places in the index.
  mutating func write(_ places: [Int], _ styles: [StyleStart]) {
    let index = CodePageIndex.shared
    let masks = index.masks
    let bytes = index.bytes
    var nextStyle = 0
    var start = 0
    while start < places.count {
      // With no table chosen yet, only what is alike in all of them can be sent.
      var inUse: UInt64 = codePage.map { 1 << $0.bit } ?? 0
      if masks[places[start]] != .max, masks[places[start]] & inUse == 0 {
        inUse = choosePage(places, from: start)
      }
      let offset = codePage.map { Int($0.rawValue) * masks.count } ?? 0
      while start < places.count {
        let place = places[start]
        guard masks[place] == .max || masks[place] & inUse != 0 else { break }
        if nextStyle < styles.count, styles[nextStyle].index == start {
          tellStyle(styles[nextStyle].style)
          nextStyle += 1
        }
        written.append(bytes[offset + place])
        start += 1
      }
    }
  }

  /// Switches to the table that prints the most scalars from a place on, the preferred one of
  /// several; its bit.
  private mutating func choosePage(_ places: [Int], from start: Int) -> UInt64 {
    let masks = CodePageIndex.shared.masks
    var candidates = tables
    for place in places[start...] {
      let both = candidates & masks[place]
      if both == 0 { break }
      candidates = both
    }
    for page in profile.pages where candidates >> page.codePage.bit & 1 == 1 {
      codePage = page.codePage
      written += [Control.esc, 0x74, page.number]
      return 1 << page.codePage.bit
    }
    preconditionFailure("what is written is in a table of the profile; ask printable first")
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
