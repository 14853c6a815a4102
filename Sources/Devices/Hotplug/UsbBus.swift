// The devices on the USB bus as libusb lists them; nothing here opens one.

internal import CUSB

/// A libusb of one's own, so that one printer's trouble never waits for another's.
///
/// `@unchecked`: the pointer never changes, and libusb's contexts may be used by several threads.
final class UsbContext: @unchecked Sendable {
  let raw: OpaquePointer

  /// Fails on a machine without a USB bus, or when no descriptor is left (libusb_init).
  init?() {
    var context: OpaquePointer?
    guard libusb_init(&context) == 0, let context else { return nil }
    raw = context
  }

  deinit { libusb_exit(raw) }

  /// Ends the wait for events of the thread that is in it, or its next one.
  func interrupt() { libusb_interrupt_event_handler(raw) }
}

/// One device on the bus.
final class UsbDevice {
  /// Outlives the device, which libusb needs it for to the end.
  private let context: UsbContext
  let raw: OpaquePointer
  let identity: UsbIdentity
  /// `/dev/bus/usb/001/004`.
  let node: String

  /// A device that has a port and can be described; a root hub has no port.
  init?(_ raw: OpaquePointer, in context: UsbContext) {
    var descriptor = libusb_device_descriptor()
    guard let port = Self.port(of: raw), libusb_get_device_descriptor(raw, &descriptor) == 0
    else { return nil }
    identity = UsbIdentity(
      vendor: descriptor.idVendor, product: descriptor.idProduct,
      serial: UsbIdentity.serial(atPort: port), port: port)
    node =
      "/dev/bus/usb/\(Self.digits(libusb_get_bus_number(raw)))"
      + "/\(Self.digits(libusb_get_device_address(raw)))"
    self.raw = libusb_ref_device(raw)
    self.context = context
  }

  deinit { libusb_unref_device(raw) }

  /// The devices that are plugged in now (libusb_get_device_list).
  static func list(_ context: UsbContext) -> [UsbDevice] {
    var devices: UnsafeMutablePointer<OpaquePointer?>?
    let count = libusb_get_device_list(context.raw, &devices)
    guard count >= 0, let devices else { return [] }
    defer { libusb_free_device_list(devices, 1) }
    return (0..<count).compactMap { index in
      devices[index].flatMap { UsbDevice($0, in: context) }
    }
  }

  /// Every alternate setting of the active configuration, or of the first one where the kernel
  /// has not configured the device; endpoints vary by maker, so all are read.
  ///
  /// What libusb cannot make sense of is missing: descriptors that are cut short give fewer
  /// settings, or none.
  var interfaces: [UsbInterface] {
    var found: UnsafeMutablePointer<libusb_config_descriptor>?
    guard
      libusb_get_active_config_descriptor(raw, &found) == 0
        || libusb_get_config_descriptor(raw, 0, &found) == 0, let found
    else { return [] }
    defer { libusb_free_config_descriptor(found) }
    return Self.buffer(found.pointee.interface, found.pointee.bNumInterfaces).flatMap {
      Self.buffer($0.altsetting, $0.num_altsetting).map { setting in
        UsbInterface(
          number: setting.bInterfaceNumber, alternate: setting.bAlternateSetting,
          deviceClass: setting.bInterfaceClass, subclass: setting.bInterfaceSubClass,
          protocolCode: setting.bInterfaceProtocol,
          bulk: Self.buffer(setting.endpoint, setting.bNumEndpoints)
            .filter { $0.bmAttributes & 3 == 2 }
            .map {
              // Bits 11 and up mean something else, and nothing for a bulk endpoint.
              UsbEndpoint(address: $0.bEndpointAddress, packetBytes: Int($0.wMaxPacketSize & 0x7FF))
            })
      }
    }
  }

  /// A count without its list is what libusb leaves of descriptors that were cut short.
  private static func buffer<Item>(
    _ start: UnsafePointer<Item>?, _ count: some BinaryInteger
  ) -> UnsafeBufferPointer<Item> {
    UnsafeBufferPointer(start: start, count: start == nil ? 0 : max(0, Int(count)))
  }

  /// The port in sysfs's words, or nil for a root hub, which has none.
  private static func port(of device: OpaquePointer) -> String? {
    // Seven tiers is all that USB allows (libusb_get_port_numbers).
    var ports = [UInt8](repeating: 0, count: 7)
    let count = libusb_get_port_numbers(device, &ports, Int32(ports.count))
    guard count > 0 else { return nil }
    let path = ports[..<Int(count)].map(String.init).joined(separator: ".")
    return "\(libusb_get_bus_number(device))-\(path)"
  }

  private static func digits(_ number: UInt8) -> String {
    let digits = String(number)
    return String(repeating: "0", count: 3 - digits.count) + digits
  }
}
