// A scanner on a serial line, mostly one over USB (CDC-ACM): read on its own thread.

package import Scanner

/// A paired scanner that sends its scans as bytes.
///
/// A line that is not there, goes away or is held by another program is tried again once a second
/// until `stop`.
package final class SerialScanner: ScannerReader {
  package var id: String { post.id }
  private let open: @Sendable () throws(ReaderFault) -> SerialNode
  private let settings: ScannerSettings
  private let post: ScannerPost

  /// The scanner on a line; of the settings, layout and keys do not matter.
  package convenience init(
    line: SerialLine, id: String, settings: ScannerSettings = ScannerSettings(),
    report: @escaping ReportSink
  ) {
    self.init(
      open: { () throws(ReaderFault) in try SerialNode(opening: line) }, id: id,
      settings: settings, report: report)
  }

  /// The scanner on whatever line the closure opens.
  ///
  /// - Parameter now: the monotonic clock in microseconds.
  init(
    open: @escaping @Sendable () throws(ReaderFault) -> SerialNode, id: String,
    settings: ScannerSettings = ScannerSettings(), report: @escaping ReportSink,
    now: @escaping @Sendable () -> Int64 = { MonotonicClock.microseconds() }
  ) {
    self.open = open
    self.settings = settings
    self.post = ScannerPost(id: id, report: report, now: now)
  }

  package func start() {
    post.start { [self] wait in
      post.keepReading(wait, { () throws(ReaderFault) in try read(wait) })
    }
  }

  package func stop() { post.stop() }

  /// Opens the line and reads until a stop.
  private func read(_ wait: ReaderWait) throws(ReaderFault) {
    let node = try open()
    var scans = SerialScans(settings: settings)
    // It may be in the middle of a scan.
    scans.opened(at: post.now())
    post.tell(.ready, nil)
    try post.read(node.descriptor, wait, into: &scans) { scans throws(ReaderFault) in
      post.tell(scans.receive(try node.read(), at: post.now()))
    }
  }
}
