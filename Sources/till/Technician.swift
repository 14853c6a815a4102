// The person at the other end of a dialogue: questions with defaults, and a way to stop any time.

internal import ArgumentParser
internal import Glibc

/// Why a dialogue ends early.
enum Stop: Error {
  /// Ctrl-C, or stdin came to its end before the last question.
  case asked
}

/// Asks on stderr and reads answers from stdin, line by line.
///
/// Every question has a default that an empty line takes. An end of the input is no answer: it
/// stops, since whoever walks away has agreed to nothing.
final class Technician {
  private static let lineLimit = 4096
  /// How long a Ctrl-C may go unseen.
  static let glanceMilliseconds: Int32 = 200
  nonisolated(unsafe) private static var wasInterrupted = false

  /// Whether every question takes its default without being asked.
  private let takesDefaults: Bool
  private var input: [UInt8] = []

  init(takesDefaults: Bool) { self.takesDefaults = takesDefaults }

  /// Makes Ctrl-C stop the dialogue at its next question or wait, and not the process: what was
  /// begun is taken back first.
  func catchInterrupts() {
    var action = sigaction()
    // Without SA_RESTART, so that a poll in progress returns.
    action.__sigaction_handler.sa_handler = { _ in Technician.wasInterrupted = true }
    sigaction(SIGINT, &action, nil)
    sigaction(SIGTERM, &action, nil)
    // Whoever started this may have blocked them, and a child inherits that.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Throws if somebody pressed Ctrl-C.
  func check() throws(Stop) {
    if Self.wasInterrupted { throw .asked }
  }

  /// From here on Ctrl-C does nothing: what was begun is being taken back.
  func settle() { Self.wasInterrupted = false }

  func say(_ lines: String...) {
    for line in lines { Terminal.say(line) }
  }

  /// A line of text.
  func ask(_ question: String, default usual: String) throws(Stop) -> String {
    try check()
    Terminal.put("\(question) [\(usual)] ", on: STDERR_FILENO)
    guard !takesDefaults else {
      Terminal.put("\n", on: STDERR_FILENO)
      return usual
    }
    let answer = try line()
    return answer.isEmpty ? usual : answer
  }

  /// Yes or no.
  func agrees(_ question: String, default usual: Bool = true) throws(Stop) -> Bool {
    while true {
      switch try ask(question, default: usual ? "yes" : "no").lowercased() {
      case "y", "yes": return true
      case "n", "no": return false
      default: say("Please answer yes or no.")
      }
    }
  }

  /// One of several, by its number from 1.
  ///
  /// - Returns: the place in `options`.
  func choose(
    _ question: String, among options: [String], default usual: Int = 0
  ) throws(Stop) -> Int {
    for (index, option) in options.enumerated() {
      say("  \(Table.pad("\(index + 1)", 2, .right))  \(Terminal.harmless(option))")
    }
    while true {
      let answer = try ask(question, default: "\(usual + 1)")
      if let number = Int(answer), options.indices.contains(number - 1) { return number - 1 }
      say("Please answer with a number from 1 to \(options.count).")
    }
  }

  /// Waits for Enter.
  func pause(_ words: String) throws(Stop) {
    _ = try ask(words, default: "Enter")
  }

  /// The next line of stdin without its end and the spaces around it.
  private func line() throws(Stop) -> String {
    while true {
      if let end = input.firstIndex(of: 0x0A) {
        let line = input[..<end]
        input.removeFirst(end + 1)
        return Self.trimmed(String(decoding: line.prefix(Self.lineLimit), as: UTF8.self))
      }
      // A line without an end is cut, never kept.
      if input.count > Self.lineLimit { input.removeLast(input.count - Self.lineLimit) }
      // A signal just before a read would leave it waiting, so the wait is looked up from.
      var typed = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      let isReady = poll(&typed, 1, Self.glanceMilliseconds)
      try check()
      guard isReady != 0 else { continue }
      var chunk = [UInt8](repeating: 0, count: 1024)
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count > 0 {
        input += chunk[..<count]
      } else if count == 0 || errno != EINTR {
        Terminal.put("\n", on: STDERR_FILENO)
        throw .asked
      }
    }
  }

  private static func trimmed(_ text: String) -> String {
    var text = Substring(Terminal.harmless(text.hasSuffix("\r") ? String(text.dropLast()) : text))
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// Columns of the terminal, 80 where nobody says.
  static var columns: Int {
    var size = winsize()
    if ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return Int(size.ws_col)
    }
    return Terminal.variable("COLUMNS").flatMap { Int($0) } ?? 80
  }
}
