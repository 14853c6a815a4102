// Who has a file open: asked of /proc when a device is held by another program.

internal import Glibc

/// The program that has a file open.
enum Holder {
  /// The program's name and number, or nil when none can be seen (proc_pid_fd(5)).
  ///
  /// Only root sees the files of other users' programs. This process itself is passed over.
  static func name(of path: String) -> String? {
    var target = stat()
    guard stat(path, &target) == 0 else { return nil }
    for process in names(in: "/proc") {
      guard let number = Int32(process), number != getpid() else { continue }
      let folder = "/proc/\(process)/fd"
      for descriptor in names(in: folder) where Int(descriptor) != nil {
        var file = stat()
        guard stat("\(folder)/\(descriptor)", &file) == 0, file.st_dev == target.st_dev,
          file.st_ino == target.st_ino
        else { continue }
        return "\(command(of: process)) (process \(number))"
      }
    }
    return nil
  }

  private static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      names.append(name)
    }
    return names
  }

  private static func command(of process: String) -> String {
    let descriptor = open("/proc/\(process)/comm", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "a program" }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return "a program" }
    return String(decoding: buffer[..<count].prefix { $0 >= 0x20 }, as: UTF8.self)
  }
}
