// The bridge's control line: what is done to a device behind its cable, and what programs do there.

internal import Glibc

/// A connection on which lines go both ways.
final class BridgeLine {
  let descriptor: Int32
  private var input: [UInt8] = []
  /// What the bridge told unasked: `PORT WORDS`.
  private var told: [Substring] = []

  private static let patienceMilliseconds: Int32 = 5_000

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Tells the bridge to do something and waits for its answer.
  func tell(_ line: String) throws(Refusal) {
    let bytes = Array((line + "\n").utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count else {
      throw Refusal("the bridge is gone")
    }
    while true {
      for line in lines() {
        if line == "ok" { return }
        if line.hasPrefix("no ") { throw Refusal(String(line.dropFirst(3))) }
      }
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, Self.patienceMilliseconds) > 0, receive() else {
        throw Refusal("the bridge does not answer")
      }
    }
  }

  /// What programs did since the last call: the port and the words.
  func news() -> [(port: String, what: String)] {
    _ = lines()
    defer { told = [] }
    return told.compactMap { line in
      let words = line.split(separator: " ", maxSplits: 1)
      return words.count == 2 ? (String(words[0]), String(words[1])) : nil
    }
  }

  /// Reads what has come; false when the bridge has ended.
  func receive() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count > 0 { input += buffer[..<count] }
    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))
  }

  /// Answers among the lines that came whole; the others are kept for `news`.
  private func lines() -> [Substring] {
    guard let end = input.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    let text = String(decoding: input[..<end], as: UTF8.self)
    input.removeFirst(end + 1)
    var answers: [Substring] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("host ") { told.append(line.dropFirst(5)) } else { answers.append(line) }
    }
    return answers
  }
}
