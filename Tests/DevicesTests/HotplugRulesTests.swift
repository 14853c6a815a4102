// udev rules for paired devices: what they say, and that no serial number breaks out of them.

import Testing

@testable import Devices

/// One `KEY{attribute}OP"value"` of a rule.
private struct RuleKey: Equatable {
  let name: String
  let attribute: String?
  let isMatch: Bool
  let value: String
}

/// Reads rules as strictly as udev(7) describes them, and refuses what this project never writes:
/// escapes, continued lines and expansions.
private enum RuleReader {
  struct Fault: Error, Equatable {
    let line: Int
    let why: String
  }

  static let matches: Set = [
    "ACTION", "KERNEL", "SUBSYSTEM", "ENV", "ATTR", "ATTRS", "TEST", "TAG",
  ]
  static let assigns: Set = ["ENV", "GROUP", "MODE", "SYMLINK", "GOTO", "LABEL", "TAG"]

  static func read(_ text: String) throws -> [[RuleKey]] {
    guard text.hasSuffix("\n") else { throw Fault(line: 0, why: "the last line has no end") }
    var rules: [[RuleKey]] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      guard line.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value < 0x7F }) else {
        throw Fault(line: number + 1, why: "a sign that is none")
      }
      if line.isEmpty || line.hasPrefix("#") { continue }
      rules.append(try keys(line, number + 1))
    }
    try checkLabels(rules)
    return rules
  }

  private static func keys(_ line: Substring, _ number: Int) throws -> [RuleKey] {
    func fault(_ why: String) -> Fault { Fault(line: number, why: why) }
    var keys: [RuleKey] = []
    var rest = line
    while true {
      let name = rest.prefix { $0.isUppercase || $0 == "_" }
      rest = rest.dropFirst(name.count)
      guard !name.isEmpty else { throw fault("a key is missing") }
      var attribute: String?
      if rest.first == "{" {
        guard let end = rest.firstIndex(of: "}") else { throw fault("a brace is open") }
        attribute = String(rest[rest.index(after: rest.startIndex)..<end])
        rest = rest[rest.index(after: end)...]
      }
      guard let sign = ["==", "!=", "+=", ":=", "="].first(where: { rest.hasPrefix($0) }) else {
        throw fault("no operator follows \(name)")
      }
      rest = rest.dropFirst(sign.count)
      let isMatch = sign == "==" || sign == "!="
      guard (isMatch ? matches : assigns).contains(String(name)) else {
        throw fault("\(name) takes no \(sign)")
      }
      guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else {
        throw fault("a value has no quotes")
      }
      let value = String(rest[rest.index(after: rest.startIndex)..<end])
      guard !value.contains("\\"), !value.contains("$"), !value.contains("%") else {
        throw fault("a value is expanded")
      }
      keys.append(
        RuleKey(name: String(name), attribute: attribute, isMatch: isMatch, value: value))
      rest = rest[rest.index(after: end)...]
      if rest.isEmpty { return keys }
      guard rest.hasPrefix(", ") else { throw fault("something follows a value") }
      rest = rest.dropFirst(2)
    }
  }

  private static func checkLabels(_ rules: [[RuleKey]]) throws {
    let labels = rules.flatMap { $0 }.filter { $0.name == "LABEL" }.map(\.value)
    for jump in rules.flatMap({ $0 }).filter({ $0.name == "GOTO" }) {
      guard labels.contains(jump.value) else { throw Fault(line: 0, why: "no \(jump.value)") }
    }
  }
}

@Suite struct HotplugRulesTests {
  private func device(
    _ kind: DeviceKind, serial: String?, id: String = "printer0", product: UInt16 = 0x0202
  ) -> RuledDevice {
    RuledDevice(
      id: id, kind: kind,
      address: .usb(UsbIdentity(vendor: 0x04B8, product: product, serial: serial, port: "1-2")))
  }

  private func rules(_ devices: RuledDevice...) throws -> [[RuleKey]] {
    try RuleReader.read(UdevRules.text(for: devices))
  }

  private func assigned(_ rule: [RuleKey], _ name: String, _ attribute: String? = nil) -> String? {
    rule.first { !$0.isMatch && $0.name == name && $0.attribute == attribute }?.value
  }

  @Test func `a printer's node gets the till's group, mode and mark`() throws {
    let rules = try rules(device(.printer, serial: "J5LK012345"))
    let usb = try #require(rules.first { $0.contains { $0.value == "usb_device" } })
    #expect(assigned(usb, "GROUP") == "tilld-devices" && assigned(usb, "MODE") == "0660")
    #expect(assigned(usb, "ENV", "TILLD_DEVICE") == "printer")
    let matched = usb.filter(\.isMatch).map(\.value)
    #expect(matched == ["usb", "usb_device", "04b8", "0202", "J5LK012345"])
  }

  @Test func `a scanner's nodes are the till's in each of its modes and nobody else's`() throws {
    let rules = try rules(device(.scanner, serial: nil, id: "scanner0"))
    for subsystem in ["input", "hidraw", "tty"] {
      let rule = try #require(
        rules.first { $0.contains { $0.name == "SUBSYSTEM" && $0.value == subsystem } })
      #expect(assigned(rule, "GROUP") == "tilld-devices")
      #expect(assigned(rule, "ENV", "TILLD_DEVICE") == "scanner")
      #expect(!rule.contains { $0.attribute == "serial" })
    }
    #expect(rules.contains { assigned($0, "ENV", "LIBINPUT_IGNORE_DEVICE") == "1" })
    #expect(rules.filter { assigned($0, "ENV", "ID_MM_DEVICE_IGNORE") == "1" }.count == 2)
  }

  @Test func `devices of the network, of lines and files have no rules`() throws {
    let others = ["tcp:192.0.2.7", "serial:/dev/ttyS0", "file:/dev/usb/lp0"].compactMap {
      DeviceAddress($0).map { RuledDevice(id: "x", kind: .printer, address: $0) }
    }
    #expect(others.count == 3)
    #expect(UdevRules.text(for: others) == UdevRules.text(for: []))
    #expect(try RuleReader.read(UdevRules.text(for: [])).count == 2)
  }

  @Test func `the same devices give the same text in any order`() {
    let one = device(.printer, serial: "A", id: "a")
    let two = device(.printer, serial: "B", id: "b")
    #expect(UdevRules.text(for: [one, two]) == UdevRules.text(for: [two, one]))
  }

  @Test(arguments: [
    #"A", RUN+="/bin/sh -c id""#, "A\", GROUP=\"root", "A\nRUN+=\"x\"", "A\r\nB", "A\\", "A\\\"B",
    "$env{PATH}", "%k", "A*", "[a-z]", "A|B", "?", "", "\u{0}A", "A\u{7F}", "Ä", "😀",
    String(repeating: "A", count: 500), "A\u{2028}B", "#A", "A'B`C",
  ])
  func `a hostile serial number stays within its value`(serial: String) throws {
    let rules = try rules(
      device(.printer, serial: serial), device(.scanner, serial: serial, id: "s\n\"x"))
    #expect(rules.count == 2 + 2 + 4)
    let values = rules.flatMap { $0 }.filter { $0.attribute == "serial" }.map(\.value)
    for value in values {
      #expect(value.allSatisfy { !"*[|]".contains($0) }, "\(value)")
      #expect(value.utf8.count == serial.utf8.count)
    }
    #expect(
      Set(rules.flatMap { $0 }.filter { !$0.isMatch && $0.name == "GROUP" }.map(\.value))
        == ["tilld-devices"])
    #expect(!rules.flatMap { $0 }.contains { $0.name == "RUN" })
  }

  @Test(arguments: 0..<300)
  func `random serial numbers never break a rule`(seed: Int) throws {
    var state = UInt64(seed) &+ 1
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let serial = String(
      String.UnicodeScalarView(
        (0..<Int(next() % 40)).compactMap { _ in Unicode.Scalar(UInt32(next() % 0x180)) }))
    #expect(try rules(device(.printer, serial: serial)).count == 4)
  }

  @Test func `a pattern fits the serial number that it was made of`() {
    #expect(UdevRules.pattern("J5LK-0123_45.A") == "J5LK-0123_45.A")
    #expect(UdevRules.pattern("A\"B") == "A?B")
    #expect(UdevRules.pattern("***") == nil)
  }

  @Test func `the reader of these tests refuses what breaks out`() {
    for text in [
      "SUBSYSTEM==\"usb\", ATTR{serial}==\"A\", RUN+=\"x\"\n", "SUBSYSTEM==\"usb\n",
      "SUBSYSTEM==\"usb\" GROUP=\"x\"\n", "GROUP==\"x\"\n", "ENV{A}=\"$env{B}\"\n",
      "GOTO=\"nowhere\"\n", "SUBSYSTEM==\"usb\"", "subsystem==\"usb\"\n", "ATTR{serial==\"A\"\n",
    ] {
      #expect(throws: RuleReader.Fault.self, "\(text)") { try RuleReader.read(text) }
    }
  }
}
