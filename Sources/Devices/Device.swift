// What the till asks of a printer, a drawer and a scanner, whatever they are made of.

/// One print job: finished bytes and the name its outcome is reported under.
package struct PrintOrder: Equatable, Sendable {
  /// Letters, digits, `-`, `_` and `.`, not starting with a dot; unique among all jobs.
  package let job: String
  package let bytes: [UInt8]

  package init(job: String, bytes: [UInt8]) {
    self.job = job
    self.bytes = bytes
  }
}

/// Something that prints.
///
/// A device is started once and stopped once; both may be called from any thread, except that
/// `stop` is never called from the report closure. `stop` returns when the device's thread has
/// ended: the job in hand is finished, jobs still waiting are neither printed nor reported.
package protocol Printer: Sendable {
  var id: String { get }
  func start()
  func stop()
  /// Takes a job, or returns false when too many are waiting or the printer was stopped.
  ///
  /// Never blocks. The outcome comes as a report.
  func submit(_ order: PrintOrder) -> Bool
  /// Whether a job of an earlier life was printed in full, or nil when that cannot be known.
  func knows(job: String) -> Bool?
  /// Somebody saw it being plugged in: it is tried now and not at the next look.
  func nudge()
}

extension Printer {
  package func nudge() {}
}

/// Something that opens the cash drawer.
package protocol Drawer: Sendable {
  var id: String { get }
  func start()
  func stop()
  /// Takes a kick, or returns false when too many are waiting or the drawer was stopped.
  ///
  /// Never blocks and never kicks twice for one call. The outcome comes as a report.
  func kick(_ kick: String) -> Bool
}

/// Something that reads barcodes and reports them as lines.
package protocol ScannerReader: Sendable {
  var id: String { get }
  func start()
  func stop()
}
