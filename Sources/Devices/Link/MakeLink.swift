// From an address to the link that leads there.

/// The link to whatever is at an address; it is not opened yet.
///
/// - Parameter others: the addresses of further paired devices, none of which is ever taken for
///   this one.
package func makeLink(
  _ address: DeviceAddress, besides others: [DeviceAddress] = []
) -> any PrinterLink & Sendable {
  switch address {
  case .usb(let identity):
    UsbLink(
      identity: identity,
      besides: others.compactMap { if case .usb(let other) = $0 { other } else { nil } })
  case .tcp(let host, let port): TcpLink(host: host, port: port)
  case .serial(let line): SerialLink(line: line)
  case .file(let path): FileLink(path: path)
  }
}
