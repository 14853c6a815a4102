// Small files that a command writes, and paths as the daemon must be told them.

internal import ArgumentParser
internal import Glibc

/// Whole files of text.
enum TextFile {
  /// Writes a file anew.
  ///
  /// - Throws: a usage error that names the path and the system's reason.
  static func write(_ text: String, to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw unusable(path) }
    defer { close(file) }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { throw unusable(path) }
      bytes = bytes.dropFirst(count)
    }
  }

  /// The whole of a small file.
  ///
  /// - Throws: a usage error that names the path and the system's reason, or for more than 1 MiB.
  static func read(_ path: String) throws -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw unusable(path) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file, &chunk, chunk.count)
      guard count >= 0 else { throw unusable(path) }
      if count == 0 { break }
      bytes += chunk[..<count]
      guard bytes.count <= 1 << 20 else { throw ValidationError("\(path) is larger than 1 MiB.") }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The path from the root, of a file that exists (realpath(3)).
  static func absolute(_ path: String) throws -> String {
    guard let whole = realpath(path, nil) else { throw unusable(path) }
    defer { free(whole) }
    return String(cString: whole)
  }

  /// The same for a file that may not exist yet, in a folder that does.
  static func absoluteOfNew(_ path: String) throws -> String {
    if path.hasPrefix("/") { return path }
    return try absolute(".") + "/" + path
  }

  static func unusable(_ path: String) -> ValidationError {
    ValidationError("\(path): \(String(cString: strerror(errno))).")
  }
}

/// CSV as RFC 4180 writes it.
enum CSVText {
  /// One record with its line end.
  static func line(_ fields: [String]) -> String {
    let cells = fields.map { field in
      guard field.contains(where: { "\",\r\n".contains($0) }) else { return field }
      let doubled = field.map { $0 == "\"" ? "\"\"" : String($0) }
      return "\"\(doubled.joined())\""
    }
    return cells.joined(separator: ",") + "\r\n"
  }
}
