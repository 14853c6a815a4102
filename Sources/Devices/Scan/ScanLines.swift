// Bytes of a line-based scanner become lines: a value, without descriptor or clock.

/// Cuts a stream of bytes into lines that end in LF or CRLF.
///
/// Memory is bounded: a line that grows over its limit is dropped to its end, never cut in two.
struct ScanLines: Sendable {
  enum Line: Equatable {
    case text(String)
    case tooLong
    case notUTF8
  }

  private var pending: [UInt8] = []
  private var isDropping = false

  /// Whether a line has begun and not ended.
  var isUnfinished: Bool { isDropping || !pending.isEmpty }

  /// The lines that these bytes finish; empty lines are none.
  mutating func receive(_ bytes: some Sequence<UInt8>) -> [Line] {
    var lines: [Line] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        if let line = finished() { lines.append(line) }
        pending.removeAll(keepingCapacity: true)
        isDropping = false
      } else if pending.count <= DeviceLimits.scanLineBytes {
        // One byte over the limit is kept, for it may be the CR of a CRLF.
        pending.append(byte)
      } else {
        isDropping = true
      }
    }
    return lines
  }

  /// Forgets an unfinished line.
  mutating func forget() {
    pending.removeAll()
    isDropping = false
  }

  private func finished() -> Line? {
    let line = pending.last == UInt8(ascii: "\r") ? pending.dropLast() : pending[...]
    guard !isDropping, line.count <= DeviceLimits.scanLineBytes else { return .tooLong }
    guard !line.isEmpty else { return nil }
    return String(validating: line, as: UTF8.self).map(Line.text) ?? .notUTF8
  }
}
