// The assembler of a keyboard scanner's characters into scans: a value, without clock or thread.
// Key codes become characters in Devices; what a finished text means is Scan's business.

/// Collects one scanner's characters until they are a scan.
///
/// All times are the kernel's own event times on the monotonic clock, in microseconds, so that a
/// reader that was held up measures the scanner and not itself. No part of a scan ever comes out:
/// after lost events or too many characters the rest of that burst is swallowed too. The total
/// duration has no limit, since a slow scanner needs half a minute for a long QR code.
///
///     var burst = KeyBurst()
///     burst.receive("4", at: 1_000)
///     burst.receive("\r", at: 2_000)  // .scan("4")
package struct KeyBurst: Equatable, Sendable {
  /// How the scanner ends a scan.
  package enum Framing: Equatable, Sendable {
    /// By Enter or Tab. A pause longer than this many microseconds before that spoils the scan.
    case terminated(patienceMicroseconds: Int64)
    /// By silence alone: the larger of this many microseconds and four of the usual gaps.
    case silence(leastMicroseconds: Int64)
  }

  /// What an input led to.
  package enum Outcome: Equatable, Sendable {
    case nothing
    /// A whole scan, without its terminator.
    case scan(String)
    case rejected(Rejection)
  }

  /// Why characters were thrown away.
  package enum Rejection: String, Equatable, Sendable {
    /// The kernel's ring overflowed (`SYN_DROPPED`): which characters are missing cannot be known.
    case eventsLost = "events_lost"
    case timedOut = "timed_out"
    case tooLong = "too_long"
    case unplugged
  }

  private enum State: Equatable {
    case idle
    case collecting(String, last: Int64)
    /// Swallowing what is left of a spoilt scan.
    case discarding(last: Int64)
  }

  private var state = State.idle
  /// The latest gaps between characters, oldest first, for the scanner's usual speed.
  private var gaps: [Int64] = []
  private let framing: Framing

  private static let gapCountMax = 15
  private static let quietMicroseconds: Int64 = 150_000

  /// An empty burst of a scanner that frames its scans as given.
  package init(framing: Framing = .terminated(patienceMicroseconds: 1_000_000)) {
    self.framing = framing
  }

  /// Whether no scan is under way.
  package var isIdle: Bool { state == .idle }

  /// When `timePassed(to:)` is due if no more events come, or nil when nothing is under way.
  package var deadline: Int64? {
    switch state {
    case .idle: nil
    case .collecting(_, let last): last + patience
    case .discarding(let last): last + quiet
    }
  }

  /// Takes the text of one key press; Enter (CR or LF) and Tab end the scan.
  ///
  /// An empty scan is ignored, so CR and LF in a row count once.
  @discardableResult
  package mutating func receive(_ text: String, at time: Int64) -> Outcome {
    let earlier = timePassed(to: time)
    let ends = text == "\r" || text == "\n" || text == "\t" || text == "\r\n"
    switch state {
    case .idle:
      if !ends { state = .collecting(text, last: time) }
    case .discarding:
      state = ends ? .idle : .discarding(last: time)
    case .collecting(let soFar, _) where ends:
      state = .idle
      return .scan(soFar)
    case .collecting(let soFar, _) where soFar.utf8.count + text.utf8.count > Scan.byteCountMax:
      state = .discarding(last: time)
      return .rejected(.tooLong)
    case .collecting(let soFar, let last):
      gaps.append(max(0, time - last))
      if gaps.count > Self.gapCountMax { gaps.removeFirst() }
      state = .collecting(soFar + text, last: time)
    }
    return earlier
  }

  /// Takes the news that no event came until `time`.
  @discardableResult
  package mutating func timePassed(to time: Int64) -> Outcome {
    guard let deadline, time > deadline else { return .nothing }
    guard case .collecting(let text, _) = state else {
      state = .idle
      return .nothing
    }
    state = .idle
    return switch framing {
    case .terminated: .rejected(.timedOut)
    case .silence: .scan(text)
    }
  }

  /// Takes the news that the kernel dropped events: the scan under way and its tail are void.
  ///
  /// Also rejects when nothing was under way, because the lost events may have been a whole scan.
  package mutating func eventsLost(at time: Int64) -> Outcome {
    state = .discarding(last: time)
    return .rejected(.eventsLost)
  }

  /// Takes the news that the scanner is gone.
  package mutating func unplugged() -> Outcome {
    defer { state = .idle }
    if case .collecting = state { return .rejected(.unplugged) }
    return .nothing
  }

  private var patience: Int64 {
    switch framing {
    case .terminated(let patience): patience
    case .silence(let least): max(least, quiet)
    }
  }

  /// The silence that parts two bursts: at least 150 ms, or four of the usual gaps.
  private var quiet: Int64 {
    let usual = gaps.isEmpty ? 0 : gaps.sorted()[gaps.count / 2]
    return max(Self.quietMicroseconds, usual * 4)
  }
}
