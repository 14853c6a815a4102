// How a USB device is told from every other, across unplugging and restarts.

internal import Glibc

/// The lasting name of a device on the USB bus.
///
/// Two models of one kind without a serial number differ only by their port, and some makers give
/// every device the same serial number: so all four parts count.
package struct UsbIdentity: Hashable, Sendable {
  package let vendor: UInt16
  package let product: UInt16
  /// The serial number the device tells, or nil.
  package let serial: String?
  /// The port as sysfs names it: bus, `-`, and the hubs' ports with dots between, as in `1-2.3`.
  package let port: String

  package init(vendor: UInt16, product: UInt16, serial: String?, port: String) {
    self.vendor = vendor
    self.product = product
    self.serial = serial
    self.port = port
  }

  /// `vid:pid:serial:port`, hexadecimal of four digits; the serial part may be empty.
  package var text: String {
    "\(kind):\(serial ?? ""):\(port)"
  }

  /// The identity that `text` writes, or nil; the serial part may hold colons.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 4, let port = parts.last, !port.isEmpty,
      let vendor = Self.number(parts[0]), let product = Self.number(parts[1])
    else { return nil }
    let serial = parts[2..<(parts.count - 1)].joined(separator: ":")
    self.init(
      vendor: vendor, product: product, serial: serial.isEmpty ? nil : serial, port: port)
  }

  private static func number(_ text: String) -> UInt16? {
    text.utf8.count == 4 ? UInt16(text, radix: 16) : nil
  }

  private static func hex(_ number: UInt16) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  /// Maker and model in numbers: `04b8:0202`.
  package var kind: String { "\(Self.hex(vendor)):\(Self.hex(product))" }

  /// The serial number as the kernel read it when the device was plugged in, or nil.
  ///
  /// Read from sysfs and not from the device: opening it needs rights and may disturb a job.
  static func serial(atPort port: String, sysfs: String = "/sys") -> String? {
    attribute("serial", atPort: port, sysfs: sysfs)
  }

  /// The first line of an attribute that the kernel keeps of the device at a port, or nil.
  static func attribute(_ name: String, atPort port: String, sysfs: String = "/sys") -> String? {
    let descriptor = open("\(sysfs)/bus/usb/devices/\(port)/\(name)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return nil }
    let text = String(decoding: buffer[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return text.isEmpty ? nil : text
  }
}
