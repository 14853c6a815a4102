// A printer that prints into a folder: an emulated one, and the paper that comes out of it. Where
// the paper is kept is in PaperTray.swift, how the printer is talked to in LinkedPrinter.

package import ESCPOS
internal import Synchronization

/// A printer without hardware.
///
/// It is talked to as a real one is, by the same code; only its cable is in this process. Each job
/// goes to a strict emulator of a receipt printer and becomes `<job>.escpos` in its folder,
/// complete or not at all, and beside it `<job>.svg` and `<job>.txt`, drawn from those bytes; it is
/// printed when the emulator's fence came back. A file named `offline` in the folder takes the
/// paper out: jobs fail until it is removed. A file named `faults` is a `FaultScript` that the
/// emulator follows from the moment it is there, in real time; a job that breaks off is reported
/// unknown, and what is on paper of it is kept as `<job>.half`.
package final class VirtualPrinter: Printer {
  package let id: String
  private let tray: PaperTray
  private let printer: LinkedPrinter

  /// People do not wait for this paper, nor for what is wrong with it.
  private static let patience = Patience(silence: 1_000)

  /// A printer into `directory`, which is made when it is missing; its parent must exist.
  ///
  /// The profile decides how the pictures look and what the emulator can do; `shapes` draw in them
  /// what a printer's firmware draws.
  package init(
    directory: String, id: String = "virtual-printer", profile: PrinterProfile = .virtual80,
    shapes: Shapes = .none, report: @escaping ReportSink
  ) {
    var traits = PrinterTraits()
    traits.dotsPerMillisecond = 200
    // Even while it takes nothing it says why, as printers do whose memory switch is set so.
    traits.statusAtPowerOn = 0xFF
    let machine = EmulatedMachine(PrinterEmulator(profile, traits: traits))
    let tray = PaperTray(directory: directory, profile: profile, shapes: shapes)
    let lamps = VirtualLamps(report)
    self.id = id
    self.tray = tray
    printer = LinkedPrinter(
      id: id, profile: profile, drawer: nil, patience: Self.patience,
      witness: PaperWitness(tray: tray, machine: machine, lamps: lamps),
      link: { EmulatedLink(machine) }, report: lamps.show)
  }

  package func start() { printer.start() }
  package func stop() { printer.stop() }
  package func submit(_ order: PrintOrder) -> Bool { printer.submit(order) }
  package func knows(job: String) -> Bool? { tray.holds(job) }
  package func nudge() { printer.nudge() }
}

/// What is told of a virtual printer's state: it is never absent, and a fault script that cannot be
/// read is shown.
private final class VirtualLamps: Sendable {
  private struct State {
    var printer: DeviceState?
    var told: DeviceState?
    var scriptFault: String?
  }

  private let report: ReportSink
  private let state = Mutex(State())

  init(_ report: @escaping ReportSink) { self.report = report }

  @Sendable func show(_ report: DeviceReport) {
    guard case .state(let printer) = report else { return self.report(report) }
    tell { state in
      // It is opened in no time, or there is something else to tell.
      if printer.condition != .opening { state.printer = printer }
    }
  }

  func show(scriptFault: String?) { tell { $0.scriptFault = scriptFault } }

  private func tell(_ change: (inout State) -> Void) {
    let news = state.withLock { state -> DeviceState? in
      change(&state)
      guard let printer = state.printer else { return nil }
      let condition = printer.condition == .absent ? .degraded : printer.condition
      let isFaulty = condition == .ready && state.scriptFault != nil
      let shown = DeviceState(
        id: printer.id, kind: .printer, condition: isFaulty ? .degraded : condition,
        why: isFaulty ? state.scriptFault : printer.why, isUsable: printer.isUsable)
      guard shown != state.told else { return nil }
      state.told = shown
      return shown
    }
    if let news { report(.state(news)) }
  }
}

/// Looks after the folder: paper out of the emulated printer into it, faults out of it into the
/// printer.
private final class PaperWitness: PrintWitness {
  private struct State {
    var order: PrintOrder?
    var script: [UInt8]?
    var isWithoutPaper = false
    var lookedAt: Int64 = .min
  }

  private let tray: PaperTray
  private let machine: EmulatedMachine
  private let lamps: VirtualLamps
  private let state = Mutex(State())

  /// How soon a change in the folder is noticed while nothing is printed.
  private static let watchMilliseconds: Int64 = 500

  init(tray: PaperTray, machine: EmulatedMachine, lamps: VirtualLamps) {
    self.tray = tray
    self.machine = machine
    self.lamps = lamps
  }

  func looks() {
    let now = MonotonicClock.milliseconds()
    let isDue = state.withLock { state in
      guard state.lookedAt == .min || now - state.lookedAt >= Self.watchMilliseconds else {
        return false
      }
      state.lookedAt = now
      return true
    }
    if isDue { look() }
  }

  private func look() {
    do throws(SystemFault) {
      try tray.prepare()
      let isWithoutPaper = try tray.isWithoutPaper()
      let script = try tray.script()
      state.withLock { state in
        if isWithoutPaper != state.isWithoutPaper {
          machine.with { $0.apply(isWithoutPaper ? .paperEnd : .paperLoaded) }
        }
        state.isWithoutPaper = isWithoutPaper
        guard script != state.script else { return }
        state.script = script
        follow(script ?? [])
      }
      machine.fault = nil
    } catch {
      machine.fault = .system(error)
    }
  }

  /// Has the printer follow a new script, or shows what is wrong with it.
  private func follow(_ text: [UInt8]) {
    do throws(FaultScriptFault) {
      let script = try FaultScript(String(decoding: text, as: UTF8.self))
      machine.with { $0.follow(script) }
      lamps.show(scriptFault: nil)
    } catch {
      lamps.show(scriptFault: "faults, \(error.description)")
    }
  }

  func begins(_ order: PrintOrder) -> String? {
    guard PaperTray.isFileName(order.job) else { return "the job's name is no file name" }
    look()
    _ = machine.with { $0.takePaper() }
    return state.withLock { state in
      state.order = order
      return state.isWithoutPaper ? "paper out" : nil
    }
  }

  func ended(_ job: String, _ outcome: PrintOutcome) -> PrintOutcome {
    let order = state.withLock { $0.order }
    let paper = machine.with { $0.takePaper() }
    guard case .printed = outcome, let order, order.job == job else {
      if !paper.isEmpty { tray.keepHalf(paper, of: job) }
      return outcome
    }
    do throws(PaperTray.Loss) {
      try tray.keep(order.bytes, of: job)
      return outcome
    } catch {
      return error.isNothingKept ? .failed(error.why) : .unknown(error.why)
    }
  }
}
