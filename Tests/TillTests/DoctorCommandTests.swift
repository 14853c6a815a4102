// `till doctor` on this machine and on one of files: that facts are found where they lie.

import Domains
import Foundation
import Testing
import Values
import Wire

@testable import till

@Suite(.serialized)
struct DoctorCommandTests {
  @Test func `it judges the till at the socket and says so as JSON`() throws {
    struct Report: Decodable {
      struct Entry: Decodable {
        let grade: String
        let what: String
        let found: String
        let fix: String?
      }
      let ok: Bool
      let findings: [Entry]
    }
    var shop = FakeTill.Shop()
    shop.paired["printer0"] = PairedDevice(kind: .printer, address: "file:/nonexistent/lp0")
    shop.states["printer0"] = ("failed", "there is no /nonexistent/lp0")
    let till = try FakeTill(shop)
    let run = try TillProcess(["doctor", "--json"], socket: till.path)
    let report = try JSON.decode(Report.self, from: run.out.utf8)
    #expect(run.code == 1 && !report.ok)
    let printer = report.findings.filter { $0.what == "printer" }
    #expect(printer.map(\.grade) == ["fail"])
    #expect(report.findings.allSatisfy { ($0.grade == "ok") == ($0.fix == nil) })
    #expect(till.now.writes.isEmpty)
  }

  @Test func `without a till it still looks at the machine`() throws {
    let run = try TillProcess(["doctor"], socket: "/nonexistent/till.sock")
    #expect(run.code == 1)
    #expect(run.out.contains("FAIL  socket") && run.out.contains("battery clock"))
  }

  /// A machine of files: a printer at port 1-2 with usblp, a scanner at 1-3, a rival.
  private func machine(_ body: (MachineEye) throws -> Void) throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "machine-\(UUID())")
    defer { try? FileManager.default.removeItem(at: root) }
    func write(_ path: String, _ text: String) throws {
      let file = root.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    func link(_ path: String, to target: String) throws {
      let file = root.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: file.path(), withDestinationPath: target)
    }
    let bus = root.path() + "/sys/devices/usb1"
    try write("sys/devices/usb1/1-2/busnum", "1\n")
    try write("sys/devices/usb1/1-2/devnum", "4\n")
    try write("sys/devices/usb1/1-2/1-2:1.0/bInterfaceClass", "07\n")
    try write("sys/bus/usb/drivers/usblp/bind", "")
    try link("sys/devices/usb1/1-2/1-2:1.0/driver", to: root.path() + "/sys/bus/usb/drivers/usblp")
    try link("sys/bus/usb/devices/1-2", to: bus + "/1-2")
    try write("sys/devices/usb1/1-3/1-3:1.0/input/input5/event5/dev", "13:69\n")
    try link(
      "sys/class/input/event5", to: bus + "/1-3/1-3:1.0/input/input5/event5")
    try write("sys/devices/usb1/1-33/1-33:1.0/input/input6/event6/dev", "13:70\n")
    try link(
      "sys/class/input/event6", to: bus + "/1-33/1-33:1.0/input/input6/event6")
    try write("dev/bus/usb/001/004", "")
    try write("dev/input/event5", "")
    try write("dev/input/event6", "")
    try write("proc/7/comm", "cups-usb\n")
    try link("proc/7/fd/3", to: "/dev/bus/usb/001/004")
    try write("proc/8/comm", "tilld\n")
    try link("proc/8/fd/3", to: "/dev/bus/usb/001/004")
    try write("proc/modules", "usbhid 65536 0 - Live 0x0\nevdev 1 0 - Live 0x0\n")
    try write("proc/sys/kernel/osrelease", "6.1.0-9-amd64\n")
    try write("lib/modules/6.1.0-9-amd64/modules.dep", "kernel/drivers/usb/class/cdc-acm.ko:\n")
    try write("etc/udev/rules.d/99-tilld.rules", "KERNEL==\"x\", GROUP=\"no-such-group\"\n")
    try write("sys/class/rtc/rtc0/since_epoch", "86400\n")
    try write("etc/systemd/system/tilld.service", "[Service]\nRestart=always\n")
    try write("etc/systemd/system/tilld.service.d/ip.conf", "IPAddressAllow=192.0.2.7\n")
    try body(MachineEye(root: root.path()))
  }

  private static let devices = [
    DeviceView(
      id: "printer0", kind: "printer", state: "ready", why: nil, address: Sample.epson),
    DeviceView(
      id: "scanner0", kind: "scanner", state: "ready", why: nil, address: Sample.honeywell),
  ]

  @Test func `facts are read where the system keeps them`() throws {
    try machine { eye in
      let facts = eye.facts(state: "/", socket: "/run/x", devices: Self.devices, paired: [:])
      #expect(
        facts.parts.map { $0.nodes.map(\.path) } == [
          ["/dev/bus/usb/001/004"], ["/dev/input/event5"],
        ])
      #expect(facts.parts[0].drivers == ["usblp"] && facts.parts[1].drivers == [])
      #expect(facts.parts[0].nodes[0].holders == ["cups-usb (process 7)"])
      #expect(facts.programs == ["cups-usb", "tilld"])
      #expect(facts.modules.isSuperset(of: ["usbhid", "evdev", "cdc_acm"]))
      #expect(facts.rulesGroups == ["no-such-group"] && !facts.groups.contains("no-such-group"))
      #expect(facts.hardwareClock == 86_400 && facts.hasUSB && facts.kernel == "6.1.0-9-amd64")
      #expect(facts.unit?.text.contains("IPAddressAllow=192.0.2.7") == true)
      #expect(facts.isSynchronised == nil)
    }
  }

  @Test func `an empty machine has no facts and no crash`() {
    let eye = MachineEye(root: "/nonexistent")
    let facts = eye.facts(
      state: "/nonexistent", socket: "/nonexistent", devices: Self.devices, paired: [:])
    #expect(facts.parts.allSatisfy { $0.nodes.isEmpty } && facts.storage == nil && !facts.hasUSB)
    #expect(MachineChecks.findings(facts).contains { $0.grade == .fail })
  }
}
