// Text on its way to a printer: tables, order, joining, columns, substitutions.

import Testing
import Values

@testable import ESCPOS

@Suite struct TextTests {
  private func profile(_ pages: [CodePage]) -> PrinterProfile {
    var profile = PrinterProfile.generic58
    profile.pages = pages.enumerated().map { .init(UInt8($0.offset + 40), $0.element) }
    return profile
  }

  /// What is on paper, read back by the tables that the bytes themselves choose.
  private func paper(_ bytes: [UInt8], _ profile: PrinterProfile) -> (text: String, switches: Int) {
    var text = ""
    var switches = 0
    var page: CodePage?
    var index = 4
    while index < bytes.count {
      switch bytes[index] {
      case 0x1B where bytes[index + 1] == 0x74:
        page = profile.pages.first { $0.number == bytes[index + 2] }?.codePage
        switches += 1
        index += 3
      case 0x0A: index += 1
      default:
        text.append(page?.character(for: bytes[index]) ?? Character(Unicode.Scalar(bytes[index])))
        index += 1
      }
    }
    return (text, switches)
  }

  /// The fewest switches for scalars, by trying every table at every place.
  private func fewest(_ text: [Unicode.Scalar], _ pages: [CodePage]) -> Int {
    // Cost of being in each table after the scalars so far; the last entry is "none yet".
    var costs = Array(repeating: Int.max / 2, count: pages.count) + [0]
    for scalar in text {
      let cheapest = costs.min() ?? 0
      var next = Array(repeating: Int.max / 2, count: pages.count + 1)
      for (index, page) in pages.enumerated() where page.byte(for: scalar) != nil {
        next[index] = min(costs[index], cheapest + 1)
      }
      if CodePage.isPlain(scalar) { next[pages.count] = costs[pages.count] }
      costs = next
    }
    return costs.min() ?? 0
  }

  @Test func `no line could have fewer switches`() {
    var generator = Entropy(seed: 21)
    let all: [CodePage] = [
      .cp437, .cp850, .cp852, .cp858, .cp866, .cp737, .cp1250, .cp1251, .cp1252, .cp1253, .cp775,
    ]
    for _ in 0..<400 {
      let count = Int.random(in: 1...5, using: &generator)
      let pages = Array(all.shuffled(using: &generator).prefix(count))
      let profile = profile(pages)
      let alphabet = pages.flatMap { page in
        (UInt8(0x80)...0xFF).map { page.character(for: $0) }.filter { page.byte(for: $0) != nil }
      }
      let text = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        Bool.random(using: &generator) ? "x" : alphabet.randomElement(using: &generator) ?? "x"
      }
      var encoder = PrintEncoder(for: profile)
      encoder.line(String(text))
      let found = paper(encoder.bytes, profile)
      #expect(found.text == String(text))
      #expect(found.switches == fewest(text.flatMap(\.unicodeScalars), pages))
      // The same line written in two parts is planned as one.
      var parts = PrintEncoder(for: profile)
      parts.text(String(text.prefix(text.count / 2)))
      parts.line(String(text.dropFirst(text.count / 2)))
      #expect(parts.bytes == encoder.bytes)
    }
  }

  @Test func `no text makes a byte below a space`() {
    var generator = Entropy(seed: 22)
    for round in 0..<600 {
      let scalars = (0..<30).compactMap { _ in
        Unicode.Scalar(
          UInt32.random(
            in: 0...(round.isMultiple(of: 2) ? 0x7FF : 0x1FFFF),
            using: &generator))
      }
      var encoder = PrintEncoder(for: .virtual80)
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      encoder.text(String(text))
      var bytes = encoder.bytes.dropFirst(4)
      while let byte = bytes.popFirst() {
        if byte == 0x1B {
          #expect(bytes.popFirst() == 0x74)
          bytes.removeFirst()
        } else {
          #expect(byte >= 0x20)
        }
      }
    }
  }

  @Test func `what is printable stays so, and is as wide as it is counted`() {
    var generator = Entropy(seed: 23)
    for profile in PrinterProfile.all {
      for _ in 0..<15 {
        let text = String(
          (0..<20).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: 0x20...0x2FFF, using: &generator)).map {
              Character($0)
            }
          })
        let once = profile.printable(text).text
        let twice = profile.printable(once)
        #expect(twice.text == once)
        #expect(twice.substitutions == [])
      }
    }
  }

  @Test func `the report names the line of every substitution`() {
    var encoder = PrintEncoder(for: profile([.cp437]))
    encoder.line("plain")
    encoder.line("5 €")
    encoder.text("6 ")
    encoder.line("€ Ł")
    let euro = Substitution("€", "EUR")
    #expect(
      encoder.report == [
        .init(line: 2, euro), .init(line: 3, euro), .init(line: 3, Substitution("Ł", "L")),
      ])
    #expect(encoder.substitutions == [euro, Substitution("Ł", "L")])
  }

  @Test func `a text that would be lost is a fault with its place`() {
    let profile = profile([.cp437])
    #expect(throws: Never.self) { try profile.requirePrintable("café – “x”…") }
    #expect(throws: TextFault.unprintable("茶", offset: 3)) {
      try profile.requirePrintable("Tee茶")
    }
    #expect(
      "\(TextFault.unprintable("茶", offset: 3))"
        == "the printer has no \"茶\" (U+8336), character 4 of the text")
  }

  @Test func `columns count what a printer advances`() {
    #expect(TextWidth.columns("Tea") == 3)
    #expect(TextWidth.columns("Cafe\u{301}") == 4)
    #expect(TextWidth.columns("茶と") == 4)
    #expect(TextWidth.columns("กำ") == 1)
    #expect(TextWidth.columns("👨‍👩‍👧🇩🇪") == 4)
    #expect(TextWidth.columns("a\u{200F}b") == 2)
    #expect(TextWidth.columns("❤\u{FE0F}") == 2)
    #expect(TextWidth.columns("ｱ") == 1)
  }

  // MARK: right to left

  private func visual(_ text: String, _ direction: Direction? = nil) -> String {
    let scalars = Array(text.unicodeScalars)
    let bidi = Bidi(scalars, direction)
    var result = String.UnicodeScalarView()
    for place in bidi.order {
      result.append(
        bidi.levels[place] % 2 == 1 ? BidiClass.mirror(scalars[place]) : scalars[place])
    }
    return String(result)
  }

  @Test func `hebrew is printed from the right, its numbers from the left`() {
    #expect(visual("abc אבג") == "abc גבא")
    #expect(visual("אבג 123") == "123 גבא")
    #expect(visual("אבג abc", .leftToRight) == "גבא abc")
    #expect(visual("קפה (2.40)") == "(2.40) הפק")
    #expect(visual("price 5 ₪ אב") == "price 5 ₪ בא")
    #expect(visual("א-1.50") == "1.50-א" || visual("א-1.50") == "-1.50א")
  }

  @Test func `letters of Arabic join and are printed from the right`() {
    func joined(_ text: String) -> [UInt32] {
      ArabicForms.joined(Array(text.unicodeScalars)).map(\.value)
    }
    // Shukran: sheen initial, kaf medial, reh final, alef isolated after it.
    #expect(joined("شكرا") == [0xFEB7, 0xFEDC, 0xFEAE, 0xFE8D])
    #expect(joined("ب") == [0xFE8F])
    #expect(joined("ببب") == [0xFE91, 0xFE92, 0xFE90])
    #expect(joined("ب1") == [0xFE8F, 0x31])
    #expect(joined("\u{640}ب\u{640}") == [0x640, 0xFE92, 0x640])
    // Persian: peh initial, yeh final.
    #expect(joined("پی") == [0xFB58, 0xFBFD])
  }

  @Test func `a table with Arabic shapes prints joined letters in their order`() {
    let profile = profile([.cp864])
    var encoder = PrintEncoder(for: profile)
    encoder.direction = .rightToLeft
    encoder.line("شكرا 12")
    // 12, space, alef, reh, kaf (initial for medial), sheen.
    let expected: [Unicode.Scalar] = [
      "1", "2", " ", "\u{FE8D}", "\u{FEAD}", "\u{FEDB}", "\u{FEB7}",
    ]
    #expect(paper(encoder.bytes, profile).text.unicodeScalars.map(\.value) == expected.map(\.value))
    #expect(encoder.substitutions == [])
  }

  @Test func `a lam and an alef are one letter and one column`() {
    let profile = profile([.cp864])
    let printable = profile.printable("سلام").text
    #expect(TextWidth.columns(printable) == 3)
    var encoder = PrintEncoder(for: profile)
    encoder.direction = .rightToLeft
    encoder.line("سلام")
    #expect(
      paper(encoder.bytes, profile).text.unicodeScalars.map(\.value) == [0xFEE1, 0xFEFC, 0xFEB3])
  }

  @Test func `a table of plain Arabic letters prints them apart and says so`() {
    let profile = profile([.cp1256])
    var encoder = PrintEncoder(for: profile)
    encoder.line("بب")
    #expect(paper(encoder.bytes, profile).text == "بب")
    #expect(encoder.substitutions == [Substitution("ب", "ب", .unjoined)])
  }

  @Test func `brackets open the way their text is read`() {
    let profile = profile([.cp862])
    var encoder = PrintEncoder(for: profile)
    encoder.direction = .rightToLeft
    encoder.line("אב (גד) <1>")
    #expect(paper(encoder.bytes, profile).text == "<1> (דג) בא")
  }

  @Test func `a feed ends a line of the report`() {
    var encoder = PrintEncoder(for: profile([.cp437]))
    encoder.text("a")
    encoder.feed(lines: 2)
    encoder.line("Ł")
    #expect(encoder.report == [.init(line: 2, Substitution("Ł", "L"))])
  }

  @Test func `marks of direction order text and are not printed`() {
    let profile = profile([.cp862])
    var encoder = PrintEncoder(for: profile)
    encoder.line("אב\u{200E}  12")
    #expect(paper(encoder.bytes, profile).text == "בא  12")
    #expect(encoder.substitutions == [])
    var plain = PrintEncoder(for: profile)
    plain.line("אב  12")
    #expect(paper(plain.bytes, profile).text == "12  בא")
  }
}
