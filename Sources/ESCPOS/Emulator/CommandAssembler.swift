// Commands put together from bytes that come one at a time. What the commands mean is in
// PrintDecoder; what an emulated printer does about them, in PrinterEmulator+Commands.swift.

/// Collects bytes until they are one whole command.
///
/// Where a command ends is for `PrintDecoder` to say. It is asked only when that can be, as asking
/// for every byte of a picture would take the square of its size.
struct CommandAssembler: Sendable {
  /// The largest command that is kept, in bytes; of a longer one the rest is counted and dropped.
  static let limit = 1 << 20

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
    let isWhole: Bool
    let isUnknown: Bool
  }

  /// Takes a byte; returns the command that it completes.
  mutating func take(_ byte: UInt8) -> Command? {
    if bytes.isEmpty {
      // Most bytes are text or line ends, and stand alone.
      if byte >= Control.space || byte == Control.lineFeed || byte == Control.nul {
        return Command(bytes: [byte], isWhole: true, isUnknown: false)
      }
    }
    if bytes.count < Self.limit { bytes.append(byte) } else { dropped += 1 }
    guard count >= earliest else { return nil }
    earliest = atLeast
    guard count >= earliest else { return nil }
    if dropped > 0 { return end(isUnknown: false) }
    if endsWithNul && byte != Control.nul { return nil }
    guard let first = PrintDecoder.commands(in: bytes).first, first.meaning != .truncated else {
      earliest = max(earliest, count + 1)
      return nil
    }
    return end(isUnknown: first.meaning == .unknown)
  }

  /// Forgets the command that has begun.
  mutating func clear() {
    bytes = []
    earliest = 1
    dropped = 0
  }

  private mutating func end(isUnknown: Bool) -> Command {
    defer { clear() }
    return Command(bytes: bytes, isWhole: dropped == 0, isUnknown: isUnknown)
  }

  /// Whether the command goes on until a NUL: `ESC D`, and `GS k` in its older form.
  private var endsWithNul: Bool {
    guard bytes.count > 2 else { return false }
    return bytes[0] == Control.esc && bytes[1] == 0x44
      || bytes[0] == Control.gs && bytes[1] == 0x6B && bytes[2] <= 6
  }

  /// Bytes that the command has at least, by what its header says.
  private var atLeast: Int {
    guard bytes.count > 1 else { return 1 }
    switch (bytes[0], bytes[1]) {
    case (Control.esc, 0x2A):
      guard bytes.count >= 5 else { return 5 }
      return 5 + word(3) * (bytes[2] == 32 || bytes[2] == 33 ? 3 : 1)
    case (Control.esc, 0x28), (Control.gs, 0x28), (Control.fs, 0x28):
      return bytes.count >= 5 ? 5 + word(3) : 5
    case (Control.gs, 0x38): return bytes.count >= 7 ? 7 + word(3) + word(5) << 16 : 7
    case (Control.gs, 0x76): return bytes.count >= 8 ? 8 + word(4) * word(6) : 8
    case (Control.gs, 0x2A):
      return bytes.count >= 4 ? 4 + Int(bytes[2]) * Int(bytes[3]) * 8 : 4
    case (Control.gs, 0x6B):
      guard bytes.count >= 3, bytes[2] >= 65 else { return 3 }
      return bytes.count >= 4 ? 4 + Int(bytes[3]) : 4
    default: return 2
    }
  }

  private func word(_ index: Int) -> Int { Int(bytes[index]) | Int(bytes[index + 1]) << 8 }
}
