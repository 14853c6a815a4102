// Files of printer bytes: read whole and bounded, pictures written.

internal import ArgumentParser
internal import ESCPOS
internal import Glibc

/// Reading jobs and writing pictures.
enum EscposFile {
  /// Bytes of the longest job that is read: more than any printer takes in a day.
  static let limitBytes = 64 << 20

  /// The whole of a file, or of standard input for `-`.
  ///
  /// - Throws: a usage error that names the path, the reason and what to do.
  static func read(_ path: String) throws -> [UInt8] {
    let isInput = path == "-"
    let name = isInput ? "standard input" : path
    let file = isInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw unreadable(name) }
    defer { if !isInput { close(file) } }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(name) }
      if count == 0 { return bytes }
      guard bytes.count + count <= limitBytes else {
        throw ValidationError(
          """
          \(name): more than \(limitBytes >> 20) MiB, which is no print job. \
          Cut out the part to look at: head -c \(limitBytes >> 20)M \(isInput ? "" : path)
          """)
      }
      bytes += chunk[..<count]
    }
  }

  /// Writes a file anew, or to stdout for `-`.
  ///
  /// - Throws: a usage error that names the path and the system's reason.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let isOutput = path == "-"
    let file =
      isOutput ? STDOUT_FILENO : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw TextFile.unusable(path) }
    defer { if !isOutput { close(file) } }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw TextFile.unusable(path) }
      rest = rest.dropFirst(count)
    }
    if !isOutput { Terminal.say("The picture is in \(path).") }
  }

  /// Says on stderr what a reader of the paper would not see.
  static func warn(_ commands: [DecodedCommand], _ live: [Int]) {
    if let first = live.first {
      let what =
        live.count == 1 ? "1 real-time command stands" : "\(live.count) real-time commands stand"
      Terminal.say(
        "till: \(what) inside other data, the first at offset \(first): a printer obeys it.")
    }
    if let last = commands.last, last.meaning == .truncated {
      Terminal.say("till: the job ends within the command at offset \(last.offset).")
    } else if let last = commands.last, last.meaning == .unread {
      Terminal.say("till: the job has more commands than are read; offset \(last.offset) is first.")
    }
  }

  private static func unreadable(_ name: String) -> ValidationError {
    let reason = String(cString: strerror(errno))
    return ValidationError(
      "\(name): \(reason). Name a file of printer bytes, or - for standard input.")
  }
}
