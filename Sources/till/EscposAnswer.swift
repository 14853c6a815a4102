// The answer of `till escpos` as JSON and as a table.

internal import ESCPOS

/// A job in JSON: its commands, and the paper where it was asked for.
struct EscposAnswer: Encodable {
  struct Command: Encodable {
    let offset: Int
    let length: Int
    let hex: String
    /// As manuals write it, such as `GS V`.
    let command: String
    /// What the manual calls it.
    let name: String
    let meaning: String
  }

  struct Paper: Encodable {
    let widthDots: Int
    let heightDots: Int
    let items: [EscposItem]
  }

  /// Bytes in the job.
  let bytes: Int
  let commands: [Command]
  /// Offsets of real-time commands inside the data of others.
  let live: [Int]
  let profile: String?
  let columns: Int?
  let page: Paper?
  let text: String?

  init(job: [UInt8], commands: [DecodedCommand], live: [Int], page: Page? = nil) {
    bytes = job.count
    self.commands = commands.map { decoded in
      let name = CommandName(of: decoded)
      return Command(
        offset: decoded.offset, length: decoded.bytes.count, hex: EscposText.hex(decoded.bytes),
        command: name.command, name: name.title, meaning: decoded.explanation)
    }
    self.live = live
    profile = page?.profile.name
    columns = page?.profile.columnsA
    text = page?.text()
    self.page = page.map { page in
      let tops = page.tops(artist: EscposArt.artist)
      return Paper(
        widthDots: page.profile.dotsPerLine,
        heightDots: page.heightDots(artist: EscposArt.artist),
        items: zip(page.items, tops).map { EscposItem($0, y: $1, page) })
    }
  }
}

/// Something on paper, in dots; what does not apply is left out.
struct EscposItem: Encodable {
  struct Word: Encodable {
    let x: Int
    let width: Int
    let height: Int
    let text: String
    let font: String
    let bold: Bool
    let underline: Bool
  }

  let kind: String
  let y: Int
  var x: Int?
  var width: Int?
  var height: Int?
  var text: String?
  var words: [Word]?

  init(_ item: Page.Item, y: Int, _ page: Page) {
    switch item {
    case .symbol(let symbol): self.init("symbol", symbol.box, y)
    case .box(let box): self.init("box", box, y)
    default: self.init(plain: item, y: y, page)
    }
  }

  private init(plain item: Page.Item, y: Int, _ page: Page) {
    self.y = y
    switch item {
    case .line(let line):
      kind = "line"
      height = line.advanceDots
      text = line.text
      words = page.segments(of: line).map { word in
        Word(
          x: word.x, width: word.widthDots, height: word.heightDots, text: word.text,
          font: word.style.font == .a ? "A" : "B", bold: word.style.bold,
          underline: word.style.underline)
      }
    case .feed(let dots): (kind, height) = ("feed", dots)
    case .bars(let bars):
      kind = "barcode"
      (width, height) = (bars.widthDots, bars.heightDots)
      x = bars.span.start(of: bars.widthDots, bars.alignment)
      text = bars.symbol.text
    case .symbol, .box: kind = "box"
    case .picture(let picture):
      let image = picture.image
      kind = "picture"
      (width, height) = (image.widthDots, image.heightDots)
      x = picture.span.start(of: image.widthDots, picture.alignment)
    case .sheet(let sheet):
      (kind, height) = ("sheet", sheet.heightDots)
      text = sheet.parts.compactMap { part in
        if case .line(let line) = part.item { line.text } else { nil }
      }.joined(separator: "\n")
    case .cut(let cut): (kind, text) = ("cut", cut == .full ? "full" : "partial")
    case .pulse(let pin): (kind, text) = ("pulse", "pin \(pin)")
    case .fence(let id): (kind, text) = ("fence", id)
    case .missing(let why): (kind, text) = ("missing", why)
    case .unknown(let bytes): (kind, text) = ("unknown", EscposText.hex(bytes))
    }
  }

  private init(_ kind: String, _ box: Page.Box, _ y: Int) {
    self.kind = kind
    self.y = y
    x = box.span.start(of: box.widthDots, box.alignment)
    (width, height, text) = (box.widthDots, box.heightDots, box.label)
  }
}

/// Printer bytes in words.
enum EscposText {
  /// One line a command: offset, bytes, spelling, name and meaning.
  static func lines(_ commands: [DecodedCommand]) -> [String] {
    var table = Table(
      ("offset", .right), ("bytes", .left), ("command", .left), ("meaning", .left))
    for decoded in commands {
      let name = CommandName(of: decoded)
      let meaning = decoded.explanation
      table.add(
        "\(decoded.offset)", shortHex(decoded.bytes), name.command,
        meaning.isEmpty ? name.title : "\(name.title): \(meaning)")
    }
    return table.lines
  }

  static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// Eight bytes at most, and how many there are of more.
  private static func shortHex(_ bytes: [UInt8]) -> String {
    let shown = bytes.prefix(8).map { hex([$0]) }.joined(separator: " ")
    return bytes.count > 8 ? "\(shown) … \(bytes.count) bytes" : shown
  }
}
