// A page as plain text, for the command line, for screen readers, and for tests.

extension Page {
  /// Characters of one look that belong together, and where they stand.
  struct Segment {
    let text: String
    let style: Style
    let x: Int
    let widthDots: Int
    /// In characters of normal width.
    let column: Int
    let columns: Int
  }

  /// The page as text, one line each, as wide as font A's columns.
  ///
  /// Letters are not spread where they are printed wider: words keep the ends that they align to.
  /// What is not paper (kicks, fences, unknown bytes) is named in brackets. Ends with a line feed
  /// unless the page is empty.
  package func text() -> String {
    var lines: [String] = []
    for item in items {
      switch item {
      case .line(let line): lines.append(text(of: line))
      case .feed(let dots):
        lines += Array(repeating: "", count: dots / Press.usualSpacing)
      case .bars(let bars):
        let name = bars.symbol.kind == .ean13 ? "EAN-13" : "Code 128"
        lines.append(note("\(name) \(bars.symbol.text)", bars.alignment))
      case .box(let box): lines.append(note(box.label, box.alignment))
      case .cut: lines.append(String(repeating: "- ", count: profile.columnsA / 2).trimmed)
      case .pulse(let pin): lines.append("[drawer kick, pin \(pin)]")
      case .fence(let id): lines.append("[fence \(id)]")
      case .unknown(let bytes): lines.append("[unknown \(hex(bytes))]")
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func text(of line: Line) -> String {
    var text: [Character] = []
    for (index, segment) in segments(of: line).enumerated() {
      let spare = segment.columns - segment.text.count
      let shift: Int =
        switch (index, line.alignment) {
        case (0, .left): 0
        case (0, .center): spare / 2
        default: spare
        }
      let gap = segment.column + shift - text.count
      text += Array(repeating: " ", count: max(0, gap)) + Array(segment.text)
    }
    return String(text).trimmed
  }

  private func note(_ label: String, _ alignment: Alignment) -> String {
    let text = "[\(label)]"
    let spare = max(0, profile.columnsA - text.count)
    switch alignment {
    case .left: return text
    case .center: return String(repeating: " ", count: spare / 2) + text
    case .right: return String(repeating: " ", count: spare) + text
    }
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }

  /// A line's words: split where the look changes and at two spaces or more.
  func segments(of line: Line) -> [Segment] {
    let widths = line.cells.map { profile.cellDots($0.style.font) * $0.style.width }
    let free = profile.dotsPerLine - widths.reduce(0, +)
    let columns = line.cells.reduce(0) { $0 + $1.style.width }
    let freeColumns = profile.columns(line.cells.first?.style.font ?? .a) - columns
    let share = { (rest: Int) in
      switch line.alignment {
      case .left: 0
      case .center: max(0, rest / 2)
      case .right: max(0, rest)
      }
    }
    var (x, column) = (share(free), share(freeColumns))
    var segments: [Segment] = []
    var open: (text: String, style: Style, x: Int, column: Int)?
    func close() {
      guard let word = open else { return }
      // Underlined spaces show; others at the end of a word do not.
      let text = word.style.underline ? word.text : word.text.trimmed
      let count = text.count * word.style.width
      if !text.isEmpty {
        segments.append(
          Segment(
            text: text, style: word.style, x: word.x,
            widthDots: count * profile.cellDots(word.style.font), column: word.column,
            columns: count))
      }
      open = nil
    }
    for (index, cell) in line.cells.enumerated() {
      let isSpace = cell.character == " " && !cell.style.underline
      let next = index + 1 < line.cells.count ? line.cells[index + 1].character : " "
      if open?.style != cell.style || (isSpace && next == " ") { close() }
      if open == nil, !isSpace { open = ("", cell.style, x, column) }
      open?.text.append(cell.character)
      x += widths[index]
      column += cell.style.width
    }
    close()
    return segments
  }
}

extension String {
  /// The text without spaces at its end.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
