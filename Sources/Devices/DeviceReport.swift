// What devices tell the till: one type for all of them, taken by one closure.
// What the till makes of it lives in TillLoop.

package import ESCPOS

/// What kind of device it is.
package enum DeviceKind: String, Codable, Sendable {
  case printer, drawer, scanner
}

/// How a device is, as clients see it in `till.status`.
package enum Condition: String, Codable, Sendable {
  /// Not plugged in.
  case absent
  /// Plugged in and not yet in use.
  case opening
  case ready
  /// In use, but something is to be done: paper, a cover, a bad line.
  case degraded
  /// Plugged in and not usable; `why` says what to do.
  case failed
}

/// One device and how it is.
package struct DeviceState: Equatable, Sendable {
  /// The device's lasting name: as configured, or its `UsbIdentity`.
  package let id: String
  package let kind: DeviceKind
  package let condition: Condition
  /// What is wrong and what to do about it, in a sentence for people; nil when nothing is.
  package let why: String?

  package init(id: String, kind: DeviceKind, condition: Condition, why: String? = nil) {
    self.id = id
    self.kind = kind
    self.condition = condition
    self.why = why
  }
}

/// Something a device has to tell.
package enum DeviceReport: Equatable, Sendable {
  case state(DeviceState)
  /// A whole line of a scanner, undecoded, and when it came on the monotonic clock in milliseconds.
  case scanned(device: String, raw: String, at: Int64)
  /// What became of a job; comes once for each job a printer accepted and was not stopped before.
  case printed(job: String, PrintOutcome)
  /// What became of a kick; comes once for each kick a drawer accepted.
  case kicked(kick: String, DrawerOutcome)
}

/// Takes reports, on any thread and possibly on several at once.
///
/// It must not block and must not call back into the device: it runs on the device's own thread.
package typealias ReportSink = @Sendable (DeviceReport) -> Void

/// The bounds of what devices keep waiting: full is a refusal, never growth.
package enum DeviceLimits {
  /// Print jobs waiting in one printer.
  package static let printQueue = 64
  /// Kicks waiting in one drawer.
  package static let kickQueue = 16
  /// Bytes of one line of a line-based scanner.
  package static let scanLineBytes = 4096
}
