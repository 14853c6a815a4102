// What devices report, in the loop's words.

internal import Devices
internal import Domains
internal import ESCPOS
internal import Scanner
internal import TillLoop
internal import Wire

extension DeviceReport {
  /// The same report as an input of the loop, or nil for one that no job asked for.
  ///
  /// - Parameters:
  ///   - address: where the device was paired; nil for a virtual one.
  ///   - move: that it is at another port than that, in words.
  func input(from address: String?, name: String? = nil, move: String? = nil) -> Input? {
    switch self {
    case .state(let state):
      .device(
        DeviceView(
          id: state.id, kind: state.kind.rawValue, state: state.condition.rawValue,
          why: state.why ?? (state.condition == .ready ? move : nil), address: address, name: name),
        isUsable: state.isUsable)
    case .scanned(let device, let raw, _): .scanned(device: device, raw: raw)
    case .printed(let job, let outcome):
      jobNumber(job).map { .printed(job: $0, outcome) }
    case .kicked(let kick, let outcome):
      jobNumber(kick).map { .kicked(job: $0, outcome, why: nil) }
    case .drawer(let device, let isOpen): .drawer(device: device, isOpen: isOpen)
    case .weighed(let ticket, let weighing): .weighed(Ticket(ticket), weighing)
    }
  }
}

extension DeviceMaker.Hearing {
  /// What a search for the scanner that reads `code` came to, as an input of the loop.
  func input(_ code: String) -> Input {
    switch self {
    case .heard(let found, let settings):
      .heard(
        HeardScanner(
          code: code, address: DeviceAddress.usb(found.identity).text, kind: found.kind.rawValue,
          name: found.name, settings: AnyJSON.value(of: JSON.bytes(settings))))
    case .unheard(let reasons):
      .unheard(
        code: code,
        Dictionary(
          reasons.map { (DeviceAddress.usb($0.key.identity).text, $0.value) },
          uniquingKeysWith: { first, _ in first }))
    }
  }
}

extension DeviceView {
  /// A device that is plugged in and not in use.
  init(unpaired found: FoundDevice) {
    let address = DeviceAddress.usb(found.identity).text
    self.init(
      id: address, kind: found.kind.rawValue, state: Condition.absent.rawValue,
      why: Self.notPaired, address: address, name: found.name, paired: false)
  }
}

extension DrawerSensor {
  /// What was found out at this till about a drawer's switch.
  init(_ sensor: DrawerWiring.Sensor) {
    switch sensor {
    case .openIsHigh: self = .openIsHigh
    case .openIsLow: self = .openIsLow
    case .none: self = .unknown
    }
  }
}
