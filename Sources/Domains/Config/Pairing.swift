// Taking devices into use and letting them go: what is asked for, checked against what is known.

internal import Wire

/// What the edge knows of devices, as functions of text: the pure rooms hold no such tables.
package struct DeviceCatalogue: Sendable {
  /// The address as it is written for ever, or nil for a text that names no place.
  package let address: @Sendable (String) -> String?
  /// The names of printers' profiles, displays' command sets and scales' protocols; a kind that is
  /// missing has none.
  package let profiles: [PairedDevice.Kind: [String]]
  /// The profile that a printer at this address with this name most likely has, or nil.
  package let usual: @Sendable (_ address: String, _ name: String) -> String?

  package init(
    profiles: [PairedDevice.Kind: [String]], address: @escaping @Sendable (String) -> String?,
    usual: @escaping @Sendable (_ address: String, _ name: String) -> String? = { _, _ in nil }
  ) {
    self.profiles = profiles
    self.address = address
    self.usual = usual
  }
}

/// A device that is to be taken into use, or used otherwise.
package struct Pairing: Equatable, Sendable {
  package let id: String
  package let device: PairedDevice
  /// The id that it had; another one than `id` if it is renamed, nil for a new device.
  package let before: String?

  /// What a request asks for.
  ///
  /// - Parameters:
  ///   - devices: the devices in use.
  ///   - found: what is plugged in and not in use.
  ///   - others: ids that are in use by devices of no setting: virtual ones and drawers.
  package init(
    _ params: DevicePair.Params, devices: [String: PairedDevice], found: [DeviceView],
    others: Set<String>, catalogue: DeviceCatalogue
  ) throws(DeviceRefusal) {
    let (before, was, view) = try Self.meant(params, devices, found, others)
    let text = params.address ?? was?.address ?? view?.address ?? ""
    guard let address = catalogue.address(text) else { throw .address(text) }
    guard
      let kind = params.kind ?? was?.kind ?? view.flatMap({ PairedDevice.Kind(rawValue: $0.kind) })
        ?? Self.kind(at: address, profile: params.profile, catalogue)
    else { throw .kindNeeded(address: address) }

    let owner = devices.first { $0.value.address == address }?.key
    if let owner, owner != before {
      // The same place asked for again, under no other name, is the same device.
      guard before == nil, params.id == nil || params.id == owner else {
        throw .alreadyPaired(id: owner)
      }
    }
    let old = before ?? owner
    let same = old.flatMap { devices[$0] }
    let id = params.id ?? old ?? Self.freeID(for: kind, devices, others)
    guard Self.isID(id) || id == old else { throw .id(id) }
    guard id == old || devices[id] == nil && !others.contains(id) else { throw .idTaken(id) }
    guard old != nil || devices.count < Limits.devices else { throw .tooMany }

    self.id = id
    self.before = old
    device = PairedDevice(
      kind: kind, address: address,
      profile: try Self.profile(params.profile, kind, was: same, catalogue)
        ?? (kind == .printer && same == nil ? catalogue.usual(address, view?.name ?? "") : nil),
      drawer: try Self.drawer(params.drawer, kind, was: same),
      name: try Self.name(params.name) ?? same?.name ?? view?.name)
    guard params.settings == nil || kind == .scanner else { throw .settingsOfNothing(kind: kind) }
  }

  /// The devices in use once this one is.
  package func devices(after devices: [String: PairedDevice]) -> [String: PairedDevice] {
    var devices = devices
    if let before { devices[before] = nil }
    devices[id] = device
    return devices
  }

  /// The device that a request is about: one in use, one that was found, or neither.
  private static func meant(
    _ params: DevicePair.Params, _ devices: [String: PairedDevice], _ found: [DeviceView],
    _ others: Set<String>
  ) throws(DeviceRefusal) -> (before: String?, was: PairedDevice?, found: DeviceView?) {
    guard let id = params.device else {
      guard params.address != nil else { throw .nothingNamed }
      return (nil, nil, nil)
    }
    if let device = devices[id] { return (id, device, nil) }
    if others.contains(id) { throw .virtual(id) }
    guard let view = found.first(where: { $0.id == id }) else { throw .unknownDevice(id) }
    guard params.address == nil else { throw .twoPlaces }
    return (nil, nil, view)
  }

  /// Network printers and printers behind a file are all that these addresses are used for; a
  /// profile tells its kind if only one kind has it.
  private static func kind(
    at address: String, profile: String?, _ catalogue: DeviceCatalogue
  ) -> PairedDevice.Kind? {
    let kinds = PairedDevice.Kind.allCases.filter { kind in
      profile.map { catalogue.profiles[kind]?.contains($0) == true } ?? false
    }
    if kinds.count == 1 { return kinds.first }
    return address.hasPrefix("tcp:") || address.hasPrefix("file:") ? .printer : nil
  }

  /// `printer0`, or the lowest number that is free.
  private static func freeID(
    for kind: PairedDevice.Kind, _ devices: [String: PairedDevice], _ others: Set<String>
  ) -> String {
    let names = (0...(devices.count + others.count)).map { "\(kind.rawValue)\($0)" }
    return names.first { devices[$0] == nil && !others.contains($0) } ?? names[0]
  }

  private static func isID(_ text: String) -> Bool {
    (1...Limits.deviceID).contains(text.utf8.count) && !text.hasPrefix("virtual")
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  private static func profile(
    _ name: String?, _ kind: PairedDevice.Kind, was: PairedDevice?, _ catalogue: DeviceCatalogue
  ) throws(DeviceRefusal) -> String? {
    guard let name else { return was?.kind == kind ? was?.profile : nil }
    guard let known = catalogue.profiles[kind] else { throw .profileOfNothing(kind: kind) }
    guard known.contains(name) else { throw .profile(name, kind: kind, known: known) }
    return name
  }

  private static func drawer(
    _ wiring: DrawerWiring?, _ kind: PairedDevice.Kind, was: PairedDevice?
  ) throws(DeviceRefusal) -> DrawerWiring? {
    guard let wiring else { return was?.kind == kind ? was?.drawer : nil }
    guard kind == .printer else { throw .drawerOfNothing(kind: kind) }
    guard wiring.pin != 0 else { return nil }
    guard wiring.pin == 2 || wiring.pin == 5 else { throw .drawerPin(wiring.pin) }
    return wiring
  }

  private static func name(_ text: String?) throws(DeviceRefusal) -> String? {
    guard let text else { return nil }
    do {
      return try ProductText.line(text, field: "name", limit: Limits.text)
    } catch {
      throw .name
    }
  }
}
