// What the manual calls each command: one table for everything that names commands.

/// A command's own spelling and its name in the manual.
package struct CommandName: Sendable, Equatable {
  /// As manuals write it, such as `GS V`.
  package let command: String
  /// Such as "Select cut mode and cut paper".
  package let title: String

  /// The name of a command.
  ///
  /// Text and bytes that are no command have a description in brackets instead of a spelling.
  package init(of decoded: DecodedCommand) {
    switch decoded.meaning {
    case .text: self.init("(text)", "Print data")
    case .unread: self.init("(unread)", "More commands than are read of one job")
    default:
      if let known = Self.known(decoded.bytes) {
        self = known
      } else {
        self.init("(unknown)", "No command of ESC/POS")
      }
    }
  }

  /// The spellings of all commands of more than one byte.
  package static var spellings: [String] { titles.keys.sorted() }

  private init(_ command: String, _ title: String) {
    self.command = command
    self.title = title
  }

  /// The name by the first bytes, the longest that is known.
  private static func known(_ bytes: [UInt8]) -> CommandName? {
    guard let first = bytes.first else { return nil }
    guard let prefix = prefixes[first] else { return singles[first] }
    guard bytes.count > 1 else { return nil }
    var spelling = prefix + " " + spelled(bytes[1])
    if first == Control.dle, bytes[1] == Control.dc4, bytes.count > 2 {
      spelling += " \(bytes[2])"
    } else if bytes[1] == UInt8(ascii: "(") || bytes[1] == UInt8(ascii: "8"), bytes.count > 2,
      first != Control.fs || bytes[1] == UInt8(ascii: "(")
    {
      spelling += " " + spelled(bytes[2])
    } else if bytes[1] == UInt8(ascii: "c") && first == Control.esc, bytes.count > 2 {
      spelling += " " + spelled(bytes[2])
    }
    guard let title = titles[spelling] else { return nil }
    return CommandName(spelling, function(spelling, bytes).map { title + ": " + $0 } ?? title)
  }

  private static func spelled(_ byte: UInt8) -> String {
    switch byte {
    case 0x04: "EOT"
    case 0x05: "ENQ"
    case 0x0C: "FF"
    case 0x14: "DC4"
    case 0x20: "SP"
    case 0x21...0x7E: String(UnicodeScalar(byte))
    default: "(\([byte].hexWords))"
    }
  }

  /// What a function of a command with functions does.
  private static func function(_ spelling: String, _ bytes: [UInt8]) -> String? {
    switch spelling {
    case "GS ( k":
      guard bytes.count >= 7 else { return nil }
      let kind = symbols[bytes[5]] ?? "symbol \(bytes[5])"
      return kind + ", " + (symbolFunctions[bytes[6]] ?? "function \(bytes[6])")
    case "GS ( L", "GS 8 L":
      let index = spelling == "GS 8 L" ? 8 : 6
      guard bytes.count > index else { return nil }
      let number = bytes[index] < 5 ? bytes[index] + 48 : bytes[index]
      return graphics[number] ?? "function \(bytes[index])"
    case "GS ( H":
      guard bytes.count > 6 else { return nil }
      return [48: "process ID", 49: "offline response"][bytes[6]]
    case "GS k":
      guard bytes.count > 2 else { return nil }
      let kind = bytes[2] < 7 ? bytes[2] + 65 : bytes[2]
      return DecodedCommand.symbologyName(kind)
    default: return nil
    }
  }

  private static let prefixes: [UInt8: String] = [
    Control.esc: "ESC", Control.gs: "GS", Control.fs: "FS", Control.dle: "DLE",
  ]

  private static let singles: [UInt8: CommandName] = [
    Control.nul: CommandName("NUL", "Ignored"),
    Control.tab: CommandName("HT", "Horizontal tab"),
    Control.lineFeed: CommandName("LF", "Print and line feed"),
    0x0C: CommandName("FF", "Print and return to standard mode"),
    Control.carriageReturn: CommandName("CR", "Print and carriage return"),
    0x18: CommandName("CAN", "Cancel print data in page mode"),
  ]

  private static let symbols: [UInt8: String] = [
    48: "PDF417", 49: "QR Code", 50: "MaxiCode", 51: "GS1 DataBar in rows", 52: "composite",
    53: "Aztec Code", 54: "DataMatrix",
  ]

  private static let symbolFunctions: [UInt8: String] = [
    65: "select the model or columns", 66: "set the rows or kind", 67: "set the size of module",
    68: "set the height of row", 69: "set the error correction", 70: "select the options",
    80: "store the data", 81: "print the symbol", 82: "transmit the size",
  ]

  private static let graphics: [UInt8: String] = [
    48: "transmit the flash capacity", 49: "set the reference dot density",
    50: "print the graphics in the print buffer", 51: "transmit the flash left",
    52: "transmit the memory left", 64: "transmit the key codes in flash",
    65: "delete all graphics in flash", 66: "delete graphics in flash",
    67: "define graphics in flash, in rows", 68: "define graphics in flash, in columns",
    69: "print graphics in flash", 80: "transmit the key codes in memory",
    81: "delete all graphics in memory", 82: "delete graphics in memory",
    83: "define graphics in memory, in rows", 84: "define graphics in memory, in columns",
    85: "print graphics in memory", 112: "store graphics in the print buffer, in rows",
    113: "store graphics in the print buffer, in columns",
  ]
}
