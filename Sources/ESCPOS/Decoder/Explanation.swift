// What each command of a job means, in a sentence for people.

extension DecodedCommand {
  /// What this command does here, with its parameters, in a few words.
  ///
  /// Contains no control characters and at most 80 characters of data.
  package var explanation: String {
    switch meaning {
    case .text(let data): "\"\(Self.readable(data))\"" + Self.rest(data.count)
    case .bold(let on): "bold \(Self.word(on))"
    case .doubleStrike(let on): "double strike \(Self.word(on))"
    case .underline(let on): "underline \(Self.word(on))"
    case .font(let font): "font \(font == .a ? "A" : "B")"
    case .size(let width, let height): Self.times(width, height)
    case .style(let style): Self.words(style)
    case .reverse(let on): "white on black \(Self.word(on))"
    case .upsideDown(let on): "upside down \(Self.word(on))"
    case .rotated(let on): "rotated \(Self.word(on))"
    case .align(let alignment): "align \(alignment)"
    case .codePage(let number): "table \(number)"
    case .international(let number): "set \(number)"
    case .kanji(let on): "double-byte text \(Self.word(on))"
    case .cut(let cut, let feed):
      (cut == .full ? "full cut" : "partial cut") + (feed > 0 ? " after \(feed) units" : "")
    case .pulse(let pin): "kick drawer pin \(pin)"
    case .fence(let id): "echo \"\(Self.readable(id))\" once printed"
    case .question: Self.parameters(bytes)
    case .setting: Self.parameters(bytes)
    case .unknown: "not understood: \(bytes.prefix(8).hexWords)"
    case .truncated: "the job ends within this command"
    case .unread: "the rest of the job is not read"
    default: placeWords ?? symbolWords ?? pictureWords ?? ""
    }
  }

  /// Positions, feeds and page mode.
  private var placeWords: String? {
    switch meaning {
    case .feedLines(let lines):
      lines < 0 ? "\(-lines) lines back" : "\(lines) lines"
    case .feedDots(let units): units < 0 ? "\(-units) units back" : "\(units) units"
    case .lineSpacing(let units): units.map { "\($0) units a line" } ?? "the usual line spacing"
    case .characterSpacing(let units): "\(units) units between characters"
    case .leftMargin(let units): "left margin \(units) units"
    case .areaWidth(let units): "print area \(units) units wide"
    case .position(let units): "\(units) units from the left margin"
    case .move(let units): "\(units) units along the line"
    case .verticalPosition(let units): "\(units) units from the top of the area"
    case .verticalMove(let units): "\(units) units down the area"
    case .tabs(let stops):
      stops.isEmpty ? "no stops" : "stops at " + stops.map(String.init).joined(separator: ", ")
    case .motionUnits(let x, let y): "\(x) units an inch across, \(y) along"
    case .sheetArea(let x, let y, let width, let height):
      "area \(width) x \(height) at \(x), \(y)"
    case .direction(let turn):
      switch turn {
      case .none: "left to right"
      case .left: "bottom to top"
      case .half: "right to left, upside down"
      case .right: "top to bottom"
      }
    case .kanjiSize(let width, let height): Self.times(width, height)
    case .kanjiSpacing(let left, let right): "\(left) units before, \(right) after"
    case .characters(let first, let glyphs):
      "\(glyphs.count) characters from \([first].hexWords)"
    case .ownCharacters(let on): "drawn characters \(Self.word(on))"
    case .forgetCharacter(let code): "character \([code].hexWords)"
    case .macroRun(let times): "\(times) times"
    default: nil
    }
  }

  private var symbolWords: String? {
    switch meaning {
    case .symbolHeight(let dots): "bars \(dots) dots high"
    case .symbolModule(let dots): "thin bars \(dots) dots wide"
    case .symbolText(let above, let below):
      switch (above, below) {
      case (false, false): "no text"
      case (true, false): "text above"
      case (false, true): "text below"
      case (true, true): "text above and below"
      }
    case .symbolFont(let font): "text in font \(font == .a ? "A" : "B")"
    case .symbol(let kind, let data):
      "\(Self.symbologyName(kind)) \"\(Self.readable(data))\"" + Self.rest(data.count)
    case .matrix(_, let function):
      switch function {
      case .module(let dots): "modules of \(dots) dots"
      case .rowHeight(let modules): "rows \(modules) modules high"
      case .correction(let level): "level \(level)"
      case .columns(let columns): columns == 0 ? "columns as they fit" : "\(columns) columns"
      case .store(let data): "\"\(Self.readable(data))\"" + Self.rest(data.count)
      case .print: "print what is stored"
      case .other(_, let parameters): "parameters \(parameters.prefix(8).hexWords)"
      }
    default: nil
    }
  }

  private var pictureWords: String? {
    switch meaning {
    case .lineImage(let image): "\(Self.words(image)) in the line"
    case .image(let image): Self.words(image)
    case .bufferImage(let image): "keep \(Self.words(image))"
    case .storeImages(let images):
      "define "
        + images.prefix(3).map { "\(Self.words($0.image)) as \($0.name.words)" }
        .joined(separator: ", ") + (images.count > 3 ? " and \(images.count - 3) more" : "")
    case .printStored(let name, _, _): "picture \(name.words)"
    default: nil
    }
  }

  private static func word(_ on: Bool) -> String { on ? "on" : "off" }

  private static func times(_ width: Int, _ height: Int) -> String {
    width == 1 && height == 1
      ? "normal size" : "\(width) times as wide, \(height) times as high"
  }

  private static func words(_ style: Style) -> String {
    var words = ["font \(style.font == .a ? "A" : "B")"]
    if style.bold { words.append("bold") }
    if style.underline { words.append("underline") }
    if style.width > 1 { words.append("double width") }
    if style.height > 1 { words.append("double height") }
    return words.joined(separator: ", ")
  }

  private static func words(_ image: Image) -> String {
    "image \(image.bitmap.width) x \(image.bitmap.height)"
      + (image.xScale > 1 || image.yScale > 1
        ? ", scaled \(image.xScale) x \(image.yScale)" : "")
  }

  /// The bytes after the command's own two.
  private static func parameters(_ bytes: [UInt8]) -> String {
    guard bytes.count > 2, let first = bytes.first, first < Control.space else { return "" }
    let parameters = bytes.dropFirst(2)
    return "parameters \(parameters.prefix(8).hexWords)" + (parameters.count > 8 ? " …" : "")
  }

  /// ASCII as it is, at most 60 characters, the other bytes in hexadecimal.
  private static func readable(_ data: [UInt8]) -> String {
    var text = ""
    for byte in data where text.count < 60 {
      if (0x20...0x7E).contains(byte) {
        text.unicodeScalars.append(UnicodeScalar(byte))
      } else {
        text += "<\([byte].hexWords)>"
      }
    }
    return text
  }

  private static func rest(_ count: Int) -> String { count > 60 ? " (\(count) bytes)" : "" }
}
