// What all readers of scanners share: a thread, the search for a node that is away, and what the
// till is told.

internal import Glibc
internal import Scanner
internal import Synchronization

/// The thread of one scanner and its voice.
///
/// A scanner that cannot be opened is tried again once a second until the stop. What stays as it
/// is, is told once: a scanner that sends rubbish without end must not flood the till.
final class ScannerPost: Sendable {
  private struct Told: Equatable {
    let condition: Condition
    let why: String?
    var time: Int64
  }

  let id: String
  let now: @Sendable () -> Int64
  private let report: ReportSink
  private let wait: ReaderWait?
  private let thread = DeviceThread(name: "scanner")
  private let told = Mutex<Told?>(nil)

  private static let retryMilliseconds: Int64 = 1_000
  /// How soon the same thing is worth telling again; nobody scans faster.
  private static let repeatMicroseconds: Int64 = 250_000
  /// As raised as it goes without real time: while a core computes totals, the ring of 64 events
  /// fills within milliseconds.
  private static let niceness: Int32 = -10

  /// - Parameter now: the monotonic clock in microseconds.
  init(
    id: String, report: @escaping ReportSink,
    now: @escaping @Sendable () -> Int64 = { MonotonicClock.microseconds() }
  ) {
    self.id = id
    self.report = report
    self.now = now
    self.wait = try? ReaderWait()
  }

  /// Runs a reader on its own thread, at a raised priority if the process may raise it.
  func start(_ body: @escaping @Sendable (ReaderWait) -> Void) {
    guard let wait else { return tell(.failed, "the system has no descriptor left") }
    let started = thread.start {
      // On Linux a thread's own (setpriority(2), BUGS); refused without CAP_SYS_NICE, which costs
      // only that.
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
      body(wait)
    }
    if !started { tell(.failed, "the system has no thread left") }
  }

  func stop() {
    wait?.stop()
    thread.join()
  }

  func nudge() { wait?.nudge() }

  /// Holds sessions with the scanner until one ends without a fault, which is a stop.
  ///
  /// - Parameter settle: takes a fault that is no failure and sleeps as long as it lasts; false
  ///   for a fault that it does not know.
  func keepReading(
    _ wait: ReaderWait, _ session: () throws(ReaderFault) -> Void,
    settle: (ReaderFault) -> Bool = { _ in false }
  ) {
    var wasAbsent = false
    while true {
      do {
        try session()
        return
      } catch {
        if settle(error) {
          if wait.isStopped { return }
          continue
        }
        if error.isAbsence {
          tell(.absent, nil)
        } else if error.isForbidden, wasAbsent {
          // It came this second, and udev may not have given it its group yet.
          tell(.opening, nil)
        } else {
          tell(.failed, error.description)
        }
        wasAbsent = error.isAbsence
      }
      guard wait.sleep(milliseconds: Self.retryMilliseconds) else { return }
    }
  }

  /// Reports a scan.
  func scanned(_ raw: String) {
    report(.scanned(device: id, raw: raw, at: now() / 1_000))
  }

  /// Reports what became of what the scanner sent; after a whole scan it is ready.
  func tell(_ outcomes: [ScanOutcome]) {
    for outcome in outcomes {
      switch outcome {
      case .nothing: break
      case .scan(let raw):
        tell(.ready, nil)
        scanned(raw)
      case .rejected(let rejection): tell(rejection)
      }
    }
  }

  /// Reports that a scan was thrown away; each time, since each was somebody's scan.
  func tell(_ rejection: ScanRejection) {
    tell(.degraded, "\(rejection) (\(rejection.rawValue))", again: Self.repeatMicroseconds)
  }

  /// Reports how the scanner is, unless that was the last thing told.
  ///
  /// - Parameter again: after how many microseconds the same is told again; nil for never.
  func tell(_ condition: Condition, _ why: String?, again: Int64? = nil) {
    let time = now()
    let isNew = told.withLock { told in
      let last = told
      let isSame = last?.condition == condition && last?.why == why
      if isSame, let last {
        let (gap, overflows) = time.subtractingReportingOverflow(last.time)
        guard let again, overflows || gap >= again else { return false }
      }
      told = Told(condition: condition, why: why, time: time)
      return true
    }
    guard isNew else { return }
    // A scanner that was misread, or looks wrong, can do its work all the same.
    let isUsable = condition == .ready || condition == .degraded
    report(
      .state(
        DeviceState(id: id, kind: .scanner, condition: condition, why: why, isUsable: isUsable)))
  }
}
