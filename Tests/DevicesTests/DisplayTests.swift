// What customer displays are sent, and that a name never becomes a command.

import ESCPOS
import Synchronization
import Testing

@testable import Devices

@Suite struct DisplayTests {
  private func text(_ left: String, _ right: String = "", columns: Int = 20) -> DisplayText {
    DisplayText((left, right), ("Total", "12.40"), columns: columns, page: .cp858)
  }

  @Test func `every line is exactly as wide as the display`() {
    for columns in [20, 40] {
      for left in ["", "Milk", "A very long product name that never ends at all, honestly so"] {
        for right in ["", "1.29", "123456.78"] {
          let line = text(left, right, columns: columns).upper
          #expect(line.count == columns)
          #expect(line.hasSuffix(right))
        }
      }
    }
  }

  @Test func `a name is cut before an amount is`() {
    #expect(text("Wholemeal bread sliced", "3.49").upper == "Wholemeal bread 3.49")
  }

  @Test func `what the display lacks is replaced and control bytes are spaces`() {
    let line = text("Jalapeño\u{1B}@\n漢", "2,40 €").upper
    #expect(line == "Jalapeño @ ?  2,40 €")
    let bytes = DisplayLanguage.epson.bytes(text("a\u{1B}\u{0C}\u{1F}b\u{7F}c"))
    #expect(bytes.filter { $0 < 0x20 } == [0x1F, 1, 1, 0x1F, 1, 2])
  }

  @Test func `each language writes both lines whole`() {
    let text = DisplayText(("A", "1"), ("B", "2"), columns: 20, page: .cp437)
    let upper = Array("A                  1".utf8)
    let lower = Array("B                  2".utf8)
    #expect(
      DisplayLanguage.epson.bytes(text) == [0x1F, 0x24, 1, 1] + upper + [0x1F, 0x24, 1, 2] + lower)
    #expect(
      DisplayLanguage.cd5220.bytes(text)
        == [0x1B, 0x51, 0x41] + upper + [0x0D, 0x1B, 0x51, 0x42] + lower + [0x0D])
    #expect(
      DisplayLanguage.aedex.bytes(text)
        == Array("!#1".utf8) + upper + [0x0D] + Array("!#2".utf8) + lower + [0x0D])
    #expect(
      DisplayLanguage.utc.bytes(text)
        == [0x1B, 0x75, 0x41] + upper + [0x0D, 0x1B, 0x75, 0x42] + lower + [0x0D])
    #expect(DisplayLanguage.logicControls.bytes(text) == [0x10, 0] + upper + [0x10, 20] + lower)
    #expect(
      DisplayLanguage.dsp800.bytes(text)
        == [4, 1, 0x50, 0x31, 0x17] + upper + [4, 1, 0x50, 0x45, 0x17] + lower)
  }
}

/// A line that keeps what was sent to it, and takes as much as it is told to.
final class PaperLine: PrinterLink, @unchecked Sendable {
  private let bell = Mailbox<Void>(bound: 64)
  private let log: ReportBytes
  private var events: [LinkEvent] = []
  var isSending = false
  var isDeaf: Bool

  init(_ log: ReportBytes, isDeaf: Bool = false) {
    self.log = log
    self.isDeaf = isDeaf
  }

  func open() throws(LinkFault) { log.opened() }
  func close() {}
  func begin(_ packet: [UInt8]) {
    isSending = true
    guard !isDeaf else { return }
    log.add(packet)
    events.append(.taken(packet.count))
    isSending = false
  }
  func cancel() {
    guard isSending else { return }
    isSending = false
    events.append(.taken(0))
  }
  func turn(milliseconds: Int64) -> [LinkEvent] {
    if events.isEmpty { _ = bell.take(waitingMilliseconds: min(milliseconds, 50)) }
    defer { events = [] }
    return events
  }
  func portStatus() -> UInt8? { nil }
  func wake() { _ = bell.put(()) }
}

/// Bytes that came over a line, from any thread.
final class ReportBytes: Sendable {
  private let state = Mutex<(bytes: [UInt8], opens: Int)>(([], 0))
  func add(_ bytes: [UInt8]) { state.withLock { $0.bytes += bytes } }
  func opened() { state.withLock { $0.opens += 1 } }
  var bytes: [UInt8] { state.withLock { $0.bytes } }
  var opens: Int { state.withLock { $0.opens } }
}

@Suite struct CustomerDisplayTests {
  @Test func `the latest text is shown and an older one forgotten`() {
    let log = ReportLog()
    let bytes = ReportBytes()
    let display = CustomerDisplay(
      id: "display0", link: { PaperLine(bytes) }, report: log.sink)
    for number in 1...500 { display.show(("Line", "\(number)"), ("", "")) }
    display.start()
    let last = DisplayLanguage.epson.bytes(
      DisplayText(("Line", "500"), ("", ""), columns: 20, page: .cp858))
    #expect(log.wait { _ in bytes.bytes.count >= last.count + 8 })
    display.stop()
    #expect(Array(bytes.bytes.suffix(last.count)) == last)
    #expect(bytes.bytes.count == DisplayLanguage.epson.beginning.count + last.count)
  }

  @Test func `a display that takes nothing is failed and stops at once when told to`() {
    let log = ReportLog()
    let display = CustomerDisplay(
      id: "display0", link: { PaperLine(ReportBytes(), isDeaf: true) }, report: log.sink)
    display.start()
    display.show(("A", "1"), ("", ""))
    #expect(log.wait { _ in log.conditions.contains(.failed) })
    display.stop()
  }
}
