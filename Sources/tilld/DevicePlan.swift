// Which paired device is where now, and how it is spoken to: decided from what was paired and
// what is plugged in, and from nothing else.

internal import Devices
internal import Domains
internal import Scanner
internal import Wire

/// One paired device as it is to run now.
///
/// Two that are equal need no restart.
struct PlannedDevice: Equatable, Sendable {
  /// How it is spoken to.
  enum Way: Equatable, Sendable {
    /// A link; `besides` are paired devices of the same kind that it must not be taken for.
    case link(DeviceAddress, besides: [DeviceAddress])
    /// A scanner's node.
    case node(FoundDevice)
    /// A scanner's serial line, which nothing finds by itself.
    case line(SerialLine)
    /// Not at all, for a reason in words where there is one.
    case none(Condition, why: String?)
  }

  let id: String
  let device: PairedDevice
  let settings: ScannerSettings
  let way: Way

  var kind: DeviceKind? { DeviceKind(rawValue: device.kind.rawValue) }

  /// Maker and model, where the node that it is spoken to by tells them.
  var foundName: String? { if case .node(let found) = way { found.name } else { nil } }
}

/// What runs, and what is known of it beside.
struct DevicePlan: Equatable, Sendable {
  var devices: [String: PlannedDevice] = [:]
  /// Where devices are that were paired at another port, in words.
  var moves: [String: String] = [:]
  /// Identities of devices in use, as they are plugged in.
  var used: Set<UsbIdentity> = []

  init() {}

  /// The plan for these devices among what is plugged in.
  ///
  /// - Parameter before: the plan until now: a printer that is pulled out keeps its way, so that
  ///   what it was doing is ended by its own link.
  init(
    _ paired: [String: PairedDevice], scanners: [String: AnyJSON], plugged: [FoundDevice],
    before: DevicePlan = DevicePlan()
  ) {
    let addresses = paired.mapValues { DeviceAddress($0.address) }
    for (id, device) in paired {
      let settings = scanners[device.settingsKey].flatMap {
        try? JSON.decode(ScannerSettings.self, from: JSON.bytes($0))
      }
      let others = addresses.filter { $0.key != id }.compactMap(\.value)
      devices[id] = PlannedDevice(
        id: id, device: device, settings: settings ?? ScannerSettings(),
        way: way(id, device, addresses[id] ?? nil, besides: others, plugged, before))
    }
  }

  private mutating func way(
    _ id: String, _ device: PairedDevice, _ address: DeviceAddress?, besides: [DeviceAddress],
    _ plugged: [FoundDevice], _ before: DevicePlan
  ) -> PlannedDevice.Way {
    guard let address else {
      return .none(.failed, why: "\(device.address) is no address: pair the device again")
    }
    guard case .usb(let identity) = address else {
      guard device.kind == .scanner else { return .link(address, besides: []) }
      guard case .serial(let line) = address else {
        return .none(
          .failed, why: "a scanner is on the USB bus or a serial line, not at \(address.text)")
      }
      return .line(line)
    }
    let others = besides.compactMap { if case .usb(let other) = $0 { other } else { nil } }
    let place = identity.find(among: Array(Set(plugged.map(\.identity))), besides: others)
    if let now = place.identity { used.insert(now) }
    if case .moved(let now) = place {
      moves[id] = "it is at port \(now.port) now and was paired at \(identity.port)"
    }
    let nodes = plugged.filter { $0.identity == place.identity }
    switch device.kind {
    case .printer:
      if place.identity == nil, let now = before.devices[id], now.device == device,
        case .link(.serial, _) = now.way
      {
        return now.way
      }
      // A printer whose only way is a serial line over USB.
      if let line = nodes.first(where: { $0.interface == .tty }),
        !nodes.contains(where: { $0.interface == .usb })
      {
        return .link(.serial(SerialLine(path: line.node)), besides: [])
      }
      // The link looks for it by itself, whenever it is plugged in.
      let rivals = others.filter {
        $0.vendor == identity.vendor && $0.product == identity.product
      }
      return .link(address, besides: rivals.map(DeviceAddress.usb).sorted { $0.text < $1.text })
    case .scanner:
      // What sends whole scans goes before what types them.
      for interface in [FoundDevice.Interface.hidraw, .tty, .evdev] {
        if let node = nodes.first(where: { $0.interface == interface }) { return .node(node) }
      }
    case .display, .scale:
      if let line = nodes.first(where: { $0.interface == .tty }) {
        return .link(.serial(SerialLine(path: line.node)), besides: [])
      }
    }
    if case .absent(let why) = place { return .none(.absent, why: why) }
    return .none(
      .absent, why: "it is plugged in and has no node that a \(device.kind.rawValue) has")
  }

  /// What is plugged in and not in use, a device once however many nodes it has.
  func unpaired(_ plugged: [FoundDevice]) -> [FoundDevice] {
    var seen: Set<UsbIdentity> = []
    return plugged.filter { !used.contains($0.identity) && seen.insert($0.identity).inserted }
  }
}
