// A scanner on a serial line: bytes become scans, however a read happens to cut them.

/// Frames the bytes of one serial scanner.
///
/// A scan ends at CR, LF or ETX, or, for a scanner that is set to send none of them, after a
/// silence. Between STX and ETX everything is content. Once a scanner has sent STX it is held to
/// it, so that a tail whose beginning was lost is never taken for a scan.
package struct SerialScans: Equatable, Sendable {
  private enum State: Equatable {
    case idle
    /// Just opened: what comes at once began before.
    case opened(Int64)
    case collecting([UInt8], isMarked: Bool)
    /// Swallowing what is left of a spoilt scan.
    case discarding
  }

  private static let startOfText: UInt8 = 0x02
  private static let endOfText: UInt8 = 0x03
  private static let quietMicroseconds: Int64 = 150_000

  private let settings: ScannerSettings
  private var state = State.idle
  private var latest: Int64 = 0
  private var sendsStart = false

  /// A line on which nothing was heard yet; of the settings, layout and keys do not matter.
  package init(settings: ScannerSettings = ScannerSettings()) { self.settings = settings }

  /// When `timePassed(to:)` is due, in microseconds of the monotonic clock, or nil.
  package var deadline: Int64? {
    switch state {
    case .idle, .opened: nil
    case .collecting: Self.sum(latest, patience)
    case .discarding: Self.sum(latest, Self.quietMicroseconds)
    }
  }

  /// Takes the news that the line was opened: the scanner may be in the middle of a scan.
  package mutating func opened(at time: Int64) { state = .opened(time) }

  /// Takes bytes that arrived at a time of the monotonic clock, in microseconds.
  package mutating func receive(_ bytes: some Sequence<UInt8>, at time: Int64) -> [ScanOutcome] {
    var outcomes = timePassed(to: time)
    if case .opened(let opening) = state, time > Self.sum(opening, Self.quietMicroseconds) {
      state = .idle
    }
    for byte in bytes {
      latest = time
      let outcome = take(byte)
      if outcome != .nothing { outcomes.append(outcome) }
    }
    return outcomes
  }

  /// Takes the news that no byte came until `time`.
  package mutating func timePassed(to time: Int64) -> [ScanOutcome] {
    guard let deadline, time > deadline else { return [] }
    defer { state = .idle }
    guard case .collecting(let bytes, let isMarked) = state else { return [] }
    let isEnd = settings.terminators.isEmpty && !isMarked
    return [isEnd ? finished(bytes) : .rejected(.timedOut)].filter { $0 != .nothing }
  }

  /// Takes the news that the line is gone or bytes were lost on it.
  package mutating func interrupted(by rejection: ScanRejection) -> [ScanOutcome] {
    var isCollecting = false
    if case .collecting = state { isCollecting = true }
    state = rejection == .eventsLost ? .discarding : .idle
    return isCollecting || rejection == .eventsLost ? [.rejected(rejection)] : []
  }

  private mutating func take(_ byte: UInt8) -> ScanOutcome {
    if byte == Self.startOfText { return begin() }
    let isLineEnd = byte == 0x0D || byte == 0x0A
    switch state {
    case .idle:
      guard !isLineEnd, byte != Self.endOfText else { return .nothing }
      state = sendsStart ? .discarding : .collecting([byte], isMarked: false)
      return sendsStart ? .rejected(.beginningMissing) : .nothing
    case .opened:
      guard !isLineEnd, byte != Self.endOfText else { return .nothing }
      state = .discarding
      return .rejected(.beginningMissing)
    case .discarding:
      if isLineEnd || byte == Self.endOfText { state = .idle }
      return .nothing
    case .collecting(let bytes, let isMarked)
    where byte == Self.endOfText || isLineEnd && !isMarked:
      state = .idle
      return finished(bytes)
    case .collecting(var bytes, let isMarked):
      guard bytes.count < Scan.byteCountMax else {
        state = .discarding
        return .rejected(.tooLong)
      }
      state = .idle
      bytes.append(byte)
      state = .collecting(bytes, isMarked: isMarked)
      return .nothing
    }
  }

  private mutating func begin() -> ScanOutcome {
    sendsStart = true
    defer { state = .collecting([], isMarked: true) }
    if case .collecting = state { return .rejected(.malformed) }
    return .nothing
  }

  private func finished(_ bytes: [UInt8]) -> ScanOutcome {
    guard !bytes.isEmpty else { return .nothing }
    guard let text = String(validating: bytes, as: UTF8.self) else { return .rejected(.notText) }
    return settings.finished(text)
  }

  private var patience: Int64 {
    switch settings.framing {
    case .terminated(let patience): patience
    case .silence(let least): max(least, Self.quietMicroseconds)
    }
  }

  private static func sum(_ time: Int64, _ more: Int64) -> Int64 {
    let (sum, overflows) = time.addingReportingOverflow(more)
    return overflows ? .max : sum
  }
}
