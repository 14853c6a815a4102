// The printer's state while it prints a page: what each command changes or puts on paper. Lines
// are filled in Press+Line.swift, symbols and pictures in Press+Symbols.swift, page mode is in
// Press+Sheet.swift.

/// A printer obeying commands.
struct Press {
  /// Dots from line to line unless set otherwise: 1/6 inch at 180 dpi.
  static let usualSpacing = 30
  /// Bytes of commands that macros may run in one job.
  static let macroBudget = 1 << 20

  let profile: PrinterProfile
  var items: [Page.Item] = []
  var settings: PressSettings
  var line = LineBuffer()
  /// The sheet that is put together; nil in standard mode.
  var sheet: SheetBuffer?
  /// Dots of paper and ink so far, feeds backward included: see `Page.heightLimit`.
  private var spent = 0
  private var buffered: DecodedCommand.Image?
  private var stored: [DecodedCommand.ImageName: DecodedCommand.Image] = [:]
  private var macro: [DecodedCommand] = []
  private var isDefiningMacro = false
  private var isRunningMacro = false
  private var macroBudget = Press.macroBudget

  init(_ profile: PrinterProfile) {
    self.profile = profile
    settings = PressSettings(profile)
  }

  /// Text that no line end has put on paper.
  var unprinted: [Page.Cell] { line.cells }

  /// Whether the paper of one job is used up.
  var isSpent: Bool { spent > Page.heightLimit }

  mutating func obey(_ command: DecodedCommand) {
    guard !isSpent else { return }
    if isDefiningMacro, command.meaning != .macroEdge { macro.append(command) }
    if !setsLook(command.meaning), !setsPlace(command.meaning) { act(on: command) }
    if isSpent { items.append(.missing("the rest: no roll of paper is as long as this job")) }
  }

  /// Puts something on paper.
  ///
  /// - Parameter cost: dots of paper or ink.
  mutating func add(_ item: Page.Item, cost: Int) {
    items.append(item)
    spend(cost)
  }

  mutating func spend(_ dots: Int) { spent += min(abs(dots), Page.heightLimit + 1) }

  /// What prints, moves paper or happens.
  private mutating func act(on command: DecodedCommand) {
    switch command.meaning {
    case .initialize: reset()
    case .text(let bytes): put(bytes)
    case .tab: tab()
    case .lineFeed: endLine()
    case .feedLines(let lines): feed(lines * settings.spacing)
    case .feedDots(let units): feed(dots(units, alongPaper: true))
    case .cut(let cut, let units):
      feed(dots(units, alongPaper: true))
      add(.cut(cut), cost: 1)
    case .pulse(let pin): items.append(.pulse(pin: pin))
    case .symbol(let kind, let data): symbol(kind, data)
    case .matrix(let kind, let function): matrix(kind, function)
    case .lineImage(let image): put(image)
    case .image(let image): draw(image)
    case .bufferImage(let image): buffered = image
    case .printBuffer:
      if let image = buffered { draw(image) }
      buffered = nil
    case .storeImages(let images): for image in images { stored[image.name] = image.image }
    case .printStored(let name, let xScale, let yScale):
      guard let image = stored[name] else {
        items.append(.missing("picture \(name.words) is not defined in this job"))
        return
      }
      draw(DecodedCommand.Image(image.bitmap, xScale: xScale, yScale: yScale))
    case .macroEdge: macroEdge()
    case .macroRun(let times): runMacro(times)
    case .fence(let id): items.append(.fence(String(id.map(CodePage.cp437.character(for:)))))
    case .unknown, .truncated, .unread: items.append(.unknown(Array(command.bytes.prefix(8))))
    case .pageMode: beginSheet()
    case .standardMode: leaveSheet()
    case .formFeed: printSheet(andLeave: true)
    case .printSheet: printSheet(andLeave: false)
    case .cancel: cancelSheet()
    default: break
    }
  }

  /// `ESC @`: settings, text and downloads go; what is in flash and the macro stay.
  private mutating func reset() {
    settings = PressSettings(profile)
    line = LineBuffer()
    sheet = nil
    buffered = nil
    stored = stored.filter { name, _ in
      switch name {
      case .logo, .flash: true
      case .download, .bitImage: false
      }
    }
  }

  /// Prints what is in the line and moves the paper.
  private mutating func feed(_ dots: Int) {
    if sheet != nil {
      flushToSheet()
      sheet?.y += dots
      return
    }
    flush()
    if dots != 0 { add(.feed(dots: dots), cost: dots) }
  }

  /// Motion units in dots.
  func dots(_ units: Int, alongPaper: Bool) -> Int {
    let perInch = alongPaper ? settings.motion.y : settings.motion.x
    guard perInch > 0 else { return units }
    return units * profile.dpi / perInch
  }

  // MARK: Macros

  private mutating func macroEdge() {
    guard !isRunningMacro else { return }
    if !isDefiningMacro { macro = [] }
    isDefiningMacro.toggle()
  }

  /// Runs the macro; one that runs itself, or more than the budget, is left out.
  private mutating func runMacro(_ times: Int) {
    guard !isRunningMacro, !isDefiningMacro, !macro.isEmpty else { return }
    let cost = macro.reduce(0) { $0 + max($1.bytes.count, 8) }
    isRunningMacro = true
    for _ in 0..<times where macroBudget >= cost {
      macroBudget -= cost
      for command in macro { obey(command) }
    }
    isRunningMacro = false
  }
}

extension DecodedCommand.ImageName {
  /// The name as a person reads it.
  var words: String {
    switch self {
    case .logo(let number): "\(number) of the flash"
    case .flash(let first, let second): "\(Self.key(first, second)) of the flash"
    case .download(let first, let second): "\(Self.key(first, second)) of the memory"
    case .bitImage: "of the memory"
    }
  }

  private static func key(_ first: UInt8, _ second: UInt8) -> String {
    String([first, second].map(CodePage.cp437.character(for:)))
  }
}
