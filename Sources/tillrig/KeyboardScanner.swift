// A scanner that types: a boot keyboard of eight-byte reports (HID 1.11, appendix B.1).

internal import Scanner

final class KeyboardScanner: SimulatedDevice {
  let descriptors: Descriptors
  private let keymap: Keymap
  private let suffix: String
  private var queue = ReportQueue()
  /// Keys that are held by `press`, by their Linux codes.
  private var held: [UInt16] = []

  private static let inEndpoint: UInt8 = 0x81

  init(_ options: inout Options) throws(Refusal) {
    let layout = options.text("layout") ?? "us"
    guard let keymap = Keymap.known(layout) else { throw Refusal("there is no layout \(layout)") }
    self.keymap = keymap
    suffix = try Escapes.text(options.text("suffix") ?? "\\r")
    queue.gap = try options.number("gap") ?? 0
    let isPerson = try options.flag("person") ?? false
    let plate = try options.nameplate(
      vendor: isPerson ? 0x046D : 0x0C2E, product: isPerson ? 0xC31C : 0x0B61,
      maker: isPerson ? "Logitech" : "Honeywell", model: isPerson ? "Keyboard K120" : "Voyager",
      serial: isPerson ? nil : "SCAN0001")
    descriptors = Descriptors(
      device: plate.device(),
      configuration: Part.configuration(
        [
          Part.interface(0, endpoints: 1, class: 3, 1, 1),
          Part.hid(reportBytes: Self.report.count),
          Part.interrupt(Self.inEndpoint, size: 8, every: 1),
        ], interfaces: 1),
      strings: plate.strings, reports: [0: Self.report])
  }

  /// SET_REPORT sets the lights, SET_IDLE and SET_PROTOCOL are agreed to.
  func control(_ setup: Setup, _ data: [UInt8]) -> [UInt8]? {
    switch (setup.type, setup.request) {
    case (0x21, 0x09), (0x21, 0x0A), (0x21, 0x0B): []
    case (0xA1, 0x01): [UInt8](repeating: 0, count: 8)
    case (0xA1, 0x02): [0]
    case (0xA1, 0x03): [1]
    default: nil
    }
  }

  func take(_ packet: [UInt8], at endpoint: UInt8) -> PacketAnswer { .taken }

  func give(at endpoint: UInt8) -> [UInt8]? {
    endpoint == Self.inEndpoint ? queue.next() : nil
  }

  func pass(milliseconds: Int) { queue.pass(milliseconds: milliseconds) }
  var isBusy: Bool { !queue.isEmpty }

  func scan(_ text: String) throws(Refusal) {
    guard let strokes = keymap.strokes(typing: text + suffix) else {
      throw Refusal("layout \(keymap.name) has no key for some of it")
    }
    var reports: [[UInt8]] = []
    for stroke in strokes {
      var modifiers: UInt8 = 0
      if stroke.control { modifiers |= 0x01 }
      if stroke.shift { modifiers |= 0x02 }
      if stroke.altGr { modifiers |= 0x40 }
      guard let usage = HIDUsage.key(stroke.code) else { continue }
      reports.append([modifiers, 0, usage, 0, 0, 0, 0, 0])
      reports.append([UInt8](repeating: 0, count: 8))
    }
    try queue.add(reports)
  }

  func press(_ keys: [KeyPress]) throws(Refusal) {
    var reports: [[UInt8]] = []
    for key in keys {
      guard HIDUsage.key(key.code) != nil || HIDUsage.modifier(key.code) != nil else {
        throw Refusal("a boot keyboard has no key \(key.code)")
      }
      if key.isDown != false {
        held.append(key.code)
        reports.append(report())
      }
      if key.isDown != true {
        held.removeAll { $0 == key.code }
        reports.append(report())
      }
    }
    try queue.add(reports)
  }

  func queue(_ report: [UInt8]) throws(Refusal) { try queue.add([report]) }

  private func report() -> [UInt8] {
    let modifiers = held.compactMap(HIDUsage.modifier).reduce(0, |)
    let keys = held.compactMap(HIDUsage.key).prefix(6)
    return [modifiers, 0] + keys + [UInt8](repeating: 0, count: 6 - keys.count)
  }

  /// The boot keyboard's report descriptor: eight modifiers, a reserved byte, five lights, six keys.
  private static let report: [UInt8] = [
    0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0x05, 0x07, 0x19, 0xE0, 0x29, 0xE7, 0x15, 0x00, 0x25, 0x01,
    0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0x95, 0x01, 0x75, 0x08, 0x81, 0x03, 0x95, 0x05, 0x75, 0x01,
    0x05, 0x08, 0x19, 0x01, 0x29, 0x05, 0x91, 0x02, 0x95, 0x01, 0x75, 0x03, 0x91, 0x03, 0x95, 0x06,
    0x75, 0x08, 0x15, 0x00, 0x26, 0xFF, 0x00, 0x05, 0x07, 0x19, 0x00, 0x2A, 0xFF, 0x00, 0x81, 0x00,
    0xC0,
  ]
}

/// Keys of USB keyboards by their Linux codes (HID Usage Tables 1.5, 10).
enum HIDUsage {
  /// Linux codes of the usages from 04 on; 0 has none.
  private static let codes: [UInt16] = [
    30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38, 50, 49, 24, 25, 16, 19, 31, 20, 22, 47, 17, 45,
    21, 44, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 28, 1, 14, 15, 57, 12, 13, 26, 27, 43, 43, 39, 40, 41,
    51, 52, 53, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 87, 88, 99, 70, 119, 110, 102, 104, 111,
    107, 109, 106, 105, 108, 103, 69, 98, 55, 74, 78, 96, 79, 80, 81, 75, 76, 77, 71, 72, 73, 82,
    83,
    86,
  ]
  private static let modifiers: [UInt16] = [29, 42, 56, 125, 97, 54, 100, 126]

  static func key(_ code: UInt16) -> UInt8? {
    codes.firstIndex(of: code).map { UInt8($0 + 4) }
  }

  /// The bit of a modifier in a report's first byte.
  static func modifier(_ code: UInt16) -> UInt8? {
    modifiers.firstIndex(of: code).map { 1 << UInt8($0) }
  }
}
