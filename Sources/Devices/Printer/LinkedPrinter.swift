// A receipt printer on any cable, and the cash drawer on its connector. What it is told and what
// its answers mean is PrinterTalk's; how bytes get there, the link's; its thread is PrinterDesk.

package import ESCPOS

/// The cash drawer that hangs on a printer's connector.
package struct DrawerPort: Equatable, Sendable {
  /// The name under which the drawer is reported.
  package let id: String
  package let pin: PrinterProfile.Drawer.Pin
  /// What the drawer's switch says, as it was found out at this till.
  package let sensor: DrawerSensor

  package init(
    id: String, pin: PrinterProfile.Drawer.Pin = .pin2, sensor: DrawerSensor = .unknown
  ) {
    self.id = id
    self.pin = pin
    self.sensor = sensor
  }
}

/// A printer at the other end of a link, on a thread of its own.
///
/// It is opened when it is there and again when it comes back, by itself. Each job and each kick
/// that was taken is reported once. As a `Drawer` it kicks what `drawer` says; without one every
/// kick is refused.
package final class LinkedPrinter: Printer, Drawer {
  package let id: String
  /// The drawer on its connector, reported as a device of its own; nil if there is none.
  package let drawer: DrawerPort?

  private let profile: PrinterProfile
  private let patience: Patience
  private let link: @Sendable () -> any PrinterLink
  private let report: ReportSink
  private let witness: any PrintWitness
  private let inbox = PrinterInbox()
  private let thread = DeviceThread(name: "printer")

  /// A printer that is not opened before `start`.
  ///
  /// - Parameters:
  ///   - profile: what the model can do; the drawer's pin is taken from `drawer`.
  ///   - patience: how long a job may stand still.
  ///   - link: makes the way to the printer, once, on the printer's own thread.
  package convenience init(
    id: String, profile: PrinterProfile, drawer: DrawerPort? = nil, patience: Patience = .usual,
    link: @escaping @Sendable () -> any PrinterLink, report: @escaping ReportSink
  ) {
    self.init(
      id: id, profile: profile, drawer: drawer, patience: patience, witness: NoWitness(),
      link: link, report: report)
  }

  /// The same with someone who watches the paper.
  init(
    id: String, profile: PrinterProfile, drawer: DrawerPort?, patience: Patience,
    witness: any PrintWitness, link: @escaping @Sendable () -> any PrinterLink,
    report: @escaping ReportSink
  ) {
    var profile = profile
    if let drawer {
      profile.drawer = PrinterProfile.Drawer(
        pin: drawer.pin, onUnits: profile.drawer.onUnits, offUnits: profile.drawer.offUnits)
    }
    self.id = id
    self.profile = profile
    self.drawer = drawer
    self.patience = patience
    self.witness = witness
    self.link = link
    self.report = report
  }

  package func start() {
    let started = thread.start { [self] in
      var desk = PrinterDesk(
        id: id, profile: profile, drawer: drawer, patience: patience, link: link(), inbox: inbox,
        witness: witness, report: report)
      desk.run()
    }
    guard !started else { return }
    let why = "the system has no thread left"
    report(.state(DeviceState(id: id, kind: .printer, condition: .failed, why: why)))
  }

  /// Ends the conversation: the job in hand has half a second to end by itself.
  package func stop() {
    inbox.close()
    thread.join()
  }

  package func submit(_ order: PrintOrder) -> Bool { inbox.put(order) }

  /// Not known: no printer remembers.
  ///
  /// But whoever asks has begun that job in an earlier life, so some of it may still be in the
  /// printer: it is let come out and is cut off before the next job.
  package func knows(job: String) -> Bool? {
    inbox.expectRest()
    return nil
  }

  /// Takes a kick, or returns false while another one is under way.
  package func kick(_ kick: String) -> Bool { drawer != nil && inbox.put(kick: kick) }

  package func nudge() { inbox.nudge() }
}

/// Someone who sees each job begin and end, on the printer's own thread.
protocol PrintWitness: Sendable {
  /// A job is taken in hand; a reason why it cannot be printed, or nil.
  func begins(_ order: PrintOrder) -> String?
  /// A job has ended; what is to be reported.
  func ended(_ job: String, _ outcome: PrintOutcome) -> PrintOutcome
  /// A look at the surroundings, at least twice a second.
  func looks()
}

/// Nobody watches a real printer's paper.
private struct NoWitness: PrintWitness {
  func begins(_ order: PrintOrder) -> String? { nil }
  func ended(_ job: String, _ outcome: PrintOutcome) -> PrintOutcome { outcome }
  func looks() {}
}
