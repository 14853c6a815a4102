// Printer bytes, incoming: a job taken apart into commands. Command lengths are those of the Epson
// TM-T88IV programming guide; what commands draw is in Page.

/// Takes ESC/POS apart; the virtual printer's ears.
///
/// Any bytes have a meaning: what is not known is `.unknown`, what is cut short `.truncated`.
package enum PrintDecoder {
  /// Commands read of one job; the rest of a longer one is a single `.unread`.
  package static let commandLimit = 65_536

  /// The commands of a job; their bytes, joined, are the job, but for an `.unread` rest.
  package static func commands(in job: [UInt8]) -> [DecodedCommand] {
    var cursor = Cursor(job)
    var commands: [DecodedCommand] = []
    while cursor.offset < job.count {
      let start = cursor.offset
      guard commands.count < commandLimit else {
        commands.append(DecodedCommand(offset: start, bytes: [], meaning: .unread))
        break
      }
      let meaning = cursor.command()
      let bytes = Array(job[start..<cursor.offset])
      commands.append(DecodedCommand(offset: start, bytes: bytes, meaning: meaning))
    }
    return commands
  }
}

/// A place in a job.
private struct Cursor {
  typealias Meaning = DecodedCommand.Meaning
  private struct Truncated: Error {}

  private let job: [UInt8]
  private(set) var offset = 0

  init(_ job: [UInt8]) { self.job = job }

  mutating func command() -> Meaning {
    do throws(Truncated) {
      let byte = try byte()
      switch byte {
      case Control.space...: return text()
      case Control.lineFeed: return .lineFeed
      case Control.tab: return .tab
      case Control.carriageReturn, Control.nul: return .setting
      case Control.esc: return try escape()
      case Control.gs: return try group()
      case Control.fs: return try file()
      case Control.dle: return try realTime()
      default: return .unknown
      }
    } catch {
      offset = job.count
      return .truncated
    }
  }

  private mutating func text() -> Meaning {
    let run = job[(offset - 1)...].prefix { $0 >= Control.space }
    offset = run.endIndex
    return .text(Array(run))
  }

  // MARK: ESC

  private mutating func escape() throws(Truncated) -> Meaning {
    let code = try byte()
    switch UnicodeScalar(code) {
    case "@": return .initialize
    case "E": return .bold(try byte() & 1 == 1)
    case "-": return .underline([1, 2, 49, 50].contains(try byte()))
    case "M": return .font([1, 49].contains(try byte()) ? .b : .a)
    case "!":
      let mode = try byte()
      return .style(
        Style(
          font: mode & 0x01 != 0 ? .b : .a, bold: mode & 0x08 != 0, underline: mode & 0x80 != 0,
          width: mode & 0x20 != 0 ? 2 : 1, height: mode & 0x10 != 0 ? 2 : 1))
    case "a": return Alignment(rawValue: try byte() & 0x0F).map { .align($0) } ?? .unknown
    case "t": return .codePage(try byte())
    case "d": return .feedLines(Int(try byte()))
    case "J": return .feedDots(Int(try byte()))
    case "2": return .lineSpacing(nil)
    case "3": return .lineSpacing(Int(try byte()))
    case "i": return .cut(.full, feedDots: 0)
    case "m": return .cut(.partial, feedDots: 0)
    case "p":
      let pin = try byte()
      try skip(2)
      return .pulse(pin: pin & 1 == 0 ? 2 : 5)
    case "*":
      let mode = try byte()
      let columns = Int(try word())
      let tall = mode == 32 || mode == 33
      try skip(columns * (tall ? 3 : 1))
      return .image(widthDots: columns, heightDots: tall ? 24 : 8)
    case "D":
      while try byte() != Control.nul {}
      return .setting
    case "(":
      _ = try byte()
      try skip(Int(try word()))
      return .setting
    case "u", "v":
      if code == UInt8(ascii: "u") { try skip(1) }
      return .question
    case "L", "S", "<": return .setting
    case " ", "%", "=", "?", "G", "R", "T", "U", "V", "r", "{": return try setting(1)
    case "$", "\\", "c": return try setting(2)
    case "W": return try setting(8)
    default: return .unknown
    }
  }

  // MARK: GS

  private mutating func group() throws(Truncated) -> Meaning {
    switch UnicodeScalar(try byte()) {
    case "!":
      let size = Int(try byte())
      return .size(width: (size >> 4 & 7) + 1, height: (size & 7) + 1)
    case "V":
      switch try byte() {
      case 0, 48: return .cut(.full, feedDots: 0)
      case 1, 49: return .cut(.partial, feedDots: 0)
      case 65, 97, 103: return .cut(.full, feedDots: Int(try byte()))
      case 66, 98, 104: return .cut(.partial, feedDots: Int(try byte()))
      default: return .unknown
      }
    case "h": return .symbolHeight(Int(try byte()))
    case "w": return .symbolModule(Int(try byte()))
    case "H": return .symbolText(![0, 48].contains(try byte()))
    case "k": return try symbol()
    case "(": return try function()
    case "8":
      _ = try byte()
      let low = Int(try word())
      try skip(Int(try word()) << 16 | low)
      return .setting
    case "v":
      try skip(2)
      let (width, height) = (Int(try word()), Int(try word()))
      try skip(width * height)
      return .image(widthDots: width * 8, heightDots: height)
    case "*":
      let (width, height) = (Int(try byte()), Int(try byte()))
      return try setting(width * height * 8)
    case "r", "I", "a":
      try skip(1)
      return .question
    case "B", "b", "f", "T", "/": return try setting(1)
    case "L", "W", "P", "$", "\\": return try setting(2)
    case "z": return try setting(3)
    case ":", "c": return .setting
    default: return .unknown
    }
  }

  private mutating func symbol() throws(Truncated) -> Meaning {
    let kind = try byte()
    switch kind {
    case 0...6:
      let data = job[offset...].prefix { $0 != Control.nul }
      try skip(data.count + 1)
      return .symbol(kind + 65, Array(data))
    case 65...79: return .symbol(kind, try take(Int(try byte())))
    default: return .unknown
    }
  }

  /// `GS ( X pL pH data`.
  private mutating func function() throws(Truncated) -> Meaning {
    let family = UnicodeScalar(try byte())
    let data = try take(Int(try word()))
    switch (family, data.prefix(2)) {
    case ("k", [49, 67]) where data.count == 3: return .qrModule(Int(data[2]))
    case ("k", [49, 80]) where data.count > 3: return .qrStore(Array(data[3...]))
    case ("k", [49, 81]): return .qrPrint
    case ("H", [48, 48]) where data.count == 6: return .fence(Array(data[2...]))
    default: return .setting
    }
  }

  // MARK: FS and DLE

  private mutating func file() throws(Truncated) -> Meaning {
    switch UnicodeScalar(try byte()) {
    case ".": return .kanji(false)
    case "&": return .kanji(true)
    case "!", "-", "C", "W": return try setting(1)
    case "S", "p": return try setting(2)
    case "(":
      _ = try byte()
      return try setting(Int(try word()))
    default: return .unknown
    }
  }

  private mutating func realTime() throws(Truncated) -> Meaning {
    switch try byte() {
    case Control.eot:
      if [7, 8, 18].contains(try byte()) { try skip(1) }
      return .question
    case Control.enq: return try setting(1)
    case Control.dc4:
      switch try byte() {
      case 1:
        let pin = try byte()
        try skip(1)
        return .pulse(pin: pin & 1 == 0 ? 2 : 5)
      case 2: return try setting(2)
      case 7: return try setting(1)
      case 8: return try setting(7)
      default: return .unknown
      }
    default: return .unknown
    }
  }

  // MARK: Bytes

  private mutating func byte() throws(Truncated) -> UInt8 {
    guard offset < job.count else { throw Truncated() }
    defer { offset += 1 }
    return job[offset]
  }

  /// Two bytes, the low one first.
  private mutating func word() throws(Truncated) -> UInt16 {
    let low = UInt16(try byte())
    return UInt16(try byte()) << 8 | low
  }

  private mutating func take(_ count: Int) throws(Truncated) -> [UInt8] {
    let start = offset
    try skip(count)
    return Array(job[start..<offset])
  }

  private mutating func skip(_ count: Int) throws(Truncated) {
    guard count <= job.count - offset else { throw Truncated() }
    offset += count
  }

  private mutating func setting(_ count: Int) throws(Truncated) -> Meaning {
    try skip(count)
    return .setting
  }
}
