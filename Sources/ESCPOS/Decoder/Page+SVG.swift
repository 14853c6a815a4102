// A page as a picture in SVG: the printer's grid in true dots, one user unit a dot.

extension Page {
  /// The page as a well-formed SVG document, as wide as the paper's printable dots.
  ///
  /// Text is fitted to its cells, symbols and pictures are their dots. Kicks, fences and unknown
  /// bytes leave no ink and are not drawn.
  /// - Parameter artist: draws the symbols; without one they are labelled boxes.
  package func svg(artist: (any SymbolArtist)? = nil) -> String {
    let layout = layout(artist: artist)
    var drawing = Drawing(width: profile.dotsPerLine, height: layout.heightDots)
    for mark in layout.marks { draw(mark, in: &drawing) }
    return drawing.document()
  }

  private func draw(_ mark: Mark, in drawing: inout Drawing) {
    var (y, frame) = (mark.y, mark.frame)
    if case .line(let line) = mark.ink, let turned = line.frame(top: mark.y) {
      (y, frame) = (0, turned)
    }
    if let frame { drawing.open(frame) }
    switch mark.ink {
    case .line(let line):
      let shift = line.isUpsideDown ? -line.span.left : 0
      for strip in line.strips {
        let image = strip.image
        let top = y + line.heightDots - image.heightDots
        drawing.dots(
          image.bitmap, x: strip.x + shift, y: top, xScale: image.xScale, yScale: image.yScale)
      }
      for segment in segments(of: line) {
        drawing.text(segment, shift: shift, bottom: y + line.heightDots)
      }
    case .dots(let bitmap, let xScale, let yScale):
      drawing.dots(bitmap, x: mark.x, y: y, xScale: xScale, yScale: yScale)
    case .text(let text, let font, let width):
      let segment = Segment(
        text: text, style: Style(font: font), x: mark.x, widthDots: width,
        heightDots: font.heightDots,
        column: 0, columns: 0, isReversed: false, isRotated: false, glyph: nil)
      drawing.text(segment, shift: 0, bottom: y + font.heightDots)
    case .box(let label, let width, let height):
      drawing.box(label, x: mark.x, y: y, width: width, height: height)
    case .cut: drawing.cut(y)
    }
    if frame != nil { drawing.close() }
  }
}

/// An SVG being drawn.
private struct Drawing {
  let width: Int
  let height: Int
  private var elements: [String] = []

  init(width: Int, height: Int) {
    self.width = width
    self.height = max(height, 1)
  }

  func document() -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
    viewBox="0 0 \(width) \(height)" font-family="'B612 Mono', 'DejaVu Sans Mono', monospace">
    <rect width="\(width)" height="\(height)" fill="#fff"/>
    \(elements.map { $0 + "\n" }.joined())</svg>

    """
  }

  /// Begins a part that is measured in a turned frame.
  mutating func open(_ frame: Page.Frame) {
    let (x, y, right, bottom) =
      (frame.x, frame.y, frame.x + frame.width, frame.y + frame.height)
    let turn =
      switch frame.turn {
      case .none: "translate(\(x) \(y))"
      case .left: "translate(\(x) \(bottom)) rotate(-90)"
      case .half: "translate(\(right) \(bottom)) rotate(180)"
      case .right: "translate(\(right) \(y)) rotate(90)"
      }
    elements.append("<g transform=\"\(turn)\">")
  }

  mutating func close() { elements.append("</g>") }

  /// Draws a word of a line whose lowest dots are above `bottom`.
  mutating func text(_ segment: Page.Segment, shift: Int, bottom: Int) {
    let x = segment.x + shift
    if segment.isRotated {
      // Drawn upright from the upper right corner, then turned about it: as wide as it is high.
      let (right, top) = (x + segment.widthDots, bottom - segment.heightDots)
      elements.append("<g transform=\"translate(\(right) \(top)) rotate(90)\">")
      upright(segment, x: 0, bottom: segment.widthDots, widthDots: segment.heightDots)
      elements.append("</g>")
    } else {
      upright(segment, x: x, bottom: bottom, widthDots: segment.widthDots)
    }
  }

  private mutating func upright(_ segment: Page.Segment, x: Int, bottom: Int, widthDots: Int) {
    let style = segment.style
    let height = style.font.heightDots * style.height
    if segment.isReversed {
      elements.append(
        "<rect x=\"\(x)\" y=\"\(bottom - height)\" width=\"\(widthDots)\" height=\"\(height)\"/>")
    }
    if let glyph = segment.glyph {
      return dots(
        glyph, x: x, y: bottom - height, xScale: style.width, yScale: style.height,
        fill: segment.isReversed ? "#fff" : nil)
    }
    // A monospaced glyph is about 0.6 of its size wide: 12 dots at size 20, 9 at size 15.
    let (size, descent) = style.font == .a ? (20, 5) : (15, 4)
    let baseline = bottom - descent * style.height
    var place = "x=\"\(x)\" y=\"\(baseline)\""
    if style.width > 1 || style.height > 1 {
      place = "transform=\"translate(\(x) \(baseline)) scale(\(style.width) \(style.height))\""
    }
    var look = "font-size=\"\(size)\""
    if style.isBold { look += " font-weight=\"bold\"" }
    if style.underline { look += " text-decoration=\"underline\"" }
    if segment.isReversed { look += " fill=\"#fff\"" }
    // Bytes stand as they are printed; nothing may put Arabic or Hebrew in another order.
    if segment.text.unicodeScalars.contains(where: { BidiClass($0).isRight }) {
      look += " direction=\"ltr\" unicode-bidi=\"bidi-override\""
    }
    let fit = "textLength=\"\(widthDots / style.width)\" lengthAdjust=\"spacingAndGlyphs\""
    elements.append(
      "<text \(place) \(look) \(fit) xml:space=\"preserve\">\(escaped(segment.text))</text>")
  }

  /// Draws the black dots, runs of equal rows as one rectangle; those off the paper are left out.
  mutating func dots(
    _ bitmap: Bitmap, x: Int, y: Int, xScale: Int, yScale: Int, fill: String? = nil
  ) {
    var path = ""
    var row = 0
    let lastRow = min(bitmap.height, Page.heightLimit)
    while row < lastRow {
      var count = 1
      while row + count < lastRow, bitmap.equalRows(row, row + count) { count += 1 }
      let tall = count * yScale
      for run in bitmap.runs(inRow: row) {
        let left = x + run.x * xScale
        guard left < Page.heightLimit else { break }
        path += "M\(left) \(y + row * yScale)h\(run.count * xScale)v\(tall)h-"
        path += "\(run.count * xScale)z"
      }
      row += count
    }
    guard !path.isEmpty else { return }
    elements.append("<path d=\"\(path)\"\(fill.map { " fill=\"\($0)\"" } ?? "")/>")
  }

  mutating func box(_ label: String, x: Int, y: Int, width: Int, height: Int) {
    elements.append(
      """
      <rect x="\(x)" y="\(y)" width="\(width)" height="\(height)" fill="none" stroke="#000"/>
      <text x="\(x + width / 2)" y="\(y + height / 2)" font-size="12" \
      text-anchor="middle">\(escaped(label))</text>
      """)
  }

  mutating func cut(_ y: Int) {
    elements.append(
      "<path d=\"M0 \(y)h\(width)\" stroke=\"#888\" stroke-width=\"2\" stroke-dasharray=\"8 8\"/>")
  }

  /// Text as XML 1.0 allows it: no control characters, no halves of characters.
  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\u{0}"..<" ", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Bitmap {
  /// Whether two rows have the same dots.
  fileprivate func equalRows(_ first: Int, _ second: Int) -> Bool {
    bytes[first * rowBytes..<(first + 1) * rowBytes]
      == bytes[second * rowBytes..<(second + 1) * rowBytes]
  }
}
