// SHA-256, by swift-crypto.

internal import Crypto

/// A SHA-256 digest: 32 bytes, written as 64 lower-case hexadecimal digits.
package struct Digest: Hashable, Sendable {
  package let bytes: [UInt8]

  /// The digest of the given bytes.
  package init(of data: some Sequence<UInt8>) {
    bytes = Array(SHA256.hash(data: Array(data)))
  }

  /// A digest read back, or nil unless there are 32 bytes.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    self.bytes = Array(bytes)
  }

  /// What the first event of a chain is hashed over: 32 zero bytes.
  package static let zero = Digest(zeros: ())

  private init(zeros: ()) { bytes = Array(repeating: 0, count: 32) }

  /// The first eight digits, for receipts and people.
  package var short: String { Hex.text(bytes.prefix(4)) }
}

extension Digest: CustomStringConvertible {
  package var description: String { Hex.text(bytes) }
}

extension Digest: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let bytes = Hex.bytes(text), let digest = Digest(bytes: bytes) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a digest is 64 hexadecimal digits")
    }
    self = digest
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
