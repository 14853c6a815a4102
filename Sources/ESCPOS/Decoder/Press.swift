// The printer's state while it prints a page: what each command changes or puts on paper.

/// A printer in standard mode, obeying commands.
struct Press {
  /// Dots from line to line unless set otherwise: 1/6 inch at 180 dpi.
  static let usualSpacing = 30

  private(set) var items: [Page.Item] = []
  /// The line being filled.
  private(set) var cells: [Page.Cell] = []

  private let profile: PrinterProfile
  private var settings: Settings
  private var dotsUsed = 0
  private var qrData: [UInt8] = []

  /// What `ESC @` resets.
  private struct Settings {
    var style = Style()
    var alignment = Alignment.left
    var codePage: CodePage?
    var kanji = false
    var spacing = Press.usualSpacing
    var symbolHeight = 162
    var symbolModule = 3
    var symbolText = false
    var qrModule = 3

    init(_ profile: PrinterProfile) {
      codePage = profile.pages.first { $0.number == 0 }?.codePage
    }
  }

  init(_ profile: PrinterProfile) {
    self.profile = profile
    settings = Settings(profile)
  }

  mutating func obey(_ command: DecodedCommand) {
    switch command.meaning {
    case .initialize:
      settings = Settings(profile)
      qrData = []
      cells = []
      dotsUsed = 0
    case .text(let bytes): for byte in bytes { put(character(for: byte)) }
    case .tab: tab()
    case .lineFeed: endLine()
    case .bold(let bold): settings.style = settings.style.with(bold: bold)
    case .underline(let underline): settings.style = settings.style.with(underline: underline)
    case .font(let font): settings.style = settings.style.with(font: font)
    case .size(let width, let height):
      settings.style = settings.style.with(width: width, height: height)
    case .style(let style): settings.style = style
    case .align(let alignment): settings.alignment = alignment
    case .codePage(let number):
      settings.codePage = profile.pages.first { $0.number == number }?.codePage
    case .kanji(let on): settings.kanji = on
    case .feedLines(let lines):
      flush()
      feed(lines * settings.spacing)
    case .feedDots(let dots):
      flush()
      feed(dots)
    case .lineSpacing(let dots): settings.spacing = dots ?? Self.usualSpacing
    case .cut(let cut, let dots):
      flush()
      feed(dots)
      items.append(.cut(cut))
    case .pulse(let pin): items.append(.pulse(pin: pin))
    case .symbolHeight(let dots): settings.symbolHeight = dots
    case .symbolModule(let dots): settings.symbolModule = dots
    case .symbolText(let text): settings.symbolText = text
    case .symbol(let kind, let data): symbol(kind, data)
    case .qrModule(let dots): settings.qrModule = dots
    case .qrStore(let data): qrData = data
    case .qrPrint: if !qrData.isEmpty { qr() }
    case .image(let width, let height): box("image \(width) x \(height)", width, height)
    case .fence(let id): items.append(.fence(String(id.map(CodePage.cp437.character(for:)))))
    case .unknown, .truncated, .unread: items.append(.unknown(Array(command.bytes.prefix(8))))
    case .question, .setting: break
    }
  }

  private func character(for byte: UInt8) -> Character {
    if byte < 0x80 { return CodePage.cp437.character(for: byte) }
    // In Kanji mode these are halves of characters that no table here has.
    guard !settings.kanji, let codePage = settings.codePage else { return "\u{FFFD}" }
    return codePage.character(for: byte)
  }

  /// Adds a character; a full line is printed first, as printers do.
  private mutating func put(_ character: Character) {
    let width = profile.cellDots(settings.style.font) * settings.style.width
    if dotsUsed + width > profile.dotsPerLine { endLine() }
    cells.append(Page.Cell(character: character, style: settings.style))
    dotsUsed += width
  }

  /// Moves to the next stop, every eight characters of the size at hand; ignored where the line
  /// has none left (Epson TM-T88III specification, HT).
  private mutating func tab() {
    let width = profile.cellDots(settings.style.font) * settings.style.width
    let gap = 8 - cells.count % 8
    guard dotsUsed + gap * width <= profile.dotsPerLine else { return }
    for _ in 0..<gap { put(" ") }
  }

  private mutating func endLine() {
    let tallest = cells.map { $0.style.font.heightDots * $0.style.height }.max() ?? 0
    let line = Page.Line(
      cells: cells, alignment: settings.alignment, advanceDots: max(tallest, settings.spacing))
    items.append(.line(line))
    cells = []
    dotsUsed = 0
  }

  private mutating func flush() {
    if !cells.isEmpty { endLine() }
  }

  private mutating func feed(_ dots: Int) {
    if dots > 0 { items.append(.feed(dots: dots)) }
  }

  private mutating func symbol(_ kind: UInt8, _ data: [UInt8]) {
    flush()
    if let kind = LinearSymbol.Kind(rawValue: kind),
      let symbol = LinearSymbol(kind: kind, payload: data)
    {
      let width = symbol.moduleCount * settings.symbolModule
      guard width <= profile.dotsPerLine else { return }
      items.append(
        .bars(
          Page.Bars(
            symbol: symbol, moduleDots: settings.symbolModule, heightDots: settings.symbolHeight,
            hasText: settings.symbolText, alignment: settings.alignment)))
    } else {
      box("barcode \(label(data))", profile.dotsPerLine / 2, settings.symbolHeight)
    }
  }

  /// A frame in place of the QR code.
  ///
  /// Its side is that of the smallest version at correction level medium, estimated as half of
  /// all modules being data.
  private mutating func qr() {
    flush()
    var side = 21
    while side < 177, side * side / 16 - 15 < qrData.count { side += 4 }
    box("QR \(label(qrData))", side * settings.qrModule, side * settings.qrModule)
  }

  private mutating func box(_ label: String, _ width: Int, _ height: Int) {
    flush()
    items.append(
      .box(
        Page.Box(
          label: label, widthDots: min(width, profile.dotsPerLine), heightDots: height,
          alignment: settings.alignment)))
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
