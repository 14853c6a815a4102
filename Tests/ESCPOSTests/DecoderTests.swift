// What PrintDecoder and Page make of bytes, ours and hostile ones.

import ESCPOS
import Testing
import Values

@Suite struct DecoderTests {
  @Test func `what was encoded is read back`() throws {
    var encoder = PrintEncoder(for: .virtual80)
    let symbol = try #require(LinearSymbol(code128: "T1-000912"))
    encoder.set(.center)
    encoder.set(Style(bold: true, width: 2, height: 2))
    encoder.line("Café")
    encoder.set(.left)
    encoder.symbol(symbol, moduleDots: 3, heightDots: 60)
    encoder.cut()
    encoder.pulse()
    encoder.fence(FenceID(job: 1))
    let page = Page(decoding: encoder.bytes, profile: .virtual80)
    #expect(page.items.count == 5)
    guard case .line(let line) = page.items[0] else {
      Issue.record("the first item is no line")
      return
    }
    #expect(line.text == "Café")
    #expect(line.alignment == .center)
    #expect(line.cells[0].style == Style(bold: true, width: 2, height: 2))
    guard case .bars(let bars) = page.items[1] else {
      Issue.record("the second item is no barcode")
      return
    }
    #expect(bars.symbol == symbol)
    #expect((bars.moduleDots, bars.heightDots, bars.hasText) == (3, 60, true))
    #expect(Array(page.items[2...]) == [.cut(.partial), .pulse(pin: 2), .fence("0001")])
  }

  @Test func `commands joined are the job`() {
    var generator = Entropy(seed: 1)
    for _ in 0..<200 {
      let job = generator.commands(20)
      let commands = PrintDecoder.commands(in: job)
      #expect(commands.flatMap(\.bytes) == job)
      #expect(commands.map(\.offset) == commands.map(\.offset).sorted())
    }
  }

  @Test func `random lines come back as they were written`() {
    var generator = Entropy(seed: 2)
    // Letters that run from right to left come back in the order of the paper, not of the text.
    let pages = PrinterProfile.virtual80.pages.map(\.codePage)
    let alphabet =
      (pages.flatMap { page in
        (UInt8(0x20)...0xFF).map { page.character(for: $0) }
      }).filter { character in
        character < "\u{590}" && pages.contains { $0.byte(for: character) != nil }
      }
    for _ in 0..<500 {
      let count = Int.random(in: 0...48, using: &generator)
      let text = String((0..<count).compactMap { _ in alphabet.randomElement(using: &generator) })
      var encoder = PrintEncoder(for: .virtual80)
      encoder.line(text)
      #expect(encoder.substitutions == [])
      let page = Page(decoding: encoder.bytes, profile: .virtual80)
      guard case .line(let line) = page.items.first else {
        Issue.record("no line")
        continue
      }
      #expect(line.text == text)
    }
  }

  @Test func `a thousand random jobs are drawn without a crash`() {
    var generator = Entropy(seed: 3)
    for round in 0..<1000 {
      let job = round.isMultiple(of: 2) ? generator.bytes(300) : generator.commands(60)
      let page = Page(decoding: job, profile: round.isMultiple(of: 3) ? .generic58 : .virtual80)
      #expect(!page.svg().isEmpty)
      _ = page.text()
    }
  }

  @Test func `a block that declares more than follows is cut short`() {
    let job: [UInt8] = [0x1D, 0x38, 0x4C, 0xFF, 0xFF, 0xFF, 0xFF, 0x30, 0x70]
    #expect(PrintDecoder.commands(in: job).map(\.meaning) == [.truncated])
  }

  @Test func `image data is never taken for commands`() throws {
    // A drawer kick and a cut inside one row of an image.
    let data: [UInt8] = [0x1B, 0x70, 0, 50, 250, 0x1D, 0x56, 0]
    let job = [0x1D, 0x76, 0x30, 0, 8, 0, 1, 0] + data
    let bitmap = try #require(Bitmap(width: 64, height: 1, bytes: data))
    #expect(PrintDecoder.commands(in: job).map(\.meaning) == [.image(.init(bitmap))])
  }

  @Test func `a job without end stops at the limit`() {
    let job = [UInt8](repeating: 0x0A, count: PrintDecoder.commandLimit + 5)
    let commands = PrintDecoder.commands(in: job)
    #expect(commands.count == PrintDecoder.commandLimit + 1)
    #expect(commands.last?.meaning == .unread)
  }

  @Test func `text without a line end stays in the printer`() {
    let page = Page(decoding: Array("shown\nnot shown".utf8), profile: .virtual80)
    #expect(page.text() == "shown\n")
    #expect(String(page.unprinted.map(\.character)) == "not shown")
  }

  @Test func `a line too long goes on in the next one`() {
    let job = Array((String(repeating: "x", count: 40) + "\n").utf8)
    let page = Page(decoding: job, profile: .generic58)
    #expect(page.text() == String(repeating: "x", count: 32) + "\nxxxxxxxx\n")
  }

  @Test func `wide words keep the ends they are aligned to`() {
    var encoder = PrintEncoder(for: .generic58)
    encoder.set(Style(width: 2, height: 2))
    encoder.line("TOTAL      5.00")
    encoder.set(.center)
    encoder.line("SHOP")
    let page = Page(decoding: encoder.bytes, profile: .generic58)
    #expect(page.text() == "TOTAL                     5.00\n              SHOP\n")
  }

  @Test func `a real-time kick is seen as one`() {
    let page = Page(decoding: [0x10, 0x14, 1, 1, 2], profile: .virtual80)
    #expect(page.items == [.pulse(pin: 5)])
  }

  @Test func `SVG escapes what XML would read`() {
    let page = Page(decoding: Array("<a> & \"b\"\n".utf8), profile: .virtual80)
    #expect(page.svg().contains(">&lt;a&gt; &amp; &quot;b&quot;</text>"))
  }
}
