// Devices in words: how each is and what comes next, for the list, the status and the doctor.

internal import Devices
internal import Domains

/// Devices in words.
enum DeviceText {
  /// The devices of the till as a table, each that is not well with its next step below; then what
  /// is plugged in and not the till's.
  static func lines(_ devices: [DeviceView]) -> [String] {
    guard !devices.isEmpty else { return ["no device yet; plug one in, then till pair"] }
    let own = devices.filter(\.paired)
    let found = devices.filter { !$0.paired }
    var lines: [String] = []
    if !own.isEmpty {
      var table = Table(
        ("id", .left), ("kind", .left), ("state", .left), ("name", .left), ("address", .left))
      for device in own {
        table.add(
          device.id, device.kind, words(device.state), device.name ?? "",
          device.address ?? "virtual")
      }
      lines += table.lines + own.flatMap(care)
    }
    if !found.isEmpty {
      var table = Table(("kind", .left), ("name", .left), ("address", .left))
      for device in found { table.add(device.kind, device.name ?? "", place(device)) }
      if !lines.isEmpty { lines.append("") }
      lines += ["plugged in and not paired; take one with till pair:"] + table.lines
    }
    return lines
  }

  /// A state's name for people.
  static func words(_ state: String) -> String {
    switch state {
    case "absent": "not there"
    case "opening": "starting"
    case "degraded": "needs care"
    case "failed": "not usable"
    default: state
    }
  }

  /// What is wrong with a device and what to do, or nil for one that is well.
  static func advice(_ device: DeviceView) -> (found: String, next: String)? {
    let found = "\(device.id) is \(words(device.state))\(device.why.map { ": \($0)" } ?? "")"
    switch device.state {
    case "ready": return nil
    case "opening": return (found, "wait a moment; then till devices")
    case "absent":
      return (found, "\(plug(device)); if it is gone for good, till devices forget \(device.id)")
    case "degraded": return (found, "do what it asks for, it goes on by itself; then till devices")
    default: return (found, "till doctor")
    }
  }

  /// The place of a device that is not the till's.
  static func place(_ device: DeviceView) -> String { device.address ?? device.id }

  private static func care(_ device: DeviceView) -> [String] {
    guard let advice = advice(device) else { return [] }
    return ["", Terminal.harmless(advice.found), "  next: \(advice.next)"]
  }

  private static func plug(_ device: DeviceView) -> String {
    switch device.address.flatMap({ DeviceAddress($0) }) {
    case .tcp(let host, _): "switch it on, and look at its network cable and at its address \(host)"
    case .serial, .usb: "plug it in and switch it on"
    case .file(let path): "look whether \(path) is there"
    case nil: "look whether it is there"
    }
  }
}
