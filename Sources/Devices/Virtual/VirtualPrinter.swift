// A printer that prints into a folder: an emulated one, and the paper that comes out of it. Where
// the paper is kept is in PaperTray.swift.

package import ESCPOS
internal import Glibc

/// A printer without hardware.
///
/// Each job is sent to a strict emulator of a receipt printer and becomes `<job>.escpos` in its
/// folder, complete or not at all, and beside it `<job>.svg` and `<job>.txt`, drawn from those
/// bytes; it is printed when the emulator's fence came back. A file named `offline` in the folder
/// takes the paper out: jobs fail until it is removed. A file named `faults` is a `FaultScript`
/// that the emulator follows from the moment it is there; a job that breaks off is reported
/// unknown, and what is on paper of it is kept as `<job>.half`.
package final class VirtualPrinter: Printer {
  package let id: String
  private let tray: PaperTray
  private let profile: PrinterProfile
  private let report: ReportSink
  private let orders = Mailbox<PrintOrder>(bound: DeviceLimits.printQueue)
  private let thread = DeviceThread(name: "printer")

  /// How soon a change of the paper is noticed while nothing is printed.
  private static let watchMilliseconds: Int64 = 500

  /// A printer into `directory`, which is made when it is missing; its parent must exist.
  ///
  /// The profile decides how the pictures look and what the emulator can do; `shapes` draw in them
  /// what a printer's firmware draws.
  package init(
    directory: String, id: String = "virtual-printer", profile: PrinterProfile = .virtual80,
    shapes: Shapes = .none, report: @escaping ReportSink
  ) {
    self.id = id
    self.profile = profile
    self.tray = PaperTray(directory: directory, profile: profile, shapes: shapes)
    self.report = report
  }

  package func start() {
    let started = thread.start { [self] in run() }
    if !started { tell(Obstacle(condition: .failed, why: "the system has no thread left")) }
  }

  package func stop() {
    orders.close()
    thread.join()
  }

  package func submit(_ order: PrintOrder) -> Bool { orders.put(order) }

  package func knows(job: String) -> Bool? { tray.holds(job) }

  // MARK: - The printer's own thread

  private func run() {
    var machine = Machine(profile)
    var told = obstacle(&machine)
    tell(told)
    while true {
      let asleep = MonotonicClock.milliseconds()
      let taken = orders.take(waitingMilliseconds: Self.watchMilliseconds)
      machine.rest(milliseconds: MonotonicClock.milliseconds() - asleep)
      var obstacle = obstacle(&machine)
      if obstacle != told { tell(obstacle) }
      told = obstacle
      switch taken {
      case .item(let order):
        if let obstacle, obstacle.isFinal {
          report(.printed(job: order.job, .failed(obstacle.why)))
        } else {
          report(.printed(job: order.job, print(order, with: &machine)))
        }
        obstacle = self.obstacle(&machine)
        if obstacle != told { tell(obstacle) }
        told = obstacle
      case .timedOut: continue
      case .closed: return
      }
    }
  }

  /// What is in the way now, as clients see it.
  private struct Obstacle: Equatable {
    let condition: Condition
    let why: String
    /// Whether no job needs to be tried.
    var isFinal = true
  }

  private func obstacle(_ machine: inout Machine) -> Obstacle? {
    do {
      try tray.prepare()
      if try tray.isWithoutPaper() { return Obstacle(condition: .degraded, why: "paper out") }
      let script = try tray.script()
      if let fault = machine.follow(script) {
        return Obstacle(condition: .degraded, why: "faults, \(fault)", isFinal: false)
      }
    } catch {
      return Obstacle(condition: .failed, why: error.description)
    }
    return machine.trouble.map { Obstacle(condition: .degraded, why: $0, isFinal: false) }
  }

  private func print(_ order: PrintOrder, with machine: inout Machine) -> PrintOutcome {
    guard PaperTray.isFileName(order.job) else {
      return .failed("the job's name is no file name")
    }
    let (outcome, paper) = machine.print(order.bytes)
    guard case .printed = outcome else {
      if !paper.isEmpty { tray.keepHalf(paper, of: order.job) }
      return outcome
    }
    do throws(PaperTray.Loss) {
      try tray.keep(order.bytes, of: order.job)
      return outcome
    } catch {
      return error.isNothingKept ? .failed(error.why) : .unknown(error.why)
    }
  }

  private func tell(_ obstacle: Obstacle?) {
    let condition = obstacle?.condition ?? .ready
    report(.state(DeviceState(id: id, kind: .printer, condition: condition, why: obstacle?.why)))
  }
}

/// The emulated printer and what its host knows of it.
private struct Machine {
  private var printer: PrinterEmulator
  private var condition = PrinterCondition()
  private var script: [UInt8]?
  private var fault: String?
  private var jobs: UInt64 = 0

  init(_ profile: PrinterProfile) {
    var traits = PrinterTraits()
    // Nobody waits for this paper to come out.
    traits.dotsPerMillisecond = 20
    printer = PrinterEmulator(profile, traits: traits)
  }

  /// What keeps it from printing, in words; nil when nothing does.
  var trouble: String? {
    guard printer.isAttached else { return "not connected" }
    return printer.status.troubles.first { $0.stopsPrinting }?.words
  }

  /// Lets the printer's time pass as the host's did.
  mutating func rest(milliseconds: Int64) {
    printer.pass(milliseconds: Int(clamping: min(milliseconds, 60_000)))
    _ = condition.receive(printer.answer())
  }

  /// Takes a script that is new; returns what is wrong with it.
  mutating func follow(_ text: [UInt8]?) -> String? {
    guard text != script else { return fault }
    script = text
    do throws(FaultScriptFault) {
      printer.follow(try FaultScript(String(decoding: text ?? [], as: UTF8.self)))
      fault = nil
    } catch {
      fault = error.description
    }
    return fault
  }

  /// Prints a job; returns what the host can say of it, and what is on paper of it.
  mutating func print(_ job: [UInt8]) -> (PrintOutcome, [UInt8]) {
    jobs += 1
    _ = printer.takePaper()
    let outcome = printer.deliver(job, fence: FenceID(job: jobs), to: &condition)
    let why = reason(outcome)
    let paper = printer.takePaper()
    guard case .printed = outcome else {
      // Otherwise the rest of it would come out before the next job.
      printer.softReset()
      condition = PrinterCondition()
      return (why, paper)
    }
    return (outcome, paper)
  }

  /// The outcome with the printer's own trouble as its reason, as its lamps would show it.
  private func reason(_ outcome: PrintOutcome) -> PrintOutcome {
    guard let trouble else { return outcome }
    switch outcome {
    case .printed: return outcome
    case .failed: return .failed(trouble)
    case .unknown: return .unknown(trouble)
    }
  }
}
