// A small strict reader of JSON (RFC 8259) for profile files: whole numbers only, fields in their
// order, each once.

/// A JSON value of a profile file.
indirect enum ProfileJSON: Sendable {
  case object([(name: String, value: ProfileJSON)])
  case array([ProfileJSON])
  case string(String)
  case number(Int)
  case bool(Bool)
  case null

  /// Bytes of the largest file that is read.
  static let sizeLimit = 65_536

  /// - Throws: `ProfileFault` with the line of the first thing that is no JSON.
  init(_ bytes: [UInt8], file: String) throws(ProfileFault) {
    guard bytes.count <= Self.sizeLimit else {
      throw ProfileFault(file: file, field: "", .tooLarge)
    }
    var reader = Reader(bytes: bytes, file: file)
    self = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.isAtEnd else { throw reader.fault("the end of the file") }
  }

  private struct Reader {
    let bytes: [UInt8]
    let file: String
    var place = 0

    var isAtEnd: Bool { place >= bytes.count }
    private var next: UInt8? { isAtEnd ? nil : bytes[place] }

    func fault(_ expected: String) -> ProfileFault {
      let line = bytes.prefix(place).count { $0 == 0x0A } + 1
      return ProfileFault(file: file, field: "", .syntax(line: line, expected: expected))
    }

    mutating func skipSpace() {
      while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
    }

    /// Steps over a byte if it is the next one after spaces.
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
      skipSpace()
      guard next == UInt8(ascii: character) else { return false }
      place += 1
      return true
    }

    mutating func value(depth: Int) throws(ProfileFault) -> ProfileJSON {
      guard depth < 8 else { throw fault("fewer levels of brackets") }
      skipSpace()
      switch next {
      case .some(UInt8(ascii: "{")): return try object(depth)
      case .some(UInt8(ascii: "[")): return try array(depth)
      case .some(UInt8(ascii: "\"")): return .string(try string())
      case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
        return .number(try number())
      default:
        for (word, value) in [("true", Self.yes), ("false", Self.no), ("null", ProfileJSON.null)]
        where bytes[place...].starts(with: word.utf8) {
          place += word.utf8.count
          return value
        }
        throw fault("a value")
      }
    }

    private static let yes = ProfileJSON.bool(true)
    private static let no = ProfileJSON.bool(false)

    private mutating func object(_ depth: Int) throws(ProfileFault) -> ProfileJSON {
      place += 1
      var fields: [(name: String, value: ProfileJSON)] = []
      if take("}") { return .object(fields) }
      repeat {
        skipSpace()
        guard next == UInt8(ascii: "\"") else { throw fault("a field's name") }
        let name = try string()
        guard take(":") else { throw fault("a colon") }
        fields.append((name, try value(depth: depth + 1)))
      } while take(",")
      guard take("}") else { throw fault("a comma or }") }
      return .object(fields)
    }

    private mutating func array(_ depth: Int) throws(ProfileFault) -> ProfileJSON {
      place += 1
      var values: [ProfileJSON] = []
      if take("]") { return .array(values) }
      repeat { values.append(try value(depth: depth + 1)) } while take(",")
      guard take("]") else { throw fault("a comma or ]") }
      return .array(values)
    }

    private mutating func number() throws(ProfileFault) -> Int {
      let start = place
      while let byte = next, !Self.ends.contains(byte) { place += 1 }
      let text = String(decoding: bytes[start..<place], as: UTF8.self)
      guard text.utf8.count <= 9, let number = Int(text),
        text == "\(number)"
      else {
        place = start
        throw fault("a whole number")
      }
      return number
    }

    private static let ends: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0x2C, 0x5D, 0x7D]

    private mutating func string() throws(ProfileFault) -> String {
      place += 1
      var text: [UInt8] = []
      while let byte = next {
        switch byte {
        case UInt8(ascii: "\""):
          place += 1
          guard let string = String(validating: text, as: UTF8.self) else {
            throw fault("UTF-8")
          }
          return string
        case UInt8(ascii: "\\"):
          place += 1
          // Profiles are plain text: other escapes are of no use in them.
          guard let escaped = next, escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\")
          else { throw fault("\\\" or \\\\") }
          text.append(escaped)
        case 0..<0x20: throw fault("the end of a text on its own line")
        default: text.append(byte)
        }
        place += 1
      }
      throw fault("the end of a text")
    }
  }
}
