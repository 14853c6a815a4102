// Reading and writing JSON values by hand, as a client does that knows no types.

internal import Values
internal import Wire

extension AnyJSON {
  /// A field of an object; null where there is none.
  func at(_ names: String...) -> AnyJSON {
    var value = self
    for name in names {
      guard case .object(let fields) = value else { return .null }
      value = fields[name] ?? .null
    }
    return value
  }

  /// An object of what is not nil.
  static func made(of fields: KeyValuePairs<String, AnyJSON?>) -> AnyJSON {
    var object: [String: AnyJSON] = [:]
    for (name, value) in fields { object[name] = value }
    return .object(object)
  }

  static func euros(_ minor: Int64) -> AnyJSON {
    .object(["minor": .integer(minor), "cur": .string("EUR")])
  }

  static func id(_ id: ID) -> AnyJSON { .string(id.description) }
}
