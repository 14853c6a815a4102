// A till's devices as a file: what it may hold, what becomes of it elsewhere, and the way round.

import Domains
import Foundation
import Testing
import Values
import Wire

@testable import till

@Suite(.serialized)
struct DeviceCloneTests {
  private static let printer = PairedDevice(
    kind: .printer, address: Sample.epson, profile: "epson-tm-t20iii",
    drawer: DrawerWiring(pin: 5, sensor: .openIsLow), name: "Front")
  private static let scanner = PairedDevice(
    kind: .scanner, address: Sample.honeywell, name: "Honeywell")
  private static let typed = AnyJSON.object(["layout": .string("fr")])
  private static let routes = PrintRoutes(["receipt": .init(printers: ["printer0"])])
  private static let clone = DeviceClone(
    till: "T1", devices: ["printer0": printer, "scanner0": scanner],
    scanners: ["0c2e:0901::1-3": typed], routes: routes)

  private static func view(_ address: String, _ kind: String = "printer") -> DeviceView {
    DeviceView(
      id: address, kind: kind, state: "absent", why: nil, address: address, paired: false)
  }

  private static func plan(
    _ present: [DeviceView], paired: [String: PairedDevice] = [:], choices: [String: String] = [:]
  ) -> ClonePlan {
    ClonePlan(
      clone,
      for: .init(devices: paired, scanners: [:], routes: PrintRoutes(), present: present),
      choices: choices)
  }

  @Test func `what is here already is left alone`() {
    let plan = ClonePlan(
      Self.clone,
      for: .init(
        devices: Self.clone.devices, scanners: Self.clone.scanners, routes: Self.routes, present: []
      ))
    #expect(plan.fates == ["printer0": .same, "scanner0": .same])
    #expect(plan.isWhole && !plan.changesDevices && !plan.changesScanners && !plan.changesRoutes)
  }

  @Test func `one of the same make stands for the other till's device, with all it learned`() {
    let plan = Self.plan([
      Self.view("usb:04b8:0e28:B7:3-1"), Self.view("usb:0c2e:0901:X:2-4", "scanner"),
    ])
    #expect(plan.isWhole)
    #expect(plan.devices["printer0"]?.address == "usb:04b8:0e28:B7:3-1")
    #expect(plan.devices["printer0"]?.drawer == Self.printer.drawer)
    #expect(plan.scanners == ["0c2e:0901:X:2-4": Self.typed])
    #expect(plan.routes == Self.routes)
  }

  @Test func `the very device goes before its like`() {
    let plan = Self.plan([Self.view("usb:04b8:0e28:A0:1-1"), Self.view(Sample.epson)])
    #expect(plan.fates["printer0"] == .new(address: Sample.epson))
  }

  @Test func `several of the same make are asked about, and the answer counts`() {
    let two = [Self.view("usb:04b8:0e28:B:1-1"), Self.view("usb:04b8:0e28:C:1-2")]
    let addresses = two.compactMap(\.address)
    #expect(Self.plan(two).fates["printer0"] == .ambiguous(addresses))
    let chosen = Self.plan(two, choices: ["printer0": addresses[1]])
    #expect(chosen.fates["printer0"] == .new(address: addresses[1]))
    let wrong = Self.plan(two, choices: ["printer0": "usb:04b8:0e28:Z:9-9"])
    #expect(wrong.fates["printer0"] == .ambiguous(addresses))
  }

  @Test func `a keyboard or another model takes no place`() {
    let plan = Self.plan([
      Self.view("usb:04b8:0202:B:1-1"), Self.view("usb:04b8:0e28:B:1-1", "scanner"),
    ])
    #expect(plan.fates == ["printer0": .absent, "scanner0": .absent])
    #expect(!plan.isWhole && plan.devices.isEmpty && plan.routes == PrintRoutes())
  }

  @Test func `this till's own device may be switched off`() {
    let plan = Self.plan([], paired: ["printer0": Self.printer])
    #expect(plan.fates["printer0"] == .same)
  }

  @Test func `one device never gets two ids`() {
    let plan = Self.plan([], paired: ["old": Self.printer, "printer0": Self.printer])
    #expect(plan.devices["old"] == nil && plan.replaced == ["old"])
  }

  @Test func `what is paired here and not in the file stays`() {
    let other = PairedDevice(kind: .scale, address: "serial:/dev/ttyS0")
    let plan = Self.plan([Self.view(Sample.epson)], paired: ["scale0": other])
    #expect(plan.devices["scale0"] == other)
  }

  // MARK: Files

  @Test func `what is written is read`() throws {
    #expect(try DeviceClone.read(JSON.text(Self.clone)) == Self.clone)
  }

  /// Each is the good file with one thing wrong.
  private static let hostile: [(from: String, to: String)] = [
    ("tilld-devices", "tilld-backup"), ("\"version\":1", "\"version\":2"),
    ("\"version\":1", "\"version\":1.5"), ("\"kind\":\"printer\"", "\"kind\":\"mixer\""),
    ("usb:04b8:0e28:A1:1-2", "usb:zzzz:0e28:A1:1-2"), ("usb:04b8:0e28:A1:1-2", "../../etc/passwd"),
    ("usb:04b8:0e28:A1:1-2", "tcp::9100"), ("\"pin\":5", "\"pin\":4"),
    ("\"pin\":5", "\"pin\":\"5\""),
    ("\"Front\"", "\"Fr\\u001b[2Jont\""), ("\"Front\"", "\"\""),
    ("epson-tm-t20iii", "epson-tm-t99"), ("epson-tm-t20iii", "../x"),
    ("\"printer0\":{", "\"printer 0\":{"), ("\"printer0\":{", "\"\":{"),
    ("\"printer0\":{", "\"printer0.drawer\":{"), ("0c2e:0901::1-3\":", "scanner\":"),
    ("\"layout\":\"fr\"", "\"patienceMilliseconds\":-1"),
    ("\"layout\":\"fr\"", "\"layout\":7"), ("[\"printer0\"]", "[\"scanner0\"]"),
    ("[\"printer0\"]", "[\"nobody\"]"), ("{\"devices\"", "[{\"devices\""),
  ]

  @Test(arguments: hostile.indices)
  func `a file with one thing wrong is refused whole`(index: Int) throws {
    let (from, to) = Self.hostile[index]
    let good = JSON.text(Self.clone)
    #expect(good.contains(from))
    let bad = good.replacing(from, with: to)
    #expect(throws: DeviceClone.Fault.self, "\(to)") { try DeviceClone.read(bad) }
  }

  @Test(arguments: ["", "{}", "null", "\u{0}", "[", "{\"format\":\"tilld-devices\"}"])
  func `what is no file is refused`(text: String) {
    #expect(throws: DeviceClone.Fault.self) { try DeviceClone.read(text) }
  }

  @Test func `a file cut short is refused`() {
    let good = JSON.text(Self.clone)
    for length in stride(from: 0, to: good.utf8.count, by: 5) {
      let cut = String(decoding: good.utf8.prefix(length), as: UTF8.self)
      #expect(throws: DeviceClone.Fault.self) { try DeviceClone.read(cut) }
    }
  }

  @Test func `too many devices are refused`() {
    let many = Dictionary(
      uniqueKeysWithValues: (0...Limits.devices).map { ("p\($0)", Self.printer) })
    let clone = DeviceClone(till: "T1", devices: many, scanners: [:], routes: PrintRoutes())
    #expect(throws: DeviceClone.Fault.self) { try clone.check() }
  }

  // MARK: The commands

  private func file(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "clone-\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: path) }
    try body(path.path())
  }

  @Test func `a till is cloned by one file`() throws {
    var shop = FakeTill.Shop()
    shop.paired = Self.clone.devices
    shop.scanners = Self.clone.scanners
    shop.routes = FakeTill.json(Self.routes)
    let first = try FakeTill(shop)
    var empty = FakeTill.Shop()
    empty.found = [Self.view("usb:04b8:0e28:B7:3-1"), Self.view("usb:0c2e:0901:X:2-4", "scanner")]
    let second = try FakeTill(empty)
    try file { path in
      let export = try TillProcess(["devices", "export", path], socket: first.path)
      #expect(export.code == 0 && export.out.contains("holds 2 devices"))
      let dry = try TillProcess(["devices", "import", path, "--dry-run"], socket: second.path)
      #expect(dry.code == 0 && second.now.writes.isEmpty)
      #expect(
        dry.out == """
          device                       address
          printer0  is taken into use  usb:04b8:0e28:B7:3-1
          scanner0  is taken into use  usb:0c2e:0901:X:2-4
          how scanners type is taken over
          routes are taken over

          """)
      #expect(try TillProcess(["devices", "import", path], socket: second.path).code == 0)
      #expect(second.now.paired["printer0"]?.address == "usb:04b8:0e28:B7:3-1")
      #expect(second.now.scanners == ["0c2e:0901:X:2-4": Self.typed])
      #expect(second.now.routes == FakeTill.json(Self.routes))
      #expect(second.now.writes.count == 3)
      let again = try TillProcess(["devices", "import", path], socket: second.path)
      #expect(again.code == 0 && second.now.writes.count == 3)
      #expect(again.err.hasPrefix("All is so already."))
    }
  }

  @Test func `what is not plugged in is left out, and the command says try again`() throws {
    let till = try FakeTill()
    try file { path in
      try Data(JSON.text(Self.clone).utf8).write(to: URL(filePath: path))
      let run = try TillProcess(["devices", "import", path], socket: till.path)
      #expect(run.code == 75 && till.now.paired.isEmpty && till.now.writes.isEmpty)
      #expect(run.out.contains("is left out: nothing like it is plugged in"))
    }
  }

  @Test func `a hostile file changes nothing and ends with 2`() throws {
    let till = try FakeTill()
    try file { path in
      let bad = JSON.text(Self.clone).replacing("\"pin\":5", with: "\"pin\":4")
      try Data(bad.utf8).write(to: URL(filePath: path))
      let run = try TillProcess(["devices", "import", path], socket: till.path)
      #expect(run.code == 2 && till.now.writes.isEmpty)
      #expect(run.err.contains("pin 4"))
    }
  }

  @Test func `export to stdout is the file itself`() throws {
    var shop = FakeTill.Shop()
    shop.paired = ["printer0": Self.printer]
    // How a scanner types that is not paired is nobody's business.
    shop.scanners = Self.clone.scanners
    let till = try FakeTill(shop)
    let run = try TillProcess(["devices", "export", "-"], socket: till.path)
    let clone = try DeviceClone.read(run.out)
    #expect(clone.devices == shop.paired && clone.scanners.isEmpty)
  }
}
