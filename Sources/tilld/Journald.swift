// Log lines on stderr as journald reads them: `<priority>text` (sd-daemon(3)).

internal import Glibc
internal import Logging

/// Writes each line with its syslog priority; without systemd, plainly.
struct JournaldLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .info
  private let hasJournal: Bool

  init(level: Logger.Level) {
    logLevel = level
    hasJournal = getenv("JOURNAL_STREAM") != nil
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var text = "\(event.message)"
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) { text += " \(key)=\(value)" }
    // A line of the log is one line: what a device or file said cannot forge a second one.
    text = String(text.map { $0.isNewline ? " " : $0 })
    Console.error(
      hasJournal ? "<\(event.level.priority)>\(text)" : "tilld: \(event.level): \(text)")
  }
}

extension Logger.Level {
  /// The priority of syslog(3).
  fileprivate var priority: Int {
    switch self {
    case .critical: 2
    case .error: 3
    case .warning: 4
    case .notice: 5
    case .info: 6
    case .debug, .trace: 7
    }
  }
}

/// The two streams of a process, written without buffers of our own.
enum Console {
  static func print(_ line: String) { write(line + "\n", to: 1) }
  static func error(_ line: String) { write(line + "\n", to: 2) }

  private static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return
      }
    }
  }
}
