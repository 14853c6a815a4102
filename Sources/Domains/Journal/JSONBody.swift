// Bodies of events and rows: JSON with sorted keys, so that the same state has the same bytes.

internal import Wire

/// JSON of what is stored.
enum JSONBody {
  static func of(_ value: some Encodable) -> [UInt8] { JSON.bytes(value) }
}
