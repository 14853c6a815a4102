// Every command by itself: its meaning, its name, and what is left of it when it is cut short.

import ESCPOS
import Testing

@Suite struct DecoderCommandTests {
  @Test func `every command means what the manual says`() {
    for sample in decoderSamples {
      let commands = PrintDecoder.commands(in: sample.bytes + [0x41])
      #expect(
        commands.map(\.meaning) == [sample.meaning, .text([0x41])],
        "\(sample.bytes)")
    }
  }

  @Test func `a command cut short anywhere is truncated and loses no byte`() {
    for sample in decoderSamples {
      for count in 1..<max(2, sample.bytes.count) where count < sample.bytes.count {
        let part = Array(sample.bytes.prefix(count))
        let commands = PrintDecoder.commands(in: part)
        #expect(commands.map(\.meaning) == [.truncated], "\(part)")
        #expect(commands.flatMap(\.bytes) == part)
        _ = Page(commands, profile: .virtual80).svg()
      }
    }
  }

  @Test func `every command has the manual's name, and no name is without its command`() {
    var found: Set<String> = []
    for sample in decoderSamples {
      let commands = PrintDecoder.commands(in: sample.bytes)
      for command in commands {
        let name = CommandName(of: command)
        #expect(!name.command.hasPrefix("("), "\(sample.bytes)")
        found.insert(name.command)
        #expect(!command.explanation.unicodeScalars.contains { $0.value < 0x20 })
      }
    }
    #expect(Set(CommandName.spellings).subtracting(found) == [])
  }

  @Test func `names and meanings are told`() {
    func told(_ bytes: [UInt8]) -> String {
      PrintDecoder.commands(in: bytes).map { command in
        let name = CommandName(of: command)
        return "\(name.command) | \(name.title) | \(command.explanation)"
      }.joined(separator: "\n")
    }
    #expect(
      told(job(gs, "V", 66, 3))
        == "GS V | Select cut mode and cut paper | partial cut after 3 units")
    #expect(
      told(job(gs, "(k", 5, 0, "1P0", "ab"))
        == "GS ( k | Set up and print the symbol: QR Code, store the data | \"ab\"")
    #expect(told(job("A", 0x82)) == "(text) | Print data | \"A<82>\"")
    #expect(told([0x1F]) == "(unknown) | No command of ESC/POS | not understood: 1f")
    #expect(
      told(job(gs, "v0", 0, 9, 0))
        == "GS v | Print raster bit image | the job ends within this command")
  }

  @Test func `an image that declares more than follows takes what there is and no memory`() {
    let job = job(gs, "8L", 255, 255, 255, 255, "0p0", 1, 1, "1", 255, 255, 255, 255, 7)
    let commands = PrintDecoder.commands(in: job)
    #expect(commands.map(\.meaning) == [.truncated])
    #expect(commands[0].bytes == job)
    // Whole, but its own size is more than its data: nothing to draw.
    let short =
      [0x1D, 0x28, 0x4C, 11, 0] + Array("0p0".utf8) + [1, 1, 0x31, 255, 255, 255, 255, 7]
    #expect(PrintDecoder.commands(in: short).map(\.meaning) == [.setting])
  }

  @Test func `a tab list ends at a stop that goes back`() {
    #expect(
      PrintDecoder.commands(in: job(esc, "D", 8, 16, "\n", "x")).map(\.meaning)
        == [.tabs([8, 16]), .lineFeed, .text([0x78])])
  }

  @Test func `live commands are found inside data and only there`() {
    let image = job(gs, "v0", 0, 5, 0, 2, 0, [0, 0x10, 0x14, 1, 0, 0, 0x10, 0x04, 4, 9])
    let kick: [UInt8] = [0x10, 0x14, 1, 0, 1]
    let bytes = kick + image + kick + Array("plain\n".utf8)
    let commands = PrintDecoder.commands(in: bytes)
    #expect(PrintDecoder.live(in: bytes, commands: commands) == [5 + 9, 5 + 14])
    // Across the end of a command: an image whose last byte is DLE, then EOT 1.
    let across = job(gs, "v0", 0, 1, 0, 1, 0, 0x10, 0x04, 1)
    #expect(
      PrintDecoder.live(in: across, commands: PrintDecoder.commands(in: across)) == [8])
    #expect(PrintDecoder.live(in: [0x10], commands: []) == [])
    #expect(PrintDecoder.live(in: [0x41, 0x10, 0x04, 9], commands: []) == [])
  }
}
