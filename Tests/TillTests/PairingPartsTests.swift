// The parts that pairing is made of: the barcode on a terminal, and which profile is offered.

import Domains
import ESCPOS
import Testing

@testable import till

struct PairingPartsTests {
  @Test func `bars are whole blocks where there is room, and half ones where there is not`() throws
  {
    let wide = try #require(
      TerminalBarcode.lines("48120573", columns: 200, isColoured: false).first)
    let narrow = try #require(
      TerminalBarcode.lines("48120573", columns: 80, isColoured: false).first)
    // Start, four pairs of digits, a check sign of 11 modules each, a stop of 13, two quiet zones.
    #expect(wide.count == 11 * 6 + 13 + 20)
    #expect(narrow.count == (wide.count + 1) / 2)
    let halves: [Character: String] = ["█": "██", "▌": "█ ", "▐": " █", " ": "  "]
    let unfolded = narrow.map { halves[$0] ?? "?" }.joined()
    #expect(unfolded.hasPrefix(wide))
    #expect(wide.hasPrefix("          ██ █") && wide.hasSuffix("          "))
  }

  @Test func `a terminal that is too narrow gets no bars that could not be read`() {
    #expect(TerminalBarcode.lines("48120573", columns: 40, isColoured: true).isEmpty)
  }

  @Test func `colours make the bars dark on light whatever the terminal is`() throws {
    let line = try #require(TerminalBarcode.lines("1234", columns: 80, isColoured: true).first)
    #expect(line.hasPrefix("\u{1B}[30;107m") && line.hasSuffix("\u{1B}[0m"))
  }

  @Test func `every line is the same, so that a tilted scanner finds one`() {
    #expect(Set(TerminalBarcode.lines("1234", columns: 80, isColoured: false)).count == 1)
  }

  @Test(arguments: [
    ("EPSON TM-T88VI", "usb:04b8:0202:X:1-1", "epson-tm-t88vi"),
    ("EPSON TM-T88V", "usb:04b8:0202:X:1-1", "epson-tm-t88v"),
    ("epson tm t20iii receipt", "", "epson-tm-t20iii"),
    ("a thing", "usb:04b8:0e28:X:1-1", "epson-tm-t20iii"), ("a thing", "", "generic80"),
    ("", "", "generic80"),
  ])
  func `the profile that fits best is offered first`(name: String, address: String, first: String) {
    let device = DeviceView(
      id: "x", kind: "printer", state: "absent", why: nil, address: address, name: name)
    let offered = ProfileChoice.offered(for: device).map(\.name)
    #expect(offered.first == first)
    #expect(Set(offered).count == offered.count && !offered.contains("virtual"))
    #expect(offered.contains("generic58"))
  }

  @Test func `the profile in use is the first for a printer in use`() {
    let device = DeviceView(
      id: "x", kind: "printer", state: "ready", why: nil, name: "TM-T88VI", profile: "generic58")
    #expect(ProfileChoice.offered(for: device).first?.name == "generic58")
  }
}
