// What a USB device says of its ways in and out, and whether a receipt printer can be made of it.

/// One bulk endpoint as its descriptor tells (USB 2.0, 9.6.6).
struct UsbEndpoint: Hashable {
  /// Bit 7 is set where bytes come from the device.
  let address: UInt8
  /// Bytes of one packet; 64 at full speed, 512 at high speed.
  let packetBytes: Int

  var isInput: Bool { address & 0x80 != 0 }

  /// A size that no bulk endpoint can have is a lie, and a transfer of it would fail or never end.
  var isSound: Bool { (8...1024).contains(packetBytes) && address & 0x0F != 0 }
}

/// One alternate setting of one interface, as its descriptor tells (USB 2.0, 9.6.5).
struct UsbInterface: Equatable {
  let number: UInt8
  let alternate: UInt8
  let deviceClass: UInt8
  let subclass: UInt8
  let protocolCode: UInt8
  /// Endpoints that are not of the bulk kind are left out.
  let bulk: [UsbEndpoint]

  var output: UsbEndpoint? { bulk.first { !$0.isInput && $0.isSound } }
  var input: UsbEndpoint? { bulk.first { $0.isInput && $0.isSound } }
  var isPrinterClass: Bool { deviceClass == 7 && subclass == 1 }
  var isVendorClass: Bool { deviceClass == 0xFF }
}

extension UsbPrinters {
  /// The interface to print through, or nil for a device that is no receipt printer.
  ///
  /// Printer class 7, subclass 1; or a vendor's own class where the model is known to be a printer.
  /// Two-way protocol 2 goes before one-way 1, and IEEE 1284.4 (3) is taken last, since it wants
  /// packets.
  static func choose(
    from interfaces: [UsbInterface], vendor: UInt16, product: UInt16
  ) -> UsbInterface? {
    kin(of: interfaces, vendor: vendor, product: product)
      .filter { $0.output != nil && $0.number < interfaceBound }
      .min { rank($0) < rank($1) }
  }

  /// Why a device that calls itself a printer cannot be used, in words; nil when it can be, and
  /// nil for what is no printer at all.
  static func flaw(
    of interfaces: [UsbInterface], vendor: UInt16, product: UInt16
  ) -> String? {
    guard choose(from: interfaces, vendor: vendor, product: product) == nil else { return nil }
    let printers = kin(of: interfaces, vendor: vendor, product: product)
    guard let first = printers.first else { return nil }
    if printers.allSatisfy({ $0.number >= interfaceBound }) {
      return "its descriptors name interface \(first.number), which no device can have"
    }
    if let endpoint = printers.flatMap(\.bulk).first(where: { !$0.isInput && !$0.isSound }) {
      return "its descriptors name endpoint \(endpoint.address) with packets of "
        + "\(endpoint.packetBytes) bytes, which cannot be"
    }
    return "its descriptors name no way in for bytes to print"
  }

  /// Whether udev's list of a device's interfaces makes it a printer to look at.
  ///
  /// - Parameter interfaces: ID_USB_INTERFACES: `:070102:` has one of class 7, subclass 1,
  ///   protocol 2.
  package static func isPrinter(vendor: UInt16, product: UInt16, interfaces: String) -> Bool {
    interfaces.contains(":0701")
      || isKnown(vendor: vendor, product: product) && interfaces.contains(":ff")
  }

  /// Models whose own, vendor-specific class takes ESC/POS.
  ///
  /// Epson's printers have a personality of class ff, which is always `04b8:0202`, where Epson's
  /// image scanners are of class ff too. Star, Bixolon, Citizen and Custom make nothing for
  /// class ff but printers. The rest are makers of chips: `0483` is also a debugger that must
  /// never be sent a receipt, so of those each model is named.
  static func isKnown(vendor: UInt16, product: UInt16) -> Bool {
    switch (vendor, product) {
    case (0x04B8, 0x0202): true
    case (0x0519, _), (0x1504, _), (0x1D90, _), (0x2730, _), (0x0DD4, _): true
    case (0x0416, 0x5011), (0x0483, 0x5743), (0x0483, 0x5840), (0x0FE6, 0x811E): true
    case (0x1FC9, 0x2016), (0x6868, 0x0500), (0x0456, 0x0808), (0x0525, 0xA700): true
    case (0x0471, 0x0055), (0x09C5, 0x0588): true
    default: false
    }
  }

  /// Linux claims interfaces below this number only (USB_MAXINTERFACES).
  private static let interfaceBound: UInt8 = 32

  private static func kin(
    of interfaces: [UsbInterface], vendor: UInt16, product: UInt16
  ) -> [UsbInterface] {
    let isKnown = isKnown(vendor: vendor, product: product)
    return interfaces.filter { $0.isPrinterClass || ($0.isVendorClass && isKnown) }
  }

  private static func rank(_ interface: UsbInterface) -> Int {
    switch interface.protocolCode {
    case 2: 0
    case 1: 1
    case 3: 3
    default: 2
    }
  }
}
