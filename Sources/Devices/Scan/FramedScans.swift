// The loop of readers that take what a node sends and let a value cut it into scans.

internal import Scanner

/// What cuts the data of a node into scans.
protocol FramedScans {
  /// When silence means something, on the monotonic clock in microseconds; nil for never.
  var deadline: Int64? { get }
  mutating func timePassed(to time: Int64) -> [ScanOutcome]
  mutating func interrupted(by rejection: ScanRejection) -> [ScanOutcome]
}

extension HIDScans: FramedScans {}
extension SerialScans: FramedScans {}

extension ScannerPost {
  /// Reads a node until a stop; what is read goes through `take`, which tells what comes of it.
  ///
  /// - Throws: when the node is gone; a scan under way is then rejected first.
  func read<Scans: FramedScans>(
    _ descriptor: Int32, _ wait: ReaderWait, into scans: inout Scans,
    _ take: (inout Scans) throws(ReaderFault) -> Void
  ) throws(ReaderFault) {
    while true {
      let limit = ReaderWait.milliseconds(until: scans.deadline, from: now())
      switch wait.wait(on: [descriptor], milliseconds: limit) {
      case .stopped: return
      case .nudged: break
      case .timedOut: tell(scans.timePassed(to: now()))
      case .input:
        do {
          try take(&scans)
        } catch {
          tell(scans.interrupted(by: .unplugged))
          throw error
        }
      }
    }
  }
}
