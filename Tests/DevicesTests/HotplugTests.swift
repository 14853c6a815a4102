// What is plugged in: which nodes are whose, and what changed between two looks.

import Testing

@testable import Devices

@Suite struct HotplugTests {
  private let printer = UsbIdentity(vendor: 0x04B8, product: 0x0E15, serial: "A", port: "1-1")
  private let gun = UsbIdentity(vendor: 0x0C2E, product: 0x0901, serial: nil, port: "1-2")

  private func facts(
    _ subsystem: String, _ node: String, of identity: UsbIdentity,
    _ change: (inout PlugFacts) -> Void
  ) -> PlugFacts {
    var facts = PlugFacts()
    facts.subsystem = subsystem
    facts.node = node
    facts.identity = identity
    change(&facts)
    return facts
  }

  @Test func `a printer is known by its class, its model or its mark`() {
    func kind(_ identity: UsbIdentity, _ interfaces: String, mark: String? = nil) -> DeviceKind? {
      facts("usb", "/dev/bus/usb/001/004", of: identity) {
        $0.interfaces = interfaces
        $0.mark = mark
      }.device?.kind
    }
    #expect(kind(gun, ":030101:070102:") == .printer)
    #expect(kind(gun, ":ffff00:") == nil)
    #expect(kind(gun, ":ffff00:", mark: "printer") == .printer)
    #expect(kind(gun, ":080650:") == nil)
    let epson = UsbIdentity(vendor: 0x04B8, product: 0x0202, serial: nil, port: "1-1")
    #expect(kind(epson, ":ffffff:") == .printer)
    #expect(kind(epson, "") == nil)
  }

  @Test func `a keyboard is found and other input is not`() {
    func kind(_ node: String, isKeyboard: Bool) -> DeviceKind? {
      facts("input", node, of: gun) { $0.isKeyboard = isKeyboard }.device?.kind
    }
    #expect(kind("/dev/input/event3", isKeyboard: true) == .scanner)
    #expect(kind("/dev/input/event3", isKeyboard: false) == nil)
    #expect(kind("/dev/input/mouse0", isKeyboard: true) == nil)
    #expect(kind("", isKeyboard: true) == nil)
  }

  @Test func `a raw node is a scanner's by what it reports, by its mark only where that is hidden`()
  {
    // Usage page 8c, a scanner's collection with a byte of decoded data (HID POS 1.02, 4).
    let scanner: [UInt8] = [
      0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x09, 0xFE, 0x15, 0, 0x26, 0xFF, 0, 0x75, 8, 0x95, 1,
      0x81, 2, 0xC0,
    ]
    let keyboard: [UInt8] = [
      0x05, 1, 0x09, 6, 0xA1, 1, 0x05, 7, 0x19, 0xE0, 0x29, 0xE7, 0x15, 0, 0x25, 1, 0x75, 1, 0x95,
      8, 0x81, 2, 0xC0,
    ]
    func isScanner(_ reports: [UInt8]?, mark: String?) -> Bool {
      facts("hidraw", "/dev/hidraw0", of: gun) {
        $0.reports = reports
        $0.mark = mark
      }.device?.kind == .scanner
    }
    #expect(isScanner(scanner, mark: nil))
    #expect(!isScanner(keyboard, mark: "scanner"))
    #expect(isScanner(nil, mark: "scanner"))
    #expect(!isScanner(nil, mark: nil))
    for count in 0..<scanner.count { _ = isScanner(Array(scanner.prefix(count)), mark: nil) }
  }

  @Test func `a serial line is a printer's by its maker or its mark`() {
    func kind(_ node: String, of identity: UsbIdentity, mark: String? = nil) -> DeviceKind? {
      facts("tty", node, of: identity) { $0.mark = mark }.device?.kind
    }
    #expect(kind("/dev/ttyACM0", of: gun) == .scanner)
    #expect(kind("/dev/ttyUSB0", of: gun) == .scanner)
    #expect(kind("/dev/ttyACM0", of: printer) == .printer)
    #expect(kind("/dev/ttyACM0", of: gun, mark: "printer") == .printer)
    #expect(kind("/dev/ttyAMA0", of: gun) == nil)
    #expect(kind("/dev/ttyS0", of: gun) == nil)
  }

  @Test func `what is on no USB bus is not found`() {
    var facts = facts("input", "/dev/input/event0", of: gun) { $0.isKeyboard = true }
    facts.identity = nil
    #expect(facts.device == nil)
  }

  @Test func `people see maker and model, or numbers`() {
    let named = facts("input", "/dev/input/event3", of: gun) {
      $0.isKeyboard = true
      $0.manufacturer = "Honeywell"
      $0.product = "1900"
    }
    #expect(named.device?.name == "Honeywell 1900")
    let mute = facts("input", "/dev/input/event3", of: gun) { $0.isKeyboard = true }
    #expect(mute.device?.name.contains("0c2e:0901") == true)
  }

  @Test func `interfaces are read from descriptors, as far as these are true`() {
    let device: [UInt8] = [18, 1, 0, 2, 0, 0, 0, 64, 0xB8, 4, 2, 2, 0, 1, 1, 2, 3, 1]
    let configuration: [UInt8] = [9, 2, 32, 0, 1, 1, 0, 0xC0, 1]
    let interface: [UInt8] = [9, 4, 0, 0, 2, 7, 1, 2, 0]
    let whole = device + configuration + interface + interface
    #expect(PlugFacts.interfaces(in: whole) == ":070102:")
    #expect(PlugFacts.interfaces(in: device + configuration) == "")
    #expect(PlugFacts.interfaces(in: []) == "")
    // A length of 0 would never end, one beyond the end would read what is not there.
    #expect(PlugFacts.interfaces(in: device + [0, 4, 0, 0] + interface) == "")
    #expect(PlugFacts.interfaces(in: [200, 4, 0, 0, 0, 7, 1, 2]) == "")
    #expect(PlugFacts.interfaces(in: [3, 4, 0] + interface) == ":070102:")
    for count in 0..<whole.count { _ = PlugFacts.interfaces(in: Array(whole.prefix(count))) }
  }

  @Test(arguments: [
    ("10000 7 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe", true),
    ("fffffffe", true), ("1f0000 0 0 0", false), ("", false), ("xyz", false),
    ("fffffffe 0", false),
  ])
  func `a keyboard has all the keys from Esc to D`(keys: String, isKeyboard: Bool) {
    #expect(PlugFacts.isKeyboard(keys: keys) == isKeyboard)
  }

  // MARK: - Changes

  private func found(_ identity: UsbIdentity, node: String) -> FoundDevice {
    FoundDevice(
      kind: .printer, interface: .usb, identity: identity, node: node, name: "printer")
  }

  @Test func `no change is told as nothing`() {
    let one = found(printer, node: "/dev/bus/usb/001/004")
    #expect(Plugged.change(from: ["a": one], to: ["a": one]) == nil)
    #expect(Plugged.change(from: [:], to: [:]) == nil)
  }

  @Test func `what was pulled out and put back in has gone and come`() {
    let one = found(printer, node: "/dev/bus/usb/001/004")
    let again = found(printer, node: "/dev/bus/usb/001/005")
    let change = Plugged.change(from: ["1-1 4": one], to: ["1-1 5": again])
    #expect(change == Plugged(all: [again], came: [again], went: [one]))
    // Even where it comes back under the same name.
    let same = Plugged.change(from: ["1-1 4": one], to: ["1-1 5": one])
    #expect(same == Plugged(all: [one], came: [one], went: [one]))
  }

  @Test func `two equal printers come and go each by itself`() {
    let left = found(printer, node: "/dev/bus/usb/001/004")
    let right = found(
      UsbIdentity(vendor: 0x04B8, product: 0x0E15, serial: "A", port: "1-2"),
      node: "/dev/bus/usb/001/005")
    #expect(
      Plugged.change(from: ["a": left, "b": right], to: ["b": right])
        == Plugged(all: [right], went: [left]))
  }

  @Test func `the watch starts, tells what is there at least once, and stops`() async {
    let (first, telling) = AsyncStream.makeStream(of: Plugged.self)
    let hotplug = Hotplug(changed: { telling.yield($0) })
    #expect(hotplug.start())
    for await _ in first { break }
    hotplug.stop()
  }
}
