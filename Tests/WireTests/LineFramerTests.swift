// Bytes into lines: wherever the stream is split, the lines are the same.

import Testing
import Values
import Wire

private typealias Piece = LineFramer.Piece

private func line(_ text: String) -> Piece { .line(Array(text.utf8)) }

private func feed(_ text: String, limit: Int = 100) -> [Piece] {
  var framer = LineFramer(limit: limit)
  return framer.feed(Array(text.utf8))
}

struct LineFramerTests {
  @Test func `lines end with LF and a CR before it is dropped`() {
    #expect(feed("a\nbc\r\nd") == [line("a"), line("bc")])
    #expect(feed("a\r\r\n") == [line("a\r")])
    #expect(feed("a\rb\n") == [line("a\rb")])
  }

  @Test func `empty lines are skipped`() {
    #expect(feed("\n\r\n\na\n\n") == [line("a")])
  }

  @Test func `an unfinished line waits for its end`() {
    var framer = LineFramer(limit: 100)
    #expect(framer.feed(Array("{\"a\"".utf8)) == [])
    #expect(framer.feed(Array(":1}".utf8)) == [])
    #expect(framer.feed([0x0A]) == [line(#"{"a":1}"#)])
  }

  @Test func `a line of exactly the limit passes and one byte more is too long`() {
    #expect(feed("12345\n", limit: 5) == [line("12345")])
    #expect(feed("123456\n", limit: 5) == [.tooLong])
    #expect(feed("1234\r\n", limit: 5) == [line("1234")])
  }

  @Test func `the lines before one too long are kept and nothing after it is cut`() {
    var framer = LineFramer(limit: 3)
    #expect(framer.feed(Array("ab\nabcd\nab\n".utf8)) == [line("ab"), .tooLong])
    #expect(framer.feed(Array("ab\n".utf8)) == [])
  }

  @Test func `any split of the bytes gives the same lines in 2,000 random streams`() {
    var entropy = Entropy(seed: 20)
    for _ in 0..<2_000 {
      let alphabet = Array("ab{}\r\n\n".utf8) + [0xE2, 0x00]
      let count = Int.random(in: 0...60, using: &entropy)
      let bytes = (0..<count).compactMap { _ in alphabet.randomElement(using: &entropy) }
      var whole = LineFramer(limit: 12)
      let expected = whole.feed(bytes)
      var parts = LineFramer(limit: 12)
      var pieces: [Piece] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let cut = Int.random(in: 1...rest.count, using: &entropy)
        pieces += parts.feed(Array(rest.prefix(cut)))
        rest = rest.dropFirst(cut)
      }
      #expect(pieces == expected, "\(bytes)")
      if !expected.contains(.tooLong) {
        // What follows the last LF is no line yet.
        let naive = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
          .map { $0.last == 0x0D ? $0.dropLast() : $0 }.filter { !$0.isEmpty }
        #expect(expected == naive.map { .line(Array($0)) })
      }
    }
  }
}
