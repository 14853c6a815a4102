// What a clone's devices become at this till: which of them are here, under which identity.

internal import Devices
internal import Domains
internal import Wire

/// What an import would do, before it is done.
///
/// A USB device is the same one if vendor, product, serial number and port are; the other till's
/// device is another one, so one of the same vendor and product takes its place here.
struct ClonePlan: Equatable {
  /// What becomes of one device of the file.
  enum Fate: Equatable {
    /// It is here already, just so.
    case same
    /// It is taken into use at this address.
    case new(address: String)
    /// This till has it otherwise, and it is changed.
    case changed(address: String)
    /// Nothing like it is plugged in, so it is left out.
    case absent
    /// Several like it are plugged in: which one was not said.
    case ambiguous([String])
  }

  let fates: [String: Fate]
  /// What the settings are afterwards.
  let devices: [String: PairedDevice]
  let scanners: [String: AnyJSON]
  let routes: PrintRoutes
  /// Devices of this till that go because the file's take their place.
  let replaced: [String]
  /// Whether there is anything to do.
  let changesDevices: Bool
  let changesScanners: Bool
  let changesRoutes: Bool

  /// Whether all devices of the file are in use afterwards.
  var isWhole: Bool {
    fates.values.allSatisfy {
      switch $0 {
      case .absent, .ambiguous: false
      case .same, .new, .changed: true
      }
    }
  }

  /// How this till is now.
  struct Till {
    var devices: [String: PairedDevice]
    var scanners: [String: AnyJSON]
    var routes: PrintRoutes
    /// Everything that `device.list` shows.
    var present: [DeviceView]
  }

  /// - Parameter choices: by the id in the file, the address to take where several would fit.
  init(_ clone: DeviceClone, for till: Till, choices: [String: String] = [:]) {
    var fates: [String: Fate] = [:]
    var devices = till.devices
    var scanners = till.scanners
    var taken: Set<String> = []
    let places = Places(till.present)
    // Exact ones first, so that nobody else takes their place.
    let ids = clone.devices.keys.sorted {
      let first = clone.devices[$0].map(places.isHere) ?? false
      let second = clone.devices[$1].map(places.isHere) ?? false
      return first == second ? $0 < $1 : first
    }
    for id in ids {
      guard let device = clone.devices[id] else { continue }
      let fitting = places.fitting(device).filter { !taken.contains($0) }
      let address: String
      if let choice = choices[id], fitting.contains(choice) {
        address = choice
      } else if fitting.count == 1 {
        address = fitting[0]
      } else if till.devices[id]?.address == device.address, fitting.isEmpty {
        // This till's own device, which is only switched off.
        address = device.address
      } else {
        fates[id] = fitting.isEmpty ? .absent : .ambiguous(fitting)
        continue
      }
      taken.insert(address)
      let own = PairedDevice(
        kind: device.kind, address: address, profile: device.profile, drawer: device.drawer,
        name: device.name)
      fates[id] =
        till.devices[id] == own
        ? .same : till.devices[id] == nil ? .new(address: address) : .changed(address: address)
      devices[id] = own
      if let settings = clone.scanners[device.settingsKey] { scanners[own.settingsKey] = settings }
    }
    let replaced = till.devices.keys.filter { id in
      clone.devices[id] == nil && till.devices[id].map { taken.contains($0.address) } == true
    }.sorted()
    for id in replaced { devices[id] = nil }
    var routes = till.routes
    for (paper, route) in clone.routes.routes {
      // A route to a printer that is not here would hold its papers back.
      let printers = route.printers?.filter { devices[$0] != nil }
      guard printers?.isEmpty != true else { continue }
      routes.routes[paper] = PrintRoute(printers: printers, categories: route.categories)
    }
    self.fates = fates
    self.devices = devices
    self.scanners = scanners
    self.routes = routes
    self.replaced = replaced
    changesDevices = devices != till.devices
    changesScanners = scanners != till.scanners
    changesRoutes = routes != till.routes
  }

  /// The plan in words, a line for each device and what else changes.
  var lines: [String] {
    var table = Table(("device", .left), ("", .left), ("address", .left))
    for (id, fate) in fates.sorted(by: { $0.key < $1.key }) {
      switch fate {
      case .same: table.add(id, "is so already", devices[id]?.address ?? "")
      case .new(let address): table.add(id, "is taken into use", address)
      case .changed(let address): table.add(id, "is changed", address)
      case .absent: table.add(id, "is left out: nothing like it is plugged in", "")
      case .ambiguous(let addresses):
        table.add(
          id, "is left out: several would fit, say which",
          addresses.map { "--take \(id)=\($0)" }.joined(separator: " or "))
      }
    }
    for id in replaced { table.add(id, "is replaced by the file's name for it", "") }
    return table.lines + (changesScanners ? ["how scanners type is taken over"] : [])
      + (changesRoutes ? ["routes are taken over"] : [])
  }

  /// What is plugged in, and what of it fits a device of the file.
  private struct Places {
    private let present: [(kind: String, address: String)]

    init(_ views: [DeviceView]) {
      present = views.compactMap { view in
        // A paired device that is absent has a place and is not in it.
        guard !(view.paired && view.state == "absent") else { return nil }
        return view.address.map { (view.kind, $0) }
      }.sorted { $0.address < $1.address }
    }

    func isHere(_ device: PairedDevice) -> Bool { fitting(device) == [device.address] }

    /// Addresses that may stand for a device: its own if that is here, else those of its like.
    func fitting(_ device: PairedDevice) -> [String] {
      guard case .usb(let identity)? = DeviceAddress(device.address) else {
        return [device.address]
      }
      let alike = present.filter { $0.kind == device.kind.rawValue }.map(\.address).filter {
        guard case .usb(let other)? = DeviceAddress($0) else { return false }
        return other.vendor == identity.vendor && other.product == identity.product
      }
      return alike.contains(device.address) ? [device.address] : alike
    }
  }
}
