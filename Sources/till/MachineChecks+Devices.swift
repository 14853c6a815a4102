// What `till doctor` makes of each paired device: may the till open it, who else has it, which
// drivers hold it, and whether the unit lets the till reach it.

internal import Devices
internal import Domains

extension MachineChecks {
  /// Every finding about one paired device.
  static func device(_ part: MachineFacts.Part, _ facts: MachineFacts) -> [Finding] {
    part.nodes.map { mayOpen($0, part, facts) }
      + part.nodes.map { holder($0, part, facts) }
      + (part.view.kind == "printer" && isUSB(part.view) ? [printerDriver(part)] : [])
  }

  /// Whether a user may read and write a node, by its mode alone (path_resolution(7)).
  static func mayOpen(_ node: MachineFacts.Node, _ user: MachineFacts.Account) -> Bool {
    if user.uid == 0 { return true }
    if user.uid == node.uid { return node.mode & 0o600 == 0o600 }
    if user.groups.contains(node.gid) { return node.mode & 0o060 == 0o060 }
    return node.mode & 0o006 == 0o006
  }

  private static func mayOpen(
    _ node: MachineFacts.Node, _ part: MachineFacts.Part, _ facts: MachineFacts
  ) -> Finding {
    let what = "\(part.view.id) node"
    let mode = String(node.mode, radix: 8)
    guard let user = facts.daemon else {
      return .warn(
        what, "\(node.path) (\(node.group), \(mode)): nobody knows whom the till runs as",
        fix: "start the till, then till doctor")
    }
    guard !mayOpen(node, user) else {
      return .ok(what, "\(node.path) (\(node.group), \(mode)) can be opened by \(user.name)")
    }
    let isMember = user.groups.contains(node.gid)
    let fix =
      node.gid == 0 || isMember
      ? "sudo till devices rules --install, then plug it out and in"
      : "sudo usermod -aG \(node.group) \(user.name), then sudo systemctl restart tilld"
    return .fail(
      what, "\(node.path) (\(node.group), \(mode)) cannot be opened by \(user.name)", fix: fix)
  }

  private static func holder(
    _ node: MachineFacts.Node, _ part: MachineFacts.Part, _ facts: MachineFacts
  ) -> Finding {
    let what = "\(part.view.id) use"
    guard node.holders.isEmpty else {
      let names = node.holders.joined(separator: ", ")
      let isPrinting = names.contains("usb (") || names.contains("cups")
      return .fail(
        what, "\(node.path) is held by \(names)",
        fix: isPrinting
          ? "take the printer out of CUPS: lpstat -v, then sudo lpadmin -x NAME"
          : "end that program, or take the device away from it")
    }
    return .ok(
      what,
      facts.seesAll
        ? "nobody else has \(node.path) open"
        : "nobody of yours has \(node.path) open; sudo till doctor sees everybody's")
  }

  /// libusb takes a printer from usblp by itself, so that only a till that cannot is told of it.
  private static func printerDriver(_ part: MachineFacts.Part) -> Finding {
    let what = "\(part.view.id) driver"
    guard part.drivers.contains("usblp") else { return .ok(what, "no other driver holds it") }
    guard part.view.state != "failed" else {
      return .warn(
        what, "the kernel's printer driver usblp holds it",
        fix: "echo blacklist usblp | sudo tee /etc/modprobe.d/till.conf; then plug it out and in")
    }
    return .ok(what, "usblp had it; the till takes it from there")
  }

  private static func isUSB(_ view: DeviceView) -> Bool {
    view.address?.hasPrefix("usb:") == true
  }

  // MARK: What the unit allows

  /// The shipped unit keeps the till off every network and off serial ports of the board: a device
  /// there is absent for ever until a drop-in allows it.
  static func network(_ facts: MachineFacts) -> [Finding] {
    guard let unit = facts.unit, facts.isInstalled else { return [] }
    let lines = unitLines(unit)
    return facts.parts.filter(\.view.paired).compactMap { part in
      switch part.view.address.flatMap({ DeviceAddress($0) }) {
      case .tcp(let host, _): reach(part.view.id, host, lines)
      case .serial(let line): allow(part.view.id, line.path, lines)
      case .file(let path) where path.hasPrefix("/dev/"): allow(part.view.id, path, lines)
      case .file, .usb, nil: nil
      }
    }
  }

  private static func reach(_ id: String, _ host: String, _ lines: [Substring]) -> Finding {
    let what = "\(id) network"
    let fix =
      "sudo systemctl edit tilld: [Service] RestrictAddressFamilies=AF_INET AF_INET6, "
      + "IPAddressAllow=\(host); then sudo systemctl restart tilld"
    // An empty assignment takes back what was said before; these are not used that way here.
    let families = lines.filter { $0.hasPrefix("RestrictAddressFamilies=") }
    guard families.isEmpty || families.contains(where: { $0.contains("AF_INET") }) else {
      return .fail(
        what, "the unit lets the till speak no IP, and \(host) is in the network", fix: fix)
    }
    let denies = lines.contains { $0.hasPrefix("IPAddressDeny=any") }
    let allows = lines.contains { $0.hasPrefix("IPAddressAllow=") }
    guard !denies || allows else {
      return .fail(what, "the unit denies every address, \(host) too", fix: fix)
    }
    return .ok(what, "the unit lets the till reach addresses of the network")
  }

  /// Device groups of the kernel by the beginning of a node's name (/proc/devices).
  private static let deviceGroups = [
    ("/dev/ttyACM", "char-ttyACM"), ("/dev/ttyUSB", "char-ttyUSB"), ("/dev/ttyS", "char-ttyS"),
    ("/dev/ttyAMA", "char-ttyAMA"), ("/dev/usb/lp", "char-usb"), ("/dev/hidraw", "char-hidraw"),
  ]

  private static func allow(_ id: String, _ path: String, _ lines: [Substring]) -> Finding? {
    guard lines.contains(where: { $0.hasPrefix("DevicePolicy=closed") }),
      let group = deviceGroups.first(where: { path.hasPrefix($0.0) })?.1
    else { return nil }
    let what = "\(id) allowed"
    guard
      lines.contains(where: {
        $0.hasPrefix("DeviceAllow=\(group) ") || $0.hasPrefix("DeviceAllow=\(path) ")
      })
    else {
      return .fail(
        what, "the unit keeps the till from \(path)",
        fix: "sudo systemctl edit tilld: [Service] DeviceAllow=\(group) rw; "
          + "then sudo systemctl restart tilld")
    }
    return .ok(what, "the unit lets the till open \(path)")
  }
}
