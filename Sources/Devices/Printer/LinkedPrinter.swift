// A receipt printer on any cable, and the cash drawer on its connector. What it is told and what
// its answers mean is PrinterTalk's; how bytes get there, the link's.

package import ESCPOS

/// The cash drawer that hangs on a printer's connector.
package struct DrawerPort: Equatable, Sendable {
  /// The name under which the drawer is reported.
  package let id: String
  package let pin: PrinterProfile.Drawer.Pin
  /// What the drawer's switch says, as it was found out at this till.
  package let sensor: DrawerSensor

  package init(id: String, pin: PrinterProfile.Drawer.Pin = .pin2, sensor: DrawerSensor = .unknown)
  {
    self.id = id
    self.pin = pin
    self.sensor = sensor
  }
}

/// A printer at the other end of a link, on a thread of its own.
///
/// It is opened when it is there and again when it comes back, by itself. As a `Drawer` it kicks
/// what `drawer` says; without one every kick is refused.
package final class LinkedPrinter: Printer, Drawer {
  package let id: String
  /// The drawer on its connector, reported as a device of its own; nil if there is none.
  package let drawer: DrawerPort?

  /// A printer that is not opened before `start`.
  ///
  /// - Parameters:
  ///   - profile: what the model can do; the drawer's pin is taken from `drawer`.
  ///   - patience: how long a job may stand still.
  ///   - link: makes the way to the printer, once, on the printer's own thread.
  package init(
    id: String, profile: PrinterProfile, drawer: DrawerPort? = nil, patience: Patience = .usual,
    link: @escaping @Sendable () -> any PrinterLink, report: @escaping ReportSink
  ) {
    self.id = id
    self.drawer = drawer
  }

  package func start() {}
  package func stop() {}
  package func submit(_ order: PrintOrder) -> Bool { false }
  package func knows(job: String) -> Bool? { nil }
  package func kick(_ kick: String) -> Bool { false }
  package func nudge() {}
}
