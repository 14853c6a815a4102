// Hexadecimal text, SHA-256 and repeatable randomness.

import Testing
import Values

struct BytesTests {
  @Test func `every byte survives its hexadecimal text in both cases`() {
    let bytes = Array(UInt8.min...UInt8.max)
    let text = Hex.text(bytes)
    #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff"))
    #expect(Hex.bytes(text) == bytes)
    #expect(Hex.bytes(text.uppercased()) == bytes)
    #expect(Hex.bytes("") == [])
  }

  @Test(arguments: ["0", "abc", "0g", "g0", "+1", " 1", "0x", "é"])
  func `anything but pairs of hexadecimal digits is refused`(text: String) {
    #expect(Hex.bytes(text) == nil)
  }

  /// NIST, "Secure Hash Standard" example values (FIPS 180-4): the message "abc", no message, and
  /// the message of 448 bits.
  @Test(arguments: [
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `a digest is the SHA-256 of the standard`(message: String, digest: String) {
    #expect(Digest(of: Array(message.utf8)).description == digest)
    #expect(Digest(of: Array(message.utf8)).short == String(digest.prefix(8)))
  }

  @Test func `a digest is read back from 32 bytes and no other number`() {
    let digest = Digest(of: [1, 2, 3])
    #expect(Digest(bytes: digest.bytes) == digest)
    #expect(Digest(bytes: digest.bytes.dropLast()) == nil)
    #expect(Digest(bytes: digest.bytes + [0]) == nil)
    #expect(Digest.zero.bytes == Array(repeating: 0, count: 32))
  }

  @Test func `the same seed gives the same numbers and ids`() {
    var (a, b, other) = (Entropy(seed: 42), Entropy(seed: 42), Entropy(seed: 43))
    let first = (0..<100).map { _ in a.next() }
    #expect(first == (0..<100).map { _ in b.next() })
    #expect(first != (0..<100).map { _ in other.next() })
    let now = Timestamp(milliseconds: 1_767_225_600_000)
    #expect(a.id(at: now) == b.id(at: now))
    #expect(a.id(at: now) != a.id(at: now))
  }

  /// The reference outputs of SplitMix64 for the seed 1234567.
  @Test func `randomness is SplitMix64`() {
    var entropy = Entropy(seed: 1_234_567)
    #expect(entropy.next() == 6_457_827_717_110_365_317)
    #expect(entropy.next() == 3_203_168_211_198_807_973)
    #expect(entropy.next() == 9_817_491_932_198_370_423)
  }
}
