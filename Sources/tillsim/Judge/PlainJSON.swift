// JSON read and built by hand: faster than Codable, and no code of the till's own.

internal import Wire

/// A reader of one JSON value of the protocol: integers, text, truth, lists and objects.
struct PlainJSON {
  private let bytes: [UInt8]
  private var at = 0

  /// The value that the bytes hold; nil for bytes that are no JSON of the protocol.
  static func value(of bytes: [UInt8]) -> AnyJSON? {
    var reader = PlainJSON(bytes)
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipSpace()
    return reader.at == bytes.count ? value : nil
  }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { at += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  private mutating func take(word: StaticString, _ value: AnyJSON) -> AnyJSON? {
    let wanted = "\(word)".utf8
    guard bytes[at...].starts(with: wanted) else { return nil }
    at += wanted.count
    return value
  }

  private mutating func value(depth: Int) -> AnyJSON? {
    skipSpace()
    guard let first = next, depth < 64 else { return nil }
    switch first {
    case UInt8(ascii: "{"): return object(depth)
    case UInt8(ascii: "["): return list(depth)
    case UInt8(ascii: "\""): return text().map(AnyJSON.string)
    case UInt8(ascii: "t"): return take(word: "true", .boolean(true))
    case UInt8(ascii: "f"): return take(word: "false", .boolean(false))
    case UInt8(ascii: "n"): return take(word: "null", .null)
    default: return number()
    }
  }

  private mutating func object(_ depth: Int) -> AnyJSON? {
    at += 1
    var fields: [String: AnyJSON] = [:]
    if take("}") { return .object(fields) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\""), let name = text(), take(":"),
        let value = value(depth: depth + 1)
      else { return nil }
      fields[name] = value
    } while take(",")
    return take("}") ? .object(fields) : nil
  }

  private mutating func list(_ depth: Int) -> AnyJSON? {
    at += 1
    var items: [AnyJSON] = []
    if take("]") { return .array(items) }
    repeat {
      guard let value = value(depth: depth + 1) else { return nil }
      items.append(value)
    } while take(",")
    return take("]") ? .array(items) : nil
  }

  private mutating func number() -> AnyJSON? {
    let start = at
    while let byte = next, byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte) { at += 1 }
    return Int64(String(decoding: bytes[start..<at], as: UTF8.self)).map(AnyJSON.integer)
  }

  private mutating func text() -> String? {
    at += 1
    var plain: [UInt8] = []
    while let byte = next {
      at += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: plain, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escaped() else { return nil }
        plain += Array(String(scalar).utf8)
      default: plain.append(byte)
      }
    }
    return nil
  }

  private mutating func escaped() -> Unicode.Scalar? {
    guard let byte = next else { return nil }
    at += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "u"):
      guard let high = hex() else { return nil }
      guard (0xD800...0xDBFF).contains(high) else { return Unicode.Scalar(high) }
      guard take("\\"), take("u"), let low = hex(), (0xDC00...0xDFFF).contains(low) else {
        return nil
      }
      return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    default: return Unicode.Scalar(byte)
    }
  }

  private mutating func hex() -> UInt32? {
    guard at + 4 <= bytes.count else { return nil }
    defer { at += 4 }
    return UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
  }
}

extension AnyJSON {
  /// A field of an object; null where there is none.
  func field(_ name: String) -> AnyJSON {
    if case .object(let fields) = self { fields[name] ?? .null } else { .null }
  }

  var whole: Int64? { if case .integer(let value) = self { value } else { nil } }
  var words: String? { if case .string(let value) = self { value } else { nil } }
  var truth: Bool? { if case .boolean(let value) = self { value } else { nil } }
  var items: [AnyJSON] { if case .array(let value) = self { value } else { [] } }
  var fields: [String: AnyJSON] { if case .object(let value) = self { value } else { [:] } }

  /// The minor units of an amount.
  var minor: Int64? { field("minor").whole }

  /// The same without fields that are null, at any depth of objects.
  var withoutNulls: AnyJSON {
    guard case .object(let fields) = self else { return self }
    return .object(fields.filter { $0.value != .null }.mapValues(\.withoutNulls))
  }

  /// The same without these fields.
  func without(_ names: Set<String>) -> AnyJSON {
    guard case .object(let fields) = self else { return self }
    return .object(fields.filter { !names.contains($0.key) })
  }

  /// Where two values differ first, in the order of names, and how; nil where they do not.
  func difference(from other: AnyJSON, path: String = "") -> String? {
    if self == other { return nil }
    if case .object(let mine) = self, case .object(let theirs) = other {
      let names = Set(mine.keys).union(theirs.keys).sorted()
      for name in names where mine[name] != theirs[name] {
        return (mine[name] ?? .null).difference(
          from: theirs[name] ?? .null, path: path.isEmpty ? name : "\(path).\(name)")
      }
    }
    if case .array(let mine) = self, case .array(let theirs) = other, mine.count == theirs.count {
      for (index, pair) in zip(mine, theirs).enumerated() where pair.0 != pair.1 {
        return pair.0.difference(from: pair.1, path: "\(path)[\(index)]")
      }
    }
    return "\(path) is \(JSON.text(self)), not \(JSON.text(other))"
  }
}
