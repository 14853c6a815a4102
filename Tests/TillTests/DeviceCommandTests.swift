// `till devices …` against a till at a socket: what it says, what it asks for, how it ends.

import Domains
import Foundation
import Testing
import Values
import Wire

@testable import till

@Suite(.serialized)
struct DeviceCommandTests {
  private static let printer = PairedDevice(
    kind: .printer, address: Sample.epson, profile: "epson-tm-t20iii",
    drawer: DrawerWiring(pin: 2, sensor: .openIsHigh), name: "EPSON TM-T20III")
  private static let scanner = DeviceView(
    id: Sample.honeywell, kind: "scanner", state: "absent", why: DeviceView.notPaired,
    address: Sample.honeywell, name: "Honeywell 1900", paired: false)

  private static var shop: FakeTill.Shop {
    var shop = FakeTill.Shop()
    shop.paired = [
      "printer0": printer,
      "kitchen": PairedDevice(kind: .printer, address: "tcp:192.0.2.7:9100", name: "Kitchen"),
    ]
    shop.found = [scanner]
    shop.states["kitchen"] = ("absent", "nobody answers at 192.0.2.7")
    return shop
  }

  @Test func `the list says what is used, how it is, what to do and what else is plugged in`()
    throws
  {
    let till = try FakeTill(Self.shop)
    let run = try TillProcess(["devices"], socket: till.path)
    #expect(
      run.out == """
        id        kind     state      name             address
        kitchen   printer  not there  Kitchen          tcp:192.0.2.7:9100
        printer0  printer  ready      EPSON TM-T20III  usb:04b8:0e28:A1:1-2

        kitchen is not there: nobody answers at 192.0.2.7
          next: switch it on, and look at its network cable and at its address 192.0.2.7; if it is \
        gone for good, till devices forget kitchen

        plugged in and not paired; take one with till pair:
        kind     name            address
        scanner  Honeywell 1900  usb:0c2e:0901::1-3

        """)
    #expect(run.err.isEmpty && run.code == 0)
  }

  @Test func `a till without devices says how to get one`() throws {
    let till = try FakeTill()
    let run = try TillProcess(["devices", "list"], socket: till.path)
    #expect(run.out == "no device yet; plug one in, then till pair\n")
  }

  @Test func `the list as JSON is the daemon's own answer`() throws {
    let till = try FakeTill(Self.shop)
    let run = try TillProcess(["devices", "--json"], socket: till.path)
    let answer = try JSON.decode(DeviceList.Result.self, from: run.out.utf8)
    #expect(answer.devices == till.now.views)
  }

  @Test func `nobody at the socket is 69`() throws {
    let run = try TillProcess(["devices"], socket: "/nonexistent/till.sock")
    #expect(run.code == 69 && run.out.isEmpty)
  }

  private static let endings: [(line: String, code: Int32)] = [
    ("devices pair x --drawer 3", 2), ("devices pair x --kind mixer", 2), ("devices pair", 2),
    ("devices test x --drawer --scale", 2), ("devices rules --dry-run", 2),
    ("devices route kitchen --category a", 2), ("devices forget nobody", 1),
    ("devices pair nobody", 1), ("devices forget printer0", 0),
  ]

  @Test(arguments: endings)
  func `each way to end has its code`(line: String, code: Int32) throws {
    let till = try FakeTill(Self.shop)
    let words = line.split(separator: " ").map(String.init)
    #expect(try TillProcess(words, socket: till.path).code == code)
  }

  @Test(
    arguments: [
      (Fault(.forbidden, kind: "forbidden", "You may not."), 77),
      (Fault(.throttled, kind: "busy", "Too much.", retry: .after(milliseconds: 5)), 75),
      (Fault(.rule, kind: "too_many_devices", "Full."), 1),
    ] as [(Fault, Int32)])
  func `a refusal ends with its code and its words`(fault: Fault, code: Int32) throws {
    var shop = Self.shop
    shop.refusals[DevicePair.name] = fault
    let till = try FakeTill(shop)
    let run = try TillProcess(["devices", "pair", Sample.honeywell], socket: till.path)
    #expect(run.code == code && run.err.hasPrefix("till: \(fault.message)"))
  }

  @Test func `what is plugged in is paired by its id, what is not by its address`() throws {
    let till = try FakeTill(Self.shop)
    for device in [Sample.honeywell, "tcp:192.0.2.9"] {
      #expect(try TillProcess(["devices", "pair", device], socket: till.path).code == 0)
    }
    #expect(
      till.now.writes == [
        "device.pair {\"device\":\"usb:0c2e:0901::1-3\"}",
        "device.pair {\"address\":\"tcp:192.0.2.9:9100\"}",
      ])
  }

  @Test func `a drawer's pin changes and its sensor stays`() throws {
    let till = try FakeTill(Self.shop)
    try TillProcess(["devices", "pair", "printer0", "--drawer", "5"], socket: till.path)
    #expect(till.now.paired["printer0"]?.drawer == DrawerWiring(pin: 5, sensor: .openIsHigh))
    #expect(till.now.paired["printer0"]?.profile == "epson-tm-t20iii")
  }

  @Test func `a test page is waited for`() throws {
    var shop = Self.shop
    shop.pages = [(.printed, nil), (.failed, "paper is out"), (.unknown, "the cover was opened")]
    let till = try FakeTill(shop)
    let runs = try (0..<3).map { _ in
      try TillProcess(["devices", "test", "printer0"], socket: till.path)
    }
    #expect(
      runs.map(\.out) == [
        "job p1 printed (proof: fence)\n", "job p2 failed: paper is out\n",
        "job p3 unknown: the cover was opened\n",
      ])
    #expect(runs.map(\.code) == [0, 1, 1])
  }

  @Test func `a drawer is tried and told of`() throws {
    let till = try FakeTill(Self.shop)
    let run = try TillProcess(
      ["devices", "test", "printer0", "--drawer", "--json"], socket: till.path)
    #expect(run.out.contains("\"state\":\"opened\""))
    #expect(till.now.writes == ["device.test {\"device\":\"printer0\",\"what\":\"drawer\"}"])
  }

  @Test func `routes are shown, set and taken back in words`() throws {
    let till = try FakeTill(Self.shop)
    let before = try TillProcess(["devices", "routes"], socket: till.path)
    #expect(
      before.out == """
        paper    printed by            categories
        receipt  any printer that can
        report   any printer that can
        label    any printer that can
        kitchen  nobody

        """)
    try TillProcess(
      ["devices", "route", "kitchen", "k1", "--category", "pizza", "--category", "pasta"],
      socket: till.path)
    let after = try TillProcess(
      ["devices", "route", "receipt", "printer0", "kitchen"], socket: till.path)
    #expect(after.out.contains("receipt  printer0, then kitchen"))
    #expect(after.out.contains("kitchen  k1                      pizza, pasta"))
    #expect(
      till.now.routes
        == AnyJSON.value(
          of: Array(
            """
            {"kitchen":{"printers":["k1"],"categories":["pizza","pasta"]},
            "receipt":{"printers":["printer0","kitchen"]}}
            """.utf8)))
    try TillProcess(["devices", "route", "kitchen"], socket: till.path)
    try TillProcess(["devices", "route", "receipt"], socket: till.path)
    #expect(till.now.routes == nil)
  }

  @Test func `rules are written once, whole, and only when asked to`() throws {
    let till = try FakeTill(Self.shop)
    let folder = FileManager.default.temporaryDirectory.appending(path: "rules-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let place = ["--folder", folder.path()]
    let shown = try TillProcess(["devices", "rules"], socket: till.path)
    let dry = try TillProcess(
      ["devices", "rules", "--install", "--dry-run"] + place, socket: till.path)
    #expect(dry.code == 0 && dry.out.hasPrefix("would write"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == [])
    let first = try TillProcess(["devices", "rules", "--install"] + place, socket: till.path)
    #expect(first.code == 0 && first.out.hasPrefix("wrote"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path()) == [
        PairedRules.name
      ])
    let file = folder.appending(path: PairedRules.name)
    #expect(try String(contentsOf: file, encoding: .utf8) == shown.out)
    let again = try TillProcess(["devices", "rules", "--install"] + place, socket: till.path)
    #expect(again.out.hasSuffix("is as it should be\n"))
  }

  @Test func `rules that may not be written name the line that may`() throws {
    let till = try FakeTill(Self.shop)
    let run = try TillProcess(
      ["devices", "rules", "--install", "--folder", "/sys/kernel"], socket: till.path)
    #expect(run.code == 77)
    #expect(run.err.contains("Next: sudo till devices rules --install"))
  }

  @Test func `profiles need no till`() throws {
    let run = try TillProcess(["devices", "profiles"], socket: "/nonexistent")
    #expect(run.code == 0 && run.out.contains("epson-tm-t20iii"))
  }
}
