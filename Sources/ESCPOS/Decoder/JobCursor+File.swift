// The commands that begin with FS: Kanji, logos in flash, and what belongs to cheque readers.

extension JobCursor {
  /// What follows an FS.
  mutating func file() throws(Truncated) -> Meaning {
    switch UnicodeScalar(try byte()) {
    case ".": return .kanji(false)
    case "&": return .kanji(true)
    case "!":
      let mode = try byte()
      return .kanjiSize(width: mode & 0x04 != 0 ? 2 : 1, height: mode & 0x08 != 0 ? 2 : 1)
    case "W":
      let times = try byte() & 1 == 1 ? 2 : 1
      return .kanjiSize(width: times, height: times)
    case "S":
      let left = try number()
      return .kanjiSpacing(left: left, right: try number())
    case "p":
      let number = try byte()
      let mode = try byte()
      return .printStored(
        .logo(number), xScale: mode & 1 == 1 ? 2 : 1, yScale: mode & 2 == 2 ? 2 : 1)
    case "q": return try logos()
    case "g":
      // Bytes kept in flash for whoever asks: 1 writes them, 2 reads them.
      let function = try byte()
      try skip(5)
      let count = try word()
      if function == 0x31 || function == 1 { try skip(count) }
      return function & 1 == 1 ? .setting : .question
    case "2": return try setting(2 + 72)
    case "-", "C": return try setting(1)
    case "?": return try setting(2)
    case "a": return try setting([0, 48].contains(try byte()) ? 1 : 0)
    case "b", "c": return .setting
    case "(":
      try skip(1)
      return try setting(try word())
    default: return .unknown
    }
  }

  /// `FS q n [xL xH yL yH d…]…`: logos in columns, sizes in bytes of eight dots.
  private mutating func logos() throws(Truncated) -> Meaning {
    let count = try number()
    var logos: [DecodedCommand.StoredImage] = []
    for index in 0..<count {
      let (x, y) = (try word(), try word())
      let data = try take(x * 8 * y)
      let bitmap = Bitmap(columns: data, width: x * 8, columnBytes: y)
      logos.append(.init(.logo(UInt8(index + 1)), Image(bitmap)))
    }
    return .storeImages(logos)
  }
}
