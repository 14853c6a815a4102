// Commands put together from bytes that come one at a time. What the commands mean is in
// PrintDecoder; what an emulated printer does about them, in PrinterEmulator+Commands.swift.

/// Collects bytes until they are one whole command.
///
/// Where a command ends is for `PrintDecoder` to say. It is asked only when that can be, as asking
/// for every byte of a picture would take the square of its size.
struct CommandAssembler: Sendable {
  /// The largest command that is kept, in bytes; of a longer one the rest is counted and dropped.
  static let limit = 1 << 20

  /// Bytes of the longest header, that of `GS v 0`.
  private static let headerLimit = 8

  /// The command that has begun.
  private(set) var bytes: [UInt8] = []
  /// Where it may end at the earliest.
  private var earliest = 1
  private var dropped = 0

  /// Bytes that were taken for the command that has begun.
  var count: Int { bytes.count + dropped }

  /// A whole command; only its first `limit` bytes if `isWhole` is false.
  struct Command {
    let bytes: [UInt8]
    var isWhole = true
    var isUnknown = false
    /// Bytes that were taken with it and belong to what follows.
    var rest: [UInt8] = []
  }

  /// Takes a byte; returns the command that it completes.
  mutating func take(_ byte: UInt8) -> Command? {
    if bytes.isEmpty {
      // Most bytes are text or line ends, and stand alone.
      if byte >= Control.space || byte == Control.lineFeed || byte == Control.nul {
        return Command(bytes: [byte])
      }
    }
    if bytes.count < Self.limit { bytes.append(byte) } else { dropped += 1 }
    guard count >= earliest else { return nil }
    // Within the longest header the decoder is always asked: it may know no such command.
    if count > Self.headerLimit {
      earliest = atLeast
      guard count >= earliest else { return nil }
    }
    if dropped > 0 {
      defer { clear() }
      return Command(bytes: bytes, isWhole: false)
    }
    if count > Self.headerLimit && endsWithNul && byte != Control.nul { return nil }
    guard let first = PrintDecoder.commands(in: bytes).first, first.meaning != .truncated else {
      // A long command whose header says no length is looked at less and less often.
      earliest = count + 1 + count / 64
      return nil
    }
    defer { clear() }
    return Command(
      bytes: first.bytes, isUnknown: first.meaning == .unknown,
      rest: Array(bytes.dropFirst(first.bytes.count)))
  }

  /// Forgets the command that has begun.
  mutating func clear() {
    bytes = []
    earliest = 1
    dropped = 0
  }

  /// Whether the command goes on until a NUL: `ESC D`, and `GS k` in its older form.
  private var endsWithNul: Bool {
    guard bytes.count > 2 else { return false }
    return bytes[0] == Control.esc && bytes[1] == 0x44
      || bytes[0] == Control.gs && bytes[1] == 0x6B && bytes[2] <= 6
  }

  /// Bytes that the command has at least, by what its whole header says.
  private var atLeast: Int {
    switch (bytes[0], bytes[1]) {
    case (Control.esc, 0x2A): 5 + word(3) * (bytes[2] == 32 || bytes[2] == 33 ? 3 : 1)
    case (Control.esc, 0x28), (Control.gs, 0x28), (Control.fs, 0x28): 5 + word(3)
    case (Control.gs, 0x38): 7 + word(3) + word(5) << 16
    case (Control.gs, 0x76): 8 + word(4) * word(6)
    case (Control.gs, 0x2A): 4 + Int(bytes[2]) * Int(bytes[3]) * 8
    case (Control.gs, 0x6B): bytes[2] < 65 ? count : 4 + Int(bytes[3])
    default: count
    }
  }

  private func word(_ index: Int) -> Int { Int(bytes[index]) | Int(bytes[index + 1]) << 8 }
}
