// Lines of JSON on standard output: answers to commands, and what happened meanwhile.

internal import FoundationEssentials
internal import Glibc

/// A value in a line of the log.
enum Field: Encodable {
  case text(String)
  case number(Int)
  case flag(Bool)
  case list([String])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    case .flag(let flag): try container.encode(flag)
    case .list(let list): try container.encode(list)
    }
  }
}

/// Writes the rig's log; whoever started the rig reads it, or the rig waits.
struct RigLog {
  private let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }()
  private let began = MonotonicTime.milliseconds()

  func event(_ name: String, _ device: String, _ fields: [String: Field] = [:]) {
    let at = Int(MonotonicTime.milliseconds() - began)
    let own: [String: Field] = ["event": .text(name), "device": .text(device), "at": .number(at)]
    write(own.merging(fields) { own, _ in own })
  }

  func answer(_ number: Int, _ fields: [String: Field]) {
    write(["answer": .number(number), "ok": .flag(true)].merging(fields) { own, _ in own })
  }

  func refuse(_ number: Int, _ why: String) {
    write(["answer": .number(number), "ok": .flag(false), "why": .text(why)])
  }

  private func write(_ fields: [String: Field]) {
    guard let data = try? encoder.encode(fields) else { return }
    var bytes = Array(data) + [UInt8(ascii: "\n")]
    while !bytes.isEmpty {
      let count = Glibc.write(STDOUT_FILENO, bytes, bytes.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      bytes.removeFirst(count)
    }
  }
}

/// The clock that the devices' time passes by.
enum MonotonicTime {
  static func milliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
