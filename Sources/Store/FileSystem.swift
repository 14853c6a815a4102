// The machine's own file system.

internal import Glibc

/// The file system of the machine the till runs on.
package struct FileSystem: Medium {
  package init() {}

  package func databaseName(of path: String) -> String { Seal.uri(path) }

  package func lock(_ directory: String) throws(StoreFault) -> any StoreLock {
    try FileLock(directory: directory)
  }

  package func randomBytes(_ count: Int) -> [UInt8] {
    var random = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  /// The name of the volatile file system a path lies on, or nil if a power cut does not empty it.
  ///
  /// The mount is found by its device number in `/proc/self/mountinfo` (proc(5)).
  package func volatileKind(at path: String) throws(StoreFault) -> String? {
    var info = stat()
    guard stat(path, &info) == 0 else { throw unusable(path) }
    let device = UInt64(info.st_dev)
    let major = device >> 8 & 0xFFF | device >> 32 & ~0xFFF
    let minor = device & 0xFF | device >> 12 & ~0xFF
    let mounts = try read("/proc/self/mountinfo", limit: 1 << 20) ?? []
    return Self.volatileKind(of: "\(major):\(minor)", in: String(decoding: mounts, as: UTF8.self))
  }

  /// The same from the text of `mountinfo`: the third field is the device, the first one after
  /// ` - ` the type.
  static func volatileKind(of device: String, in mounts: String) -> String? {
    for line in mounts.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 2, fields[2] == device,
        let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count
      else { continue }
      let kind = String(fields[dash + 1])
      if ["tmpfs", "ramfs", "devtmpfs", "overlay"].contains(kind) { return kind }
    }
    return nil
  }

  /// The bytes that may still be written there, or 0 if that cannot be told.
  package func freeBytes(at path: String) -> Int64 {
    var info = statvfs()
    guard statvfs(path, &info) == 0 else { return 0 }
    return Int64(clamping: UInt64(info.f_bavail) * UInt64(info.f_frsize))
  }

  /// The size of a file, or nil if there is none.
  ///
  /// The file is not opened: closing any descriptor of a database file would drop the locks that
  /// this process holds on it (fcntl(2)).
  package func size(of path: String) -> Int64? {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    return Int64(info.st_size)
  }

  /// Makes the directory for its owner alone, unless it is there.
  package func makeDirectory(_ path: String) throws(StoreFault) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw unusable(path) }
  }

  /// Makes an empty file for its owner alone, unless it is there; never while it is in use.
  package func touch(_ path: String) throws(StoreFault) {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw unusable(path) }
    close(file)
  }

  /// Writes a new file for its owner alone and waits for the disk.
  package func write(_ bytes: [UInt8], to path: String) throws(StoreFault) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw unusable(path) }
    defer { close(file) }
    guard Glibc.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else {
      throw unusable(path)
    }
  }

  /// Up to `limit` bytes of a file, or nil if there is none.
  package func read(_ path: String, limit: Int) throws(StoreFault) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw unusable(path)
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: min(limit, 1 << 16))
    while bytes.count < limit {
      let count = Glibc.read(file, &buffer, min(buffer.count, limit - bytes.count))
      guard count >= 0 else { throw unusable(path) }
      if count == 0 { break }
      bytes += buffer.prefix(count)
    }
    return bytes
  }

  /// Waits until a file or directory is on the disk.
  package func synchronize(_ path: String) throws(StoreFault) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw unusable(path) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw unusable(path) }
  }

  /// Forgets what is cached of a file, so that it is read from the disk again.
  package func dropCache(of path: String) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
    close(file)
  }

  /// Copies a file to one that must not exist, and waits for the disk.
  package func copy(_ source: String, to target: String) throws(StoreFault) {
    let input = open(source, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw unusable(source) }
    defer { close(input) }
    let output = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard output >= 0 else { throw unusable(target) }
    defer { close(output) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = Glibc.read(input, &buffer, buffer.count)
      guard count >= 0 else { throw unusable(source) }
      if count == 0 { break }
      guard Glibc.write(output, buffer, count) == count else { throw unusable(target) }
    }
    guard fsync(output) == 0 else { throw unusable(target) }
  }

  /// Gives a file its final name, and waits until the directory says so.
  package func link(_ source: String, to target: String) throws(StoreFault) {
    guard Glibc.link(source, target) == 0 else { throw unusable(target) }
  }

  package func move(_ source: String, to target: String, in directory: String) throws(StoreFault) {
    guard rename(source, target) == 0 else { throw unusable(target) }
    try synchronize(directory)
  }

  /// Removes a file; true if there was one.
  @discardableResult
  package func remove(_ path: String) -> Bool { unlink(path) == 0 }

  package func abandon(_ connection: AnyObject) { _ = Unmanaged.passRetained(connection) }

  /// Takes room for a bad day, if there is plenty; true if the file stands.
  package func reserve(_ bytes: Int64, at path: String) -> Bool {
    if size(of: path) == bytes { return true }
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { return false }
    defer { close(file) }
    guard posix_fallocate(file, 0, Int(bytes)) == 0 else {
      remove(path)
      return false
    }
    return true
  }

  private func unusable(_ path: String) -> StoreFault {
    errno == ENOSPC ? .full : .unusable(path: path, reason: String(cString: strerror(errno)))
  }
}
