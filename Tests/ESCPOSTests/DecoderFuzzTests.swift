// The decoder and the page against hostile bytes: no crash, no lost byte, bounded paper.

import ESCPOS
import Testing
import Values

@Suite struct DecoderFuzzTests {
  private func isWhole(_ bytes: [UInt8]) -> Bool {
    let commands = PrintDecoder.commands(in: bytes)
    var offset = 0
    for command in commands {
      guard command.offset == offset, !command.bytes.isEmpty else { return false }
      offset += command.bytes.count
    }
    return commands.flatMap(\.bytes) == bytes
  }

  @Test func `two hundred thousand random jobs lose no byte`() {
    var generator = Entropy(seed: 31)
    var bad = 0
    for round in 0..<200_000 {
      let count = Int(generator.next() % 24)
      var bytes = generator.bytes(count)
      // Most begin like a command, so that more than text is tried.
      if round % 4 != 0 { bytes.insert([0x1B, 0x1C, 0x1D, 0x10][round % 4], at: 0) }
      if !isWhole(bytes) { bad += 1 }
    }
    #expect(bad == 0)
  }

  @Test func `random commands are drawn in every way without a crash`() {
    var generator = Entropy(seed: 32)
    for round in 0..<600 {
      let bytes = (0..<12).flatMap { _ -> [UInt8] in
        var part = decoderSamples.randomElement(using: &generator)?.bytes ?? []
        if round % 3 == 0, !part.isEmpty {
          part[Int(generator.next() % UInt64(part.count))] = UInt8.random(
            in: 0...255, using: &generator)
        }
        return part + Array("ab \n".utf8)
      }
      draw(bytes, round)
    }
  }

  @Test func `a real job with any byte changed, left out or doubled is drawn without a crash`() {
    var generator = Entropy(seed: 33)
    for round in 0..<400 {
      var bytes = decoderSamples.shuffled(using: &generator).prefix(20).flatMap {
        $0.bytes + Array("Tea 2.40\n".utf8)
      }
      for _ in 0..<(1 + round % 4) {
        let index = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 4 {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(bytes[index], at: index)
        default: bytes = Array(bytes.prefix(index + 1))
        }
      }
      draw(bytes, round)
    }
  }

  private func draw(_ bytes: [UInt8], _ round: Int) {
    #expect(isWhole(bytes))
    let page = Page(decoding: bytes, profile: round.isMultiple(of: 2) ? .generic58 : .virtual80)
    _ = page.text()
    let svg = page.svg()
    #expect(XMLCheck.fault(in: svg) == nil, "\(bytes)")
    let height = page.heightDots()
    #expect(height <= Page.heightLimit)
    #expect(svg.contains("height=\"\(max(height, 1))\""))
    // Drawing all dots of tall pages would be all that this test does.
    guard height < 3000 else { return }
    #expect(page.bitmap(glyphs: BlockGlyphs()).height == height)
  }

  @Test func `a small job that feeds kilometres ends at the paper's limit`() {
    let bytes = [UInt8](repeating: 0, count: 60_000).indices.flatMap { _ -> [UInt8] in
      [0x1B, 0x64, 0xFF]
    }
    let page = Page(decoding: bytes, profile: .virtual80)
    #expect(page.heightDots() == Page.heightLimit)
    #expect(page.items.count < 40)
    #expect(page.text().hasSuffix("as long as this job]\n"))
  }

  @Test func `a macro that runs for ever ends`() {
    let bytes =
      job(gs, ":", "tea\n", gs, "^", 255, 0, 0, gs, ":")
      + (0..<20_000).flatMap { _ in job(gs, "^", 255, 0, 0) }
    let page = Page(decoding: bytes, profile: .virtual80)
    #expect(page.heightDots() <= Page.heightLimit)
    #expect(page.items.count <= Page.heightLimit / 24 + 2)
  }

  @Test func `a macro that writes one line over and over ends`() {
    let bytes =
      job(gs, ":", esc, "$", 0, 0, "x", gs, ":")
      + (0..<500).flatMap { _ in job(gs, "^", 255, 0, 0) }
    #expect(Page(decoding: bytes, profile: .virtual80).unprinted.count < 100_000)
  }

  @Test func `a logo printed over itself again and again ends`() {
    let bytes =
      job(gs, "*", 9, 40, [UInt8](repeating: 0xFF, count: 9 * 40 * 8))
      + (0..<20_000).flatMap { _ in job(gs, "/", 0, esc, "K", 255) }
    let page = Page(decoding: bytes, profile: .virtual80)
    #expect(page.items.count < 2000)
  }
}
