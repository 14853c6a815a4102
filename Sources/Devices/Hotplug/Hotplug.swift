// What is plugged in and out, as udev sees it, or as the kernel shows it where no udevd runs.

internal import CUdev
internal import Glibc

/// Watches what is plugged in: printers, keyboards, raw HID nodes and serial lines on the USB bus.
///
/// Tells first what is there, even if that is nothing, and then every change, each time with all
/// that is there. Opens no device.
package final class Hotplug: Sendable {
  private let changed: @Sendable (Plugged) -> Void
  private let wait: StoppableWait?
  private let thread = DeviceThread(name: "hotplug")

  /// How often to look where nobody tells: in containers, and before udevd has started.
  private static let lookMilliseconds: Int64 = 2_000
  /// Devices that are told of; whoever plugs in more is playing.
  private static let bound = 256

  /// - Parameter changed: called on the watch's own thread; it must not block.
  package init(changed: @escaping @Sendable (Plugged) -> Void) {
    self.changed = changed
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
    guard let udev = udev_new() else { return changed(Plugged(all: [])) }
    defer { udev_unref(udev) }
    // "udev", not "kernel": its events come after the rules have set groups and properties.
    let monitor = udev_monitor_new_from_netlink(udev, "udev")
    defer { udev_monitor_unref(monitor) }
    for (subsystem, kind) in Self.subsystems {
      udev_monitor_filter_add_match_subsystem_devtype(monitor, subsystem, kind)
    }
    // Listening starts before looking around, so that nothing slips in between.
    let listens = monitor != nil && udev_monitor_enable_receiving(monitor) == 0
    let descriptor = listens ? udev_monitor_get_fd(monitor) : nil

    var present = Self.look(udev)
    changed(Plugged(all: Plugged.sorted(present)))
    while true {
      let isTold = listens && access("/run/udev/control", F_OK) == 0
      let wake = wait.wait(on: descriptor, milliseconds: isTold ? nil : Self.lookMilliseconds)
      if wake == .stopped { return }
      // A hub that comes sends dozens of messages, and a full socket loses some: whatever they
      // say, the system is looked at again, once for all that wait.
      while listens, let device = udev_monitor_receive_device(monitor) { udev_device_unref(device) }
      let now = Self.look(udev)
      if let change = Plugged.change(from: present, to: now) { changed(change) }
      present = now
    }
  }

  /// Where devices of a till appear, and which of each are looked at.
  private static let subsystems: [(String, String?)] = [
    ("usb", "usb_device"), ("input", nil), ("hidraw", nil), ("tty", nil),
  ]
  private static let names = [
    "usb": "[0-9]*-[0-9]*", "input": "event*", "hidraw": "hidraw*", "tty": "tty[AU]*",
  ]

  /// Everything the till could use that is there now, by its place in sysfs and its number on the
  /// bus, which a device that comes back has not again.
  private static func look(_ udev: OpaquePointer) -> [String: FoundDevice] {
    var found: [String: FoundDevice] = [:]
    for (subsystem, _) in subsystems {
      for path in plugged(udev, subsystem) {
        guard found.count < bound, let device = udev_device_new_from_syspath(udev, path) else {
          continue
        }
        defer { udev_device_unref(device) }
        guard let usb = usbDevice(of: device, subsystem) else { continue }
        if let known = facts(of: device, subsystem, usb).device {
          found["\(path) \(attribute("devnum", of: usb) ?? "")"] = known
        }
      }
    }
    return found
  }

  /// The places in sysfs of what may be a device of the till.
  private static func plugged(_ udev: OpaquePointer, _ subsystem: String) -> [String] {
    guard let search = udev_enumerate_new(udev) else { return [] }
    defer { udev_enumerate_unref(search) }
    udev_enumerate_add_match_subsystem(search, subsystem)
    udev_enumerate_add_match_sysname(search, names[subsystem])
    udev_enumerate_scan_devices(search)
    var paths: [String] = []
    var entry = udev_enumerate_get_list_entry(search)
    while let current = entry {
      if let path = text(udev_list_entry_get_name(current)) { paths.append(path) }
      entry = udev_list_entry_get_next(current)
    }
    return paths
  }

  /// The USB device that this is or is a part of; it belongs to `device` and is not to be released.
  private static func usbDevice(of device: OpaquePointer, _ subsystem: String) -> OpaquePointer? {
    guard subsystem == "usb" else {
      return udev_device_get_parent_with_subsystem_devtype(device, "usb", "usb_device")
    }
    return text(udev_device_get_devtype(device)) == "usb_device" ? device : nil
  }

  private static func facts(
    of device: OpaquePointer, _ subsystem: String, _ usb: OpaquePointer
  ) -> PlugFacts {
    func property(_ name: String) -> String? { text(udev_device_get_property_value(device, name)) }
    var facts = PlugFacts()
    facts.subsystem = subsystem
    facts.node = text(udev_device_get_devnode(device)) ?? ""
    facts.identity = identity(of: usb)
    facts.manufacturer = attribute("manufacturer", of: usb)
    facts.product = attribute("product", of: usb)
    facts.mark = property("TILLD_DEVICE")
    switch subsystem {
    case "usb":
      facts.interfaces =
        property("ID_USB_INTERFACES")
        ?? PlugFacts.interfaces(in: bytes("descriptors", of: device) ?? [])
    case "input":
      facts.isKeyboard = property("ID_INPUT_KEYBOARD") == "1"
      if !facts.isKeyboard, udev_device_get_is_initialized(device) == 0,
        let input = udev_device_get_parent(device),
        let keys = attribute("capabilities/key", of: input)
      {
        facts.isKeyboard = PlugFacts.isKeyboard(keys: keys)
      }
    case "hidraw":
      facts.reports = udev_device_get_parent_with_subsystem_devtype(device, "hid", nil)
        .flatMap { bytes("report_descriptor", of: $0) }
    default: break
    }
    return facts
  }

  private static func identity(of usb: OpaquePointer) -> UsbIdentity? {
    guard let port = text(udev_device_get_sysname(usb)),
      let vendor = attribute("idVendor", of: usb).flatMap({ UInt16($0, radix: 16) }),
      let product = attribute("idProduct", of: usb).flatMap({ UInt16($0, radix: 16) })
    else { return nil }
    return UsbIdentity(
      vendor: vendor, product: product, serial: attribute("serial", of: usb), port: port)
  }

  private static func attribute(_ name: String, of device: OpaquePointer) -> String? {
    text(udev_device_get_sysattr_value(device, name)).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A binary attribute, which udev's own call would end at the first zero.
  private static func bytes(_ name: String, of device: OpaquePointer) -> [UInt8]? {
    guard let path = text(udev_device_get_syspath(device)) else { return nil }
    let descriptor = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: PlugFacts.descriptorBytes)
    var count = 0
    // sysfs gives a page at a time at most, and an emulation may give less.
    while count < buffer.count {
      let more = buffer[count...].withUnsafeMutableBytes {
        read(descriptor, $0.baseAddress, $0.count)
      }
      guard more > 0 else { break }
      count += more
    }
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}
