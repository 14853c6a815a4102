// Every setting: its default comes back from its own value, wrong values are refused.

import Domains
import Testing
import Values
import Wire

private func set(_ settings: inout Settings, _ key: String, _ value: AnyJSON?) throws {
  settings.evolve(try settings.decide(key: key, value: value, shiftIsOpen: false))
}

private func shown(_ settings: Settings, _ key: String) -> AnyJSON? {
  Settings.declarations.first { $0.key == key }.map { settings.value(of: $0) }
}

struct SettingsTests {
  @Test func `a fresh store has the defaults of the protocol`() {
    let settings = Settings()
    #expect(settings.till == "T1" && settings.currency == .eur && settings.taxIncluded)
    #expect(settings.taxRounding == .receipt && settings.cashStep == 1)
    #expect(
      settings.taxClasses.mapValues(\.milliPercent)
        == ["standard": 20_000, "reduced": 5_500, "zero": 0])
    #expect(settings.rules == priceRules())
    #expect(settings.explicit.isEmpty)
  }

  @Test(arguments: Settings.declarations.map(\.key))
  func `a default is a value of its own setting`(key: String) throws {
    var settings = Settings()
    let value = try #require(shown(settings, key))
    try set(&settings, key, value)
    #expect(settings == Settings())
  }

  @Test(
    arguments: [
      ("till.id", .string("kasse2")), ("shop.name", .string("Corner shop")),
      ("shop.address", .array([.string("1 High St"), .string("Town")])),
      ("shop.tax_number", .string("DE 123")), ("receipt.footer", .array([])),
      ("currency", .string("JPY")), ("tax.included", .boolean(false)),
      ("tax.rounding", .string("line")), ("tax.classes", .object(["a": .integer(100_000)])),
      ("cash.step", .integer(5)), ("day.close_hour", .integer(23)),
      ("sale.merge_repeats", .boolean(true)),
      ("scan.duplicate_window", .integer(400)), ("receipt.language", .string("ar")),
      ("scan.rules", .array([.string("country DE")])), ("scan.expired", .string("warn")),
      ("scan.recalls", .array([.string("09506000134352 AB-1")])),
      ("scan.scanners", .object(["05f9:2206": .object(["layout": .string("fr")])])),
      ("drawer.open_seconds", .integer(0)),
      (
        "print.routes",
        .object([
          "receipt": .object(["printers": .array([.string("printer0"), .string("printer1")])]),
          "grill": .object([
            "printers": .array([.string("k1")]), "categories": .array([.string("pizza")]),
          ]),
        ])
      ),
    ] as [(String, AnyJSON)])
  func `a setting keeps its value, survives its row and takes its default back`(
    key: String, value: AnyJSON
  ) throws {
    var settings = Settings()
    try set(&settings, key, value)
    #expect(shown(settings, key) == value)
    #expect(settings.explicit == [key: value])
    #expect(Settings(rows: [SettingRow(key: key, value: JSON.bytes(value))]) == settings)
    try set(&settings, key, nil)
    #expect(settings == Settings())
  }

  @Test func `every setting is tested with a value of its own`() {
    #expect(Settings.declarations.count == 21)
    #expect(Set(Settings.declarations.map(\.key)).count == 21)
    for declaration in Settings.declarations {
      #expect(!declaration.purpose.isEmpty && !declaration.expects.isEmpty)
    }
  }

  @Test(
    arguments: [
      ("till.id", .string("")), ("till.id", .string("123456789")), ("till.id", .string("T-1")),
      ("till.id", .string("Ä")), ("till.id", .string("T 1")), ("till.id", .integer(1)),
      ("till.id", .string("@[`{")), ("shop.name", .string("")), ("shop.name", .string("a\nb")),
      ("shop.name", .string(String(repeating: "x", count: 501))), ("shop.name", .null),
      ("shop.address", .string("1 High St")), ("shop.address", .array([.integer(1)])),
      ("shop.address", .array(Array(repeating: .string("x"), count: 11))),
      ("shop.tax_number", .boolean(true)), ("receipt.footer", .array([.string("a\u{7}")])),
      ("currency", .string("eur")), ("currency", .string("XXX")), ("currency", .integer(978)),
      ("tax.included", .string("true")), ("tax.included", .integer(1)),
      ("tax.rounding", .string("Line")), ("tax.rounding", .null), ("tax.classes", .object([:])),
      ("tax.classes", .object(["a": .integer(-1)])),
      ("tax.classes", .object(["a": .integer(100_001)])),
      ("tax.classes", .object(["": .integer(1)])), ("tax.classes", .object(["a": .string("20")])),
      ("tax.classes", .array([])), ("cash.step", .integer(0)), ("cash.step", .integer(10_001)),
      ("cash.step", .integer(.min)), ("cash.step", .string("5")), ("day.close_hour", .integer(24)),
      ("day.close_hour", .integer(-1)), ("day.close_hour", .integer(.max)),
      ("sale.merge_repeats", .null),
      ("scan.duplicate_window", .integer(5001)), ("scan.duplicate_window", .integer(-1)),
      ("receipt.language", .string("xx")), ("receipt.language", .string("EN")),
      ("scan.rules", .string("country DE")), ("scan.expired", .string("perhaps")),
      ("scan.recalls", .array([.string("09506000134353")])),
      ("scan.recalls", .array([.integer(1)])),
      ("drawer.open_seconds", .integer(-1)), ("drawer.open_seconds", .integer(86_401)),
      ("print.routes", .array([])), ("print.routes", .object(["": .object([:])])),
      ("print.routes", .object(["grill": .object([:])])),
      ("print.routes", .object(["grill": .object(["categories": .array([])])])),
      ("print.routes", .object(["receipt": .object(["categories": .array([.string("a")])])])),
      ("print.routes", .object(["label": .object(["printers": .array([.string("")])])])),
      (
        "print.routes",
        .object(["report": .object(["printers": .array([.string("a"), .string("a")])])])
      ),
      ("scan.scanners", .array([])), ("scan.scanners", .object(["": .object([:])])),
    ] as [(String, AnyJSON)])
  func `a wrong value is refused with what the setting takes`(key: String, value: AnyJSON) throws {
    let declaration = try #require(Settings.declarations.first { $0.key == key })
    let refusal = ConfigRefusal.value(key: key, expected: declaration.expects)
    #expect(throws: refusal) { try Settings().decide(key: key, value: value, shiftIsOpen: false) }
    #expect(refusal.fault.data.kind == "invalid_setting")
    #expect(Settings(rows: [SettingRow(key: key, value: JSON.bytes(value))]) == Settings())
  }

  @Test func `33 tax classes are too many and 32 are not`() throws {
    func classes(_ count: Int) -> AnyJSON {
      .object(Dictionary(uniqueKeysWithValues: (0..<count).map { ("c\($0)", .integer(1)) }))
    }
    var settings = Settings()
    try set(&settings, "tax.classes", classes(32))
    #expect(settings.taxClasses.count == 32)
    #expect(throws: ConfigRefusal.self) { try set(&settings, "tax.classes", classes(33)) }
  }

  @Test func `an unknown setting is refused, and stored ones of a newer till change nothing`() {
    #expect(throws: ConfigRefusal.unknownKey("shop.colour")) {
      try Settings().decide(key: "shop.colour", value: .string("red"), shiftIsOpen: false)
    }
    #expect(ConfigRefusal.unknownKey("x").fault.code == .notFound)
    var settings = Settings()
    settings.evolve(.changed(.init(key: "shop.colour", value: .string("red"), was: nil)))
    settings.evolve(.changed(.init(key: "cash.step", value: .string("five"), was: nil)))
    #expect(settings == Settings())
  }

  @Test func `what a shift adds up to changes only while none is open`() {
    let anytime = [
      "shop.name", "shop.address", "shop.tax_number", "receipt.footer", "day.close_hour",
      "sale.merge_repeats", "scan.duplicate_window", "scan.rules", "scan.expired", "scan.recalls",
      "receipt.language", "scan.scanners", "devices.paired", "print.routes", "drawer.open_seconds",
    ]
    for declaration in Settings.declarations {
      let change = { () throws(ConfigRefusal) in
        try Settings().decide(key: declaration.key, value: nil, shiftIsOpen: true)
      }
      if anytime.contains(declaration.key) {
        #expect(throws: Never.self) { try change() }
      } else {
        #expect(throws: ConfigRefusal.shiftOpen(key: declaration.key)) { try change() }
      }
    }
    #expect(ConfigRefusal.shiftOpen(key: "currency").fault.data.kind == "shift_open")
  }

  @Test func `a change names the value that was set before`() throws {
    var settings = Settings()
    try set(&settings, "cash.step", .integer(5))
    let event = try settings.decide(key: "cash.step", value: .integer(10), shiftIsOpen: false)
    #expect(event == .changed(.init(key: "cash.step", value: .integer(10), was: .integer(5))))
  }
}
