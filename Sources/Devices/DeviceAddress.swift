// Where a device is: a place on the USB bus, in the network, on a serial line, or a file.

package import ESCPOS

/// The place of one device.
package enum DeviceAddress: Hashable, Sendable {
  case usb(UsbIdentity)
  /// A printer that takes raw bytes over TCP, usually at port 9100; the host is an address or name.
  case tcp(host: String, port: UInt16)
  case serial(SerialLine)
  /// A file, a named pipe or a device node that bytes are written to.
  case file(path: String)

  /// The text that `init(_:)` reads: `usb:04b8:0202:ABC123:1-2.3`, `tcp:192.0.2.7:9100`,
  /// `serial:/dev/ttyS0?baud=9600`, `file:/dev/usb/lp0`.
  package var text: String {
    switch self {
    case .usb(let identity): "usb:\(identity.text)"
    case .tcp(let host, let port):
      host.contains(":") ? "tcp:[\(host)]:\(port)" : "tcp:\(host):\(port)"
    case .serial(let line): "serial:\(line.text)"
    case .file(let path): "file:\(path)"
    }
  }

  /// The place that a text names, or nil if it names none.
  package init?(_ text: String) {
    guard text.utf8.count <= 512, let colon = text.firstIndex(of: ":") else { return nil }
    let rest = String(text[text.index(after: colon)...])
    switch text[..<colon] {
    case "usb":
      guard let identity = UsbIdentity(rest) else { return nil }
      self = .usb(identity)
    case "tcp":
      guard let (host, port) = Self.endpoint(rest) else { return nil }
      self = .tcp(host: host, port: port)
    case "serial":
      guard let line = SerialLine(rest) else { return nil }
      self = .serial(line)
    case "file":
      guard rest.hasPrefix("/"), !rest.utf8.contains(0) else { return nil }
      self = .file(path: rest)
    default: return nil
    }
  }

  /// `HOST`, `HOST:PORT`, `[V6]` or `[V6]:PORT`; the port is 9100 when it is left out.
  private static func endpoint(_ text: String) -> (String, UInt16)? {
    var host = text[...]
    var port: UInt16 = 9100
    if host.hasPrefix("[") {
      guard let end = host.firstIndex(of: "]") else { return nil }
      let rest = host[host.index(after: end)...]
      host = host[host.index(after: host.startIndex)..<end]
      if !rest.isEmpty {
        guard rest.hasPrefix(":"), let number = UInt16(rest.dropFirst()), number > 0 else {
          return nil
        }
        port = number
      }
    } else if let colon = host.lastIndex(of: ":") {
      guard let number = UInt16(host[host.index(after: colon)...]), number > 0 else { return nil }
      port = number
      host = host[..<colon]
      guard !host.contains(":") else { return nil }
    }
    guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    return (String(host), port)
  }
}

extension [PrinterProfile] {
  /// Profiles that may fit a printer at this address, the likely ones first.
  package static func likely(at address: DeviceAddress?, name: String) -> [PrinterProfile] {
    guard case .usb(let identity)? = address else {
      return PrinterProfile.likely(usb: nil, name: name)
    }
    let usb = PrinterProfile.USBIdentity(vendor: identity.vendor, product: identity.product)
    return PrinterProfile.likely(usb: usb, name: name)
  }
}

/// A serial line and how it is set (termios(3)).
package struct SerialLine: Hashable, Sendable {
  package enum Parity: String, Sendable { case none = "n", even = "e", odd = "o" }

  /// The device node; best a link of `/dev/serial/by-id`, since `ttyACM0` changes.
  package let path: String
  package var baud = 9600
  package var bits = 8
  package var parity = Parity.none

  package init(path: String, baud: Int = 9600, bits: Int = 8, parity: Parity = .none) {
    self.path = path
    self.baud = baud
    self.bits = bits
    self.parity = parity
  }

  /// Speeds that lines of tills run at.
  package static let bauds = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200]

  package var text: String {
    var options: [String] = []
    if baud != 9600 { options.append("baud=\(baud)") }
    if bits != 8 { options.append("bits=\(bits)") }
    if parity != .none { options.append("parity=\(parity.rawValue)") }
    return options.isEmpty ? path : "\(path)?\(options.joined(separator: "&"))"
  }

  init?(_ text: String) {
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = parts.first, path.hasPrefix("/"), !path.utf8.contains(0) else { return nil }
    self.init(path: String(path))
    guard parts.count == 2 else { return }
    for option in parts[1].split(separator: "&") {
      let pair = option.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2 else { return nil }
      switch (pair[0], Int(pair[1])) {
      case ("baud", let number?) where Self.bauds.contains(number): baud = number
      case ("bits", let number?) where number == 7 || number == 8: bits = number
      case ("parity", _):
        guard let parity = Parity(rawValue: pair[1]) else { return nil }
        self.parity = parity
      default: return nil
      }
    }
  }
}
