// How the emulated printer finds the ends of commands and hears what is real time among them.

import Testing
import Values

@testable import ESCPOS

@Suite struct EmulatorCommandTests {
  /// The commands that an assembler makes of bytes, and what it still holds.
  private func assembled(_ bytes: [UInt8]) -> (commands: [[UInt8]], rest: Int) {
    var assembler = CommandAssembler()
    var commands: [[UInt8]] = []
    var waiting = Array(bytes.reversed())
    while let byte = waiting.popLast() {
      guard let command = assembler.take(byte) else { continue }
      commands.append(command.bytes)
      // Some commands end only where the next byte cannot be theirs.
      waiting += command.rest.reversed()
    }
    return (commands, assembler.count)
  }

  /// The same by the decoder, whose runs of text are taken letter by letter.
  private func decoded(_ bytes: [UInt8]) -> [[UInt8]] {
    PrintDecoder.commands(in: bytes).flatMap { command -> [[UInt8]] in
      switch command.meaning {
      case .text: command.bytes.map { [$0] }
      case .truncated, .unread: []
      default: [command.bytes]
      }
    }
  }

  @Test func `byte by byte, commands end where the decoder ends them`() {
    var generator = Entropy(seed: 21)
    for round in 0..<300 {
      let bytes = round % 3 == 0 ? generator.bytes(200) : generator.commands(60)
      #expect(assembled(bytes).commands == decoded(bytes), "round \(round)")
    }
  }

  @Test func `a picture of megabytes is dropped and counted, and what follows is read`() {
    let (width, height) = (100, 20_000)
    let header: [UInt8] = [
      0x1D, 0x76, 0x30, 0, UInt8(width), 0, UInt8(height & 0xFF), UInt8(height >> 8),
    ]
    var assembler = CommandAssembler()
    for byte in header { #expect(assembler.take(byte) == nil) }
    var found: [CommandAssembler.Command] = []
    for _ in 0..<(width * height) {
      if let command = assembler.take(0x55) { found.append(command) }
    }
    #expect(found.count == 1)
    #expect(found.first?.isWhole == false)
    #expect(found.first?.bytes.count == CommandAssembler.limit)
    #expect(assembler.take(0x0A)?.bytes == [0x0A])
  }

  @Test func `real-time commands are heard anywhere, and nothing else is`() {
    func heard(_ bytes: [UInt8]) -> [[UInt8]] {
      var ear = RealTimeEar()
      return bytes.compactMap { ear.hear($0) }
    }
    #expect(heard([0x10, 0x10, 0x04, 0x01]) == [[0x10, 0x04, 0x01]])
    #expect(heard([0x10, 0x04, 0x10, 0x04, 0x02]) == [[0x10, 0x04, 0x02]])
    #expect(heard([0x10, 0x04, 0x07, 0x01]) == [[0x10, 0x04, 0x07, 0x01]])
    #expect(heard([0x10, 0x04, 0x05, 0x10, 0x05, 0x03]) == [])
    #expect(heard([0x10, 0x14, 1, 0, 8]) == [[0x10, 0x14, 1, 0, 8]])
    #expect(heard([0x10, 0x14, 1, 2, 8, 0x10, 0x14, 1, 0, 9]) == [])
    #expect(heard([0x10, 0x14, 8, 1, 3, 0x14, 1, 6, 2, 9]) == [])
    #expect(heard([0x10, 0x14, 2, 1, 8]) == [[0x10, 0x14, 2, 1, 8]])
    #expect(heard([0x04, 0x01, 0x10]) == [])
    for command in UrgentCommand.allCases { #expect(heard(command.bytes) == [command.bytes]) }
  }

  @Test func `status bytes say what the parser reads`() {
    for bits in 0..<512 {
      var status = PrinterStatus()
      status.isOffline = bits & 1 != 0
      status.isCoverOpen = bits & 2 != 0
      status.hasCutterError = bits & 4 != 0
      status.hasRecoverableError = bits & 8 != 0
      status.hasUnrecoverableError = bits & 16 != 0
      status.hasPassingError = bits & 32 != 0
      status.isDrawerPinHigh = bits & 64 != 0
      status.paper = bits & 128 != 0 ? .out : bits & 256 != 0 ? .nearEnd : .ok
      #expect(PrinterStatus(asb: status.asb) == status)
      var asked = PrinterStatus()
      for question in StatusQuestion.allCases {
        asked.update(status.answer(to: question), answering: question)
      }
      #expect(asked == status)
    }
  }
}
