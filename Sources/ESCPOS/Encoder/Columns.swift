// Text in columns of so many dots, wrapped by word.

/// The columns of a table, from the left.
package struct Columns: Sendable, Equatable {
  package struct Column: Sendable, Equatable {
    package let widthDots: Int
    package let alignment: Alignment

    /// - Parameter widthDots: 1 or more.
    package init(widthDots: Int, _ alignment: Alignment = .left) {
      precondition(widthDots >= 1, "a column is at least one dot wide")
      self.widthDots = widthDots
      self.alignment = alignment
    }
  }

  package let columns: [Column]
  /// Dots between two columns.
  package let gapDots: Int

  /// - Parameter gapDots: 0 or more.
  package init(_ columns: [Column], gapDots: Int = 12) {
    precondition(!columns.isEmpty && gapDots >= 0, "a table has a column and no negative gaps")
    self.columns = columns
    self.gapDots = gapDots
  }

  /// Columns that share the paper by parts, for example 3 : 1 : 1.
  ///
  /// - Parameter parts: 1 or more each.
  package init(sharing dots: Int, _ parts: [(part: Int, alignment: Alignment)], gapDots: Int = 12) {
    let total = parts.reduce(0) { $0 + $1.part }
    precondition(total >= 1 && parts.allSatisfy { $0.part >= 1 }, "each column has a part")
    let room = max(parts.count, dots - gapDots * (parts.count - 1))
    self.init(
      parts.map { Column(widthDots: max(1, room * $0.part / total), $0.alignment) },
      gapDots: gapDots)
  }

  /// All of it in dots.
  package var widthDots: Int {
    columns.reduce(0) { $0 + $1.widthDots } + gapDots * (columns.count - 1)
  }
}

extension PrintEncoder {
  /// Prints one row of a table in the style at hand, in as many lines as its longest cell takes.
  ///
  /// Cells wrap between words, and a word longer than its column breaks. A cell with a digit and no
  /// space, such as an amount, never breaks: where it does not fit its column it ends a line
  /// of its own. Columns are counted in whole characters, so a picture of the line has them too.
  /// - Parameter cells: missing ones are empty, ones too many are left out.
  package mutating func row(_ cells: [String], _ columns: Columns) {
    let cell = profile.cellDots(style.font) * style.width
    let widths = columns.columns.map { max(1, $0.widthDots / cell) }
    let gap = columns.gapDots == 0 ? 0 : max(1, columns.gapDots / cell)
    var texts: [[String]] = []
    var whole: [String] = []
    for (index, width) in widths.enumerated() {
      let text = index < cells.count ? printable(cells[index]) : ""
      if TextWidth.columns(text) > width, Self.isFigure(text) {
        texts.append([])
        whole.append(text)
      } else {
        texts.append(Self.wrapped(text, columns: width))
      }
    }
    let height = texts.map(\.count).max() ?? 0
    for number in 0..<height {
      var line = ""
      for (index, width) in widths.enumerated() {
        let text = number < texts[index].count ? texts[index][number] : ""
        let spare = width - TextWidth.columns(text)
        let before: Int
        switch columns.columns[index].alignment {
        case .left: before = 0
        case .center: before = spare / 2
        case .right: before = spare
        }
        if index > 0 { line += Self.blank(gap) + Self.keeper(line) }
        line += Self.blank(before) + text + Self.blank(spare - before)
      }
      self.line(Self.trimmed(line))
    }
    let all = widths.reduce(gap * (widths.count - 1), +)
    for text in whole { line(Self.blank(all - TextWidth.columns(text)) + text) }
  }

  /// Whether a text is one figure.
  private static func isFigure(_ text: String) -> Bool {
    !text.contains(" ") && text.contains { $0.isNumber }
  }

  /// A mark that keeps letters read from right to left from drawing the next cell to their side.
  private static func keeper(_ line: String) -> String {
    line.unicodeScalars.contains { $0.value >= 0x590 } ? "\u{200E}" : ""
  }

  private static func blank(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  private static func trimmed(_ line: String) -> String {
    guard let last = line.lastIndex(where: { $0 != " " }) else { return "" }
    return String(line[...last])
  }

  /// The text in lines of at most so many columns.
  private static func wrapped(_ text: String, columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ") {
      let width = TextWidth.columns(word)
      if used > 0, used + 1 + width <= columns {
        line += " " + word
        used += 1 + width
        continue
      }
      if used > 0 { lines.append(line) }
      (line, used) = ("", 0)
      for character in word {
        let width = TextWidth.columns(of: character)
        if used > 0, used + width > columns {
          lines.append(line)
          (line, used) = ("", 0)
        }
        line.append(character)
        used += width
      }
    }
    if used > 0 || lines.isEmpty { lines.append(line) }
    return lines
  }
}
