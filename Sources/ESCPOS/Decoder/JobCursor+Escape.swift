// The commands that begin with ESC, and their lengths.

extension JobCursor {
  /// What follows an ESC.
  mutating func escape() throws(Truncated) -> Meaning {
    let code = try byte()
    switch UnicodeScalar(code) {
    case "@": return .initialize
    case "\u{0C}": return .printSheet
    case " ": return .characterSpacing(try number())
    case "!":
      let mode = try byte()
      return .style(
        Style(
          font: mode & 0x01 != 0 ? .b : .a, bold: mode & 0x08 != 0, underline: mode & 0x80 != 0,
          width: mode & 0x20 != 0 ? 2 : 1, height: mode & 0x10 != 0 ? 2 : 1))
    case "$": return .position(try word())
    case "%": return .ownCharacters(try byte() & 1 == 1)
    case "&": return try characters()
    case "*": return try columns()
    case "-": return .underline([1, 2, 49, 50].contains(try byte()))
    case "2": return .lineSpacing(nil)
    case "3": return .lineSpacing(try number())
    case "?": return .forgetCharacter(try byte())
    case "D": return try tabs()
    case "E": return .bold(try byte() & 1 == 1)
    case "G": return .doubleStrike(try byte() & 1 == 1)
    case "J": return .feedDots(try number())
    case "K": return .feedDots(-(try number()))
    case "L": return .pageMode
    case "M": return .font([0, 48].contains(try byte()) ? .a : .b)
    case "R": return .international(try byte())
    case "S": return .standardMode
    case "T": return Turn(rawValue: try byte() & 0x0F).map { .direction($0) } ?? .setting
    case "V": return .rotated([1, 2, 49, 50].contains(try byte()))
    case "W":
      let (x, y, width, height) = (try word(), try word(), try word(), try word())
      return .sheetArea(x: x, y: y, width: width, height: height)
    case "\\": return .move(try signed())
    case "a": return Alignment(rawValue: try byte() & 0x0F).map { .align($0) } ?? .unknown
    case "d": return .feedLines(try number())
    case "e": return .feedLines(-(try number()))
    case "i": return .cut(.full, feedDots: 0)
    case "m": return .cut(.partial, feedDots: 0)
    case "p":
      let pin = try byte()
      try skip(2)
      return .pulse(pin: pin & 1 == 0 ? 2 : 5)
    case "t": return .codePage(try byte())
    case "{": return .upsideDown(try byte() & 1 == 1)
    default: return try escapeWithoutInk(code)
    }
  }

  /// Questions, and settings that do not show on paper.
  private mutating func escapeWithoutInk(_ code: UInt8) throws(Truncated) -> Meaning {
    switch UnicodeScalar(code) {
    case "u":
      try skip(1)
      return .question
    case "v": return .question
    case "<", "o", "q": return .setting
    case "=", "F", "U", "r": return try setting(1)
    // Sensors and buttons by a second byte, and the beep of printers that are no Epson.
    case "c", "f", "B": return try setting(2)
    case "(":
      try skip(1)
      return try setting(try word())
    default: return .unknown
    }
  }

  /// `ESC * m nL nH d…`: columns of 8 or 24 dots, the top one in the highest bit.
  ///
  /// In 8-dot modes a dot is three dots high; in single density it is two wide (Epson TM-T88IV
  /// programming guide, ESC *).
  private mutating func columns() throws(Truncated) -> Meaning {
    let mode = try byte()
    let width = try word()
    let bytes = mode == 32 || mode == 33 ? 3 : 1
    let bitmap = Bitmap(columns: try take(width * bytes), width: width, columnBytes: bytes)
    guard [0, 1, 32, 33].contains(mode) else { return .setting }
    return .lineImage(
      Image(bitmap, xScale: mode & 1 == 1 ? 1 : 2, yScale: bytes == 3 ? 1 : 3))
  }

  /// `ESC & y c1 c2 [x d…]…`: characters drawn column by column, `y` bytes each.
  private mutating func characters() throws(Truncated) -> Meaning {
    let columnBytes = try number()
    let (first, last) = (try byte(), try byte())
    guard (1...6).contains(columnBytes), first >= Control.space, first <= last else {
      return .unknown
    }
    var glyphs: [Bitmap?] = []
    for _ in first...last {
      let width = try number()
      let data = try take(width * columnBytes)
      glyphs.append(
        width == 0 ? nil : Bitmap(columns: data, width: width, columnBytes: columnBytes))
    }
    return .characters(first: first, glyphs)
  }

  /// `ESC D n… NUL`: a stop that is not behind the one before it ends the list and is data again.
  private mutating func tabs() throws(Truncated) -> Meaning {
    var stops: [Int] = []
    while true {
      guard let next else { throw Truncated() }
      if next == Control.nul {
        try skip(1)
        return .tabs(stops)
      }
      guard stops.count < 32, Int(next) > (stops.last ?? 0) else { return .tabs(stops) }
      stops.append(try number())
    }
  }
}
