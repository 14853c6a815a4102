// Ids: the layout of RFC 9562 version 7, their text, their order.

import Testing
import Values

struct IDTests {
  /// RFC 9562, appendix A.6: 2022-02-22T19:22:22Z, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
  private let example = ID(
    milliseconds: 0x017F_22E2_79B0, random: (0xCC3, 0x18C4_DC0C_0C07_398F << 2))

  @Test func `version 7 has the layout of RFC 9562`() {
    #expect(example.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
  }

  @Test func `any time and randomness make version 7 of variant 10`() {
    var entropy = Entropy(seed: 7)
    for _ in 0..<2_000 {
      let time = Int64.random(in: 0..<1 << 48, using: &entropy)
      let id = entropy.id(at: Timestamp(milliseconds: time))
      #expect(id.high >> 16 == UInt64(time))
      #expect(id.high >> 12 & 0xF == 7)
      #expect(id.low >> 62 == 0b10)
    }
  }

  @Test func `ids sort by time whatever their random bits are`() {
    var entropy = Entropy(seed: 8)
    for _ in 0..<2_000 {
      let time = Int64.random(in: 0..<1 << 47, using: &entropy)
      let earlier = ID(milliseconds: time, random: (.max, .max))
      let later = ID(milliseconds: time + 1, random: (0, 0))
      #expect(earlier < later)
      #expect(earlier.description < later.description)
    }
  }

  @Test func `text and bytes lead back to the id`() {
    var entropy = Entropy(seed: 9)
    for _ in 0..<2_000 {
      let id = ID(high: entropy.next(), low: entropy.next())
      #expect(ID(id.description) == id)
      #expect(ID(id.description.uppercased()) == id)
      #expect(ID(bytes: id.bytes) == id)
      #expect(id.bytes.count == 16)
    }
  }

  @Test(arguments: [
    "", "017f22e2", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", "017f22e2-79b0-7cc3-98c4_dc0c0c07398f",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",
    "017f22e27-9b0-7cc3-98c4-dc0c0c07398f", "+17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    " 17f22e2-79b0-7cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c0739é",
  ])
  func `another text is no id`(text: String) {
    #expect(ID(text) == nil)
  }

  @Test func `another number of bytes is no id`() {
    #expect(ID(bytes: Array(repeating: 1, count: 15)) == nil)
    #expect(ID(bytes: Array(repeating: 1, count: 17)) == nil)
  }
}
