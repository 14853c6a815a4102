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

  mutating func print(_ image: DecodedCommand.Image) {
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
    case .other: break
    case .print: printMatrix(kind)
    }
  }

  private mutating func printMatrix(_ kind: UInt8) {
    guard let matrix = settings.matrices[kind], !matrix.data.isEmpty else { return }
    prepareBlock()
    let known = MatrixSymbol.Kind(rawValue: kind)
    let module = max(1, matrix.module)
    let side = estimate(matrix, known) * module
    let box = box("\(known.words) \(label(matrix.data))", side, known == .pdf417 ? side / 3 : side)
    guard let known else { return block(.box(box), width: side, height: side) }
    let symbol = Page.Symbol(
      content: .matrix(
        MatrixSymbol(
          kind: known, data: matrix.data, correction: matrix.correction, columns: matrix.columns)),
      moduleDots: module, rowDots: known == .pdf417 ? module * max(1, matrix.rowHeight) : module,
      box: box)
    block(.symbol(symbol), width: side, height: box.heightDots)
  }

  /// Modules across, where nobody draws the symbol.
  ///
  /// A square one is taken as a QR code's smallest version at correction level medium, half of all
  /// modules being data; a PDF417 by the columns it was told or four.
  private func estimate(_ matrix: PressSettings.Matrix, _ kind: MatrixSymbol.Kind?) -> Int {
    if kind == .pdf417 { return 69 + 17 * (matrix.columns == 0 ? 4 : Int(matrix.columns)) }
    var side = 21
    while side < 177, side * side / 16 - 15 < matrix.data.count { side += 4 }
    return side
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
  func printedDots(module: Int) -> [Int] { elements.map { Int($0) * module } }
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

extension MatrixSymbol.Kind? {
  /// The name that people know.
  var words: String {
    switch self {
    case .pdf417: "PDF417"
    case .qr: "QR"
    case .aztec: "Aztec"
    case .dataMatrix: "DataMatrix"
    case nil: "symbol"
    }
  }
}
