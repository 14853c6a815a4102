// Printer bytes, coming back: status, fences and blocks told apart by their first byte
// (Epson TM-U375 specification p. 4-11; Citizen CT-S310 manual 5.3).

/// Frames what a printer sends, byte by byte.
///
/// The first byte alone says what an answer is; the later bytes of a status look like answers of
/// their own. Bytes that fit nowhere are dropped and the next one starts afresh.
package struct StatusParser: Sendable {
  /// One whole answer.
  package enum Answer: Sendable, Equatable {
    /// An automatic status back.
    case status(PrinterStatus)
    /// An answer to `DLE EOT`: give it to `PrinterStatus.update` with the question.
    case realTime(UInt8)
    /// All that came before this id is on paper.
    case fence(FenceID)
    /// The buffers were cleared; pending fences will never come.
    case cleared
    /// An answer to `GS r` or `GS I`; for the `GS r 1` fence, the paper's state.
    case byte(UInt8)
    /// A block of data, without its NUL.
    case block([UInt8])
  }

  private enum State {
    case idle
    case status([UInt8])
    case block([UInt8])
  }

  /// No printer sends a longer block; a longer one is dropped as noise.
  private static let blockLimit = 128

  private var state = State.idle

  package init() {}

  /// Takes the next byte; returns an answer once one is whole.
  package mutating func receive(_ byte: UInt8) -> Answer? {
    switch state {
    case .idle: return begin(byte)
    case .status(let bytes):
      // Flow control may come in between.
      if byte == 0x11 || byte == 0x13 { return nil }
      guard byte & 0x90 == 0 else { return begin(byte) }
      guard bytes.count == 3 else {
        state = .status(bytes + [byte])
        return nil
      }
      state = .idle
      return .status(PrinterStatus(asb: (bytes[0], bytes[1], bytes[2], byte)))
    case .block(let bytes):
      guard byte == Control.nul else {
        state = bytes.count < Self.blockLimit ? .block(bytes + [byte]) : .idle
        return nil
      }
      state = .idle
      return answer(to: bytes)
    }
  }

  private mutating func begin(_ byte: UInt8) -> Answer? {
    state = .idle
    if byte & 0x93 == 0x12 { return .realTime(byte) }
    if byte & 0x90 == 0 { return .byte(byte) }
    if byte & 0x93 == 0x10 { state = .status([byte]) }
    if [0x35, 0x37, 0x3B, 0x3D, 0x5F].contains(byte) { state = .block([byte]) }
    return nil
  }

  private func answer(to block: [UInt8]) -> Answer {
    if block == [0x37, 0x25] { return .cleared }
    if block.starts(with: [0x37, 0x22]), let id = FenceID(bytes: block.dropFirst(2)) {
      return .fence(id)
    }
    return .block(block)
  }
}
