// A scanner that types like a keyboard: read alone, on its own thread.

package import Scanner
internal import Synchronization

/// A paired keyboard scanner at an input node.
///
/// Grabs the node, so that no other program sees the keys. A scanner that is not there, or goes
/// away, is looked for once a second until `stop`. A node that types like a person is reported as
/// degraded; holding Escape for ten seconds gives it back.
package final class EvdevScanner: GrabbingReader {
  package var id: String { post.id }
  private let source: InputSource
  private let settings: ScannerSettings
  private let post: ScannerPost
  /// For how many seconds somebody asked for the node.
  private let request = Mutex<Int64?>(nil)

  /// How soon the lights are put right again, in microseconds: another program may do the same.
  private static let lightsMicroseconds: Int64 = 100_000
  private static let lookMilliseconds: Int64 = 1_000
  private static let suspicion =
    "this looks like a keyboard, not a scanner: pair the right one, or hold Escape for "
    + "\(WayOut.seconds) seconds to get it back"

  /// The scanner at `path`, best a link that a udev rule keeps, since `eventN` changes.
  package convenience init(
    path: String, id: String, settings: ScannerSettings = ScannerSettings(),
    report: @escaping ReportSink
  ) {
    self.init(source: .node(at: path), id: id, settings: settings, report: report)
  }

  /// The scanner at a source.
  init(
    source: InputSource, id: String, settings: ScannerSettings = ScannerSettings(),
    report: @escaping ReportSink
  ) {
    self.source = source
    self.settings = settings
    self.post = ScannerPost(id: id, report: report, now: source.now)
  }

  package func start() { post.start { [self] wait in run(wait) } }

  package func stop() { post.stop() }

  package func release(seconds: Int64) {
    request.withLock { $0 = min(max(1, seconds), DeviceLimits.releaseSeconds) }
    post.nudge()
  }

  private func run(_ wait: ReaderWait) {
    guard let keymap = KeyLayout.keymap(named: settings.layout) else {
      let words = "no keyboard layout is named \(settings.layout): calibrate the scanner"
      return post.tell(.failed, words)
    }
    var mark: UInt64?
    post.keepReading(
      wait,
      { () throws(ReaderFault) in
        // A request from before was for a node that is gone.
        request.withLock { $0 = nil }
        mark = source.mark()
        let node = try source.open()
        post.tell(.ready, nil)
        try read(node, GrabbedKeys(keymap: keymap, settings: settings), wait)
      },
      settle: { fault in settle(fault, mark, wait) })
  }

  /// Stays away from a node that was given back: for a while, or until it is plugged in anew.
  private func settle(_ fault: ReaderFault, _ mark: UInt64?, _ wait: ReaderWait) -> Bool {
    switch fault {
    case .givenBack:
      post.tell(.failed, fault.description)
      while source.mark() == mark, wait.sleep(milliseconds: Self.lookMilliseconds) {}
      return true
    case .lent(let seconds):
      post.tell(.failed, fault.description)
      let end = post.now() + seconds * 1_000_000
      while let left = ReaderWait.milliseconds(until: end, from: post.now()), post.now() < end,
        wait.sleep(milliseconds: left)
      {}
      return true
    default: return false
    }
  }

  /// Reads until a stop.
  ///
  /// - Throws: when the node is gone, after a scan under way was rejected; or is to be given back.
  private func read(
    _ node: InputNode, _ start: GrabbedKeys, _ wait: ReaderWait
  ) throws(ReaderFault) {
    var keys = start
    var isSuspect = false
    var lights = (next: Int64.min, areDue: false)
    func take(_ input: KeyInput) throws(ReaderFault) {
      for notice in keys.receive(input) { try tell(notice, &isSuspect) }
    }
    // It may be in the middle of a scan.
    try take(.opened(at: post.now()))
    while true {
      let deadline = [keys.deadline, lights.areDue ? lights.next : nil].compactMap { $0 }.min()
      let limit = ReaderWait.milliseconds(until: deadline, from: post.now())
      switch wait.wait(on: [node.descriptor], milliseconds: limit) {
      case .stopped:
        return
      case .nudged:
        if let seconds = request.withLock({ $0 }) { throw .lent(seconds: seconds) }
      case .timedOut:
        // Only now: while events wait in the ring, time has not passed for the scanner.
        try take(.quiet(until: post.now()))
      case .input:
        let events: [InputNode.Event]
        do {
          events = try node.read()
        } catch {
          try take(.unplugged(at: post.now()))
          throw error
        }
        for event in events {
          switch event {
          case .key(let key): try take(.key(key))
          case .lost(let time): try take(.lost(at: time))
          case .lights: lights.areDue = true
          }
        }
      }
      if lights.areDue, post.now() >= lights.next {
        node.settleLights()
        lights = (post.now() + Self.lightsMicroseconds, false)
      }
    }
  }

  private func tell(
    _ notice: GrabbedKeys.Notice, _ isSuspect: inout Bool
  ) throws(ReaderFault) {
    switch notice {
    case .scan(let raw):
      if !isSuspect { post.tell(.ready, nil) }
      post.scanned(raw)
    case .rejected(let rejection):
      // Typing is full of rejections; the suspicion says more.
      if !isSuspect { post.tell(rejection) }
    case .looksLikeKeyboard:
      isSuspect = true
      post.tell(.degraded, Self.suspicion)
    case .looksLikeScanner:
      isSuspect = false
      post.tell(.ready, nil)
    case .wayOut: throw .givenBack
    }
  }
}
