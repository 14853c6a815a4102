// What a device says of itself when it is plugged in (USB 2.0, 9.6), truthful or not.

/// The descriptors of one device, as bytes that the host gets.
struct Descriptors {
  var device: [UInt8]
  /// The configuration with all that belongs to it; empty is a device that has none.
  var configuration: [UInt8]
  /// By index, from 1: maker, product, serial number.
  var strings: [String?]
  /// The report descriptors of HID interfaces, by the interface's number.
  var reports: [UInt8: [UInt8]] = [:]

  /// The descriptor that GET_DESCRIPTOR asks for, or nil.
  func answer(to setup: Setup) -> [UInt8]? {
    let index = Int(setup.value & 0xFF)
    switch setup.value >> 8 {
    case 1: return device
    case 2: return index == 0 && !configuration.isEmpty ? configuration : nil
    case 3:
      if index == 0 { return [4, 3, 0x09, 0x04] }
      guard strings.indices.contains(index - 1), let text = strings[index - 1] else { return nil }
      let units = text.utf16.prefix(126).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      return [UInt8(units.count + 2), 3] + units
    case 0x22: return reports[UInt8(truncatingIfNeeded: setup.index)]
    default: return nil
    }
  }
}

/// Who a device says it is.
struct Nameplate {
  var vendor: UInt16
  var product: UInt16
  var maker: String
  var model: String
  /// Nil for a device that has none, as many cheap ones.
  var serial: String?

  /// The device descriptor of full speed and 64 bytes at endpoint 0.
  func device(class deviceClass: UInt8 = 0, configurations: UInt8 = 1) -> [UInt8] {
    [18, 1, 0x00, 0x02, deviceClass, 0, 0, 64] + Self.word(vendor) + Self.word(product)
      + [0x00, 0x01, 1, 2, serial == nil ? 0 : 3, configurations]
  }

  var strings: [String?] { [maker, model, serial] }

  static func word(_ word: UInt16) -> [UInt8] { [UInt8(word & 0xFF), UInt8(word >> 8)] }
}

/// Parts of a configuration.
enum Part {
  static func configuration(_ parts: [[UInt8]], interfaces: UInt8) -> [UInt8] {
    let body = parts.flatMap { $0 }
    return [9, 2] + Nameplate.word(UInt16(9 + body.count)) + [interfaces, 1, 0, 0xC0, 50] + body
  }

  static func interface(
    _ number: UInt8, alternate: UInt8 = 0, endpoints: UInt8, class code: UInt8, _ subclass: UInt8,
    _ protocolCode: UInt8
  ) -> [UInt8] {
    [9, 4, number, alternate, endpoints, code, subclass, protocolCode, 0]
  }

  static func bulk(_ address: UInt8, size: UInt16 = 64) -> [UInt8] {
    [7, 5, address, 2] + Nameplate.word(size) + [0]
  }

  /// An interrupt endpoint that is polled every so many milliseconds.
  static func interrupt(_ address: UInt8, size: UInt16, every interval: UInt8) -> [UInt8] {
    [7, 5, address, 3] + Nameplate.word(size) + [interval]
  }

  /// The HID descriptor that tells how long the report descriptor is (HID 1.11, 6.2.1).
  static func hid(reportBytes: Int) -> [UInt8] {
    [9, 0x21, 0x11, 0x01, 0, 1, 0x22] + Nameplate.word(UInt16(reportBytes))
  }
}
