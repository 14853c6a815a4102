// Real-time commands inside what is not a picture, numbers and the data of symbols: where one
// would begin. Pictures are kept from them by RealTimeGuard, which can change a dot.

/// The real-time commands that a printer obeys even inside the data of another command.
///
/// `DLE EOT`, `DLE ENQ` and `DLE DC4` with a number below 0x20 (Epson TM-T88III Programming Guide
/// p. 300 to 311; TM-L90 p. 380, p. 395). Newer models know more numbers than any manual lists, so
/// every number below 0x20 counts, and so does a pair that the data ends with: the next byte is
/// not known here.
enum LiveBytes {
  /// How far into a real-time command the bytes so far have come: 0, 1 or 2 bytes.
  typealias Depth = Int

  /// The depth after one more byte, or nil if that byte completes a real-time command.
  static func depth(after byte: UInt8, at depth: Depth) -> Depth? {
    if depth == 2, byte < Control.space { return nil }
    if byte == Control.dle { return 1 }
    return depth == 1 && [Control.eot, Control.enq, Control.dc4].contains(byte) ? 2 : 0
  }

  /// Where the first real-time command begins, or nil if there is none.
  static func first(in bytes: [UInt8]) -> Int? {
    var reached = 0
    for (index, byte) in bytes.enumerated() {
      guard let next = depth(after: byte, at: reached) else { return index - 2 }
      reached = next
    }
    return reached == 2 ? bytes.count - 2 : nil
  }
}
