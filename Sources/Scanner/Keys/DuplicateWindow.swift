// Whether a scanner read the same code twice in a row. What is done about it is the till's
// business.

/// Remembers the latest codes of one scanner, to tell a repeat.
///
/// Off unless it is asked for: two equal tins, one after the other, are the most ordinary thing at
/// a till, and nothing here swallows the second. A scanner on a stand, though, reads what lies
/// before it again and again, and each reading moves the window on.
package struct DuplicateWindow: Equatable, Sendable {
  /// What a code is to those before it.
  package enum Verdict: Equatable, Sendable {
    case fresh
    /// The same code came so many microseconds ago.
    case repeated(afterMicroseconds: Int64)
  }

  private let windowMicroseconds: Int64
  private var latest: [(code: String, time: Int64)] = []

  /// How many different codes may lie between a code and its repeat.
  private static let codeCountMax = 8

  /// - Parameter windowMicroseconds: how long a code is remembered; 0 or less is off.
  package init(windowMicroseconds: Int64 = 0) {
    self.windowMicroseconds = windowMicroseconds
  }

  /// Judges a code that was read at a time of the monotonic clock, in microseconds.
  ///
  /// Give it only what a `Scan` was made of, so that it never holds what was refused. A time before
  /// that of the last code counts as the same moment.
  package mutating func verdict(on code: String, at time: Int64) -> Verdict {
    guard windowMicroseconds > 0 else { return .fresh }
    defer {
      latest.removeAll { $0.code == code }
      latest.append((code, time))
      if latest.count > Self.codeCountMax { latest.removeFirst() }
    }
    guard let last = latest.last(where: { $0.code == code }) else { return .fresh }
    let (gap, overflows) = time.subtractingReportingOverflow(last.time)
    guard !overflows, gap <= windowMicroseconds else { return .fresh }
    return .repeated(afterMicroseconds: max(0, gap))
  }

  /// Whether both would give the same verdicts.
  package static func == (left: Self, right: Self) -> Bool {
    left.windowMicroseconds == right.windowMicroseconds
      && left.latest.elementsEqual(right.latest) { $0.code == $1.code && $0.time == $1.time }
  }
}
