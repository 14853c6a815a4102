// Opening one printer on the USB bus: which device, which interface, and every reason why not.

internal import CUSB

/// A USB printer that was opened and claimed.
///
/// Its handle is closed by `close`, once, after all transfers came back.
struct UsbOpening {
  let printer: UsbPrinter
  let handle: OpaquePointer

  /// Finds the device by its identity, opens and claims it (libusb_open, libusb_claim_interface).
  ///
  /// Takes it from usblp, which the kernel gives it to first. Never resets it and never sets a
  /// configuration that is set already: either makes some printers print their self-test, and the
  /// second is refused while anybody else holds another interface.
  init(
    _ wanted: UsbIdentity, besides others: [UsbIdentity], in context: UsbContext
  ) throws(LinkFault) {
    let devices = UsbDevice.list(context)
    let place = wanted.find(among: devices.map(\.identity), besides: others)
    guard let found = place.identity, let device = devices.first(where: { $0.identity == found })
    else {
      if case .absent(let why?) = place { throw .absent(why) }
      throw .absent("it is not plugged in")
    }
    printer = try Self.examine(device)

    var handle: OpaquePointer?
    let code = libusb_open(device.raw, &handle)
    guard code == 0, let handle else {
      throw LinkFault(usb: code, "libusb_open", printer.node)
    }
    self.handle = handle
    do {
      try claim()
    } catch {
      libusb_close(handle)
      throw error
    }
  }

  /// Gives the interface back, to usblp too if it was usblp's, and closes the device.
  func close() {
    if Self.keepsKernelAway(printer.identity) { libusb_set_auto_detach_kernel_driver(handle, 0) }
    libusb_release_interface(handle, Int32(printer.interface))
    libusb_close(handle)
  }

  private static func examine(_ device: UsbDevice) throws(LinkFault) -> UsbPrinter {
    if let printer = UsbPrinters.printer(device) { return printer }
    let interfaces = device.interfaces
    if interfaces.isEmpty { throw .unusable("its descriptors are cut short or make no sense") }
    let identity = device.identity
    let flaw = UsbPrinters.flaw(
      of: interfaces, vendor: identity.vendor, product: identity.product)
    throw .unusable(flaw ?? "it is no receipt printer")
  }

  private func claim() throws(LinkFault) {
    var configuration: Int32 = 0
    if libusb_get_configuration(handle, &configuration) == 0, configuration == 0 {
      // The kernel left it alone, for want of power perhaps.
      let code = libusb_set_configuration(handle, firstConfiguration())
      guard code == 0 else { throw LinkFault(usb: code, "libusb_set_configuration", printer.node) }
    }
    // Not supported where there are no kernel drivers to take it from; then none has it.
    libusb_set_auto_detach_kernel_driver(handle, 1)
    var code = libusb_claim_interface(handle, Int32(printer.interface))
    guard code == 0 else { throw LinkFault(usb: code, "libusb_claim_interface", printer.node) }
    guard printer.alternate != currentAlternate() else { return }
    code = libusb_set_interface_alt_setting(
      handle, Int32(printer.interface), Int32(printer.alternate))
    guard code == 0 else {
      throw LinkFault(usb: code, "libusb_set_interface_alt_setting", printer.node)
    }
  }

  private func firstConfiguration() -> Int32 {
    var found: UnsafeMutablePointer<libusb_config_descriptor>?
    let device = libusb_get_device(handle)
    guard libusb_get_config_descriptor(device, 0, &found) == 0, let found else { return 1 }
    defer { libusb_free_config_descriptor(found) }
    return Int32(found.pointee.bConfigurationValue)
  }

  /// The setting that is in force; the kernel puts 0 back whenever a driver lets go.
  private func currentAlternate() -> UInt8 {
    let port = printer.identity.port
    let configuration = UsbIdentity.attribute("bConfigurationValue", atPort: port) ?? "1"
    let interface = "\(port):\(configuration).\(printer.interface)"
    return UsbIdentity.attribute("bAlternateSetting", atPort: interface)
      .flatMap { UInt8($0.filter { !$0.isWhitespace }) } ?? 0
  }

  /// Bridges from USB to a parallel port that hang when usblp gets them back: CUPS keeps the same
  /// two (org.cups.usb-quirks, no-reattach).
  private static func keepsKernelAway(_ identity: UsbIdentity) -> Bool {
    switch (identity.vendor, identity.product) {
    case (0x067B, 0x2305), (0x1A86, 0x7584): true
    default: false
    }
  }
}

extension LinkFault {
  /// The fault that a libusb error means for whoever has to put it right.
  ///
  /// - Parameter node: the device's file, whose holder is looked for when it is busy.
  init(usb code: Int32, _ call: String, _ node: String) {
    switch libusb_error(code) {
    case LIBUSB_ERROR_ACCESS: self = .forbidden(path: node)
    case LIBUSB_ERROR_BUSY: self = .busy(path: node, holder: Holder.name(of: node))
    case LIBUSB_ERROR_NO_DEVICE: self = .unplugged
    case LIBUSB_ERROR_NOT_FOUND:
      self = .unusable("\(node): \(call): its descriptors name what it does not have")
    case LIBUSB_ERROR_NO_MEM: self = .system(SystemFault(call, node, code: 12))
    default: self = .unusable("\(node): \(call): \(String(cString: libusb_strerror(code)))")
    }
  }
}
