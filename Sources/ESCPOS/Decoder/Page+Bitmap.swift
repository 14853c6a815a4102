// A page as the dots that a print head would print.

extension Page {
  /// The page in dots, as wide as the paper's printable dots and as high as `heightDots`.
  ///
  /// Never higher than `heightLimit`. A character that no glyph is known for is a hollow cell, so
  /// that the gap shows.
  /// - Parameters:
  ///   - glyphs: the shapes of characters.
  ///   - artist: draws the symbols; without one they are frames.
  package func bitmap(glyphs: any Glyphs, artist: (any SymbolArtist)? = nil) -> Bitmap {
    let layout = layout(artist: artist)
    var canvas = Canvas(
      paper: Bitmap(width: profile.dotsPerLine, height: layout.heightDots), glyphs: glyphs,
      profile: profile)
    for mark in layout.marks { canvas.draw(mark) }
    return canvas.paper
  }
}

/// Paper that marks are drawn on.
private struct Canvas {
  var paper: Bitmap
  let glyphs: any Glyphs
  let profile: PrinterProfile
  /// Shapes that were drawn before: a page has few different characters.
  private var drawn: [Shape: Bitmap] = [:]

  private struct Shape: Hashable {
    let character: Character
    let style: Style
    let widthDots: Int
    let heightDots: Int
    let isReversed: Bool
    let isRotated: Bool
    let glyph: Bitmap?
  }

  init(paper: Bitmap, glyphs: any Glyphs, profile: PrinterProfile) {
    self.paper = paper
    self.glyphs = glyphs
    self.profile = profile
  }

  mutating func draw(_ mark: Page.Mark) {
    switch mark.ink {
    case .line(let line): draw(line, mark)
    case .dots(let bitmap, let xScale, let yScale):
      put(bitmap, xScale, yScale, x: mark.x, y: mark.y, in: mark.frame)
    case .text(let text, let font, _):
      let cell = profile.cellDots(font)
      for (index, character) in text.enumerated() {
        let shape = Shape(
          character: character, style: Style(font: font), widthDots: cell,
          heightDots: font.heightDots, isReversed: false, isRotated: false, glyph: nil)
        put(dots(of: shape), 1, 1, x: mark.x + index * cell, y: mark.y, in: mark.frame)
      }
    case .box(_, let width, let height):
      guard let frame = hollow(min(width, paper.width), min(height, paper.height)) else { return }
      put(frame, 1, 1, x: mark.x, y: mark.y, in: mark.frame)
    case .cut:
      for x in stride(from: 0, to: paper.width, by: 16) {
        paper.fill(x: x, y: mark.y - 1, width: 8, height: 2)
      }
    }
  }

  private mutating func draw(_ line: Page.Line, _ mark: Page.Mark) {
    let turned = line.frame(top: mark.y)
    let frame = turned ?? mark.frame
    let bottom = (turned == nil ? mark.y : 0) + line.heightDots
    let shift = turned == nil ? 0 : -line.span.left
    for strip in line.strips {
      let image = strip.image
      put(
        image.bitmap, image.xScale, image.yScale, x: strip.x + shift,
        y: bottom - image.heightDots, in: frame)
    }
    for cell in line.cells {
      let shape = Shape(
        character: cell.character, style: cell.style, widthDots: cell.widthDots,
        heightDots: cell.heightDots, isReversed: cell.isReversed, isRotated: cell.isRotated,
        glyph: cell.glyph)
      put(dots(of: shape), 1, 1, x: cell.x + shift, y: bottom - cell.heightDots, in: frame)
    }
  }

  /// A character's cell.
  private mutating func dots(of shape: Shape) -> Bitmap {
    if let known = drawn[shape] { return known }
    let style = shape.style
    let (width, height) =
      shape.isRotated
      ? (shape.heightDots, shape.widthDots) : (shape.widthDots, shape.heightDots)
    var cell = Bitmap(width: width, height: height)
    if shape.character != " " || shape.glyph != nil {
      let known = shape.glyph ?? glyphs.glyph(for: shape.character, in: style.font)
      let glyph =
        known?.scaled(x: style.width, y: style.height) ?? hollow(width - 2, height - 4)
      if let glyph {
        let (x, y) = known == nil ? (1, 2) : (0, 0)
        cell.draw(glyph, x: x, y: y)
        // Bold is every dot printed twice, one dot further.
        if style.isBold { cell.draw(glyph, x: x + 1, y: y) }
      }
    }
    if style.underline {
      cell.fill(x: 0, y: height - style.height, width: width, height: style.height)
    }
    if shape.isReversed { cell = cell.inverted }
    if shape.isRotated { cell = cell.turned(.right) }
    drawn[shape] = cell
    return cell
  }

  private func hollow(_ width: Int, _ height: Int) -> Bitmap? {
    guard width > 1, height > 1 else { return nil }
    var frame = Bitmap(width: width, height: height)
    frame.fill(x: 0, y: 0, width: width, height: 1)
    frame.fill(x: 0, y: height - 1, width: width, height: 1)
    frame.fill(x: 0, y: 0, width: 1, height: height)
    frame.fill(x: width - 1, y: 0, width: 1, height: height)
    return frame
  }

  /// Puts dots at a place of the paper or of a turned frame.
  private mutating func put(
    _ bitmap: Bitmap, _ xScale: Int, _ yScale: Int, x: Int, y: Int, in frame: Page.Frame?
  ) {
    guard let frame, frame.turn != .none else {
      let (left, top) = (x + (frame?.x ?? 0), y + (frame?.y ?? 0))
      return stamp(bitmap, xScale, yScale, x: left, y: top)
    }
    let (width, height) = (bitmap.width * xScale, bitmap.height * yScale)
    let turned = bitmap.turned(frame.turn)
    switch frame.turn {
    case .none: break
    case .left:
      stamp(
        turned, yScale, xScale, x: frame.x + y, y: frame.y + frame.height - x - width)
    case .half:
      stamp(
        turned, xScale, yScale, x: frame.x + frame.width - x - width,
        y: frame.y + frame.height - y - height)
    case .right:
      stamp(
        turned, yScale, xScale, x: frame.x + frame.width - y - height, y: frame.y + x)
    }
  }

  /// Dots scaled as they are put down, so that no large copy is made; off the paper they are lost.
  private mutating func stamp(_ bitmap: Bitmap, _ xScale: Int, _ yScale: Int, x: Int, y: Int) {
    for row in 0..<bitmap.height {
      let top = y + row * yScale
      guard top + yScale > 0 else { continue }
      guard top < paper.height else { return }
      for run in bitmap.runs(inRow: row) {
        paper.fill(
          x: x + run.x * xScale, y: top, width: run.count * xScale, height: yScale)
      }
    }
  }
}

extension Bitmap {
  /// Black for white and white for black.
  fileprivate var inverted: Bitmap {
    Bitmap(width: width, height: height, bytes: bytes.map { ~$0 }) ?? self
  }
}
