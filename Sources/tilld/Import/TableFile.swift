// The file of a table, read in pieces by plain system calls.

internal import Glibc
internal import Wire

/// An open regular file of at most `limit` bytes.
final class TableFile {
  /// 8 GiB: beyond that it is no table of products.
  static let limit: Int64 = 8 << 30
  private static let piece = 65_536

  /// Its size when it was opened.
  let size: Int64
  private(set) var bytesRead: Int64 = 0
  private let descriptor: Int32

  /// Opens a file for reading; never waits for a pipe or device (open(2), O_NONBLOCK).
  ///
  /// - Throws: a fault that says what the path is instead, or why it cannot be opened.
  init(path: String) throws(Fault) {
    // A path with a NUL would be cut there, and another file opened than was named.
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw Fault(.invalid, kind: "invalid_path", "Name the file to import.", field: "path")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw Self.unreadable(errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw Self.unreadable(code)
    }
    let kind = status.st_mode & S_IFMT
    size = Int64(status.st_size)
    guard kind == S_IFREG, size <= Self.limit else {
      close(descriptor)
      if kind == S_IFREG { throw Self.tooLarge }
      throw Fault(
        .invalid, kind: "not_a_file",
        kind == S_IFDIR
          ? "The path is a directory: name a file in it."
          : "The path is a device, pipe or socket: name a regular file.", field: "path")
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// The next bytes, 64 KiB at most; none at the end of the file.
  func read() throws(Fault) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.piece) { buffer, count in
      while true {
        let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { code = errno }
        count = max(0, got)
        return
      }
    }
    guard code == 0 else { throw Self.unreadable(code) }
    bytesRead += Int64(bytes.count)
    // It may grow while it is read.
    guard bytesRead <= Self.limit else { throw Self.tooLarge }
    return bytes
  }

  private static var tooLarge: Fault {
    Fault(
      .invalid, kind: "file_too_large", "The file has more than \(limit >> 30) GiB: split it.",
      field: "path")
  }

  private static func unreadable(_ code: Int32) -> Fault {
    let reason = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
      guard let base = buffer.baseAddress, strerror_r(code, base, buffer.count) == 0 else {
        return "error \(code)"
      }
      return String(cString: base)
    }
    return Fault(
      code == ENOENT ? .notFound : .invalid, kind: "unreadable_file",
      "The file cannot be read: \(reason).", field: "path")
  }
}
