// What the system tells of one plugged device, and what the till makes of it.

internal import Scanner

/// What udev and sysfs tell of a node, before it is known whether the till can use it.
struct PlugFacts: Equatable {
  /// How the till finds the right kind: by udev's words where udevd runs, otherwise by the kernel's.
  var subsystem = ""
  var node = ""
  var identity: UsbIdentity?
  var manufacturer: String?
  var product: String?
  /// ID_USB_INTERFACES: `:070102:` has one interface of class 7, subclass 1, protocol 2.
  var interfaces = ""
  /// ID_INPUT_KEYBOARD, or what the kernel says of its keys.
  var isKeyboard = false
  /// A raw HID node's report descriptor, where it could be read.
  var reports: [UInt8]?
  /// TILLD_DEVICE, set by the till's udev rules.
  var mark: String?

  /// The device that the facts make, or nil for one that is none of the till's business.
  ///
  /// Every keyboard on the USB bus is one, since to the kernel a scanner is a keyboard; which of
  /// them is a scanner, a person says by pairing it. Nothing is opened for having been found.
  var device: FoundDevice? {
    guard let identity, !node.isEmpty, let (kind, interface) = use(of: identity) else { return nil }
    return FoundDevice(
      kind: kind, interface: interface, identity: identity, node: node,
      name: UsbPrinters.name(manufacturer: manufacturer, product: product, of: identity))
  }

  private func use(of identity: UsbIdentity) -> (DeviceKind, FoundDevice.Interface)? {
    switch subsystem {
    case "usb":
      let isPrinter =
        mark == "printer"
        || UsbPrinters.isPrinter(
          vendor: identity.vendor, product: identity.product, interfaces: interfaces)
      return isPrinter ? (.printer, .usb) : nil
    case "input":
      return isKeyboard && node.hasPrefix("/dev/input/event") ? (.scanner, .evdev) : nil
    case "hidraw":
      // A keyboard has a raw node too, which is not to be read beside its keys: so the mark alone
      // counts only where the kernel does not show what the node sends.
      let isScanner = reports.map(Self.isPointOfSale) ?? (mark == "scanner")
      return isScanner ? (.scanner, .hidraw) : nil
    case "tty":
      guard node.hasPrefix("/dev/ttyACM") || node.hasPrefix("/dev/ttyUSB") else { return nil }
      let isPrinter =
        mark.map { $0 == "printer" } ?? Self.printerMakers.contains(identity.vendor)
      return (isPrinter ? .printer : .scanner, .tty)
    default: return nil
    }
  }

  /// Makers whose serial lines over USB lead to printers: Epson, Star, Bixolon, Citizen, Custom.
  /// Any other may lead to a scanner, a display or a scale, which only a person knows.
  private static let printerMakers: Set<UInt16> = [0x04B8, 0x0519, 0x1504, 0x1D90, 0x2730, 0x0DD4]

  /// Whether reports are a barcode scanner's (HID Point of Sale Usage Tables 1.02, page 8c).
  static func isPointOfSale(_ descriptor: [UInt8]) -> Bool {
    HIDDescriptor(descriptor).fields.contains { field in
      field.usages.contains { $0 >> 16 == 0x8C }
    }
  }

  /// ID_USB_INTERFACES made from a device's descriptors as sysfs shows them, for systems where no
  /// udevd made it (USB 2.0, 9.6.5).
  ///
  /// Descriptors that lie about their lengths are read as far as they are true.
  static func interfaces(in descriptors: [UInt8]) -> String {
    var words: [String] = []
    var rest = descriptors.prefix(descriptorBytes)
    while let length = rest.first.map(Int.init), length >= 2, length <= rest.count {
      let one = Array(rest.prefix(length))
      rest = rest.dropFirst(length)
      guard one[1] == 4, length >= 9 else { continue }
      let word = one[5...7].map { hex($0) }.joined()
      if !words.contains(word) { words.append(word) }
    }
    return words.isEmpty ? "" : ":" + words.joined(separator: ":") + ":"
  }

  /// Bytes of descriptors that are looked at: a configuration has at most 65,535, and no till's
  /// device has a sixteenth of that.
  static let descriptorBytes = 4096

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// Whether an input device is a keyboard, from the kernel's `capabilities/key`: hexadecimal
  /// words, the lowest keys in the last. All of Esc to D is what udev asks for too.
  static func isKeyboard(keys: String) -> Bool {
    guard let word = keys.split(separator: " ").last, let bits = UInt64(word, radix: 16) else {
      return false
    }
    return bits & 0xFFFF_FFFE == 0xFFFF_FFFE
  }
}

/// What is plugged in, and what changed since it was told last.
package struct Plugged: Equatable, Sendable {
  /// Every node the till could use; one device may have several.
  package let all: [FoundDevice]
  package let came: [FoundDevice]
  package let went: [FoundDevice]

  package init(all: [FoundDevice], came: [FoundDevice] = [], went: [FoundDevice] = []) {
    self.all = all
    self.came = came
    self.went = went
  }

  /// What changed between two looks at the system; nil if nothing did.
  ///
  /// - Parameters:
  ///   - before: devices by their place in sysfs, which no other device ever has again while it is
  ///     remembered: one that was pulled out and put back in between has gone and come.
  static func change(
    from before: [String: FoundDevice], to now: [String: FoundDevice]
  ) -> Plugged? {
    guard before != now else { return nil }
    let came = now.filter { before[$0.key] != $0.value }
    let went = before.filter { now[$0.key] != $0.value }
    return Plugged(all: sorted(now), came: sorted(came), went: sorted(went))
  }

  static func sorted(_ devices: [String: FoundDevice]) -> [FoundDevice] {
    devices.sorted { $0.key < $1.key }.map(\.value)
  }
}
