// A printer on its thread, over a link that the test holds in its hand.

import ESCPOS
import Foundation
import Synchronization
import Testing

@testable import Devices

/// A link to an emulated printer with faults of the link itself.
private final class Cable: Sendable {
  let machine: EmulatedMachine
  /// Calls of `turn`: a thread that spins makes many.
  let turns = Atomic(0)

  init(_ script: FaultScript = FaultScript(), _ change: (inout PrinterTraits) -> Void = { _ in }) {
    var traits = PrinterTraits()
    traits.dotsPerMillisecond = 100
    change(&traits)
    machine = EmulatedMachine(PrinterEmulator(.virtual80, traits: traits, script: script))
  }

  func apply(_ fault: PrinterFault) { machine.with { $0.apply(fault) } }

  func printer(
    drawer: DrawerPort? = nil, silence: Int = 1_000, _ log: ReportLog
  ) -> LinkedPrinter {
    LinkedPrinter(
      id: "printer0", profile: .virtual80, drawer: drawer, patience: Patience(silence: silence),
      link: { CountedLink(self) }, report: log.sink)
  }
}

private final class CountedLink: PrinterLink {
  private let cable: Cable
  private let link: EmulatedLink

  init(_ cable: Cable) {
    self.cable = cable
    link = EmulatedLink(cable.machine)
  }

  func open() throws(LinkFault) { try link.open() }
  func close() { link.close() }
  func begin(_ packet: [UInt8]) { link.begin(packet) }
  var isSending: Bool { link.isSending }
  func cancel() { link.cancel() }
  func portStatus() -> UInt8? { link.portStatus() }
  func wake() { link.wake() }
  func turn(milliseconds: Int64) -> [LinkEvent] {
    cable.turns.wrappingAdd(1, ordering: .relaxed)
    return link.turn(milliseconds: milliseconds)
  }
}

struct PrinterLinkedTests {
  private let job: [UInt8] = [0x1B, 0x40] + Array("Tea\n".utf8) + [0x1D, 0x56, 66, 0]

  private func states(_ log: ReportLog, of id: String = "printer0") -> [DeviceState] {
    log.all.compactMap {
      if case .state(let state) = $0, state.id == id { state } else { nil }
    }
  }

  @Test func `jobs come out in order, each reported once`() {
    let (cable, log) = (Cable(), ReportLog())
    let printer = cable.printer(log)
    printer.start()
    defer { printer.stop() }
    for number in 1...10 {
      #expect(printer.submit(PrintOrder(job: "p\(number)", bytes: job)))
    }
    #expect(log.wait(for: .printed(job: "p10", .printed(.fence))))
    let printed = log.all.compactMap { if case .printed(let job, _) = $0 { job } else { nil } }
    #expect(printed == (1...10).map { "p\($0)" })
    #expect(states(log).map(\.condition) == [.ready])
  }

  @Test func `a cover is told while the printer takes nothing, and the job is given up`() {
    let (cable, log) = (Cable(), ReportLog())
    let printer = cable.printer(log)
    printer.start()
    defer { printer.stop() }
    #expect(log.wait { _ in states(log).last?.condition == .ready })
    cable.apply(.coverOpened)
    #expect(printer.submit(PrintOrder(job: "p1", bytes: job)))
    #expect(log.wait(for: .printed(job: "p1", .failed("cover open"))))
    #expect(states(log).last?.isUsable == false)
    #expect(states(log).last?.why?.hasPrefix("cover open") == true)
    cable.apply(.coverClosed)
    #expect(log.wait { _ in states(log).last?.isUsable == true })
    #expect(printer.submit(PrintOrder(job: "p2", bytes: job)))
    #expect(log.wait(for: .printed(job: "p2", .printed(.fence))))
  }

  @Test func `paper near its end is told and does not keep it from printing`() {
    let (cable, log) = (Cable(), ReportLog())
    let printer = cable.printer(log)
    printer.start()
    defer { printer.stop() }
    cable.apply(.paperNearEnd)
    #expect(log.wait { _ in states(log).last?.condition == .degraded })
    #expect(states(log).last?.isUsable == true)
    #expect(printer.submit(PrintOrder(job: "p1", bytes: job)))
    #expect(log.wait(for: .printed(job: "p1", .printed(.fence))))
  }

  @Test func `pulled out it is absent, put in again it prints, a nudge makes it at once`() {
    let (cable, log) = (Cable(), ReportLog())
    let printer = cable.printer(log)
    printer.start()
    defer { printer.stop() }
    #expect(log.wait { _ in states(log).last?.condition == .ready })
    cable.apply(.unplugged)
    printer.nudge()
    #expect(log.wait { _ in states(log).last?.condition == .absent })
    cable.apply(.plugged)
    printer.nudge()
    #expect(log.wait { _ in states(log).last?.condition == .ready })
    #expect(printer.submit(PrintOrder(job: "p1", bytes: job)))
    #expect(log.wait(for: .printed(job: "p1", .printed(.fence))))
  }

  @Test func `what is in the way is told with what to do`() {
    let faults: [(LinkFault, Condition, String)] = [
      (.busy(path: "/dev/x", holder: "cupsd (process 7)"), .failed, "cupsd (process 7) has it"),
      (.forbidden(path: "/dev/x"), .failed, "udev rules"),
      (.absent("nobody at 192.0.2.7:9100"), .absent, "192.0.2.7"),
      (.unusable("it has no way in for bytes"), .failed, "no way in"),
    ]
    for (fault, condition, words) in faults {
      let (cable, log) = (Cable(), ReportLog())
      cable.machine.fault = fault
      let printer = cable.printer(silence: 100, log)
      printer.start()
      #expect(printer.submit(PrintOrder(job: "p1", bytes: job)))
      #expect(log.wait(for: .printed(job: "p1", .failed(fault.words))))
      #expect(states(log).map(\.condition) == [condition])
      #expect(states(log).first?.why?.contains(words) == true)
      printer.stop()
    }
  }

  @Test func `a printer that takes nothing for ever is stopped, and its job has failed`() {
    let (cable, log) = (Cable(), ReportLog())
    let printer = cable.printer(silence: 5_000, log)
    printer.start()
    #expect(log.wait { _ in states(log).last?.condition == .ready })
    cable.apply(.hung(1_000_000))
    #expect(printer.submit(PrintOrder(job: "p1", bytes: job)))
    #expect(log.wait { _ in states(log).last?.isUsable == false })
    printer.stop()
    // Nothing of it went out, which is known because the packet was taken back.
    #expect(log.all.contains(.printed(job: "p1", .failed("the till was stopped"))))
    #expect(!printer.submit(PrintOrder(job: "p2", bytes: job)))
  }

  @Test func `a printer that takes nothing costs no turns`() {
    let (cable, log) = (Cable(), ReportLog())
    let printer = cable.printer(silence: 5_000, log)
    printer.start()
    defer { printer.stop() }
    #expect(log.wait { _ in states(log).last?.condition == .ready })
    cable.apply(.hung(1_000_000))
    _ = printer.submit(PrintOrder(job: "p1", bytes: job))
    #expect(log.wait { _ in states(log).last?.isUsable == false })
    // It took six looks at the port until it was told offline, with a few turns to each.
    #expect(cable.turns.load(ordering: .relaxed) < 200)
  }

  @Test func `the 65th waiting job is refused`() {
    let (cable, log) = (Cable(), ReportLog())
    let printer = cable.printer(log)
    for number in 1...64 { #expect(printer.submit(PrintOrder(job: "p\(number)", bytes: []))) }
    #expect(!printer.submit(PrintOrder(job: "p65", bytes: [])))
    printer.stop()
  }

  @Test func `a job of an earlier life is not known, and its rest is cut off`() {
    let (cable, log) = (Cable(), ReportLog())
    let printer = cable.printer(log)
    #expect(printer.knows(job: "p7") == nil)
    printer.start()
    defer { printer.stop() }
    #expect(printer.submit(PrintOrder(job: "p8", bytes: job)))
    #expect(log.wait(for: .printed(job: "p8", .printed(.fence))))
    let paper = cable.machine.with { $0.paper }
    #expect(paper.suffix(job.count) == ArraySlice(job))
    #expect(paper.count > job.count)
  }
}

struct DrawerLinkedTests {
  private let port = DrawerPort(id: "drawer0", sensor: .openIsHigh)

  private func states(_ log: ReportLog) -> [DeviceState] {
    log.all.compactMap {
      if case .state(let state) = $0, state.kind == .drawer { state } else { nil }
    }
  }

  @Test func `the drawer is a device of its own, and is seen to open`() {
    let (cable, log) = (Cable(), ReportLog())
    let printer = cable.printer(drawer: port, log)
    printer.start()
    defer { printer.stop() }
    #expect(log.wait { _ in states(log).last?.condition == .ready })
    #expect(log.wait(for: .drawer(device: "drawer0", isOpen: false)))
    #expect(printer.kick("k1"))
    #expect(log.wait(for: .kicked(kick: "k1", .opened)))
    #expect(log.wait(for: .drawer(device: "drawer0", isOpen: true)))
    #expect(states(log).map(\.id) == ["drawer0"])
    // The next one is taken as soon as the first has ended.
    #expect(printer.kick("k2"))
    #expect(log.wait(for: .kicked(kick: "k2", .unverified)))
  }

  @Test func `a kick during another is refused, and one without a drawer`() {
    let (cable, log) = (Cable(), ReportLog())
    let printer = cable.printer(drawer: port, log)
    #expect(printer.kick("k1"))
    #expect(!printer.kick("k2"))
    printer.stop()
    let other = Cable().printer(log)
    #expect(!other.kick("k1"))
    other.stop()
  }
}
