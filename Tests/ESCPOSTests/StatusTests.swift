// Framing and meaning of what printers send.

import ESCPOS
import Testing
import Values

@Suite struct StatusTests {
  private func answers(_ bytes: [UInt8]) -> [StatusParser.Answer] {
    var parser = StatusParser()
    return bytes.compactMap { parser.receive($0) }
  }

  private func status(_ change: (inout PrinterStatus) -> Void) -> StatusParser.Answer {
    var status = PrinterStatus()
    change(&status)
    return .status(status)
  }

  @Test func `an idle printer is ready`() {
    #expect(answers([0x10, 0, 0, 0x0F]) == [.status(PrinterStatus())])
    #expect(PrinterStatus().isReady)
  }

  @Test func `paper, cover, knife and drawer have their bits`() {
    #expect(
      answers([0x1C, 0, 0x0F, 0, 0x38, 0x08, 0x03, 0]) == [
        status {
          $0.isDrawerPinHigh = true
          $0.isOffline = true
          $0.paper = .out
        },
        status {
          $0.isOffline = true
          $0.isCoverOpen = true
          $0.hasCutterError = true
          $0.paper = .nearEnd
        },
      ])
  }

  @Test func `later status bytes are not answers of their own`() {
    // 0x0C alone is an answer to GS r; within a status it is not.
    #expect(answers([0x10, 0, 0x0C, 0]).count == 1)
    #expect(answers([0x0C]) == [.byte(0x0C)])
  }

  @Test func `flow control within a status is skipped`() {
    #expect(answers([0x10, 0x13, 0, 0x11, 0, 0]) == [.status(PrinterStatus())])
  }

  @Test func `a broken status does not swallow the next one`() {
    #expect(answers([0x10, 0, 0x14, 0, 0, 0]) == [status { $0.isDrawerPinHigh = true }])
  }

  @Test func `a fence comes back with its id`() {
    let id = FenceID(job: 99)
    #expect(answers([0x37, 0x22] + id.bytes + [0]) == [.fence(id)])
    #expect(answers([0x37, 0x25, 0]) == [.cleared])
    #expect(answers([0x37, 0x22, 0x31, 0]) == [.block([0x37, 0x22, 0x31])])
  }

  @Test func `a block that never ends is dropped`() {
    #expect(answers([0x5F] + [UInt8](repeating: 0x41, count: 200) + [0x12]).last == .realTime(0x12))
  }

  @Test func `answers to DLE EOT change only what they speak of`() {
    var status = PrinterStatus()
    status.update(0x12 | 0x60, answering: .paper)
    status.update(0x12, answering: .printer)
    #expect(status.paper == .out)
    #expect(!status.isReady)
    status.update(0x12 | 0x0C, answering: .paper)
    #expect(status.paper == .nearEnd)
    #expect(status.isReady)
    #expect(StatusQuestion.paper.bytes == [0x10, 4, 4])
  }

  @Test func `no bytes make the parser stop`() {
    var generator = Entropy(seed: 4)
    var parser = StatusParser()
    for byte in generator.bytes(20_000) { _ = parser.receive(byte) }
    for byte: UInt8 in [0, 0, 0, 0, 0x37, 0x25, 0] {
      if parser.receive(byte) == .cleared { return }
    }
    Issue.record("the parser does not find its feet")
  }
}
