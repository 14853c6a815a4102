// Bytes of a stream into lines: partial reads are kept, a line too long is one fault.

/// Cuts a stream of bytes into lines that end with LF; a CR before it is dropped.
///
/// Holds at most one unfinished line of `limit` bytes, so a client that never ends its line
/// costs that much and no more.
package struct LineFramer: Sendable {
  package enum Piece: Equatable, Sendable {
    case line([UInt8])
    /// The line grew past the limit: answer once, then close; nothing more is cut.
    case tooLong
  }

  /// Bytes a line may have without its LF.
  package let limit: Int
  private var partial: [UInt8] = []
  private var broken = false

  package init(limit: Int) { self.limit = limit }

  /// The lines that these bytes complete, in order. Empty lines are skipped.
  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Piece] {
    var pieces: [Piece] = []
    guard !broken else { return pieces }
    for byte in bytes {
      guard byte == 0x0A else {
        if partial.count == limit {
          broken = true
          partial = []
          pieces.append(.tooLong)
          return pieces
        }
        partial.append(byte)
        continue
      }
      if partial.last == 0x0D { partial.removeLast() }
      if !partial.isEmpty { pieces.append(.line(partial)) }
      partial.removeAll(keepingCapacity: partial.count < 4096)
    }
    return pieces
  }
}
