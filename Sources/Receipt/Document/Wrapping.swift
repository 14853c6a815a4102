// Breaking text into lines. What a column is, is said by TextWidth.

internal import ESCPOS

/// Breaking text into lines.
enum Wrapping {
  /// The text in lines of at most `columns` columns, at least one line.
  ///
  /// Lines break at spaces, words longer than a line wherever it ends. Leading spaces indent every
  /// line; elsewhere, several spaces are one.
  ///
  /// - Parameter columns: 1 or more.
  static func lines(_ text: Measured, columns: Int) -> [Measured] {
    let columns = max(1, columns)
    if text.columns <= columns, isSet(text.text) { return [text] }
    let indent = String(text.text.prefix(while: { $0 == " " }).prefix(columns / 2))
    let room = columns - indent.utf8.count
    var lines: [Measured] = []
    var line = Measured(text: indent, columns: 0)
    func close() {
      lines.append(Measured(text: line.text, columns: line.columns + columns - room))
      line = Measured(text: indent, columns: 0)
    }
    for word in text.text.split(separator: " ") {
      let width = TextWidth.columns(word)
      if line.columns > 0, line.columns + 1 + width <= room {
        line.append(" ", columns: 1)
        line.append(word, columns: width)
        continue
      }
      if line.columns > 0 { close() }
      if width <= room {
        line.append(word, columns: width)
        continue
      }
      for character in word {
        let width = TextWidth.columns(of: character)
        if line.columns + width > room, line.columns > 0 { close() }
        line.append(String(character), columns: width)
      }
    }
    if line.columns > 0 || lines.isEmpty { close() }
    return lines
  }

  /// The columns of the longest word.
  static func longestWord(_ text: Measured) -> Int {
    text.text.split(separator: " ").reduce(0) { max($0, TextWidth.columns($1)) }
  }

  /// Whether a text has nothing that wrapping would take out: no space at its end, no two inside.
  static func isSet(_ text: String) -> Bool {
    var previous: UInt8 = 0x20
    var isInside = false
    for byte in text.utf8 {
      if byte == 0x20, previous == 0x20, isInside { return false }
      if byte != 0x20 { isInside = true }
      previous = byte
    }
    return isInside && previous != 0x20
  }
}

/// A text as it will be printed, and its width.
struct Measured {
  private(set) var text: String
  private(set) var columns: Int

  /// Whether a text is printable ASCII throughout: one byte, one character, one column.
  static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { 0x20 <= $0 && $0 <= 0x7E }
  }

  static let empty = Measured(text: "", columns: 0)

  mutating func append(_ more: some StringProtocol, columns: Int) {
    text += more
    self.columns += columns
  }

  mutating func append(_ more: Measured) {
    text += more.text
    columns += more.columns
  }

  /// Adds spaces; none for a negative count.
  mutating func pad(_ count: Int) {
    guard count > 0 else { return }
    // No paper has more than 128 columns.
    text += Self.blanks[min(count, 128)]
    columns += min(count, 128)
  }

  private static let blanks = (0...128).map { String(repeating: " ", count: $0) }
}
