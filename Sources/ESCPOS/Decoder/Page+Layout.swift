// Where everything on a page stands, in dots: what the drawings in SVG and in dots have in common,
// so that they cannot differ.

extension Page {
  /// Dots of paper that a cut is drawn on, so that it is seen.
  package static let cutDots = 12

  /// Something to be drawn, by its upper left corner.
  struct Mark {
    let ink: Ink
    let x: Int
    let y: Int
    /// What the corner is measured in, if not the paper.
    let frame: Frame?
  }

  /// A rectangle of paper whose content is turned.
  struct Frame: Equatable {
    let x: Int
    let y: Int
    let width: Int
    let height: Int
    let turn: Turn
  }

  enum Ink {
    case line(Line)
    case dots(Bitmap, xScale: Int, yScale: Int)
    /// Text of a barcode, fitted to its width.
    case text(String, font: Font, widthDots: Int)
    case box(label: String, widthDots: Int, heightDots: Int)
    case cut
  }

  struct Layout {
    var marks: [Mark] = []
    /// Dots from the top of the paper to the end, at most `Page.heightLimit`.
    var heightDots = 0
    /// Where each item of the page begins.
    var tops: [Int] = []
  }

  /// The page's marks; symbols are those of the artist, boxes where it has none.
  func layout(artist: (any SymbolArtist)?) -> Layout {
    var layout = Layout()
    var y = 0
    for item in items {
      layout.tops.append(min(y, Self.heightLimit))
      guard y < Self.heightLimit else { continue }
      if case .feed(let dots) = item {
        y = max(0, y + dots)
      } else if case .sheet(let sheet) = item {
        for part in sheet.parts { layout.marks += marks(of: part, top: y, artist) }
        y += sheet.heightDots
      } else {
        let block = block(of: item, artist)
        layout.marks += block.marks(x: nil, y: y, in: nil)
        y += block.heightDots
      }
      layout.heightDots = max(layout.heightDots, y)
    }
    layout.heightDots = min(layout.heightDots, Self.heightLimit)
    return layout
  }

  /// The dots from the top of the paper to its end, as every drawing has them.
  package func heightDots(artist: (any SymbolArtist)? = nil) -> Int {
    layout(artist: artist).heightDots
  }

  /// The dot row that each item begins at.
  package func tops(artist: (any SymbolArtist)? = nil) -> [Int] { layout(artist: artist).tops }

  /// Inks that belong together, from the top of an item.
  private struct Block {
    var inks: [(ink: Ink, x: Int, y: Int)] = []
    var heightDots = 0

    /// The marks with the item's place: its own, or from another left and top.
    func marks(x: Int?, y: Int, in frame: Frame?) -> [Mark] {
      let left = inks.map(\.x).min() ?? 0
      return inks.map { part in
        Mark(
          ink: part.ink, x: x.map { $0 + part.x - left } ?? part.x, y: y + part.y, frame: frame)
      }
    }
  }

  private func marks(of part: Sheet.Part, top: Int, _ artist: (any SymbolArtist)?) -> [Mark] {
    let area = part.area
    let frame = Frame(
      x: area.x, y: top + area.y, width: area.width, height: area.height, turn: part.turn)
    var block = block(of: part.item, artist)
    var x: Int? = part.x
    if case .line(let line) = part.item {
      x = nil
      block.heightDots = line.heightDots
    }
    return block.marks(x: x, y: part.bottom - block.heightDots, in: frame)
  }

  private func block(of item: Item, _ artist: (any SymbolArtist)?) -> Block {
    switch item {
    case .line(let line):
      return Block(inks: [(.line(line), 0, 0)], heightDots: line.advanceDots)
    case .picture(let picture):
      let image = picture.image
      let x = picture.span.start(of: image.widthDots, picture.alignment)
      let dots = Ink.dots(image.bitmap, xScale: image.xScale, yScale: image.yScale)
      return Block(inks: [(dots, x, 0)], heightDots: image.heightDots)
    case .bars(let bars):
      return self.block(of: bars)
    case .symbol(let symbol):
      return self.block(of: symbol, artist)
    case .box(let box):
      let x = box.span.start(of: box.widthDots, box.alignment)
      let ink = Ink.box(label: box.label, widthDots: box.widthDots, heightDots: box.heightDots)
      return Block(inks: [(ink, x, 0)], heightDots: box.heightDots)
    case .cut: return Block(inks: [(.cut, 0, Self.cutDots / 2)], heightDots: Self.cutDots)
    case .feed, .sheet, .pulse, .fence, .missing, .unknown: return Block()
    }
  }

  private func block(of bars: Bars) -> Block {
    let row = Bitmap(bars: bars.symbol.printedDots(module: bars.moduleDots))
    let width = row.width
    let x = bars.span.start(of: width, bars.alignment)
    let text = bars.symbol.text
    let textWidth = text.count * profile.cellDots(bars.font)
    let label = Ink.text(text, font: bars.font, widthDots: textWidth)
    let textX = bars.span.start(of: textWidth, bars.alignment)
    var block = Block()
    if bars.textAbove {
      block.inks.append((label, textX, 0))
      block.heightDots += bars.textDots
    }
    block.inks.append(
      (.dots(row, xScale: 1, yScale: bars.heightDots), x, block.heightDots))
    block.heightDots += bars.heightDots
    if bars.textBelow {
      block.inks.append((label, textX, block.heightDots))
      block.heightDots += bars.textDots
    }
    return block
  }

  /// A symbol by the artist; wider than its place it is not printed at all.
  private func block(of symbol: Symbol, _ artist: (any SymbolArtist)?) -> Block {
    let modules: Bitmap? =
      switch symbol.content {
      case .matrix(let matrix):
        artist?.modules(
          of: matrix.settled(widest: symbol.box.span.width / max(1, symbol.moduleDots)))
      case .linear(let kind, let data): artist?.modules(ofLinear: kind, payload: data)
      }
    guard let modules, modules.width > 0, modules.height > 0 else {
      return block(of: .box(symbol.box), nil)
    }
    let box = symbol.box
    let width = modules.width * symbol.moduleDots
    guard width <= box.span.width else { return Block() }
    // A barcode of one row is as high as was asked for; one of more rows shares that height.
    let rowDots =
      if case .linear = symbol.content { max(1, symbol.rowDots / modules.height) } else {
        symbol.rowDots
      }
    let ink = Ink.dots(modules, xScale: symbol.moduleDots, yScale: rowDots)
    return Block(
      inks: [(ink, box.span.start(of: width, box.alignment), 0)],
      heightDots: modules.height * rowDots)
  }
}

extension Page.Line {
  /// What an upside-down line is turned in, nil for others; `top` is the line's on paper.
  func frame(top: Int) -> Page.Frame? {
    guard isUpsideDown else { return nil }
    return Page.Frame(x: span.left, y: top, width: span.width, height: heightDots, turn: .half)
  }
}

extension Style {
  /// Whether it is drawn bold: double strike cannot be told from bold on thermal paper.
  var isBold: Bool { bold || doubleStrike }
}

extension Bitmap {
  /// One row of bars and spaces in turn, a bar first, each so many dots wide.
  init(bars: [Int]) {
    self.init(width: bars.reduce(0, +), height: 1)
    var x = 0
    for (index, dots) in bars.enumerated() {
      if index.isMultiple(of: 2) { fill(x: x, y: 0, width: dots, height: 1) }
      x += dots
    }
  }
}
