// The devices of this till, and what they report, in the loop's words.

internal import Devices
internal import Domains
internal import ESCPOS
internal import Receipt
internal import Synchronization
internal import TillLoop

/// Owns the devices: starts and stops them, hands them jobs, passes on their reports.
final class DeviceRoom: Sendable {
  private struct Contents {
    var printer: (any Printer)?
    var drawer: (any Drawer)?
    var scanners: [any ScannerReader] = []
  }

  private let contents = Mutex(Contents())
  private let profile: PrinterProfile
  private let shapes: Shapes

  init(profile: PrinterProfile, shapes: Shapes) {
    self.profile = profile
    self.shapes = shapes
  }

  /// Sets up the virtual devices in the state folder (protocol.md, Command line).
  func addVirtualDevices(in folder: String, for loop: Loop) {
    let report: ReportSink = { report in
      if let input = Self.input(report) { loop.post(input) }
    }
    contents.withLock {
      $0.printer = VirtualPrinter(
        directory: "\(folder)/virtual-printer", profile: profile, shapes: shapes,
        report: report)
      $0.drawer = VirtualDrawer(file: "\(folder)/virtual-drawer", report: report)
      $0.scanners = [VirtualScanner(pipe: "\(folder)/virtual-scanner", report: report)]
    }
  }

  func start() {
    let all = contents.withLock { ($0.printer, $0.drawer, $0.scanners) }
    all.0?.start()
    all.1?.start()
    for scanner in all.2 { scanner.start() }
  }

  /// No more scans: the first step of ending.
  func stopScanners() {
    for scanner in contents.withLock({ $0.scanners }) { scanner.stop() }
  }

  func stopPrinting() {
    let (printer, drawer) = contents.withLock { ($0.printer, $0.drawer) }
    printer?.stop()
    drawer?.stop()
  }

  /// - Returns: false if no printer takes it.
  func print(_ job: Int64, _ document: Document, on printer: String) -> Bool {
    guard let printer = contents.withLock({ $0.printer }) else { return false }
    return printer.submit(
      PrintOrder(job: "p\(job)", bytes: document.encoded(for: profile, shapes: shapes).bytes))
  }

  func kick(_ job: Int64, for loop: Loop) {
    guard let drawer = contents.withLock({ $0.drawer }) else {
      loop.post(.kicked(job: job, .failed, why: "no drawer is set up"))
      return
    }
    if !drawer.kick("p\(job)") {
      loop.post(.kicked(job: job, .failed, why: "the drawer is busy"))
    }
  }

  /// Whether a printer knows that it printed a job of an earlier life.
  func knows(_ job: Int64, _ printer: String?) -> Bool? {
    contents.withLock { $0.printer }?.knows(job: "p\(job)")
  }

  private static func input(_ report: DeviceReport) -> Input? {
    switch report {
    case .state(let state):
      .device(
        DeviceView(
          id: state.id, kind: state.kind.rawValue, state: state.condition.rawValue,
          why: state.why), isUsable: state.isUsable)
    case .scanned(let device, let raw, _): .scanned(device: device, raw: raw)
    case .printed(let job, let outcome):
      jobNumber(job).map { .printed(job: $0, outcome) }
    case .kicked(let kick, let outcome):
      jobNumber(kick).map { .kicked(job: $0, outcome, why: nil) }
    case .drawer(let device, let isOpen): .drawer(device: device, isOpen: isOpen)
    case .weighed(let ticket, let weighing): .weighed(Ticket(ticket), weighing)
    }
  }
}
