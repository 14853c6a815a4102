// The OpenRPC 1.3 document of the socket, made from the declarations that the daemon serves.

/// What `rpc.discover` answers: an OpenRPC document (open-rpc.org, specification 1.3.2).
package struct OpenRPC: Encodable, Sendable {
  package let openrpc = "1.3.2"
  package let info: Info
  package let methods: [Entry]

  package struct Info: Encodable, Sendable {
    let title = "tilld"
    let description =
      "The till that keeps selling: JSON-RPC 2.0 over a unix socket, one object a line."
    let version: String
  }

  package struct Entry: Encodable, Sendable {
    let name: String
    let summary: String
    let paramStructure = "by-name"
    let params: [Descriptor]
    let result: Descriptor
    let errors: [ErrorEntry]
    let examples: [Example]

    private enum CodingKeys: String, CodingKey {
      case name, summary, paramStructure = "paramStructure", params, result, errors, examples
      case right = "x-right"
    }

    let right: Right
  }

  package struct Descriptor: Encodable, Sendable {
    let name: String
    let required: Bool
    let schema: Schema
  }

  package struct ErrorEntry: Encodable, Sendable {
    let code: Int
    let message: String
  }

  package struct Example: Encodable, Sendable {
    let name: String
    let params: [ExampleValue]
    let result: ExampleValue
  }

  package struct ExampleValue: Encodable, Sendable {
    let name: String
    let value: AnyJSON
  }

  package init(version: String, methods: [MethodCard]) {
    info = Info(version: version)
    self.methods = methods.sorted { $0.name < $1.name }.map(Entry.init)
  }
}

extension OpenRPC.Entry {
  init(_ card: MethodCard) {
    name = card.name
    summary = card.summary
    right = card.right
    if case .object(let fields) = card.params {
      params = fields.map {
        OpenRPC.Descriptor(name: $0.name, required: $0.required, schema: $0.schema)
      }
    } else {
      params = []
    }
    result = OpenRPC.Descriptor(name: "result", required: true, schema: card.result)
    let codes: [FaultCode] =
      [.invalidParams, .invalid, .forbidden, .throttled, .storage]
      + (card.isWrite ? [.notFound, .conflict, .rule, .locked] : [.notFound])
    errors = codes.sorted { $0.rawValue < $1.rawValue }.map {
      OpenRPC.ErrorEntry(code: $0.rawValue, message: "\($0)")
    }
    let values = AnyJSON.object(of: card.exampleParams)
    examples = [
      OpenRPC.Example(
        name: "example",
        params: values.map { OpenRPC.ExampleValue(name: $0.key, value: $0.value) },
        result: OpenRPC.ExampleValue(name: "result", value: AnyJSON.value(of: card.exampleResult)))
    ]
  }
}

/// Any JSON value that the protocol can hold: there are no floating-point numbers in it.
package indirect enum AnyJSON: Codable, Equatable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case string(String)
  case array([AnyJSON])
  case object([String: AnyJSON])

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([AnyJSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: AnyJSON].self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }

  /// The value that JSON bytes hold; null for bytes that are no JSON of the protocol.
  package static func value(of bytes: [UInt8]) -> AnyJSON {
    (try? JSON.decode(AnyJSON.self, from: bytes)) ?? .null
  }

  /// The fields of a JSON object, by name; none for anything else.
  package static func object(of bytes: [UInt8]) -> [(key: String, value: AnyJSON)] {
    guard case .object(let fields) = value(of: bytes) else { return [] }
    return fields.sorted { $0.key < $1.key }
  }
}

extension AnyJSON: SchemaLeaf {
  package static var schema: Schema { .any }
  package static var sample: AnyJSON { .null }
}
