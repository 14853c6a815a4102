// The line that is being filled: characters by their dots, tabs and positions, and its printing.

/// What stands in the line so far.
struct LineBuffer {
  var cells: [Page.Cell] = []
  var strips: [Page.Strip] = []
  /// Where the next character goes, in dots from the left margin.
  var x = 0
  /// The furthest that anything reaches.
  var extent = 0

  var isEmpty: Bool { cells.isEmpty && strips.isEmpty }
}

extension Press {
  /// What the next characters look like; false for other commands.
  mutating func setsLook(_ meaning: DecodedCommand.Meaning) -> Bool {
    switch meaning {
    case .bold(let bold): settings.bold = bold
    case .doubleStrike(let on): settings.doubleStrike = on
    case .underline(let underline): settings.style = settings.style.with(underline: underline)
    case .font(let font): settings.style = settings.style.with(font: font)
    case .size(let width, let height):
      settings.style = settings.style.with(width: width, height: height)
    case .style(let style):
      settings.bold = style.bold
      settings.style = style
    case .reverse(let on): settings.isReversed = on
    case .rotated(let on): settings.isRotated = on
    case .characterSpacing(let units): settings.characterSpacing = dots(units, alongPaper: false)
    case .codePage(let number):
      settings.codePage = profile.pages.first { $0.number == number }?.codePage
    case .international(let number): settings.international = InternationalSet(number)
    case .kanji(let on): settings.kanji = on
    case .kanjiSize(let width, let height): settings.kanjiSize = (width, height)
    case .kanjiSpacing(let left, let right):
      settings.kanjiSpacing = (dots(left, alongPaper: false), dots(right, alongPaper: false))
    case .characters(let first, let glyphs):
      for (index, glyph) in glyphs.enumerated() {
        settings.glyphs[settings.style.font, default: [:]][first &+ UInt8(index)] = glyph
      }
    case .ownCharacters(let on): settings.usesGlyphs = on
    case .forgetCharacter(let code): settings.glyphs[settings.style.font]?[code] = nil
    default: return false
    }
    return true
  }

  /// Where the next characters go; false for other commands.
  ///
  /// Some of these count at the beginning of a line only (Epson TM-T88IV programming guide, ESC a,
  /// ESC {, GS L, GS W).
  mutating func setsPlace(_ meaning: DecodedCommand.Meaning) -> Bool {
    switch meaning {
    case .align(let alignment): if line.isEmpty { settings.alignment = alignment }
    case .upsideDown(let on): if line.isEmpty { settings.isUpsideDown = on }
    case .leftMargin(let units):
      if line.isEmpty { settings.leftMargin = dots(units, alongPaper: false) }
    case .areaWidth(let units):
      if line.isEmpty { settings.areaWidth = dots(units, alongPaper: false) }
    case .lineSpacing(let units):
      settings.spacing = units.map { dots($0, alongPaper: true) } ?? Self.usualSpacing
    case .motionUnits(let x, let y): settings.motion = (x, y)
    case .tabs(let stops):
      let width = advance(of: profile.cellDots(settings.style.font))
      settings.tabs = stops.map { $0 * width }
    case .position(let units): move(to: dots(units, alongPaper: false))
    case .move(let units): move(to: line.x + dots(units, alongPaper: false))
    case .symbolHeight(let dots): settings.symbolHeight = dots
    case .symbolModule(let dots): settings.symbolModule = dots
    case .symbolText(let above, let below): settings.symbolText = (above, below)
    case .symbolFont(let font): settings.symbolFont = font
    case .sheetArea(let x, let y, let width, let height): setArea(x, y, width, height)
    case .direction(let turn): setDirection(turn)
    case .verticalPosition(let units): moveSheet(to: dots(units, alongPaper: true))
    case .verticalMove(let units):
      if let y = sheet?.y { moveSheet(to: y + dots(units, alongPaper: true)) }
    default: return false
    }
    return true
  }

  /// The stretch of paper between the margins, or of the area of page mode.
  var span: Page.Span {
    if let sheet { return Page.Span(left: 0, width: sheet.lineDots) }
    let left = min(settings.leftMargin, profile.dotsPerLine - 1)
    return Page.Span(left: left, width: max(1, min(settings.areaWidth, profile.dotsPerLine - left)))
  }

  mutating func put(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while let byte = rest.popFirst(), !isSpent {
      if settings.kanji, byte >= 0x81, rest.popFirst() != nil {
        // A pair: its character is in the printer's own table, which is not known here.
        put("\u{FFFD}", isPair: true, glyph: nil)
      } else {
        let glyph = settings.usesGlyphs ? settings.glyphs[settings.style.font]?[byte] : nil
        put(character(for: byte), isPair: false, glyph: glyph)
      }
    }
  }

  private func character(for byte: UInt8) -> Character {
    if byte < 0x80 {
      return settings.international.character(for: byte) ?? CodePage.cp437.character(for: byte)
    }
    return settings.codePage?.character(for: byte) ?? "\u{FFFD}"
  }

  private func advance(of width: Int) -> Int {
    (width + settings.characterSpacing) * settings.style.width
  }

  /// Adds a character; a full line is printed first, as printers do.
  private mutating func put(_ character: Character, isPair: Bool, glyph: Bitmap?) {
    var style = settings.look
    if isPair {
      style = style.with(
        width: max(style.width, settings.kanjiSize.width),
        height: max(style.height, settings.kanjiSize.height))
    }
    let plain = profile.cellDots(style.font) * (isPair ? 2 : 1)
    let upright = (width: plain * style.width, height: style.font.heightDots * style.height)
    let isRotated = settings.isRotated && sheet == nil
    let (width, height) =
      isRotated ? (upright.height, upright.width) : (upright.width, upright.height)
    let before = isPair ? settings.kanjiSpacing.left : 0
    let after =
      isPair ? settings.kanjiSpacing.right : settings.characterSpacing * style.width
    if line.x + before + width > span.width, !line.isEmpty { endLine() }
    line.cells.append(
      Page.Cell(
        character: character, style: style, x: line.x + before, widthDots: width,
        heightDots: height, isReversed: settings.isReversed, isRotated: isRotated, glyph: glyph))
    line.extent = max(line.extent, line.x + before + width)
    line.x += before + width + after
  }

  /// Adds columns of dots to the line; those beyond its end are lost.
  mutating func put(_ image: DecodedCommand.Image) {
    line.strips.append(Page.Strip(image: image, x: line.x))
    line.x += image.widthDots
    line.extent = max(line.extent, min(line.x, span.width))
    spend(1)
  }

  /// Moves to the next stop; ignored where the line has none left (Epson TM-T88III
  /// specification, HT).
  mutating func tab() {
    guard let stop = settings.tabs.first(where: { $0 > line.x }), stop < span.width else { return }
    line.x = stop
  }

  /// Positions outside of the line are ignored (Epson TM-T88IV programming guide, ESC $, ESC \).
  private mutating func move(to x: Int) {
    guard (0...span.width).contains(x) else { return }
    line.x = x
  }

  mutating func endLine() {
    let finished = takeLine(span: span)
    let advance = max(finished.heightDots, settings.spacing)
    if sheet != nil {
      addToSheet(finished)
      sheet?.y += settings.spacing
    } else {
      add(.line(finished), cost: advance)
    }
  }

  mutating func flush() {
    if !line.isEmpty { endLine() }
  }

  /// The line as it stands between the margins; a new one begins.
  private func placed(_ line: LineBuffer, span: Page.Span) -> Page.Line {
    // In page mode nothing is aligned: the job itself says where things stand.
    let alignment = sheet == nil ? settings.alignment : .left
    let shift = span.start(of: line.extent, alignment)
    var (cells, strips) = (line.cells, line.strips)
    for index in cells.indices { cells[index].x += shift }
    for index in strips.indices { strips[index].x += shift }
    let tallest = max(
      cells.reduce(0) { max($0, $1.heightDots) },
      strips.reduce(0) { max($0, $1.image.heightDots) })
    return Page.Line(
      cells: cells, strips: strips, alignment: alignment, span: span,
      isUpsideDown: settings.isUpsideDown && sheet == nil,
      advanceDots: max(tallest, settings.spacing))
  }

  mutating func takeLine(span: Page.Span) -> Page.Line {
    defer { line = LineBuffer() }
    return placed(line, span: span)
  }
}
