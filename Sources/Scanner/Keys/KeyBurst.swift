// The assembler of a keyboard scanner's characters into scans: a value, without clock or thread.
// Keyboard makes the characters; what a finished text means is Scan's business.

/// Collects one scanner's characters until they are a scan.
///
/// All times are the kernel's own event times on the monotonic clock, in microseconds, so that a
/// reader that was held up measures the scanner and not itself. No part of a scan ever comes out:
/// after lost events or too many characters the rest of that burst is swallowed too. The total
/// duration has no limit, since a slow scanner needs half a minute for a long QR code.
///
/// What a terminator guarantees is that everything the kernel delivered up to it is there and that
/// nothing is known to be lost. A scanner that itself leaves out a whole key, press and release,
/// cannot be caught here; check digits, a prefix and a suffix catch that. Without a terminator
/// even a scanner that stops for good in the middle looks like one that has finished.
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

  package typealias Outcome = ScanOutcome

  private enum State: Equatable {
    case idle
    /// Just opened: what comes at once began before.
    case opened(Int64)
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
  /// Times are held within this, so that no sum of two overflows.
  private static let times = -(Int64.max / 4)...(Int64.max / 4)

  /// An empty burst of a scanner that frames its scans as given.
  package init(framing: Framing = .terminated(patienceMicroseconds: 1_000_000)) {
    self.framing = framing
  }

  /// Whether no scan is under way.
  package var isIdle: Bool {
    switch state {
    case .idle, .opened: true
    case .collecting, .discarding: false
    }
  }

  /// When `timePassed(to:)` is due if no more events come, or nil when nothing is under way.
  package var deadline: Int64? {
    switch state {
    case .idle, .opened: nil
    case .collecting(_, let last): last + patience
    case .discarding(let last): last + quiet
    }
  }

  /// Takes the news that the reader was opened: the scanner may be in the middle of a scan.
  ///
  /// What begins within 150 ms of it is not taken, for its beginning may be missing.
  package mutating func opened(at time: Int64) {
    state = .opened(Self.bounded(time))
  }

  /// Takes the text of one key press; Enter (CR or LF) and Tab end the scan.
  ///
  /// An empty scan is ignored, so CR and LF in a row count once.
  ///
  /// - Parameter ends: whether the text ends the scan, or nil to tell by the text.
  @discardableResult
  package mutating func receive(_ text: String, at time: Int64, ends: Bool? = nil) -> Outcome {
    let time = Self.bounded(time)
    let earlier = timePassed(to: time)
    let ends = ends ?? (text == "\r" || text == "\n" || text == "\t" || text == "\r\n")
    switch state {
    case .idle:
      if !ends { state = .collecting(text, last: time) }
    case .opened(let opening):
      if time > opening + Self.quietMicroseconds {
        state = ends ? .idle : .collecting(text, last: time)
      } else {
        state = ends ? .idle : .discarding(last: time)
        return .rejected(.beginningMissing)
      }
    case .discarding:
      state = ends ? .idle : .discarding(last: time)
    case .collecting(let soFar, _) where ends:
      state = .idle
      return .scan(soFar)
    case .collecting(let soFar, _) where soFar.utf8.count + text.utf8.count > Scan.byteCountMax:
      state = .discarding(last: time)
      return .rejected(.tooLong)
    case .collecting(var soFar, let last):
      gaps.append(max(0, time - last))
      if gaps.count > Self.gapCountMax { gaps.removeFirst() }
      state = .idle
      soFar += text
      state = .collecting(soFar, last: time)
    }
    return earlier
  }

  /// Takes the news that the scanner is typing, though no character has come of it yet.
  ///
  /// An Alt code is up to ten key events for one character.
  package mutating func heard(at time: Int64) -> Outcome {
    let time = Self.bounded(time)
    let earlier = timePassed(to: time)
    switch state {
    case .idle, .opened: break
    case .collecting(let soFar, _): state = .collecting(soFar, last: time)
    case .discarding: state = .discarding(last: time)
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
  package mutating func eventsLost(at time: Int64) -> Outcome { spoilt(by: .eventsLost, at: time) }

  /// Takes the news that the scan under way, or the one that begins now, cannot be whole.
  ///
  /// Tells it once: what is left of a scan that is spoilt already is swallowed in silence.
  package mutating func spoilt(by rejection: ScanRejection, at time: Int64) -> Outcome {
    defer { state = .discarding(last: Self.bounded(time)) }
    if case .discarding = state, rejection != .eventsLost { return .nothing }
    return .rejected(rejection)
  }

  /// Takes the news that the scanner is gone.
  package mutating func unplugged() -> Outcome {
    defer { state = .idle }
    if case .collecting = state { return .rejected(.unplugged) }
    return .nothing
  }

  private static func bounded(_ time: Int64) -> Int64 {
    min(max(time, times.lowerBound), times.upperBound)
  }

  private var patience: Int64 {
    switch framing {
    case .terminated(let patience): min(patience, Self.times.upperBound)
    case .silence(let least): max(min(least, Self.times.upperBound), quiet)
    }
  }

  /// The silence that parts two bursts: at least 150 ms, or four of the usual gaps.
  private var quiet: Int64 {
    let usual = gaps.isEmpty ? 0 : gaps.sorted()[gaps.count / 2]
    return max(Self.quietMicroseconds, min(usual, 15_000_000) * 4)
  }
}
