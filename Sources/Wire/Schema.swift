// The JSON Schema of a Codable type, read off the type itself by decoding it from nothing: what
// OpenRPC shows can therefore not differ from what the daemon reads.

package import Values

/// A JSON Schema, as much of it as the protocol uses.
package indirect enum Schema: Equatable, Sendable {
  case string(format: String?)
  case choice([String])
  case integer
  case boolean
  case array(Schema)
  case object([Field])
  case any

  package struct Field: Equatable, Sendable {
    package let name: String
    package let schema: Schema
    package let required: Bool

    package init(name: String, schema: Schema, required: Bool) {
      self.name = name
      self.schema = schema
      self.required = required
    }
  }

  /// The schema of a type that decodes itself field by field.
  package static func of<T: Decodable>(_ type: T.Type) -> Schema {
    SchemaReader.read(type).schema
  }
}

extension Schema: Encodable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  package func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    switch self {
    case .string(let format):
      try object.encode("string", forKey: Key("type"))
      try object.encodeIfPresent(format, forKey: Key("format"))
    case .choice(let words):
      try object.encode("string", forKey: Key("type"))
      try object.encode(words, forKey: Key("enum"))
    case .integer: try object.encode("integer", forKey: Key("type"))
    case .boolean: try object.encode("boolean", forKey: Key("type"))
    case .array(let element):
      try object.encode("array", forKey: Key("type"))
      try object.encode(element, forKey: Key("items"))
    case .object(let fields):
      try object.encode("object", forKey: Key("type"))
      var properties = object.nestedContainer(keyedBy: Key.self, forKey: Key("properties"))
      for field in fields { try properties.encode(field.schema, forKey: Key(field.name)) }
      let required = fields.filter(\.required).map(\.name)
      if !required.isEmpty { try object.encode(required, forKey: Key("required")) }
    case .any: break
    }
  }
}

/// A type that is one JSON value and says itself which.
package protocol SchemaLeaf: Decodable {
  static var schema: Schema { get }
  /// Any value of the type; only its existence matters.
  static var sample: Self { get }
}

extension ID: SchemaLeaf {
  package static var schema: Schema { .string(format: "uuid") }
  package static var sample: ID { ID(high: 0, low: 0) }
}
extension Timestamp: SchemaLeaf {
  package static var schema: Schema { .string(format: "date-time") }
  package static var sample: Timestamp { Timestamp(milliseconds: 0) }
}
extension BusinessDay: SchemaLeaf {
  package static var schema: Schema { .string(format: "date") }
  package static var sample: BusinessDay { BusinessDay(CivilDate(dayNumber: 0)) }
}
extension Digest: SchemaLeaf {
  package static var schema: Schema { .string(format: "sha256") }
  package static var sample: Digest { .zero }
}
extension Currency: SchemaLeaf {
  package static var schema: Schema { .string(format: "iso4217") }
  package static var sample: Currency { .eur }
}
extension Retry: SchemaLeaf {
  package static var schema: Schema { .any }
  package static var sample: Retry { .never }
}
extension Schema: SchemaLeaf {
  package static var schema: Schema { .any }
  package static var sample: Schema { .any }
  package init(from decoder: any Decoder) throws { self = .any }
}

/// The two ways a type of words can be listed.
private func choices<T>(_ type: T.Type) -> (words: [String], sample: T)? {
  guard let cases = type as? any (CaseIterable & RawRepresentable).Type else { return nil }
  func open<C: CaseIterable & RawRepresentable>(_ type: C.Type) -> ([String], T)? {
    let all = Array(C.allCases)
    guard let first = all.first as? T else { return nil }
    let words = all.compactMap { $0.rawValue as? String }
    return words.count == all.count ? (words, first) : nil
  }
  return open(cases)
}

private final class SchemaReader: Decoder {
  var schema = Schema.any
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  static func read<T: Decodable>(_ type: T.Type) -> (schema: Schema, sample: T?) {
    if let leaf = type as? any SchemaLeaf.Type {
      return (leaf.schema, leaf.sample as? T)
    }
    if let (words, sample) = choices(type) { return (.choice(words), sample) }
    let reader = SchemaReader()
    let sample = try? T(from: reader)
    return (reader.schema, sample)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    if case .object = schema {} else { schema = .object([]) }
    return KeyedDecodingContainer(Fields<Key>(reader: self))
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer { Elements(reader: self) }

  func singleValueContainer() -> any SingleValueDecodingContainer { Single(reader: self) }

  func add(_ name: String, _ field: Schema, required: Bool) {
    guard case .object(let fields) = schema else { return }
    schema = .object(fields + [Schema.Field(name: name, schema: field, required: required)])
  }
}

/// A type that cannot be made from nothing needs a `SchemaLeaf`.
private struct NoSample: Error {}

private struct Fields<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let reader: SchemaReader
  let codingPath: [any CodingKey] = []
  let allKeys: [Key] = []

  func contains(_ key: Key) -> Bool { true }
  func decodeNil(forKey key: Key) -> Bool { false }

  private func read<T: Decodable>(_ type: T.Type, _ key: Key, required: Bool) -> T? {
    let (schema, sample) = SchemaReader.read(type)
    reader.add(key.stringValue, schema, required: required)
    return sample
  }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    guard let sample = read(type, key, required: true) else { throw NoSample() }
    return sample
  }

  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
    read(type, key, required: false)
  }

  func decode(_ type: Bool.Type, forKey key: Key) -> Bool { leaf(.boolean, key, false) }
  func decode(_ type: String.Type, forKey key: Key) -> String {
    leaf(.string(format: nil), key, "")
  }
  func decode(_ type: Int.Type, forKey key: Key) -> Int { leaf(.integer, key, 0) }
  func decode(_ type: Int64.Type, forKey key: Key) -> Int64 { leaf(.integer, key, 0) }
  func decode(_ type: Int32.Type, forKey key: Key) -> Int32 { leaf(.integer, key, 0) }
  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) -> Bool? { maybe(.boolean, key) }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) -> String? {
    maybe(.string(format: nil), key)
  }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) -> Int? { maybe(.integer, key) }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) -> Int64? { maybe(.integer, key) }
  func decodeIfPresent(_ type: Int32.Type, forKey key: Key) -> Int32? { maybe(.integer, key) }

  private func leaf<T>(_ schema: Schema, _ key: Key, _ sample: T) -> T {
    reader.add(key.stringValue, schema, required: true)
    return sample
  }

  private func maybe<T>(_ schema: Schema, _ key: Key) -> T? {
    reader.add(key.stringValue, schema, required: false)
    return nil
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { throw NoSample() }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    throw NoSample()
  }
  func superDecoder() throws -> any Decoder { throw NoSample() }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw NoSample() }
}

private struct Elements: UnkeyedDecodingContainer {
  let reader: SchemaReader
  let codingPath: [any CodingKey] = []
  let count: Int? = 1
  var currentIndex = 0
  var isAtEnd: Bool { currentIndex > 0 }

  mutating func decodeNil() -> Bool { false }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    currentIndex += 1
    let (schema, sample) = SchemaReader.read(type)
    reader.schema = .array(schema)
    guard let sample else { throw NoSample() }
    return sample
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> { throw NoSample() }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw NoSample() }
  mutating func superDecoder() throws -> any Decoder { throw NoSample() }
}

private struct Single: SingleValueDecodingContainer {
  let reader: SchemaReader
  let codingPath: [any CodingKey] = []

  func decodeNil() -> Bool { false }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let (schema, sample) = SchemaReader.read(type)
    reader.schema = schema
    guard let sample else { throw NoSample() }
    return sample
  }

  func decode(_ type: Bool.Type) -> Bool { leaf(.boolean, false) }
  func decode(_ type: String.Type) -> String { leaf(.string(format: nil), "") }
  func decode(_ type: Int.Type) -> Int { leaf(.integer, 0) }
  func decode(_ type: Int64.Type) -> Int64 { leaf(.integer, 0) }
  func decode(_ type: Int32.Type) -> Int32 { leaf(.integer, 0) }

  private func leaf<T>(_ schema: Schema, _ sample: T) -> T {
    reader.schema = schema
    return sample
  }
}
