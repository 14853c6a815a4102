// The unix socket: bound once, by one daemon, for its group.

internal import Glibc
internal import NIOCore
internal import NIOPosix

/// Listens on the till's socket.
struct SocketServer {
  private let path: String
  private let channel: any Channel

  struct Fault: Error {
    let message: String
    let exitCode: Int32
  }

  /// Binds the socket and begins to accept.
  ///
  /// A socket that a crash left behind is removed; one that somebody answers on is not.
  static func bind(
    path: String, group: any EventLoopGroup, loop: Loop
  ) async throws -> SocketServer {
    try removeStale(path)
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      // A client that sends its last line and closes its side (socat) still gets its answers.
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(LineHandler(loop: loop))
        }
      }
    // The socket is made for owner and group; the mask keeps it closed until it is.
    let mask = umask(0o117)
    defer { umask(mask) }
    let channel: any Channel
    do {
      channel = try await bootstrap.bind(unixDomainSocketPath: path).get()
    } catch {
      throw Fault(message: "the socket \(path) cannot be made: \(error)", exitCode: 73)
    }
    _ = chmod(path, 0o660)
    return SocketServer(path: path, channel: channel)
  }

  func close() async {
    try? await channel.close().get()
    _ = unlink(path)
  }

  private static func removeStale(_ path: String) throws(Fault) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw Fault(
        message: "\(path) exists and is no socket: choose another path", exitCode: 73)
    }
    guard !isAnswered(path) else {
      throw Fault(
        message: "another daemon answers on \(path): stop it or choose another path", exitCode: 75)
    }
    _ = unlink(path)
  }

  private static func isAnswered(_ path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { _ = Glibc.close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, size) == 0
      }
    }
  }
}
