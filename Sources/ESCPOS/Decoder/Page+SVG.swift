// A page as a picture: the printer's grid in true dots, one user unit a dot.

extension Page {
  /// The page as a well-formed SVG document, as wide as the paper's printable dots.
  ///
  /// Kicks, fences and unknown bytes leave no ink and are not drawn.
  package func svg() -> String {
    var drawing = Drawing(width: profile.dotsPerLine)
    for item in items {
      switch item {
      case .line(let line):
        let tallest = line.cells.map { $0.style.font.heightDots * $0.style.height }.max() ?? 0
        for segment in segments(of: line) { drawing.text(segment, bottom: tallest) }
        drawing.y += line.advanceDots
      case .feed(let dots): drawing.y += dots
      case .bars(let bars): drawing.bars(bars, cellDots: profile.cellDots(.a))
      case .box(let box): drawing.box(box)
      case .cut: drawing.cut()
      case .pulse, .fence, .unknown: break
      }
    }
    return drawing.document()
  }
}

/// An SVG being drawn from top to bottom.
private struct Drawing {
  let width: Int
  var y = 0
  private var elements: [String] = []

  init(width: Int) { self.width = width }

  func document() -> String {
    let height = max(y, 1)
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" font-family="'B612 Mono', 'DejaVu Sans Mono', monospace">
      <rect width="\(width)" height="\(height)" fill="#fff"/>
      \(elements.map { $0 + "\n" }.joined())</svg>

      """
  }

  /// Draws a segment in a line whose tallest character reaches `bottom` dots down.
  mutating func text(_ segment: Page.Segment, bottom: Int) {
    let style = segment.style
    // A monospaced glyph is about 0.6 of its size wide: 12 dots at size 20, 9 at size 15.
    let (size, descent) = style.font == .a ? (20, 5) : (15, 4)
    let (x, baseline) = (segment.x, y + bottom - descent * style.height)
    var place = "x=\"\(x)\" y=\"\(baseline)\""
    if style.width > 1 || style.height > 1 {
      place = "transform=\"translate(\(x) \(baseline)) scale(\(style.width) \(style.height))\""
    }
    var look = "font-size=\"\(size)\""
    if style.bold { look += " font-weight=\"bold\"" }
    if style.underline { look += " text-decoration=\"underline\"" }
    let fit = "textLength=\"\(segment.widthDots / style.width)\" lengthAdjust=\"spacingAndGlyphs\""
    elements.append(
      "<text \(place) \(look) \(fit) xml:space=\"preserve\">\(escaped(segment.text))</text>")
  }

  mutating func bars(_ bars: Page.Bars, cellDots: Int) {
    var x = left(of: bars.symbol.moduleCount * bars.moduleDots, bars.alignment)
    var path = ""
    for (index, element) in bars.symbol.elements.enumerated() {
      let dots = Int(element) * bars.moduleDots
      if index.isMultiple(of: 2) { path += "M\(x) \(y)h\(dots)v\(bars.heightDots)h-\(dots)z" }
      x += dots
    }
    elements.append("<path d=\"\(path)\"/>")
    y += bars.heightDots
    guard bars.hasText else { return }
    let text = bars.symbol.text
    let dots = text.count * cellDots
    // A text wider than its bars starts at the margin rather than outside the paper.
    let segment = Page.Segment(
      text: text, style: Style(), x: max(0, left(of: dots, bars.alignment)), widthDots: dots,
      column: 0, columns: 0)
    self.text(segment, bottom: Font.a.heightDots)
    y += Press.usualSpacing
  }

  mutating func box(_ box: Page.Box) {
    let x = left(of: box.widthDots, box.alignment)
    elements.append(
      """
      <rect x="\(x)" y="\(y)" width="\(box.widthDots)" height="\(box.heightDots)" fill="none" \
      stroke="#000"/>
      <text x="\(x + box.widthDots / 2)" y="\(y + box.heightDots / 2)" font-size="12" \
      text-anchor="middle">\(escaped(box.label))</text>
      """)
    y += box.heightDots
  }

  mutating func cut() {
    elements.append(
      """
      <path d="M0 \(y + 6)h\(width)" stroke="#888" stroke-width="2" stroke-dasharray="8 8"/>
      """)
    y += 12
  }

  private func left(of dots: Int, _ alignment: Alignment) -> Int {
    switch alignment {
    case .left: 0
    case .center: (width - dots) / 2
    case .right: width - dots
    }
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}
