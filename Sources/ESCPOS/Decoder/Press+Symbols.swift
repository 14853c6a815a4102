// What a printer draws by itself: barcodes, two-dimensional symbols, pictures.

extension Press {
  /// Puts a block on the paper, or on the sheet where its lower end is at the line.
  private mutating func block(_ item: Page.Item, width: Int, height: Int) {
    if sheet != nil {
      addToSheet(item, width: width, height: height)
    } else {
      add(item, cost: height)
    }
  }

  private mutating func prepareBlock() {
    if sheet == nil { flush() }
  }

  mutating func draw(_ image: DecodedCommand.Image) {
    prepareBlock()
    let picture = Page.Picture(image: image, alignment: settings.alignment, span: span)
    block(.picture(picture), width: image.widthDots, height: image.heightDots)
  }

  mutating func symbol(_ kind: UInt8, _ data: [UInt8]) {
    prepareBlock()
    let text = settings.symbolText
    let known = LinearSymbol.Kind(rawValue: kind)
    let drawn = known.flatMap { LinearSymbol(kind: $0, payload: data) }
    if known != nil, drawn == nil {
      let name = DecodedCommand.symbologyName(kind)
      items.append(.missing("\(name) \(label(data)): no data for this symbology"))
      return
    }
    // A symbol whose bars are not known here is an artist's.
    guard let symbol = drawn, !symbol.elements.isEmpty else {
      let name = DecodedCommand.symbologyName(kind)
      let box = box("\(name) \(label(data))", span.width / 2, settings.symbolHeight)
      let symbol = Page.Symbol(
        content: .linear(kind, data), moduleDots: max(1, settings.symbolModule),
        rowDots: settings.symbolHeight, box: box)
      block(.symbol(symbol), width: box.widthDots, height: box.heightDots)
      return
    }
    let width = symbol.printedDots(module: settings.symbolModule).reduce(0, +)
    guard width <= span.width else {
      items.append(
        .missing("barcode \(label(data)): \(width) dots do not fit on \(span.width)"))
      return
    }
    let bars = Page.Bars(
      symbol: symbol, moduleDots: settings.symbolModule, heightDots: settings.symbolHeight,
      textAbove: text.above, textBelow: text.below, font: settings.symbolFont,
      alignment: settings.alignment, span: span)
    block(.bars(bars), width: width, height: bars.fullHeightDots)
  }

  mutating func matrix(_ kind: UInt8, _ function: DecodedCommand.MatrixFunction) {
    switch function {
    case .module(let dots): settings.matrices[kind, default: .init()].module = dots
    case .rowHeight(let modules): settings.matrices[kind, default: .init()].rowHeight = modules
    case .correction(let level): settings.matrices[kind, default: .init()].correction = level
    case .columns(let columns): settings.matrices[kind, default: .init()].columns = columns
    case .store(let data): settings.matrices[kind, default: .init()].data = data
    case .other(let function, let parameters):
      settings.matrices[kind, default: .init()].options[function] = parameters
    case .print: printMatrix(kind)
    }
  }

  private mutating func printMatrix(_ kind: UInt8) {
    guard let matrix = settings.matrices[kind], !matrix.data.isEmpty else { return }
    prepareBlock()
    let module = max(1, matrix.module)
    let label = label(matrix.data)
    guard let known = MatrixSymbol.Kind(rawValue: kind) else {
      let side = 21 * module
      return block(.box(box("symbol \(label)", side, side)), width: side, height: side)
    }
    let symbol = matrix.symbol(known)
    let rowDots = known == .pdf417 ? module * max(1, matrix.rowHeight) : module
    // Without an artist a symbol is as large as its smallest version that holds the data.
    let widest = span.width / module
    guard let extent = symbol.extent(widest: widest), extent.width <= widest else {
      let why = symbol.extent() == nil ? "no such symbol" : "it does not fit on \(span.width) dots"
      items.append(.missing("\(known.words) \(label): \(why)"))
      return
    }
    let (width, height) = (extent.width * module, extent.height * rowDots)
    let box = box("\(known.words) \(label)", width, height)
    block(
      .symbol(
        Page.Symbol(content: .matrix(symbol), moduleDots: module, rowDots: rowDots, box: box)),
      width: width, height: height)
  }

  private func box(_ label: String, _ width: Int, _ height: Int) -> Page.Box {
    Page.Box(
      label: label, widthDots: min(width, span.width), heightDots: height,
      alignment: settings.alignment, span: span)
  }

  /// Data as a person may read it, at most 60 characters of it.
  private func label(_ data: [UInt8]) -> String {
    let text = String(decoding: data.prefix(240), as: UTF8.self).unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control || scalar.value > 0xFFFD
        ? "\u{FFFD}" : Character(scalar)
    }
    return text.count > 60 ? String(text.prefix(57)) + "..." : String(text)
  }
}

extension LinearSymbol {
  /// Dots of bars and spaces in turn, as printed with modules of so many dots.
  func printedDots(module: Int) -> [Int] {
    elementDots(moduleDots: max(1, module))
  }
}

extension Page.Bars {
  /// Dots across, quiet zones left out.
  package var widthDots: Int { symbol.printedDots(module: moduleDots).reduce(0, +) }
  /// Dots of one line of text with the white before the next.
  var textDots: Int { font.heightDots + 6 }
  /// Dots of bars and texts.
  var fullHeightDots: Int {
    heightDots + (textAbove ? textDots : 0) + (textBelow ? textDots : 0)
  }
}

extension MatrixSymbol.Kind {
  /// The name that people know.
  var words: String {
    switch self {
    case .pdf417: "PDF417"
    case .qr: "QR"
    case .aztec: "Aztec"
    case .dataMatrix: "DataMatrix"
    }
  }
}
