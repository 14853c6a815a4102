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

  /// The lines that these bytes complete, in order.
  ///
  /// Empty lines are skipped.
  ///
  /// An array, and slices of it, so that a megabyte without an end costs a search and a copy.
  package mutating func feed(_ bytes: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    guard !broken else { return pieces }
    var rest = bytes[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: 0x0A)
      let part = rest[..<(end ?? rest.endIndex)]
      guard partial.count + part.count <= limit else {
        broken = true
        partial = []
        pieces.append(.tooLong)
        return pieces
      }
      partial += part
      guard let end else { break }
      rest = rest[(end + 1)...]
      if partial.last == 0x0D { partial.removeLast() }
      if !partial.isEmpty { pieces.append(.line(partial)) }
      partial = []
    }
    return pieces
  }
}
