// Which receipt printers are plugged in, by their USB descriptors.
// Nothing here opens a device; the conversation with a printer lives elsewhere.

internal import CUSB

/// A printer on the USB bus and the way its bytes go.
package struct UsbPrinter: Hashable, Sendable {
  package let identity: UsbIdentity
  package let interface: UInt8
  package let alternate: UInt8
  /// The address of the bulk endpoint that takes bytes.
  package let output: UInt8
  /// The address of the bulk endpoint that gives answers, or nil for a printer that is mute.
  package let input: UInt8?
}

/// One alternate setting of one interface, as its descriptor tells (USB 2.0, 9.6.5 and 9.6.6).
struct UsbInterface: Equatable {
  let number: UInt8
  let alternate: UInt8
  let deviceClass: UInt8
  let subclass: UInt8
  let protocolCode: UInt8
  /// Addresses of the bulk endpoints; bit 7 is set where bytes come from the device.
  let bulkEndpoints: [UInt8]

  var output: UInt8? { bulkEndpoints.first { $0 & 0x80 == 0 } }
  var input: UInt8? { bulkEndpoints.first { $0 & 0x80 != 0 } }
}

/// The printers among the devices on the USB bus.
package enum UsbPrinters {
  /// All printers that are plugged in now, sorted by port (libusb_get_device_list).
  ///
  /// A machine without a USB bus, or one whose bus cannot be read, has none.
  package static func list() -> [UsbPrinter] {
    var context: OpaquePointer?
    guard libusb_init(&context) == 0 else { return [] }
    defer { libusb_exit(context) }
    var devices: UnsafeMutablePointer<OpaquePointer?>?
    let count = libusb_get_device_list(context, &devices)
    guard count >= 0, let devices else { return [] }
    defer { libusb_free_device_list(devices, 1) }
    return (0..<count).compactMap { devices[$0].flatMap(printer) }
      .sorted { $0.identity.port < $1.identity.port }
  }

  /// The interface to print through, or nil for a device that is no receipt printer.
  ///
  /// Printer class 7, subclass 1; or any bulk interface of `04b8:0202`, the personality in which
  /// Epson's printers call themselves vendor class. Two-way protocol 2 goes before one-way 1, and
  /// IEEE 1284.4 (3) is taken last, since it wants packets.
  static func choose(
    from interfaces: [UsbInterface], vendor: UInt16, product: UInt16
  ) -> UsbInterface? {
    let isEpsonVendorClass = vendor == 0x04B8 && product == 0x0202
    return
      interfaces
      .filter { interface in
        let isPrinter = interface.deviceClass == 7 && interface.subclass == 1
        let isOwn = isEpsonVendorClass && interface.deviceClass == 0xFF
        return interface.output != nil && (isPrinter || isOwn)
      }
      .min { rank($0) < rank($1) }
  }

  private static func rank(_ interface: UsbInterface) -> Int {
    switch interface.protocolCode {
    case 2: 0
    case 1: 1
    case 3: 3
    default: 2
    }
  }

  private static func printer(_ device: OpaquePointer) -> UsbPrinter? {
    var descriptor = libusb_device_descriptor()
    guard libusb_get_device_descriptor(device, &descriptor) == 0 else { return nil }
    let chosen = choose(
      from: interfaces(of: device), vendor: descriptor.idVendor, product: descriptor.idProduct)
    guard let chosen, let output = chosen.output, let port = port(of: device) else { return nil }
    let identity = UsbIdentity(
      vendor: descriptor.idVendor, product: descriptor.idProduct,
      serial: UsbIdentity.serial(atPort: port), port: port)
    return UsbPrinter(
      identity: identity, interface: chosen.number, alternate: chosen.alternate,
      output: output, input: chosen.input)
  }

  /// Every alternate setting of the active configuration; endpoints vary by maker, so all are read.
  private static func interfaces(of device: OpaquePointer) -> [UsbInterface] {
    var configuration: UnsafeMutablePointer<libusb_config_descriptor>?
    guard libusb_get_active_config_descriptor(device, &configuration) == 0, let configuration
    else { return [] }
    defer { libusb_free_config_descriptor(configuration) }
    let interfaces = UnsafeBufferPointer(
      start: configuration.pointee.interface, count: Int(configuration.pointee.bNumInterfaces))
    return interfaces.flatMap { interface in
      UnsafeBufferPointer(start: interface.altsetting, count: Int(interface.num_altsetting))
        .map { setting in
          let endpoints = UnsafeBufferPointer(
            start: setting.endpoint, count: Int(setting.bNumEndpoints))
          return UsbInterface(
            number: setting.bInterfaceNumber, alternate: setting.bAlternateSetting,
            deviceClass: setting.bInterfaceClass, subclass: setting.bInterfaceSubClass,
            protocolCode: setting.bInterfaceProtocol,
            bulkEndpoints: endpoints.filter { $0.bmAttributes & 3 == 2 }.map(\.bEndpointAddress))
        }
    }
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
}
