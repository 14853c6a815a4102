// JSON bytes as the till writes and reads them. The format is Codable's; this is where its
// settings live: sorted keys, integers as they are, line separators escaped.

internal import FoundationEssentials

/// JSON text as UTF-8 bytes.
package enum JSON {
  /// A value as one line of JSON with sorted keys.
  ///
  /// The same value gives the same bytes, so they can be hashed and compared. U+2028 and U+2029
  /// leave escaped: they end a line in JavaScript (protocol.md, Rules).
  package static func bytes(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return escapingLineSeparators([UInt8](try encoder.encode(value)))
    } catch {
      preconditionFailure("a wire value must encode; its type fails to: \(error)")
    }
  }

  /// A value as text, for people and tests.
  package static func text(_ value: some Encodable) -> String {
    String(decoding: bytes(value), as: UTF8.self)
  }

  /// The value that JSON bytes hold.
  ///
  /// - Throws: `JSONFault` that names what is wrong and where.
  package static func decode<T: Decodable>(
    _ type: T.Type, from bytes: some Sequence<UInt8>
  ) throws(JSONFault) -> T {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch let error as DecodingError {
      throw JSONFault(error)
    } catch {
      throw JSONFault.syntax("\(error)")
    }
  }

  private static func escapingLineSeparators(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(0xE2) else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0xE2, index + 2 < bytes.count, bytes[index + 1] == 0x80,
        bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9
      {
        result += Array((bytes[index + 2] == 0xA8 ? #"\u2028"# : #"\u2029"#).utf8)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }
}

/// Why JSON bytes are not the value that was asked for.
package enum JSONFault: Error, Equatable, Sendable {
  /// The text is no JSON at all.
  case syntax(String)
  /// A field of the path is missing.
  case missing(String)
  /// The field of the path holds something else than it should.
  case mismatch(path: String, reason: String)

  init(_ error: DecodingError) {
    switch error {
    case .keyNotFound(let key, let context):
      self = .missing(Self.path(context.codingPath + [key]))
    case .valueNotFound(_, let context):
      self = .missing(Self.path(context.codingPath))
    case .typeMismatch(let type, let context):
      self = .mismatch(
        path: Self.path(context.codingPath), reason: "it is no \(Self.word(for: type))")
    case .dataCorrupted(let context):
      let reason = context.underlyingError.map { "\($0)" } ?? context.debugDescription
      self =
        context.codingPath.isEmpty
        ? .syntax(reason)
        : .mismatch(path: Self.path(context.codingPath), reason: context.debugDescription)
    @unknown default:
      self = .syntax("\(error)")
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }

  private static func word(for type: any Any.Type) -> String {
    switch type {
    case is String.Type: "string"
    case is Bool.Type: "boolean"
    case is any FixedWidthInteger.Type: "integer"
    default: "object of that kind"
    }
  }
}

extension JSONFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .syntax(let reason): "no JSON: \(reason)"
    case .missing(let path): "\(path) is missing"
    case .mismatch(let path, let reason): "\(path): \(reason)"
    }
  }
}
