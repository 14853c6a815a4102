// What devices tell the till: one type for all of them, taken by one closure.
// What the till makes of it lives in TillLoop.

package import ESCPOS
package import Values

/// What kind of device it is.
package enum DeviceKind: String, Codable, Sendable {
  case printer, drawer, scanner, display, scale
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
  /// Whether it can do its work now: a printer whose paper is near its end can, one whose cover
  /// is open cannot, and both are degraded.
  package let isUsable: Bool

  package init(
    id: String, kind: DeviceKind, condition: Condition, why: String? = nil, isUsable: Bool? = nil
  ) {
    self.id = id
    self.kind = kind
    self.condition = condition
    self.why = why
    self.isUsable = isUsable ?? (condition == .ready)
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
  /// The drawer's switch moved; comes also when it is first read.
  case drawer(device: String, isOpen: Bool)
  /// What a scale read; comes once for each weighing it took.
  case weighed(ticket: Int64, Weighing)
}

/// A device that is plugged in, whether or not it is paired.
package struct FoundDevice: Hashable, Sendable {
  /// How the system hands it to programs.
  package enum Interface: String, Sendable {
    /// A USB device that libusb opens.
    case usb
    /// An input node of the kernel: it types.
    case evdev
    /// A raw HID node: it sends reports.
    case hidraw
    /// A serial line.
    case tty
  }

  package let kind: DeviceKind
  package let interface: Interface
  package let identity: UsbIdentity
  /// The node to open; the USB device's own node for a printer.
  package let node: String
  /// Maker and model as the device tells them, for people.
  package let name: String

  package init(
    kind: DeviceKind, interface: Interface, identity: UsbIdentity, node: String, name: String
  ) {
    self.kind = kind
    self.interface = interface
    self.identity = identity
    self.node = node
    self.name = name
  }
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
  /// Weighings waiting for one scale.
  package static let weighings = 16
  /// Bytes of one line of a line-based scanner.
  package static let scanLineBytes = 4096
}
