// Page mode: a sheet that is put together in areas, in any of four directions, then printed whole.

/// The sheet so far.
struct SheetBuffer {
  var parts: [Page.Sheet.Part] = []
  var area: Page.Area
  var turn = Turn.none
  /// Where characters stand: from the top of the area, as it is turned, to their lower end.
  var y = SheetBuffer.firstLine
  /// The lower end of the areas that were asked for.
  var bottom = 0

  /// The first line stands just below the top.
  static let firstLine = Font.a.heightDots

  /// Dots of a line in the area as it is turned.
  var lineDots: Int { turn == .left || turn == .right ? area.height : area.width }
  /// Dots from the area's top to its lower end, as it is turned.
  var depthDots: Int { turn == .left || turn == .right ? area.width : area.height }

  init(_ profile: PrinterProfile) {
    area = Self.whole(profile)
  }

  /// The area that page mode begins with: TM-T88IV's is 831 dots long at 180 dpi.
  static func whole(_ profile: PrinterProfile) -> Page.Area {
    Page.Area(x: 0, y: 0, width: profile.dotsPerLine, height: 831)
  }
}

extension Press {
  /// `ESC L`: at the beginning of a line only.
  mutating func beginSheet() {
    guard sheet == nil, line.isEmpty else { return }
    sheet = SheetBuffer(profile)
    line = LineBuffer()
  }

  /// `ESC W`: an area of no size or outside of the paper is ignored.
  mutating func setArea(_ x: Int, _ y: Int, _ width: Int, _ height: Int) {
    let (left, top) = (dots(x, alongPaper: false), dots(y, alongPaper: true))
    guard sheet != nil, width > 0, height > 0, left < profile.dotsPerLine else { return }
    flushToSheet()
    let area = Page.Area(
      x: left, y: top, width: min(dots(width, alongPaper: false), profile.dotsPerLine - left),
      height: dots(height, alongPaper: true))
    guard area.width > 0, area.height > 0 else { return }
    sheet?.area = area
    sheet?.y = SheetBuffer.firstLine
    let bottom = max(sheet?.bottom ?? 0, top + area.height)
    sheet?.bottom = bottom
  }

  mutating func setDirection(_ turn: Turn) {
    guard sheet != nil else { return }
    flushToSheet()
    sheet?.turn = turn
    sheet?.y = SheetBuffer.firstLine
  }

  /// `GS $` and `GS \`: positions outside of the area are ignored.
  mutating func moveSheet(to y: Int) {
    guard let depth = sheet?.depthDots, (0...depth).contains(y) else { return }
    // What follows goes on at the same distance from the left.
    let x = line.x
    flushToSheet()
    line.x = x
    sheet?.y = y
  }

  mutating func flushToSheet() {
    let finished = takeLine(span: span)
    addToSheet(finished)
  }

  mutating func addToSheet(_ line: Page.Line) {
    guard let sheet, !line.cells.isEmpty || !line.strips.isEmpty else { return }
    self.sheet?.parts.append(
      Page.Sheet.Part(
        area: sheet.area, turn: sheet.turn, item: .line(line), x: 0, bottom: sheet.y))
    spend(line.heightDots)
  }

  mutating func addToSheet(_ item: Page.Item, width: Int, height: Int) {
    guard let sheet else { return }
    self.sheet?.parts.append(
      Page.Sheet.Part(
        area: sheet.area, turn: sheet.turn, item: item, x: line.x, bottom: sheet.y))
    line.x = min(line.x + width, sheet.lineDots)
    spend(height)
  }

  mutating func cancelSheet() {
    guard let area = sheet?.area else { return }
    line = LineBuffer()
    sheet?.parts.removeAll { $0.area == area }
    sheet?.y = SheetBuffer.firstLine
  }

  /// `ESC S`: what was not printed is forgotten.
  mutating func leaveSheet() {
    guard sheet != nil else { return }
    sheet = nil
    line = LineBuffer()
  }

  /// `FF` and `ESC FF`: the paper is as long as the areas that were set, or as what is printed.
  mutating func printSheet(andLeave leaves: Bool) {
    guard sheet != nil else { return flush() }
    flushToSheet()
    if let sheet {
      let ends = sheet.parts.map { part in
        part.turn == .none && sheet.bottom == 0
          ? part.area.y + part.bottom : min(part.area.y + part.area.height, sheet.bottom)
      }
      let height = min(max(sheet.bottom, ends.max() ?? 0), Page.heightLimit)
      if !sheet.parts.isEmpty {
        add(.sheet(Page.Sheet(parts: sheet.parts, heightDots: height)), cost: height)
      }
    }
    if leaves { sheet = nil }
  }
}
