// A folder that virtual devices write into, by plain system calls.

internal import Glibc

/// A directory of the till's own.
struct Folder: Sendable {
  let path: String

  /// The path of a file in it.
  func file(_ name: String) -> String { path + "/" + name }

  /// Makes the folder, mode 0700, unless it is there; its parent must exist (mkdir(2)).
  func create() throws(SystemFault) {
    guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
    throw SystemFault("mkdir", path)
  }

  /// Whether a file is there (access(2)).
  ///
  /// - Throws: when that cannot be known.
  func contains(_ name: String) throws(SystemFault) -> Bool {
    if access(file(name), F_OK) == 0 { return true }
    guard errno == ENOENT else { throw SystemFault("access", file(name)) }
    return false
  }

  /// Writes a whole file, mode 0600, and waits until its bytes are on disk (fsync(2)).
  func write(_ bytes: [UInt8], to name: String) throws(SystemFault) {
    let descriptor = open(file(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw SystemFault("open", file(name)) }
    defer { close(descriptor) }
    try put(bytes, into: descriptor, name: name)
    guard fsync(descriptor) == 0 else { throw SystemFault("fsync", file(name)) }
  }

  /// Reads the beginning of a file, up to so many bytes; the file must be there (read(2)).
  func read(_ name: String, atMost limit: Int) throws(SystemFault) -> [UInt8] {
    let descriptor = open(file(name), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw SystemFault("open", file(name)) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while bytes.count < limit {
      var part = [UInt8](repeating: 0, count: min(4096, limit - bytes.count))
      let count = part.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SystemFault("read", file(name)) }
      guard count > 0 else { break }
      bytes += part[..<count]
    }
    return bytes
  }

  /// Gives a file another name, replacing what had it (rename(2)).
  func rename(_ name: String, to other: String) throws(SystemFault) {
    guard Glibc.rename(file(name), file(other)) == 0 else {
      throw SystemFault("rename", file(name))
    }
  }

  /// Waits until the names in the folder are on disk.
  func sync() throws(SystemFault) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemFault("open", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw SystemFault("fsync", path) }
  }

  private func put(
    _ bytes: [UInt8], into descriptor: Int32, name: String
  ) throws(SystemFault) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw SystemFault("write", file(name)) }
      rest = rest.dropFirst(count)
    }
  }
}
