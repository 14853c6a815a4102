// Documents on paper of one width: headings, running text, frames. Rows and tables are in
// Typesetter+Rows.swift, symbols and pictures in Typesetter+Symbols.swift.

internal import ESCPOS

/// Lays elements out, in order, for one printer.
///
/// Amounts are never wrapped or cut: what stands at the end of a row stays whole.
struct Typesetter {
  var encoder: PrintEncoder
  let profile: PrinterProfile
  let direction: Direction
  let shapes: Shapes

  init(
    _ profile: PrinterProfile, _ direction: Direction = .leftToRight, _ shapes: Shapes = .none
  ) {
    self.profile = profile
    self.direction = direction
    self.shapes = shapes
    encoder = PrintEncoder(for: profile, glyphs: shapes.glyphs)
  }

  /// What has been set so far.
  ///
  /// Marks of direction are no characters that a printer could lack: they are never reported.
  var document: EncodedDocument {
    EncodedDocument(
      bytes: encoder.bytes,
      substitutions: encoder.substitutions.filter { !DirectionMark.isOne($0.character) })
  }

  mutating func set(_ element: Document.Element) {
    switch element {
    case .heading(let text): heading(text, largest: 2)
    case .banner(let text): heading(text, largest: 4)
    case .text(let text, let look): paragraph(text, look)
    case .row(let left, let right, let weight): row(left, right, weight)
    case .table(let header, let rows): table(header, rows)
    case .box(let lines): box(lines)
    case .rule(let rule): self.rule(rule)
    case .barcode(let text): barcode(text)
    case .symbol(let symbol): self.symbol(symbol)
    case .qr(let text): qr(text)
    case .picture(let picture): self.picture(picture)
    case .feed(let lines): encoder.feed(lines: lines)
    case .cut: encoder.cut()
    }
  }

  /// The text as it will be printed; replacements are noted by the encoder.
  mutating func measured(_ text: String) -> Measured {
    if Columns.isPlain(text) { return Measured(text: text, columns: text.utf8.count) }
    let printable = encoder.printable(text)
    return Measured(text: printable, columns: Columns.of(printable))
  }

  /// The mark that keeps the letters of one cell from drawing the next cell to their side.
  ///
  /// An amount takes its direction from the letters before it (UAX #9, W7): without a mark, the
  /// one after `TOTAL EUR` would leave its column in a right-to-left line. Left-to-right lines
  /// need one only where there are letters of the other direction.
  func divider(after text: Measured) -> String {
    switch direction {
    case .rightToLeft: DirectionMark.rightToLeft
    case .leftToRight:
      text.text.utf8.count > text.columns && DirectionMark.runsRightToLeft(text.text)
        ? DirectionMark.leftToRight : ""
    }
  }

  /// Sets where lines stand, as the paper has it: the start is right in right-to-left text.
  mutating func set(_ place: Document.Place, _ direction: Direction) {
    encoder.direction = direction
    switch (place, direction) {
    case (.center, _): encoder.set(.center)
    case (.start, .leftToRight), (.end, .rightToLeft): encoder.set(.left)
    case (.end, .leftToRight), (.start, .rightToLeft): encoder.set(.right)
    }
  }

  /// As many times the usual size as fits without breaking a word, at most `largest`.
  private mutating func heading(_ text: String, largest: Int) {
    let text = measured(text)
    let longest = max(1, Wrapping.longestWord(text))
    let width = min(largest, max(1, profile.columnsA / longest))
    set(.center, direction)
    lines(text, Style(bold: true, width: width, height: max(2, width)))
  }

  private mutating func paragraph(_ text: String, _ look: Document.Look) {
    let text = measured(text)
    let columns = profile.columns(look.font)
    let isWide = look.weight == .large && Wrapping.longestWord(text) <= columns / 2
    set(look.place, look.direction ?? direction)
    lines(
      text,
      Style(
        font: look.font, bold: look.weight != .normal, underline: look.underline,
        width: isWide ? 2 : 1, height: look.weight == .large ? 2 : 1))
  }

  private mutating func lines(_ text: Measured, _ style: Style) {
    encoder.set(style)
    let columns = profile.columns(style.font) / style.width
    for line in Wrapping.lines(text, columns: columns) { encoder.line(line.text) }
  }

  private mutating func rule(_ rule: Document.Rule) {
    set(.start, direction)
    encoder.set(Style())
    encoder.line(String(repeating: rule.rawValue, count: profile.columnsA))
  }

  /// A frame of box-drawing characters, or of ASCII where the printer has none.
  private mutating func box(_ texts: [String]) {
    let corners = "┌─┐│└┘"
    let isDrawn = profile.printable(corners).substitutions.isEmpty
    var frame = Array(isDrawn ? corners : "+-+|++")
    // Bidirectional text mirrors brackets, but not the corners of frames.
    if direction == .rightToLeft {
      frame.swapAt(0, 2)
      frame.swapAt(4, 5)
    }
    let room = profile.columnsA - 4
    let edge = String(repeating: frame[1], count: profile.columnsA - 2)
    set(.start, direction)
    encoder.set(Style())
    encoder.line("\(frame[0])\(edge)\(frame[2])")
    for text in texts {
      for line in Wrapping.lines(measured(text), columns: room) {
        var framed = Measured(text: "\(frame[3]) ", columns: 2)
        framed.append(line)
        framed.append(divider(after: line), columns: 0)
        framed.pad(room + 2 - framed.columns)
        encoder.line(framed.text + " \(frame[3])")
      }
    }
    encoder.line("\(frame[4])\(edge)\(frame[5])")
  }
}
