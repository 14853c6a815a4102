// A receipt printer on a USB cable: the strict emulator behind the endpoints of a real one.

internal import ESCPOS

/// A printer of the USB printer class, or of Epson's vendor class.
final class PrinterDevice: SimulatedDevice {
  /// How it departs from a well-made printer on its bulk IN endpoint.
  enum Chatter: String {
    /// Packets without a byte, for ever.
    case zero
    /// One byte that says nothing, for ever.
    case short
    /// Statuses that make no sense, for ever.
    case garbage
  }

  let descriptors: Descriptors
  private(set) var emulator: PrinterEmulator
  /// The emulator's milliseconds for each of ours.
  private let speed: Int
  private let chatter: Chatter?
  private let isSilent: Bool
  private let hasPortStatus: Bool
  private var newsSeen = 0
  /// Packets of chatter that may go now, so that an endless device has the pace of a real one.
  private var breath = 0
  private var noise: UInt8 = 0x5A

  private static let outEndpoint: UInt8 = 0x01
  private static let inEndpoint: UInt8 = 0x82
  private static let breathLimit = 19

  init(_ options: inout Options) throws(Refusal) {
    let isEpson = try options.choice("class", of: ["printer", "epson"]) == "epson"
    let profileName = options.text("profile") ?? PrinterProfile.virtual80.name
    guard let profile = PrinterProfile.named(profileName) else {
      throw Refusal("there is no profile \(profileName)")
    }
    var traits = PrinterTraits()
    traits.dotsPerMillisecond = try options.number("dots") ?? 20
    traits.bufferBytes = try options.number("buffer") ?? traits.bufferBytes
    traits.refusesWhenOffline = try options.flag("refuses") ?? true
    traits.statusAtPowerOn = try options.flag("tells-at-power-on") == true ? 0xFF : 0
    traits.waitsForFeed = try options.flag("waits-for-feed") ?? false
    traits.confirmsEarly = try options.flag("early-fence") ?? false
    traits.drawerOpenIsHigh = try options.choice("drawer", of: ["high", "low"]) != "low"
    emulator = PrinterEmulator(profile, traits: traits)
    speed = try options.number("speed") ?? 1
    isSilent = try options.flag("silent") ?? false
    chatter = try options.choice("chatter", of: ["zero", "short", "garbage"])
      .flatMap(Chatter.init(rawValue:))
    hasPortStatus = try options.choice("port-status", of: ["answer", "stall"]) != "stall"
    let plate = try options.nameplate(
      vendor: 0x04B8, product: isEpson ? 0x0202 : 0x0E15, maker: "EPSON", model: "TM-T20II",
      serial: "TILL0001")
    descriptors = Self.descriptors(
      plate, isEpson: isEpson, isMute: try options.flag("mute") ?? false,
      hasAlternates: try options.flag("alternates") ?? false)
  }

  private static func descriptors(
    _ plate: Nameplate, isEpson: Bool, isMute: Bool, hasAlternates: Bool
  ) -> Descriptors {
    let (code, subclass): (UInt8, UInt8) = isEpson ? (0xFF, 0) : (7, 1)
    let oneWay = Part.interface(0, endpoints: 1, class: code, subclass, isEpson ? 0 : 1)
    let twoWay = Part.interface(
      0, alternate: hasAlternates ? 1 : 0, endpoints: 2, class: code, subclass, isEpson ? 0 : 2)
    var parts: [[UInt8]] = []
    if isMute || hasAlternates { parts += [oneWay, Part.bulk(outEndpoint)] }
    if !isMute { parts += [twoWay, Part.bulk(outEndpoint), Part.bulk(inEndpoint)] }
    return Descriptors(
      device: plate.device(), configuration: Part.configuration(parts, interfaces: 1),
      strings: plate.strings)
  }

  // MARK: - What the host does

  /// GET_DEVICE_ID, GET_PORT_STATUS and SOFT_RESET (USB printer class 1.1, 4.2).
  ///
  /// A SOFT_RESET is also taken in the form of class 1.0, addressed to "other".
  func control(_ setup: Setup, _ data: [UInt8]) -> [UInt8]? {
    switch (setup.type, setup.request) {
    case (0xA1, 0):
      let text = emulator.deviceID
      let length = UInt16(text.count + 2)
      return [UInt8(length >> 8), UInt8(length & 0xFF)] + text
    case (0xA1, 1): return hasPortStatus ? emulator.portStatus.map { [$0] } : nil
    case (0x21, 2), (0x23, 2):
      emulator.softReset()
      return []
    default: return nil
    }
  }

  func take(_ packet: [UInt8], at endpoint: UInt8) -> PacketAnswer {
    guard endpoint == Self.outEndpoint else { return .refused }
    switch emulator.receive(packet: packet) {
    case .taken: return .taken
    case .refused: return .refused
    case .gone: return .gone
    }
  }

  func give(at endpoint: UInt8) -> [UInt8]? {
    guard endpoint == Self.inEndpoint, emulator.isAttached else { return nil }
    let answer = emulator.answer()
    if !answer.isEmpty && !isSilent { return answer }
    guard let chatter, breath > 0 else { return nil }
    breath -= 1
    switch chatter {
    case .zero: return []
    case .short: return [0x11]
    case .garbage:
      // A linear congruence: the same garbage in every run.
      noise = noise &* 141 &+ 59
      return [noise | 0x10, noise, noise >> 1, 0x7F]
    }
  }

  func pass(milliseconds: Int) {
    breath = Self.breathLimit
    emulator.pass(milliseconds: milliseconds * speed)
  }

  var isAttached: Bool { emulator.isAttached }
  var isBusy: Bool { !emulator.isIdle || !emulator.isAttached || chatter != nil }

  func news() -> [String] {
    // The emulator forgets its oldest events by the thousand.
    if newsSeen > emulator.events.count { newsSeen = max(0, emulator.events.count - 1) }
    defer { newsSeen = emulator.events.count }
    return emulator.events[newsSeen...].map(\.deed.words)
  }

  // MARK: - What people do

  func follow(_ script: FaultScript) { emulator.follow(script) }

  func apply(_ fault: PrinterFault) { emulator.apply(fault) }

  func tearOff() -> [UInt8] { emulator.takePaper() }
}
