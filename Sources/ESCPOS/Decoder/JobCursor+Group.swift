// The commands that begin with GS, and their lengths. Those with functions of their own are in
// JobCursor+Functions.swift.

extension JobCursor {
  /// What follows a GS.
  mutating func group() throws(Truncated) -> Meaning {
    let code = try byte()
    switch UnicodeScalar(code) {
    case "!":
      let size = try number()
      return .size(width: (size >> 4 & 7) + 1, height: (size & 7) + 1)
    case "$": return .verticalPosition(try word())
    case "(": return try function()
    case "*":
      let (x, y) = (try number(), try number())
      let data = try take(x * y * 8)
      guard x > 0, y > 0 else { return .setting }
      let bitmap = Bitmap(columns: data, width: x * 8, columnBytes: y)
      return .storeImages([.init(.bitImage, Image(bitmap))])
    case "/":
      let mode = try byte()
      return .printStored(
        .bitImage, xScale: mode & 1 == 1 ? 2 : 1, yScale: mode & 2 == 2 ? 2 : 1)
    case "8":
      let family = try byte()
      let low = try word()
      let data = try take(try word() << 16 | low)
      return family == UInt8(ascii: "L") ? graphics(data) : .setting
    case ":": return .macroEdge
    case "B": return .reverse(try byte() & 1 == 1)
    case "H":
      let place = try byte() & 0x0F
      return .symbolText(above: place & 1 == 1, below: place & 2 == 2)
    case "L": return .leftMargin(try word())
    case "P":
      let x = try number()
      return .motionUnits(x: x, y: try number())
    case "Q": return try variableImage()
    case "V":
      switch try byte() {
      case 0, 48: return .cut(.full, feedDots: 0)
      case 1, 49: return .cut(.partial, feedDots: 0)
      case 65, 97, 103: return .cut(.full, feedDots: try number())
      case 66, 98, 104: return .cut(.partial, feedDots: try number())
      default: return .unknown
      }
    case "W": return .areaWidth(try word())
    case "\\": return .verticalMove(try signed())
    case "^":
      let times = try number()
      try skip(2)
      return .macroRun(times: times)
    case "f": return .symbolFont([0, 48].contains(try byte()) ? .a : .b)
    case "h": return .symbolHeight(try number())
    case "k": return try symbol()
    case "v": return try raster()
    case "w": return .symbolModule(try number())
    default: return try groupWithoutInk(code)
    }
  }

  /// Questions, and settings that do not show on paper.
  private mutating func groupWithoutInk(_ code: UInt8) throws(Truncated) -> Meaning {
    switch UnicodeScalar(code) {
    case "r", "I", "a", "j":
      try skip(1)
      return .question
    case "g":
      // Counters of the printer: 0 resets one, 2 asks for one.
      let function = try byte()
      try skip(3)
      return function & 0x0F == 2 ? .question : .setting
    case "C": return try counter()
    case "D": return try windowsPicture()
    case "\u{0C}", "c", "<": return .setting
    case "E", "T", "b": return try setting(1)
    case "A": return try setting(2)
    case "z": return try setting(3)
    default: return .unknown
    }
  }

  /// `GS v 0 m xL xH yL yH d…`: rows of dots, the width in bytes.
  private mutating func raster() throws(Truncated) -> Meaning {
    let kind = try byte()
    let mode = try byte()
    let (x, y) = (try word(), try word())
    let data = Array(try take(x * y))
    guard [0, 48].contains(kind), let bitmap = Bitmap(width: x * 8, height: y, bytes: data) else {
      return .setting
    }
    return .image(Image(bitmap, xScale: mode & 1 == 1 ? 2 : 1, yScale: mode & 2 == 2 ? 2 : 1))
  }

  /// `GS Q 0 m xL xH yL yH d…`: columns of `y` bytes.
  private mutating func variableImage() throws(Truncated) -> Meaning {
    try skip(1)
    let mode = try byte()
    let (x, y) = (try word(), try word())
    let data = try take(x * y)
    return .image(
      Image(
        Bitmap(columns: data, width: x, columnBytes: y), xScale: mode & 1 == 1 ? 2 : 1,
        yScale: mode & 2 == 2 ? 2 : 1))
  }

  /// `GS k`: function A ends its data with a NUL, function B says how much there is.
  private mutating func symbol() throws(Truncated) -> Meaning {
    let kind = try byte()
    switch kind {
    case 0...6: return .symbol(kind + 65, Array(try takeToNul()))
    case 65...79: return .symbol(kind, Array(try take(try number())))
    default: return .unknown
    }
  }

  /// `GS C`: the counter that numbers tickets, as bytes or as text between semicolons.
  private mutating func counter() throws(Truncated) -> Meaning {
    switch try byte() {
    case 0, 48: return try setting(2)
    case 1, 49: return try setting(6)
    case 2, 50: return try setting(2)
    case UInt8(ascii: ";"):
      // Five numbers as digits, each with its semicolon.
      for _ in 0..<5 {
        while let digit = next, (0x30...0x39).contains(digit) { try skip(1) }
        guard try byte() == UInt8(ascii: ";") else { return .unknown }
      }
      return .setting
    default: return .unknown
    }
  }

  /// `GS D m fn a kc1 kc2 b c d…`: a Windows bitmap file, whose header says how long it is.
  private mutating func windowsPicture() throws(Truncated) -> Meaning {
    try skip(7)
    let header = Array(try take(6))
    guard header.starts(with: Array("BM".utf8)) else { return .unknown }
    let count = (2..<6).reduce(0) { $0 | Int(header[$1]) << (8 * ($1 - 2)) }
    return try setting(max(0, count - 6))
  }
}
