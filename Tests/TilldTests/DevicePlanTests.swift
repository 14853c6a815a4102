// The plan of devices: which paired device is which plugged one, and how it is spoken to.

import Devices
import Domains
import Scanner
import Testing
import Wire

@testable import tilld

@Suite struct DevicePlanTests {
  private func usb(_ serial: String? = nil, port: String, product: UInt16 = 0x0E15) -> UsbIdentity {
    UsbIdentity(vendor: 0x04B8, product: product, serial: serial, port: port)
  }

  private func found(
    _ identity: UsbIdentity, _ kind: DeviceKind = .printer,
    _ interface: FoundDevice.Interface = .usb, node: String = "/dev/bus/usb/001/004"
  ) -> FoundDevice {
    FoundDevice(kind: kind, interface: interface, identity: identity, node: node, name: "It")
  }

  private func paired(_ identity: UsbIdentity, _ kind: PairedDevice.Kind = .printer) -> PairedDevice
  {
    PairedDevice(kind: kind, address: "usb:\(identity.text)")
  }

  private func plan(
    _ devices: [String: PairedDevice], _ plugged: [FoundDevice], before: DevicePlan = DevicePlan()
  ) -> DevicePlan { DevicePlan(devices, scanners: [:], plugged: plugged, before: before) }

  @Test func `two equal printers are told apart by their port`() {
    let left = usb(port: "1-1")
    let right = usb(port: "1-2")
    let plan = plan(["a": paired(left), "b": paired(right)], [found(left), found(right)])
    #expect(plan.devices["a"]?.way == .link(.usb(left), besides: [.usb(right)]))
    #expect(plan.devices["b"]?.way == .link(.usb(right), besides: [.usb(left)]))
    #expect(plan.used == [left, right] && plan.moves.isEmpty)
    #expect(plan.unpaired([found(left), found(right)]).isEmpty)
  }

  @Test func `a twin that is not paired stays unpaired`() {
    let own = usb(port: "1-1")
    let twin = usb(port: "1-2")
    let plan = plan(["a": paired(own)], [found(own), found(twin)])
    #expect(plan.unpaired([found(own), found(twin)]).map(\.identity) == [twin])
  }

  @Test func `a device that moved keeps its name and says so`() {
    let home = usb("J5LK012345", port: "1-1")
    let now = usb("J5LK012345", port: "1-4")
    let plan = plan(["a": paired(home)], [found(now)])
    #expect(plan.used == [now])
    #expect(plan.moves["a"]?.contains("1-4") == true)
  }

  @Test(arguments: ["0000000000", "1"])
  func `a serial number of no worth makes nothing a moved device`(serial: String) {
    let plan = plan(
      ["a": paired(usb(serial, port: "1-1"))], [found(usb(serial, port: "1-4"))])
    #expect(plan.used.isEmpty && plan.moves.isEmpty)
  }

  @Test func `a scanner is read by the best of its nodes`() {
    let gun = usb(port: "1-3")
    let keys = found(gun, .scanner, .evdev, node: "/dev/input/event3")
    let line = found(gun, .scanner, .tty, node: "/dev/ttyACM0")
    let raw = found(gun, .scanner, .hidraw, node: "/dev/hidraw0")
    let devices = ["s": paired(gun, .scanner)]
    #expect(plan(devices, [keys, line, raw]).devices["s"]?.way == .node(raw))
    #expect(plan(devices, [keys, line]).devices["s"]?.way == .node(line))
    #expect(plan(devices, [keys]).devices["s"]?.way == .node(keys))
    guard case .none(.absent, _)? = plan(devices, []).devices["s"]?.way else {
      Issue.record("a scanner that is not there is absent")
      return
    }
  }

  @Test func `one device with three nodes is found once`() {
    let gun = usb(port: "1-3")
    let nodes = [
      found(gun, .scanner, .evdev), found(gun, .scanner, .tty), found(gun, .scanner, .hidraw),
    ]
    #expect(DevicePlan().unpaired(nodes).count == 1)
  }

  @Test func `a scanner's settings come by its identity, and bad ones do no harm`() {
    let gun = usb(port: "1-3")
    let devices = ["s": paired(gun, .scanner)]
    let french = DevicePlan(
      devices, scanners: [gun.text: .object(["layout": .string("fr")])], plugged: [])
    #expect(french.devices["s"]?.settings.layout == "fr")
    let bad = DevicePlan(devices, scanners: [gun.text: .string("x")], plugged: [])
    #expect(bad.devices["s"]?.settings == ScannerSettings())
  }

  @Test func `a printer whose only way is a serial line keeps it while it is pulled out`() {
    let printer = usb(port: "1-3")
    let line = found(printer, .printer, .tty, node: "/dev/ttyACM0")
    let devices = ["a": paired(printer)]
    let now = plan(devices, [line])
    let way = PlannedDevice.Way.link(.serial(SerialLine(path: "/dev/ttyACM0")), besides: [])
    #expect(now.devices["a"]?.way == way)
    #expect(plan(devices, [], before: now).devices["a"]?.way == way)
    #expect(plan(devices, [found(printer)], before: now).devices["a"]?.way != way)
  }

  @Test func `an address that is none fails with words`() {
    for (kind, address) in [
      (PairedDevice.Kind.printer, "nowhere"), (.scanner, "tcp:192.0.2.1:9100"),
    ] {
      let plan = plan(["a": PairedDevice(kind: kind, address: address)], [])
      guard case .none(.failed, let why)? = plan.devices["a"]?.way else {
        Issue.record("\(address) fails")
        continue
      }
      #expect(why?.contains(address) == true)
    }
  }

  @Test func `a device of another kind beside it restarts nothing`() {
    let printer = usb(port: "1-1")
    let other = UsbIdentity(vendor: 0x0C2E, product: 0x0901, serial: nil, port: "1-9")
    let alone = plan(["a": paired(printer)], [found(printer)])
    let both = plan(["a": paired(printer), "s": paired(other, .scanner)], [found(printer)])
    #expect(alone.devices["a"] == both.devices["a"])
  }
}
