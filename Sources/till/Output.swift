// Where words go: data to stdout, talk to stderr. Tables, progress and colour live here.

internal import Glibc

/// The two streams of a command (clig.dev: data on stdout, talk on stderr).
enum Terminal {
  /// Whether stdout is a terminal that wants colour (no-color.org).
  static let isColoured =
    isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil && variable("TERM") != "dumb"
  /// Whether somebody watches stderr.
  static let isWatched = isatty(STDERR_FILENO) == 1

  /// The value of an environment variable, or nil if it is unset or empty.
  static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// Writes a text to stdout; it ends with one line end, whether it had one or not.
  static func write(_ text: String) {
    var text = Substring(text)
    while text.last == "\n" { text.removeLast() }
    put(text + "\n", on: STDOUT_FILENO)
  }

  /// Says a line to whoever runs the command, on stderr.
  static func say(_ line: String) {
    Progress.clear()
    put(line + "\n", on: STDERR_FILENO)
  }

  /// Asks a question on the terminal; true without asking where nobody can answer.
  static func confirms(_ question: String) -> Bool {
    guard isatty(STDIN_FILENO) == 1, isWatched else { return true }
    put("\(question) [y/N] ", on: STDERR_FILENO)
    return ["y", "yes"].contains(readLine()?.lowercased())
  }

  /// The text in a colour, where colour is wanted.
  static func colour(_ text: String, _ colour: Colour) -> String {
    isColoured ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  enum Colour: Int { case red = 31, green = 32, yellow = 33 }

  /// The text without control characters, which could move a terminal's cursor.
  static func harmless(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "?" : $0 }))
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
  }

  static func put(_ text: some StringProtocol, on stream: Int32) {
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Glibc.write(stream, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        return
      }
    }
  }
}

/// One line on stderr that tells how far long work is: redrawn in place on a terminal,
/// otherwise at most once a second.
struct Progress {
  nonisolated(unsafe) private static var isDrawn = false

  private var last: Int64?

  /// Whether it is time to show the line again; true starts the next pause.
  mutating func isDue() -> Bool {
    let now = Clock.monotonicMilliseconds()
    let pause: Int64 = Terminal.isWatched ? 100 : 1000
    if let last, now - last < pause { return false }
    last = now
    return true
  }

  /// Shows the line.
  static func show(_ text: String) {
    if Terminal.isWatched {
      Terminal.put("\r\u{1B}[K\(text)", on: STDERR_FILENO)
      isDrawn = true
    } else {
      Terminal.put(text + "\n", on: STDERR_FILENO)
    }
  }

  /// Takes a drawn line away.
  static func clear() {
    guard isDrawn else { return }
    isDrawn = false
    Terminal.put("\r\u{1B}[K", on: STDERR_FILENO)
  }
}

/// Rows under headings, aligned.
struct Table {
  enum Side { case left, right }

  private let headings: [(title: String, side: Side)]
  private var rows: [[String]] = []

  init(_ headings: (String, Side)...) { self.headings = headings.map { ($0.0, $0.1) } }

  /// Adds a row with as many cells as there are headings.
  mutating func add(_ cells: String...) {
    precondition(cells.count == headings.count, "a row has one cell for each heading")
    rows.append(cells.map(Terminal.harmless))
  }

  /// The lines, headings first, without trailing spaces.
  var lines: [String] {
    let all = [headings.map(\.title)] + rows
    let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      let cells = headings.indices.map { column in
        Self.pad(row[column], widths[column], headings[column].side)
      }
      return Self.trimmed(cells.joined(separator: "  "))
    }
  }

  static func pad(_ text: String, _ width: Int, _ side: Side) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return side == .left ? text + space : space + text
  }

  private static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
