// The way to a printer that is emulated in this process. Its time passes as the host's does.

internal import ESCPOS
internal import Synchronization

/// An emulated printer that the link carries bytes to, and that others may look at meanwhile.
final class EmulatedMachine: Sendable {
  private let printer: Mutex<PrinterEmulator>
  /// Why the printer cannot be used, whatever it says itself.
  private let obstacle = Mutex<LinkFault?>(nil)

  init(_ printer: PrinterEmulator) { self.printer = Mutex(printer) }

  func with<Result: Sendable>(_ body: (inout PrinterEmulator) -> Result) -> Result {
    printer.withLock { body(&$0) }
  }

  /// What stands between the host and the printer; nil for nothing.
  var fault: LinkFault? {
    get { obstacle.withLock { $0 } }
    set { obstacle.withLock { $0 = newValue } }
  }
}

/// A link to an emulated printer.
final class EmulatedLink: PrinterLink {
  private let machine: EmulatedMachine
  private let bell = Mailbox<Bool>(bound: 1)
  private var packet: [UInt8]?
  private var isCancelled = false
  private var time = MonotonicClock.milliseconds()

  /// Time that an emulated printer catches up with at once, at most.
  private static let catchUpMilliseconds: Int64 = 60_000

  init(_ machine: EmulatedMachine) { self.machine = machine }

  func open() throws(LinkFault) {
    if let fault = machine.fault { throw fault }
    pass()
    guard machine.with({ $0.isAttached }) else { throw .unplugged }
  }

  func close() { (packet, isCancelled) = (nil, false) }

  func begin(_ packet: [UInt8]) { self.packet = packet }

  var isSending: Bool { packet != nil }

  func cancel() { isCancelled = packet != nil }

  func portStatus() -> UInt8? { machine.with { $0.portStatus } }

  func wake() { _ = bell.put(true) }

  func turn(milliseconds: Int64) -> [LinkEvent] {
    let end = MonotonicClock.milliseconds() + milliseconds
    while true {
      pass()
      let events = happen()
      let left = end - MonotonicClock.milliseconds()
      if !events.isEmpty || left <= 0 { return events }
      let isBusy = packet != nil || machine.with { !$0.isIdle }
      if case .item = bell.take(waitingMilliseconds: isBusy ? min(left, 1) : left) { return [] }
    }
  }

  /// The printer's time catches up with the host's.
  private func pass() {
    let now = MonotonicClock.milliseconds()
    let passed = Int(min(now - time, Self.catchUpMilliseconds))
    time = now
    if passed > 0 { machine.with { $0.pass(milliseconds: passed) } }
  }

  private func happen() -> [LinkEvent] {
    if let fault = machine.fault {
      defer { close() }
      return [.lost(fault, inFlight: packet != nil)]
    }
    var events: [LinkEvent] = []
    if let packet {
      switch machine.with({ $0.receive(packet: packet) }) {
      case .taken(let count):
        self.packet = nil
        events.append(.taken(count))
      case .refused:
        if isCancelled {
          self.packet = nil
          events.append(.taken(0))
        }
      case .gone: break
      }
      isCancelled = false
    }
    let answer = machine.with { $0.answer() }
    if !answer.isEmpty { events.append(.received(answer)) }
    if machine.with({ !$0.isAttached }) {
      events.append(.lost(.unplugged, inFlight: packet != nil))
      close()
    }
    return events
  }
}
