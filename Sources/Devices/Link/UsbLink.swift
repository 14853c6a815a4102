// A printer on the USB bus, through libusb: packets out, answers in, and the port's own word.

internal import CUSB
internal import Synchronization

/// The link to one USB printer.
///
/// The device is found by its identity at every `open`, so it may be unplugged and come back at any
/// time. One transfer out and one in are under way at most. The one in always is, except for the
/// pauses of `ReadPace`: what the printer says of itself comes unasked.
///
/// `@unchecked`: all state belongs to the owner's thread; other threads touch the bell and, under
/// its lock, the context.
package final class UsbLink: PrinterLink, @unchecked Sendable {
  private let wanted: UsbIdentity
  private let others: [UsbIdentity]
  private let bell = LinkBell()
  /// What `wake` interrupts; nil while the link is closed.
  private let context = Mutex<UsbContext?>(nil)
  private var session: UsbSession?
  private var waiting: [LinkEvent] = []

  /// - Parameters:
  ///   - identity: the device as it was paired.
  ///   - others: further paired devices, none of which is ever taken for it.
  package init(identity: UsbIdentity, besides others: [UsbIdentity] = []) {
    wanted = identity
    self.others = others
  }

  deinit { session?.end() }

  /// The device that is open, at the port where it is now, or nil.
  ///
  /// Owner's thread only.
  package var printer: UsbPrinter? { session?.printer }

  package func open() throws(LinkFault) {
    close()
    guard let context = UsbContext() else { throw .absent("this machine has no USB bus") }
    session = try UsbSession(UsbOpening(wanted, besides: others, in: context), in: context)
    self.context.withLock { $0 = context }
  }

  package func close() {
    context.withLock { $0 = nil }
    session?.end()
    session = nil
    waiting = []
  }

  package var isSending: Bool { session?.isSending ?? false }

  package func begin(_ packet: [UInt8]) {
    precondition(!isSending, "one packet at a time: wait for .taken or .lost")
    guard let session, !session.isLost else {
      waiting.append(.lost(.unplugged, inFlight: false))
      return
    }
    session.send(packet)
  }

  package func cancel() { session?.cancel() }

  package func turn(milliseconds: Int64) -> [LinkEvent] {
    defer { waiting = [] }
    guard waiting.isEmpty else { return waiting }
    guard let session else {
      bell.wait(milliseconds: milliseconds)
      return []
    }
    let end = MonotonicClock.milliseconds() + max(0, milliseconds)
    var hasLooked = false
    while true {
      let events = session.take()
      if !events.isEmpty { return events }
      let rest = end - MonotonicClock.milliseconds()
      if session.isLost {
        bell.wait(milliseconds: rest)
        return []
      }
      // The bell is looked at before every wait: `wake` rings it before it interrupts, so either
      // the ring is heard here or the interruption ends the wait below. Events go first once, so
      // that ringing without a pause cannot keep them away.
      if hasLooked, rest <= 0 || bell.hush() { return [] }
      let isRung = !hasLooked && bell.isRung
      session.handleEvents(milliseconds: isRung ? 0 : rest)
      hasLooked = true
    }
  }

  package func portStatus() -> UInt8? { session?.portStatus() }
  package func softReset() -> Bool { session?.softReset() ?? false }
  package func deviceID() -> PrinterID? { session?.deviceID() }

  package func wake() {
    bell.ring()
    context.withLock { $0?.interrupt() }
  }
}
