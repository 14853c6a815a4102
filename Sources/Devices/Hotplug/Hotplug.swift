// What is plugged in and out: printers and paired scanners, as udev sees them.

internal import CUdev

/// Watches the plugs of printers and scanners (libudev).
///
/// First reports what is there already, then every change, as `opening` for a device that came and
/// `absent` for one that went; whoever opens the device reports how it is from then on.
package final class Hotplug: Sendable {
  private let report: ReportSink
  private let wait: StoppableWait?
  private let thread = DeviceThread(name: "hotplug")

  package init(report: @escaping ReportSink) {
    self.report = report
    self.wait = try? StoppableWait()
  }

  /// Starts the watch, once, or returns false when the system has no thread or descriptor left.
  package func start() -> Bool {
    guard let wait else { return false }
    return thread.start { [self] in run(wait) }
  }

  package func stop() {
    wait?.stop()
    thread.join()
  }

  private func run(_ wait: StoppableWait) {
    guard let udev = udev_new() else { return }
    defer { udev_unref(udev) }
    // "udev", not "kernel": its events come after the rules have set groups and properties.
    guard let monitor = udev_monitor_new_from_netlink(udev, "udev") else { return }
    defer { udev_monitor_unref(monitor) }
    udev_monitor_filter_add_match_subsystem_devtype(monitor, "usb", "usb_device")
    udev_monitor_filter_add_match_subsystem_devtype(monitor, "input", nil)
    guard udev_monitor_enable_receiving(monitor) == 0 else { return }

    // Listening starts before looking around, so that nothing slips in between.
    var present: [String: DeviceState] = [:]
    for path in Self.plugged(udev) {
      guard let device = udev_device_new_from_syspath(udev, path) else { continue }
      defer { udev_device_unref(device) }
      note(device, action: "add", in: &present)
    }
    let descriptor = udev_monitor_get_fd(monitor)
    while wait.wait(on: descriptor) == .input {
      guard let device = udev_monitor_receive_device(monitor) else { continue }
      defer { udev_device_unref(device) }
      note(device, action: Self.text(udev_device_get_action(device)) ?? "", in: &present)
    }
  }

  /// Reports what a device's coming or going changes, and remembers it by its place in sysfs:
  /// once a device is gone its attributes are gone too.
  private func note(
    _ device: OpaquePointer, action: String, in present: inout [String: DeviceState]
  ) {
    guard let path = Self.text(udev_device_get_syspath(device)) else { return }
    if action == "remove" {
      guard let gone = present.removeValue(forKey: path) else { return }
      // A scanner may have several input nodes; it is gone when the last one is.
      guard !present.values.contains(where: { $0.id == gone.id }) else { return }
      report(.state(DeviceState(id: gone.id, kind: gone.kind, condition: .absent)))
    } else if present[path] == nil, let kind = Self.kind(of: Self.facts(of: device)),
      let identity = Self.identity(of: device)
    {
      let state = DeviceState(id: identity.text, kind: kind, condition: .opening)
      let isNew = !present.values.contains { $0.id == state.id }
      present[path] = state
      if isNew { report(.state(state)) }
    }
  }

  /// What udev tells of a device and the till decides by.
  struct Facts {
    var subsystem: String?
    /// ID_USB_INTERFACES: `:0701ff:` has one interface of class 7, subclass 1, protocol ff.
    var interfaces: String?
    /// DEVNAME.
    var node: String?
    /// TILLD_DEVICE, set by the till's own udev rules.
    var mark: String?
  }

  /// What kind of device the facts make, or nil for one that is none of the till's business.
  ///
  /// Printers are known by their class; scanners only by the mark, because to the kernel a scanner
  /// is a keyboard, and the wrong keyboard must never be taken from its owner.
  static func kind(of facts: Facts) -> DeviceKind? {
    switch facts.subsystem {
    case "usb":
      facts.mark == "printer" || facts.interfaces?.contains(":0701") == true ? .printer : nil
    case "input":
      facts.mark == "scanner" && facts.node?.hasPrefix("/dev/input/event") == true ? .scanner : nil
    default: nil
    }
  }

  private static func facts(of device: OpaquePointer) -> Facts {
    func property(_ name: String) -> String? { text(udev_device_get_property_value(device, name)) }
    return Facts(
      subsystem: text(udev_device_get_subsystem(device)),
      interfaces: property("ID_USB_INTERFACES"), node: text(udev_device_get_devnode(device)),
      mark: property("TILLD_DEVICE"))
  }

  /// The identity of the USB device that this is, or that it is a part of.
  private static func identity(of device: OpaquePointer) -> UsbIdentity? {
    let isWhole = text(udev_device_get_devtype(device)) == "usb_device"
    // The parent belongs to the child and is not to be released.
    let usb =
      isWhole ? device : udev_device_get_parent_with_subsystem_devtype(device, "usb", "usb_device")
    guard let usb, let port = text(udev_device_get_sysname(usb)),
      let vendor = attribute("idVendor", of: usb).flatMap({ UInt16($0, radix: 16) }),
      let product = attribute("idProduct", of: usb).flatMap({ UInt16($0, radix: 16) })
    else { return nil }
    return UsbIdentity(
      vendor: vendor, product: product, serial: attribute("serial", of: usb), port: port)
  }

  private static func attribute(_ name: String, of device: OpaquePointer) -> String? {
    text(udev_device_get_sysattr_value(device, name))
  }

  /// The places in sysfs of everything that may be a printer or a scanner now.
  private static func plugged(_ udev: OpaquePointer) -> [String] {
    guard let search = udev_enumerate_new(udev) else { return [] }
    defer { udev_enumerate_unref(search) }
    udev_enumerate_add_match_subsystem(search, "usb")
    udev_enumerate_add_match_subsystem(search, "input")
    udev_enumerate_scan_devices(search)
    var paths: [String] = []
    var entry = udev_enumerate_get_list_entry(search)
    while let current = entry {
      if let path = text(udev_list_entry_get_name(current)) { paths.append(path) }
      entry = udev_list_entry_get_next(current)
    }
    return paths
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}
