// Which receipt printers are plugged in, by their USB descriptors.
// Nothing here opens a device; the conversation with a printer lives elsewhere.

/// A printer on the USB bus and the way its bytes go.
package struct UsbPrinter: Hashable, Sendable {
  package let identity: UsbIdentity
  /// Maker and model as the device tells them, for people.
  package let name: String
  /// The file that libusb opens: `/dev/bus/usb/001/004`.
  package let node: String
  package let interface: UInt8
  package let alternate: UInt8
  /// The address of the bulk endpoint that takes bytes.
  package let output: UInt8
  /// The address of the bulk endpoint that gives answers, or nil for a printer that is mute.
  package let input: UInt8?
  /// Bytes of one packet of the answers; 0 for a printer that is mute.
  let inputBytes: Int
  let isVendorClass: Bool
}

/// The printers among the devices on the USB bus.
package enum UsbPrinters {
  /// All printers that are plugged in now, sorted by port.
  ///
  /// A machine without a USB bus, or one whose bus cannot be read, has none.
  package static func list() -> [UsbPrinter] {
    guard let context = UsbContext() else { return [] }
    return UsbDevice.list(context).compactMap(printer)
      .sorted { $0.identity.port < $1.identity.port }
  }

  /// The printer that a device is, or nil for one that is none or none to be used.
  static func printer(_ device: UsbDevice) -> UsbPrinter? {
    let identity = device.identity
    let chosen = choose(
      from: device.interfaces, vendor: identity.vendor, product: identity.product)
    guard let chosen, let output = chosen.output else { return nil }
    return UsbPrinter(
      identity: identity, name: name(of: identity), node: device.node, interface: chosen.number,
      alternate: chosen.alternate, output: output.address, input: chosen.input?.address,
      inputBytes: chosen.input?.packetBytes ?? 0, isVendorClass: chosen.isVendorClass)
  }

  /// What people know a plugged device by, from the texts that the kernel read of it.
  static func name(of identity: UsbIdentity) -> String {
    func text(_ attribute: String) -> String? {
      UsbIdentity.attribute(attribute, atPort: identity.port)
    }
    return name(manufacturer: text("manufacturer"), product: text("product"), of: identity)
  }

  /// Maker and model in one line, the maker not twice; the numbers for a device that tells neither.
  package static func name(
    manufacturer: String?, product: String?, of identity: UsbIdentity
  ) -> String {
    let maker = PrinterID.words((manufacturer ?? "").utf8)
    let model = PrinterID.words((product ?? "").utf8)
    if maker.isEmpty && model.isEmpty { return "USB device \(identity.kind)" }
    if maker.isEmpty || model.lowercased().hasPrefix(maker.lowercased()) { return model }
    return model.isEmpty ? "\(maker) \(identity.kind)" : "\(maker) \(model)"
  }
}
