// Where the devices hang: at Linux's own virtual host controller, or at the bridge to umockdev.

internal import Glibc

/// A host that devices can be plugged into.
enum Attachment {
  /// `vhci_hcd` of this machine's kernel; needs root and the module.
  case vhci
  /// A `umockbridge` that listens at this path.
  case bridge(path: String)

  init(_ word: String) {
    self = word == "vhci" ? .vhci : .bridge(path: word)
  }

  /// Why there is no cable to a port.
  enum Fault: Error {
    /// The controller has not let go of what hung there before.
    case notYet
    case failed(String)
  }

  /// A connected socket at whose other end the host believes a device to be at the port.
  ///
  /// - Parameter port: bus, `-` and the port; the kernel takes only the port from it.
  func plug(at port: String) throws(Fault) -> Int32 {
    switch self {
    case .vhci: return try plugKernel(port)
    case .bridge: return try connect(saying: "device \(port)")
    }
  }

  /// The line on which the bridge tells and is told what is no transfer; nil at a real kernel.
  func control() throws(Fault) -> Int32? {
    guard case .bridge = self else { return nil }
    return try connect(saying: "control")
  }

  private func connect(saying line: String) throws(Fault) -> Int32 {
    guard case .bridge(let path) = self else { throw .failed("there is no bridge") }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array(path.utf8)
    guard name.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw .failed("\(path) is too long for a socket")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw .failed("socket: \(reason())") }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let isConnected = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, size) == 0
      }
    }
    let greeting = Array((line + "\n").utf8)
    guard isConnected, write(descriptor, greeting, greeting.count) == greeting.count else {
      let why = reason()
      close(descriptor)
      throw .failed("\(path): \(why)")
    }
    return descriptor
  }

  /// Hands one end of a socket pair to the kernel: "PORT FD DEVID SPEED" (drivers/usb/usbip).
  private func plugKernel(_ port: String) throws(Fault) -> Int32 {
    guard let number = port.split(separator: "-").last.flatMap({ Int($0) }),
      (1...8).contains(number)
    else { throw .failed("a port of the controller is 1-1 to 1-8") }
    var pair: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0 else {
      throw .failed("socketpair: \(reason())")
    }
    defer { close(pair[1]) }
    let path = "/sys/devices/platform/vhci_hcd.0/attach"
    let attach = open(path, O_WRONLY | O_CLOEXEC)
    guard attach >= 0 else {
      let why = reason()
      close(pair[0])
      throw .failed("\(path): \(why)")
    }
    defer { close(attach) }
    let fullSpeed = 2
    let words = Array("\(number - 1) \(pair[1]) \(1 << 16 + number) \(fullSpeed)".utf8)
    guard write(attach, words, words.count) == words.count else {
      let code = errno
      let why = reason()
      close(pair[0])
      // The controller takes a moment to notice that the cable before this one was cut.
      if code == EBUSY || code == EINVAL { throw .notYet }
      throw .failed("\(path): \(why)")
    }
    return pair[0]
  }

  private func reason() -> String { String(cString: strerror(errno)) }
}
