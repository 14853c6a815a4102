// Scanners' reports, descriptors that are honest and those that lie, and the words of commands.

import Scanner
import Testing

@testable import tillrig

private func options(_ text: String) throws -> Options {
  try Options(text.split(separator: " "))
}

/// Reports of an IN endpoint, as a host that polls all the time gets them.
private func reports(_ device: any SimulatedDevice) -> [[UInt8]] {
  var reports: [[UInt8]] = []
  while let report = device.give(at: 0x81) { reports.append(report) }
  return reports
}

@Suite struct DeviceTests {
  @Test func `a scan is typed key by key, with Shift where the layout has it`() throws {
    var words = try options("suffix=")
    let keyboard = try KeyboardScanner(&words)
    try keyboard.scan("4aA")
    let up = [UInt8](repeating: 0, count: 8)
    #expect(
      reports(keyboard) == [
        [0, 0, 0x21, 0, 0, 0, 0, 0], up, [0, 0, 0x04, 0, 0, 0, 0, 0], up,
        [2, 0, 0x04, 0, 0, 0, 0, 0], up,
      ])
  }

  @Test func `a French scanner holds Shift for its digits`() throws {
    var words = try options("suffix= layout=fr")
    let keyboard = try KeyboardScanner(&words)
    try keyboard.scan("4")
    #expect(reports(keyboard).first == [2, 0, 0x21, 0, 0, 0, 0, 0])
  }

  @Test func `what a layout cannot type is refused`() throws {
    var words = try options("")
    let keyboard = try KeyboardScanner(&words)
    #expect(throws: Refusal.self) { try keyboard.scan("漢") }
  }

  @Test func `a code longer than a report says that more follows`() throws {
    var words = try options("")
    let scanner = try PosScanner(&words)
    try scanner.scan("]Q1" + String(repeating: "7", count: 60))
    let reports = reports(scanner)
    #expect(reports.map(\.count) == [64, 64])
    #expect(reports.map { $0[1] } == [56, 4] && reports.map { $0[63] } == [1, 0])
    #expect(Array(reports[0][2..<5]) == Array("]Q1".utf8))
  }

  @Test func `an honest configuration is as long as it says`() throws {
    for text in ["", "class=epson", "mute=yes", "alternates=yes"] {
      var words = try options(text)
      let configuration = try PrinterDevice(&words).descriptors.configuration
      #expect(Int(configuration[2]) | Int(configuration[3]) << 8 == configuration.count)
    }
  }

  @Test(arguments: HostileDevice.lies)
  func `each lie differs from an honest printer`(lie: String) throws {
    var words = try options("lie=\(lie)")
    let device = try HostileDevice(&words).descriptors
    var honest = try options("vid=0416 pid=5011 serial=666")
    let printer = try PrinterDevice(&honest).descriptors
    #expect(device.configuration != printer.configuration || device.device != printer.device)
  }

  @Test func `what nobody understands is refused by its name`() throws {
    var words = try options("serial=A colour=red")
    _ = try PrinterDevice(&words)
    #expect(throws: Refusal.self) { try words.finish() }
    #expect(throws: Refusal.self) { try options("serial") }
    #expect(throws: Refusal.self) { try Escapes.text("\\q") }
    #expect(try Escapes.text("a\\x1d\\r") == "a\u{1D}\r")
    #expect(Hexadecimal.bytes("0g") == nil && Hexadecimal.bytes("1D00") == [0x1D, 0])
  }

  @Test func `a serial number left empty is none`() throws {
    var words = try options("serial=")
    let descriptors = try PrinterDevice(&words).descriptors
    #expect(descriptors.device[16] == 0 && descriptors.strings[2] == nil)
  }
}
