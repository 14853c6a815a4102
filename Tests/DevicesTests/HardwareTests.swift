// What can be known of real hardware without any: choices, refusals, layouts, pictures.

import Foundation
import Scanner
import Testing

@testable import Devices

struct UsbTests {
  private func interface(
    _ number: UInt8, _ alternate: UInt8 = 0, class deviceClass: UInt8 = 7, subclass: UInt8 = 1,
    protocol code: UInt8, endpoints: [UInt8] = [0x01, 0x82]
  ) -> UsbInterface {
    UsbInterface(
      number: number, alternate: alternate, deviceClass: deviceClass, subclass: subclass,
      protocolCode: code, bulkEndpoints: endpoints)
  }

  @Test func `listing the printers of any machine gives an answer`() {
    let printers = UsbPrinters.list()
    #expect(printers.allSatisfy { $0.output & 0x80 == 0 && !$0.identity.port.isEmpty })
  }

  @Test func `the two-way setting of a printer is preferred`() {
    let settings = [
      interface(0, 0, protocol: 1, endpoints: [0x02]), interface(0, 1, protocol: 3),
      interface(0, 2, protocol: 2, endpoints: [0x81, 0x02]),
    ]
    let chosen = UsbPrinters.choose(from: settings, vendor: 0x0519, product: 1)
    #expect(chosen?.alternate == 2)
    #expect(chosen?.output == 0x02)
    #expect(chosen?.input == 0x81)
    let mute = UsbPrinters.choose(from: [settings[0]], vendor: 0x0519, product: 1)
    #expect(mute?.output == 0x02)
    #expect(mute?.input == nil)
  }

  @Test func `Epson's vendor class is a printer and other vendor classes are not`() {
    let own = [interface(0, class: 0xFF, subclass: 0, protocol: 0)]
    #expect(UsbPrinters.choose(from: own, vendor: 0x04B8, product: 0x0202)?.number == 0)
    #expect(UsbPrinters.choose(from: own, vendor: 0x04B8, product: 0x0203) == nil)
    #expect(UsbPrinters.choose(from: own, vendor: 0x0483, product: 0x0202) == nil)
  }

  @Test func `a device without a printer interface or without a way in is none`() {
    #expect(UsbPrinters.choose(from: [], vendor: 0x04B8, product: 0x0202) == nil)
    let keyboard = [interface(0, class: 3, subclass: 1, protocol: 1)]
    #expect(UsbPrinters.choose(from: keyboard, vendor: 0x0C2E, product: 1) == nil)
    let deaf = [interface(0, protocol: 2, endpoints: [0x82])]
    #expect(UsbPrinters.choose(from: deaf, vendor: 0x0519, product: 1) == nil)
  }

  @Test func `an identity names maker, model, serial and port`() throws {
    let identity = UsbIdentity(vendor: 0x4B8, product: 0xE15, serial: "X1", port: "1-2.3")
    #expect(identity.text == "04b8:0e15:X1:1-2.3")
    let folder = try TemporaryFolder()
    let device = folder.file("bus/usb/devices/1-2.3")
    try FileManager.default.createDirectory(atPath: device, withIntermediateDirectories: true)
    try Data("X1 23\n".utf8).write(to: URL(filePath: device + "/serial"))
    #expect(UsbIdentity.serial(atPort: "1-2.3", sysfs: folder.path) == "X1 23")
    #expect(UsbIdentity.serial(atPort: "1-2.4", sysfs: folder.path) == nil)
  }
}

struct HotplugTests {
  @Test func `printers are known by class or mark, scanners by mark alone`() {
    func kind(
      _ subsystem: String, interfaces: String? = nil, node: String? = nil, mark: String? = nil
    ) -> DeviceKind? {
      Hotplug.kind(
        of: Hotplug.Facts(subsystem: subsystem, interfaces: interfaces, node: node, mark: mark))
    }
    #expect(kind("usb", interfaces: ":030101:070102:") == .printer)
    #expect(kind("usb", interfaces: ":ffff00:", mark: "printer") == .printer)
    #expect(kind("usb", interfaces: ":ffff00:") == nil)
    #expect(kind("usb", interfaces: ":080650:") == nil)
    #expect(kind("input", node: "/dev/input/event3", mark: "scanner") == .scanner)
    #expect(kind("input", node: "/dev/input/event3") == nil)
    #expect(kind("input", node: "/dev/input/mouse0", mark: "scanner") == nil)
    #expect(kind("input", mark: "scanner") == nil)
    #expect(kind("block", mark: "printer") == nil)
  }

  @Test func `the watch starts and stops on any machine`() {
    let hotplug = Hotplug(report: { _ in })
    #expect(hotplug.start())
    hotplug.stop()
  }
}

struct EvdevScannerTests {
  private func firstState(at path: String) -> DeviceState? {
    let log = ReportLog()
    let scanner = EvdevScanner(path: path, id: "s", report: log.sink)
    scanner.start()
    defer { scanner.stop() }
    guard log.wait(until: { !$0.isEmpty }), case .state(let state) = log.all[0] else { return nil }
    return state
  }

  @Test func `what is no input device is refused`() {
    let state = firstState(at: "/dev/null")
    #expect(state?.condition == .failed)
    #expect(state?.why == "/dev/null is not an input device")
  }

  @Test func `a node that is not there is absent`() {
    let state = firstState(at: "/dev/input/event-none")
    #expect(state?.condition == .absent)
  }

  @Test func `a scanner that stays away is told once`() {
    let log = ReportLog()
    let scanner = EvdevScanner(path: "/dev/input/event-none", id: "s", report: log.sink)
    scanner.start()
    usleep(1_300_000)
    scanner.stop()
    #expect(log.conditions == [.absent])
  }

  @Test func `a held scanner tells how to find its holder`() {
    let fault = InputNode.Fault.heldByAnother("/dev/input/event3")
    #expect(fault.description.contains("fuser -v /dev/input/event3"))
    #expect(!fault.isAbsence)
  }
}

struct KeyLayoutTests {
  // Key codes of linux/input-event-codes.h.
  private let digits: [UInt16] = [11, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  private let keypad: [UInt16] = [82, 79, 80, 81, 75, 76, 77, 71, 72, 73]
  private let enter: UInt16 = 28
  private let leftShift: UInt16 = 42
  private let leftControl: UInt16 = 29
  private let capsLock: UInt16 = 58
  private let rightBrace: UInt16 = 27
  private let keyA: UInt16 = 30

  private func type(_ keys: [UInt16], on layout: KeyLayout) -> String {
    keys.map { key in
      defer { _ = layout.text(ofKey: key, isDown: false) }
      return layout.text(ofKey: key, isDown: true)
    }.joined()
  }

  @Test func `digits come from both rows of digit keys`() throws {
    let layout = try #require(KeyLayout())
    #expect(type(digits, on: layout) == "0123456789")
    #expect(type(keypad, on: layout) == "0123456789")
    #expect(type([enter], on: layout) == "\r")
  }

  @Test func `Shift and Caps Lock are the scanner's own`() throws {
    let layout = try #require(KeyLayout())
    #expect(type([keyA], on: layout) == "a")
    #expect(layout.text(ofKey: leftShift, isDown: true) == "")
    #expect(type([keyA], on: layout) == "A")
    #expect(layout.text(ofKey: leftShift, isDown: false) == "")
    #expect(type([capsLock, keyA], on: layout) == "A")
    #expect(type([keyA], on: try #require(KeyLayout())) == "a")
  }

  @Test func `a reset lets go of a stuck Shift and keeps the keypad's digits`() throws {
    let layout = try #require(KeyLayout())
    _ = layout.text(ofKey: leftShift, isDown: true)
    layout.reset()
    #expect(type([keyA] + keypad, on: layout) == "a0123456789")
  }

  @Test func `the GS1 separator arrives as Ctrl and a bracket`() throws {
    let layout = try #require(KeyLayout())
    _ = layout.text(ofKey: leftControl, isDown: true)
    #expect(layout.text(ofKey: rightBrace, isDown: true) == "\u{1D}")
  }

  @Test func `an unknown layout is nil`() {
    #expect(KeyLayout("no-such-layout") == nil)
  }
}

struct ScannerKeyboardTests {
  private let shift: UInt16 = 42
  private let keyA: UInt16 = 30
  private let enter: UInt16 = 28

  private func keyboard() throws -> ScannerKeyboard {
    let layout = try #require(KeyLayout())
    return ScannerKeyboard(layout: layout, framing: .terminated(patienceMicroseconds: 1_000_000))
  }

  /// Presses and releases keys one millisecond apart.
  private func type(
    _ keys: [UInt16], on keyboard: inout ScannerKeyboard, from start: Int64 = 0
  ) -> [KeyBurst.Outcome] {
    var outcomes: [KeyBurst.Outcome] = []
    for (index, key) in keys.enumerated() {
      let time = start + Int64(index) * 1_000
      for isDown in [true, false] {
        let event = InputNode.Event.key(code: key, isDown: isDown, at: time)
        outcomes.append(keyboard.receive(event, now: time))
      }
    }
    return outcomes.filter { $0 != .nothing }
  }

  @Test func `keys become a scan`() throws {
    var keyboard = try keyboard()
    #expect(type([5, 11, 11, 7, enter], on: &keyboard) == [.scan("4006")])
    #expect(keyboard.deadline == nil)
  }

  @Test func `a Shift whose release was lost does not reach the next scan`() throws {
    var keyboard = try keyboard()
    _ = keyboard.receive(.key(code: shift, isDown: true, at: 0), now: 0)
    #expect(type([keyA, enter], on: &keyboard) == [.scan("A")])
    #expect(type([keyA, enter], on: &keyboard, from: 50_000) == [.scan("a")])

    _ = keyboard.receive(.key(code: shift, isDown: true, at: 100_000), now: 100_000)
    #expect(keyboard.receive(.lost, now: 101_000) == .rejected(.eventsLost))
    #expect(type([keyA, enter], on: &keyboard, from: 101_000) == [])
    #expect(type([keyA, enter], on: &keyboard, from: 900_000) == [.scan("a")])
  }

  @Test func `an unplugged scanner's half scan is rejected`() throws {
    var keyboard = try keyboard()
    #expect(type([2, 3], on: &keyboard) == [])
    #expect(keyboard.unplugged() == .rejected(.unplugged))
  }
}

struct BarcodePictureTests {
  private func dots(_ picture: BarcodePicture, row: Int) -> String {
    String(
      (0..<picture.widthDots).map { column in
        picture.rows[row][column / 8] & (0x80 >> UInt8(column % 8)) == 0 ? "0" : "1"
      })
  }

  @Test func `an EAN-13 has 95 modules between its quiet zones`() throws {
    let picture = try BarcodePicture(
      drawing: "4006381333931", as: .ean13, moduleDots: 1, heightDots: 24)
    let row = dots(picture, row: 0)
    let bars = String(row.drop { $0 == "0" }.reversed().drop { $0 == "0" }.reversed())
    // Guards, the left hand's parity pattern of a leading 4 (LGLLGG) and the right hand, by the
    // tables of GS1 General Specifications 5.2.1.
    let left = ["0001101", "0100111", "0101111", "0111101", "0001001", "0110011"]
    let right = ["1000010", "1000010", "1000010", "1110100", "1000010", "1100110"]
    #expect(bars == "101" + left.joined() + "01010" + right.joined() + "101")
    #expect(picture.rows.count == 24)
    #expect(picture.rows.allSatisfy { $0 == picture.rows[0] })
  }

  @Test func `modules grow by whole dots`() throws {
    let one = try BarcodePicture(drawing: "ABC-123", as: .code128, moduleDots: 1)
    let three = try BarcodePicture(drawing: "ABC-123", as: .code128, moduleDots: 3)
    #expect(three.widthDots == one.widthDots * 3)
    #expect(dots(three, row: 0) == dots(one, row: 0).map { "\($0)\($0)\($0)" }.joined())
  }

  @Test func `a QR code is square and has its finder in the corner`() throws {
    let picture = try BarcodePicture(drawing: "https://example.org/€", as: .qr, moduleDots: 1)
    #expect(picture.rows.count == picture.widthDots)
    #expect(dots(picture, row: 3).allSatisfy { $0 == "0" })
    #expect(dots(picture, row: 4).dropFirst(4).hasPrefix("11111110"))
    #expect(dots(picture, row: 5).dropFirst(4).hasPrefix("10000010"))
  }

  @Test func `a GS1 code takes its identifiers in brackets`() throws {
    _ = try BarcodePicture(drawing: "[01]09506000134352[17]271231", as: .gs1Code128)
    _ = try BarcodePicture(drawing: "[01]09506000134352", as: .gs1DataMatrix)
    #expect(throws: BarcodeFault.self) {
      _ = try BarcodePicture(drawing: "[01]09506000134353", as: .gs1Code128)
    }
  }

  @Test func `what does not fit is refused with words`() throws {
    let fault = #expect(throws: BarcodeFault.self) {
      try BarcodePicture(drawing: "ABC", as: .ean13)
    }
    guard case .refused(let words) = try #require(fault) else {
      Issue.record("refused is expected, not \(String(describing: fault))")
      return
    }
    #expect(!words.isEmpty)
    #expect(throws: BarcodeFault.notDrawn(.other)) { try BarcodePicture(drawing: "1", as: .other) }
    #expect(throws: BarcodeFault.refused("nothing to draw")) {
      try BarcodePicture(drawing: "", as: .qr)
    }
  }
}
