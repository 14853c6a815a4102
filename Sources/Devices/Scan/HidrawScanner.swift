// A scanner in HID POS mode: its reports are read on its own thread.

package import Scanner

/// A paired scanner at a hidraw node.
///
/// A scanner that is not there, or goes away, is looked for once a second until `stop`. A report
/// that is short or contradicts the device's own description is no part of any scan.
package final class HidrawScanner: ScannerReader {
  package var id: String { post.id }
  private let open: @Sendable () throws(ReaderFault) -> HidrawNode
  private let settings: ScannerSettings
  private let post: ScannerPost

  /// The scanner at `path`, best a link that a udev rule keeps, since `hidrawN` changes.
  package convenience init(
    path: String, id: String, settings: ScannerSettings = ScannerSettings(),
    report: @escaping ReportSink
  ) {
    self.init(
      open: { () throws(ReaderFault) in try HidrawNode(opening: path) }, id: id,
      settings: settings, report: report)
  }

  /// The scanner at whatever node the closure opens.
  ///
  /// - Parameter now: the monotonic clock in microseconds.
  init(
    open: @escaping @Sendable () throws(ReaderFault) -> HidrawNode, id: String,
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

  /// Opens the node and reads until a stop.
  private func read(_ wait: ReaderWait) throws(ReaderFault) {
    let node = try open()
    var scans = try node.scans(settings)
    post.tell(.ready, nil)
    try post.read(node.descriptor, wait, into: &scans) { scans throws(ReaderFault) in
      for report in try node.read() { post.tell(scans.receive(report, at: post.now())) }
    }
  }
}
