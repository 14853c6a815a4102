// The choice between the code sets of Code 128: short, and never a command.

import ESCPOS
import Testing
import Values

@Suite struct LinearSymbolCode128Tests {
  /// What a printer obeys within data, written out once more and in another way.
  private func holdsCommand(_ bytes: [UInt8]) -> Bool {
    bytes.indices.dropLast(2).contains { index in
      switch (bytes[index], bytes[index + 1], bytes[index + 2]) {
      case (0x10, 0x04, 1...18), (0x10, 0x05, 0...2), (0x10, 0x14, 1...8): true
      default: false
      }
    }
  }

  @Test func `digits are sent two to a byte`() throws {
    #expect(try LinearSymbol(.code128, "0912").payload == Array("{C".utf8) + [9, 12])
    #expect(
      try LinearSymbol(.code128, "T1-000912").payload == Array("{BT1-{C".utf8) + [0, 9, 12])
    // Two digits alone are not worth a change of sets.
    #expect(try LinearSymbol(.code128, "A12B").payload == Array("{BA12B".utf8))
  }

  @Test(arguments: ["160401", "162001", "160500", "00160401", "16041604160401", "16200800"])
  func `digits that would be a command are not sent as one`(digits: String) throws {
    let symbol = try LinearSymbol(.code128, digits)
    #expect(!holdsCommand(symbol.payload))
    #expect(symbol.text == digits)
    // In set C throughout it would be one: the test can fail.
    let pairs = stride(from: 0, to: digits.count, by: 2).compactMap { offset in
      UInt8(digits.dropFirst(offset).prefix(2))
    }
    #expect(holdsCommand(pairs))
  }

  @Test func `no content at all is sent as a command`() throws {
    var source = Entropy(seed: 128)
    let pieces = [
      "16", "04", "05", "20", "01", "08", "\u{10}", "\u{04}", "\u{14}", "\u{01}", "A", "z",
    ]
    for round in 0..<1000 {
      let count = Int.random(in: 1...12, using: &source)
      let all = round.isMultiple(of: 2) ? pieces[..<6] : pieces[...]
      let text = (0..<count).map { _ in all.randomElement(using: &source) ?? "" }.joined()
      let symbol = try LinearSymbol(.code128, text)
      #expect(!holdsCommand([UInt8(symbol.payload.count)] + symbol.payload + [0x01]))
      let shown = text.unicodeScalars.map { $0.value < 0x20 ? " " : String($0) }.joined()
      #expect(symbol.text == shown)
    }
  }

  @Test func `a control character in lower case is shifted to`() throws {
    #expect(try LinearSymbol(.code128, "ab\u{1D}cd").payload == Array("{Bab{S\u{1D}cd".utf8))
    #expect(try LinearSymbol(.code128, "AB\u{1D}CD").payload == Array("{AAB\u{1D}CD".utf8))
  }

  @Test func `letters above ASCII take FNC4, many of them one pair of it`() throws {
    #expect(try LinearSymbol(.code128, "\u{E9}").payload == Array("{B{4i".utf8))
    let many = try LinearSymbol(.code128, String(repeating: "\u{E9}", count: 6))
    #expect(many.payload == Array("{B{4{4iiiiii".utf8))
    #expect(many.text == String(repeating: "\u{E9}", count: 6))
  }

  @Test func `functions are sent by their escapes`() throws {
    let symbol = try LinearSymbol(code128: [.function1, .character(0x30), .function3])
    #expect(symbol.payload == Array("{B{10{3".utf8))
    // To name the set in force again draws nothing.
    #expect(
      LinearSymbol(kind: .code128, payload: Array("{BA{BB".utf8))?.elements
        == LinearSymbol(kind: .code128, payload: Array("{BAB".utf8))?.elements)
  }
}
