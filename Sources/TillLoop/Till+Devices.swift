// The table of devices: how each one is, told to everybody who listens.

internal import Domains

extension Till {
  /// Every device in use and every virtual one, by id.
  var deviceViews: [DeviceView] { devices.values.sorted { $0.id < $1.id } }

  /// What is plugged in and not in use; what was just taken into use may still be in `found`.
  var unpairedViews: [DeviceView] {
    let used = Set(shown.settings.devices.values.map(\.address))
    return found.filter { view in view.address.map { !used.contains($0) } ?? true }
  }

  /// A device tells how it is.
  ///
  /// What a device says after it was let go, or after its name was given to another one, is too
  /// late: the address tells.
  mutating func note(_ device: DeviceView, isUsable: Bool, _ work: inout Work) {
    guard let device = entry(for: device) else { return }
    if device.state == "absent" { drawers.forget(device.id) }
    if !isUsable {
      usable.remove(device.id)
    } else if usable.insert(device.id).inserted {
      outbox.wake(device.id)
      if device.kind == "printer" { recall(from: device.id, &work) }
    }
    if devices[device.id] != device {
      devices[device.id] = device
      broadcast("device.state", device, &work)
      if device.state == "failed" || device.state == "degraded" {
        let why = device.why.map { ": \($0)" } ?? ""
        work.effects.append(.log(LogLine(.warning, "\(device.id) is \(device.state)\(why)")))
      }
      if device.kind == "display", device.state == "ready" {
        // It has just been switched on: whatever it shows is not ours.
        customer.lines = nil
        showCustomer(&work)
      }
    }
    dispatchJobs(&work)
  }

  /// What is plugged in and not in use, whole: told piece by piece to who listens.
  mutating func noteFound(_ views: [DeviceView], _ work: inout Work) {
    let before = Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    let now = Dictionary(views.map { ($0.id, $0) }) { first, _ in first }
    found = now.values.sorted { $0.id < $1.id }
    for view in found where before[view.id] == nil { broadcast("device.found", view, &work) }
    for view in before.values.sorted(by: { $0.id < $1.id }) where now[view.id] == nil {
      broadcast("device.lost", view, &work)
    }
  }

  /// Makes the table what the durable settings say, and has the devices used.
  mutating func useDevices(_ work: inout Work) {
    let settings = shown.settings
    let wanted = Self.wanted(settings.devices)
    for (id, view) in devices.sorted(by: { $0.key < $1.key })
    where view.address != nil && wanted[id] == nil {
      devices[id] = nil
      usable.remove(id)
      drawers.forget(id)
      broadcast("device.state", view.forgotten, &work)
    }
    for (id, view) in wanted.sorted(by: { $0.key < $1.key }) {
      var entry = view
      if let now = devices[id], now.address == view.address, now.kind == view.kind {
        entry = view.being(now.state, why: now.why, name: now.name)
      } else {
        usable.remove(id)
      }
      guard devices[id] != entry else { continue }
      devices[id] = entry
      broadcast("device.state", entry, &work)
    }
    inUse = (settings.devices, settings.scanners)
    work.effects.append(.useDevices(settings.devices, scanners: settings.scanners))
  }

  /// Takes a change of the settings over once it is durable, if it is one of devices.
  mutating func useChangedDevices(_ work: inout Work) {
    let settings = shown.settings
    guard settings.devices != inUse.devices || settings.scanners != inUse.scanners else { return }
    useDevices(&work)
  }

  /// What a paired scanner's settings are kept under; another device's own name.
  func settingsKey(of device: String) -> String {
    shown.settings.devices[device]?.settingsKey ?? device
  }

  /// The entries of devices in use before they have told anything: printers and their drawers,
  /// scanners, displays and scales.
  private static func wanted(_ paired: [String: PairedDevice]) -> [String: DeviceView] {
    var views: [String: DeviceView] = [:]
    for (id, device) in paired {
      views[id] = device.view(id: id)
      guard device.kind == .printer, device.drawer != nil else { continue }
      let drawer = PairedDevice.drawerID(of: id)
      views[drawer] = DeviceView(
        id: drawer, kind: "drawer", state: "absent", why: nil, address: device.address,
        drawer: device.drawer)
    }
    return views
  }

  /// A report as an entry of the table, or nil if it comes too late.
  private func entry(for report: DeviceView) -> DeviceView? {
    guard let address = report.address else { return report }
    guard let known = devices[report.id], known.address == address, known.kind == report.kind
    else { return nil }
    return known.being(report.state, why: report.why, name: known.name ?? report.name)
  }
}

extension PairedDevice {
  /// The device before anything is known of how it is.
  func view(id: String) -> DeviceView {
    DeviceView(
      id: id, kind: kind.rawValue, state: "absent", why: nil, address: address, name: name,
      profile: profile, drawer: drawer)
  }
}

extension DeviceView {
  /// The same device in this state.
  func being(_ state: String, why: String?, name: String?) -> DeviceView {
    DeviceView(
      id: id, kind: kind, state: state, why: why, address: address, name: self.name ?? name,
      paired: paired, profile: profile, drawer: drawer)
  }

  /// The same device once the till does not use it any more.
  var forgotten: DeviceView {
    DeviceView(
      id: id, kind: kind, state: "absent", why: nil, address: address, name: name, paired: false,
      profile: profile, drawer: drawer)
  }
}
