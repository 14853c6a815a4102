// A scanner that types like a keyboard: read alone, on its own thread (libevdev).

package import Scanner

/// A paired keyboard scanner at an input node.
///
/// Grabs the node, so that no other program sees the keys. A scanner that is not there, or goes
/// away, is looked for once a second until `stop`.
package final class EvdevScanner: ScannerReader {
  package let id: String
  private let path: String
  private let settings: ScannerSettings
  private let report: ReportSink
  private let wait: StoppableWait?
  private let thread = DeviceThread(name: "scanner")

  private static let retryMilliseconds: Int64 = 1_000

  /// The scanner at `path`, best a link that a udev rule keeps, since `eventN` changes.
  package init(
    path: String, id: String, settings: ScannerSettings = ScannerSettings(),
    report: @escaping ReportSink
  ) {
    self.id = id
    self.path = path
    self.settings = settings
    self.report = report
    self.wait = try? StoppableWait()
  }

  package func start() {
    let started = thread.start { [self] in run() }
    if !started { tell(.failed, "the system has no thread left") }
  }

  package func stop() {
    wait?.stop()
    thread.join()
  }

  private func run() {
    guard let wait else { return tell(.failed, "the system has no descriptor left") }
    guard let keymap = KeyLayout.keymap(named: settings.layout) else {
      return tell(.failed, "no keyboard layout is named \(settings.layout): calibrate the scanner")
    }
    var last: InputNode.Fault?
    repeat {
      do {
        let node = try InputNode(grabbing: path)
        last = nil
        tell(.ready, nil)
        try read(node, KeyScans(keymap: keymap, settings: settings), wait)
        return
      } catch {
        if error != last { tell(error.isAbsence ? .absent : .failed, error.description) }
        last = error
      }
    } while wait.wait(on: nil, milliseconds: Self.retryMilliseconds) == .timedOut
  }

  /// Reads until a stop.
  ///
  /// - Throws: when the node is gone; a scan under way is then rejected first.
  private func read(
    _ node: InputNode, _ start: KeyScans, _ wait: StoppableWait
  ) throws(InputNode.Fault) {
    var scans = start
    // It may be in the middle of a scan.
    _ = scans.receive(.opened(at: MonotonicClock.microseconds()))
    var isDegraded = false
    while true {
      let now = MonotonicClock.microseconds()
      let milliseconds = scans.deadline.map { max(0, $0 - now) / 1_000 + 1 }
      switch wait.wait(on: node.descriptor, milliseconds: milliseconds) {
      case .stopped:
        return
      case .timedOut:
        // Only now: while events wait in the ring, time has not passed for the scanner.
        tell(scans.receive(.quiet(until: MonotonicClock.microseconds())), &isDegraded)
      case .input:
        do {
          while let event = try node.next() {
            switch event {
            case .key(let key): tell(scans.receive(.key(key)), &isDegraded)
            case .lost:
              tell(scans.receive(.lost(at: MonotonicClock.microseconds())), &isDegraded)
            case .lights: node.settleLights()
            }
          }
        } catch {
          tell(scans.receive(.unplugged(at: MonotonicClock.microseconds())), &isDegraded)
          throw error
        }
      }
    }
  }

  private func tell(_ outcomes: [ScanOutcome], _ isDegraded: inout Bool) {
    for outcome in outcomes {
      switch outcome {
      case .nothing: break
      case .scan(let raw):
        if isDegraded { tell(.ready, nil) }
        isDegraded = false
        report(.scanned(device: id, raw: raw, at: MonotonicClock.milliseconds()))
      case .rejected(let rejection):
        isDegraded = true
        tell(.degraded, "\(rejection) (\(rejection.rawValue))")
      }
    }
  }

  private func tell(_ condition: Condition, _ why: String?) {
    report(.state(DeviceState(id: id, kind: .scanner, condition: condition, why: why)))
  }
}
