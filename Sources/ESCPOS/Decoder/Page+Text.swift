// A page as plain text, for the command line, for screen readers, and for tests.

extension Page {
  /// The page as text, one line each, as wide as font A's columns.
  ///
  /// Letters are not spread where they are printed wider: words keep the ends that they align to.
  /// What is not paper (kicks, fences, unknown bytes) and what is no text is named in brackets;
  /// pictures of one width that follow each other are one. Ends with a line feed unless the page is
  /// empty.
  package func text() -> String {
    var lines = TextLines(columns: profile.columnsA)
    for item in items { write(item, to: &lines) }
    lines.endPicture()
    return lines.lines.map { $0 + "\n" }.joined()
  }

  private func write(_ item: Item, to lines: inout TextLines) {
    switch item {
    case .line(let line): write(line, to: &lines)
    case .picture(let picture):
      lines.picture(picture.image.widthDots, picture.image.heightDots, picture.alignment)
    // The gap between the bands of one picture is no blank line.
    case .feed(let dots):
      for _ in 0..<max(0, dots) / Press.usualSpacing { lines.add("") }
    case .bars(let bars):
      lines.note("\(bars.symbol.kind.words) \(bars.symbol.text)", bars.alignment)
    case .symbol(let symbol): lines.note(symbol.box.label, symbol.box.alignment)
    case .box(let box): lines.note(box.label, box.alignment)
    case .sheet(let sheet): write(sheet, to: &lines)
    case .cut: lines.add(String(repeating: "- ", count: profile.columnsA / 2).trimmed)
    case .pulse(let pin): lines.add("[drawer kick, pin \(pin)]")
    case .fence(let id): lines.add("[fence \(id)]")
    case .missing(let why): lines.add("[not printed: \(why)]")
    case .unknown(let bytes): lines.add("[unknown \(bytes.hexWords)]")
    }
  }

  private func write(_ line: Line, to lines: inout TextLines) {
    if line.cells.isEmpty, let first = line.strips.first, let last = line.strips.last {
      let width = last.x + last.image.widthDots - first.x
      return lines.picture(width, max(line.heightDots, line.advanceDots), line.alignment)
    }
    var text: [Character] = []
    let words = segments(of: line)
    for (index, segment) in words.enumerated() {
      let spare = segment.columns - segment.text.count
      let shift: Int =
        switch (index, line.alignment) {
        case (0, .left): 0
        case (0, .center): spare / 2
        default: spare
        }
      var gap = segment.column + shift - text.count
      if index > 0 {
        let white = segment.x - words[index - 1].x - words[index - 1].widthDots
        // Letters with white between them are one word; words that columns would join stay two.
        if white > 0 { gap = white < profile.cellDots(.b) ? 0 : max(gap, 1) }
        if white == 0, segment.isRotated, words[index - 1].isRotated { gap = 0 }
      }
      text += Array(repeating: " ", count: max(0, gap)) + Array(segment.text)
    }
    lines.add(String(text).trimmed)
  }

  /// A sheet by its areas in the order of their first use, each by its lines from the top.
  private func write(_ sheet: Sheet, to lines: inout TextLines) {
    var areas: [(area: Area, turn: Turn, parts: [Sheet.Part])] = []
    for part in sheet.parts {
      if let last = areas.last, last.area == part.area, last.turn == part.turn {
        areas[areas.count - 1].parts.append(part)
      } else {
        areas.append((part.area, part.turn, [part]))
      }
    }
    for area in areas {
      var cells: [(bottom: Int, cells: [Cell])] = []
      let sorted = area.parts.enumerated().sorted {
        ($0.element.bottom, $0.offset) < ($1.element.bottom, $1.offset)
      }
      func flush() {
        for row in cells {
          let line = Line(
            cells: row.cells.sorted { $0.x < $1.x }, strips: [], alignment: .left,
            span: Span(left: 0, width: profile.dotsPerLine), isUpsideDown: false, advanceDots: 0)
          write(line, to: &lines)
        }
        cells = []
      }
      for part in sorted.map(\.element) {
        guard case .line(let line) = part.item, line.strips.isEmpty else {
          flush()
          write(part.item, to: &lines)
          continue
        }
        // Words at one height are one line, wherever they were put first.
        if cells.last?.bottom == part.bottom {
          cells[cells.count - 1].cells += line.cells
        } else {
          cells.append((part.bottom, line.cells))
        }
      }
      flush()
    }
  }
}

/// Lines of text being collected.
private struct TextLines {
  let columns: Int
  private(set) var lines: [String] = []
  private var open: (width: Int, height: Int, alignment: Alignment)?

  init(columns: Int) { self.columns = columns }

  mutating func add(_ line: String) {
    endPicture()
    lines.append(line)
  }

  /// A picture, or the next band of one.
  mutating func picture(_ width: Int, _ height: Int, _ alignment: Alignment) {
    if let band = open, band.width == width, band.alignment == alignment {
      open?.height += height
    } else {
      endPicture()
      open = (width, height, alignment)
    }
  }

  mutating func endPicture() {
    guard let picture = open else { return }
    open = nil
    note("image \(picture.width) x \(picture.height)", picture.alignment)
  }

  mutating func note(_ label: String, _ alignment: Alignment) {
    let text = "[\(label)]"
    let spare = max(0, columns - text.count)
    let indent =
      switch alignment {
      case .left: 0
      case .center: spare / 2
      case .right: spare
      }
    add(String(repeating: " ", count: indent) + text)
  }
}

extension LinearSymbol.Kind {
  /// The name that people know.
  var words: String { DecodedCommand.symbologyName(rawValue) }
}

extension DecodedCommand {
  /// The name of a barcode by its `GS k` function B number.
  package static func symbologyName(_ kind: UInt8) -> String {
    let names = [
      "UPC-A", "UPC-E", "EAN-13", "EAN-8", "Code 39", "ITF", "Codabar", "Code 93", "Code 128",
      "GS1-128", "GS1 DataBar", "GS1 DataBar truncated", "GS1 DataBar limited",
      "GS1 DataBar expanded", "Code 128",
    ]
    return (65..<80).contains(kind) ? names[Int(kind) - 65] : "barcode \(kind)"
  }
}

extension Sequence<UInt8> {
  /// Two hexadecimal digits a byte, spaces between them.
  var hexWords: String {
    map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }
}
