// A line's words: what belongs together in text and in SVG.

extension Page {
  /// Characters of one look that belong together, and where they stand.
  package struct Segment {
    package internal(set) var text: String
    package let style: Style
    /// Dots from the left.
    package let x: Int
    /// Dots covered.
    package internal(set) var widthDots: Int
    package let heightDots: Int
    /// Characters in the line before, and its own, all of normal width.
    package let column: Int
    package internal(set) var columns: Int
    package let isReversed: Bool
    package let isRotated: Bool
    package let glyph: Bitmap?
  }

  /// A line's words: split where the look changes, at two spaces or more, and at gaps.
  package func segments(of line: Line) -> [Segment] {
    var segments: [Segment] = []
    var open: Segment?
    func close() {
      guard var word = open else { return }
      open = nil
      // Spaces that show stay; others at the end of a word do not.
      if !word.style.underline, !word.isReversed {
        let cell = word.text.isEmpty ? 0 : word.widthDots / word.text.count
        let text = word.text.trimmed
        word.widthDots -= (word.text.count - text.count) * cell
        word.text = text
        word.columns = text.count * word.style.width
      }
      if !word.text.isEmpty { segments.append(word) }
    }
    for (index, cell) in line.cells.enumerated() {
      let isSpace =
        cell.character == " " && !cell.style.underline && !cell.isReversed && cell.glyph == nil
      let next = index + 1 < line.cells.count ? line.cells[index + 1].character : " "
      let continues =
        open.map { word in
          word.style == cell.style && word.isReversed == cell.isReversed && !word.isRotated
            && !cell.isRotated && word.glyph == nil && cell.glyph == nil
            && word.x + word.widthDots == cell.x
        } ?? false
      if !continues || (isSpace && next == " ") { close() }
      if isSpace, open == nil { continue }
      if open == nil {
        open = Segment(
          text: "", style: cell.style, x: cell.x, widthDots: 0, heightDots: cell.heightDots,
          column: cell.x / profile.cellDots(cell.style.font), columns: 0,
          isReversed: cell.isReversed, isRotated: cell.isRotated, glyph: cell.glyph)
      }
      open?.text.append(cell.character)
      open?.widthDots += cell.widthDots
      open?.columns += cell.style.width
    }
    close()
    return segments
  }
}

extension String {
  /// The text without spaces at its end.
  var trimmed: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
