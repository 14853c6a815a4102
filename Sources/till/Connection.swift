// A blocking connection to the daemon's socket: bytes out, lines in. It knows no JSON and never
// tries again; Client does both.

internal import Glibc

/// Why there is no connection, or no longer one.
enum ConnectionFault: Error {
  /// Nobody answers at the path.
  case unreachable(path: String, errno: Int32)
  /// The daemon went away, or sent what is no line of the protocol.
  case broken(reason: String)
}

/// A connected stream socket (unix(7)); closed when the last reference goes.
final class Connection {
  /// Bytes of one answer that are read at most: a picture of a receipt is far below it.
  private static let lineLimit = 64 << 20

  private let descriptor: Int32
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)
  private var buffer: [UInt8] = []
  private var start = 0

  /// Connects to the socket at a path of 1 to 107 bytes.
  init(path: String) throws(ConnectionFault) {
    let name = Array(path.utf8)
    var address = sockaddr_un()
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard (1..<room).contains(name.count) else {
      throw .unreachable(path: path, errno: ENAMETOOLONG)
    }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }

    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    descriptor = Glibc.socket(AF_UNIX, type, 0)
    guard descriptor >= 0 else { throw .unreachable(path: path, errno: errno) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    // All properties are set, so deinit closes the descriptor of an attempt that fails here.
    guard result == 0 else { throw .unreachable(path: path, errno: errno) }
  }

  deinit { Glibc.close(descriptor) }

  /// Sends all of the bytes.
  ///
  /// A peer that is gone is an error, never a signal (MSG_NOSIGNAL).
  func send(_ bytes: [UInt8]) throws(ConnectionFault) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { memory in
        Glibc.send(
          descriptor, memory.baseAddress?.advanced(by: sent), memory.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        sent += count
      } else if errno != EINTR {
        throw .broken(reason: String(cString: strerror(errno)))
      }
    }
  }

  /// The next line without its LF; waits for it as long as it takes.
  func line() throws(ConnectionFault) -> [UInt8] {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        let line = Array(buffer[start..<end])
        start = end + 1
        return line
      }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      guard buffer.count < Self.lineLimit else { throw .broken(reason: "a line has no end") }
      try fill()
    }
  }

  /// The next line without its LF, or nil when none comes in time or a signal came (poll(2)).
  func line(withinMilliseconds patience: Int64) throws(ConnectionFault) -> [UInt8]? {
    let deadline = Clock.monotonicMilliseconds() + patience
    while !buffer[start...].contains(0x0A) {
      let rest = deadline - Clock.monotonicMilliseconds()
      guard rest > 0 else { return nil }
      var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let count = poll(&wanted, 1, Int32(clamping: rest))
      guard count > 0 else { return nil }
      try fill()
    }
    return try line()
  }

  private func fill() throws(ConnectionFault) {
    while true {
      let count = Glibc.recv(descriptor, &chunk, chunk.count, 0)
      if count > 0 {
        buffer += chunk[..<count]
        return
      }
      if count == 0 { throw .broken(reason: "the daemon closed the connection") }
      if errno != EINTR { throw .broken(reason: String(cString: strerror(errno))) }
    }
  }
}
