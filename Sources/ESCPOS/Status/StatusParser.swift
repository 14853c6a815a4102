// Printer bytes, coming back: status, fences and blocks told apart by their first byte
// (Epson TM-U375 specification p. 4-11; Citizen CT-S310 manual 5.3). What they mean for the
// printer's health is in PrinterCondition.swift.

/// Frames what a printer sends, byte by byte, however the bytes were split on their way.
///
/// The first byte alone says what an answer is; the later bytes of a status look like answers of
/// their own. Bytes that fit nowhere are dropped and the next one starts afresh, so that after any
/// garbage at most `blockLimit` bytes are lost. It never asks anything and keeps no time.
package struct StatusParser: Sendable {
  /// One whole answer.
  package enum Answer: Sendable, Equatable {
    /// An automatic status back.
    case status(PrinterStatus)
    /// An answer to `DLE EOT`: give it to `PrinterStatus.update` with the question.
    case realTime(UInt8)
    /// All that came before this id is on paper.
    case fence(FenceID)
    /// Why the printer is offline (`GS ( H` function 49): one byte 40 to 7F for each cause.
    case offline([UInt8])
    /// The buffers were cleared; pending fences will never come.
    case cleared
    /// The printer switches itself off (`DLE DC4` function 2).
    case poweredOff
    /// An answer to `GS r` or `GS I`; for the `GS r 1` fence, the paper's state.
    case byte(UInt8)
    /// Text that a printer gives of itself (`GS I` 65 and on), without its `5F` and its NUL.
    case identity([UInt8])
    /// Any other block of data, with its first byte and without its NUL.
    case block([UInt8])
  }

  private enum State {
    case idle
    /// The bytes of a status that came so far, the first one highest.
    case status(UInt32, count: Int)
    case block([UInt8])
  }

  /// No printer sends a longer block; a longer one is dropped as noise.
  package static let blockLimit = 128

  private var state = State.idle

  package init() {}

  /// Takes bytes in the pieces they came in; returns the answers that are whole now.
  package mutating func receive(_ bytes: some Sequence<UInt8>) -> [Answer] {
    var answers: [Answer] = []
    for byte in bytes {
      if let answer = receive(byte) { answers.append(answer) }
    }
    return answers
  }

  /// Takes the next byte; returns an answer once one is whole.
  package mutating func receive(_ byte: UInt8) -> Answer? {
    // Flow control may come in between anything (XON 11, XOFF 13), and means nothing on USB.
    if byte == 0x11 || byte == 0x13 { return nil }
    switch state {
    case .idle: return begin(byte)
    case .status(let bits, let count):
      // An answer to DLE EOT can be told from the later bytes of a status. Maker's manuals say
      // that a status is never broken up; where one is, its rest must not pass for a fence.
      if byte & 0x93 == 0x12 { return .realTime(byte) }
      guard byte & 0x90 == 0 else { return begin(byte) }
      let bits = bits << 8 | UInt32(byte)
      guard count == 3 else {
        state = .status(bits, count: count + 1)
        return nil
      }
      state = .idle
      return .status(PrinterStatus(asb: bits))
    case .block(let bytes):
      if byte == Control.nul {
        state = .idle
        return Self.answer(to: bytes)
      }
      // A block is plain text: anything else means that its end was lost.
      guard (0x20...0x7F).contains(byte) else { return begin(byte) }
      state = bytes.count < Self.blockLimit ? .block(bytes + [byte]) : .idle
      return nil
    }
  }

  private mutating func begin(_ byte: UInt8) -> Answer? {
    state = .idle
    if byte & 0x93 == 0x12 { return .realTime(byte) }
    if byte & 0x90 == 0 { return .byte(byte) }
    if byte & 0x93 == 0x10 { state = .status(UInt32(byte), count: 1) }
    switch byte {
    case 0x35, 0x37, 0x3B, 0x3D, 0x5F: state = .block([byte])
    default: break
    }
    return nil
  }

  private static func answer(to block: [UInt8]) -> Answer {
    switch (block[0], block.count > 1 ? block[1] : 0) {
    case (0x37, 0x22):
      if let id = FenceID(bytes: block.dropFirst(2)) { return .fence(id) }
    case (0x37, 0x23):
      let causes = block.dropFirst(2)
      if causes.count <= 10, causes.allSatisfy({ $0 >= 0x40 }) { return .offline(Array(causes)) }
    case (0x37, 0x25): if block.count == 2 { return .cleared }
    case (0x3B, 0x30): if block.count == 2 { return .poweredOff }
    case (0x5F, _): return .identity(Array(block.dropFirst()))
    default: break
    }
    return .block(block)
  }
}
