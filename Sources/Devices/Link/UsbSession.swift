// What goes on between opening a USB printer and losing it.

// The compiler takes timeval for a part of whichever C module it met it in first.
internal import CEvdev
internal import CLinux
internal import CUSB
internal import CUdev

/// One opened printer and its transfers; used by one thread.
final class UsbSession {
  let printer: UsbPrinter
  private let opening: UsbOpening
  private let context: UsbContext
  private let output: UsbTransfer
  private let input: UsbTransfer?
  private var events: [LinkEvent] = []
  private(set) var isLost = false

  /// Whether a packet is under way, or is over and not yet told.
  private(set) var isSending = false
  /// A stall is cleared once; the next one without a packet in between ends the link.
  private var outputStalls = 0

  private var pace = ReadPace()
  private var nextRead: Int64 = 0
  private var inputFailures = 0
  private var hasHeard = false
  private var isMute: Bool
  private var answersPortStatus = true

  private var departure: libusb_hotplug_callback_handle = 0

  /// Arms the way in and throws away what an earlier program did not fetch.
  init(_ opening: UsbOpening, in context: UsbContext) throws(LinkFault) {
    self.opening = opening
    self.context = context
    printer = opening.printer
    isMute = printer.input == nil
    // One packet and no more: an answer that fills its packet ends no longer transfer, since
    // nothing shorter need follow it, and would lie there until the next one comes.
    guard let output = UsbTransfer(capacity: DeviceLimits.linkPacketBytes, in: context),
      let input = UsbTransfer(capacity: max(8, printer.inputBytes), in: context)
    else {
      opening.close()
      throw .system(SystemFault("libusb_alloc_transfer", opening.printer.node, code: 12))
    }
    self.output = output
    self.input = isMute ? nil : input
    watchDeparture()
    drain()
  }

  /// Takes every transfer back and gives the device back; bounded.
  func end() {
    libusb_hotplug_deregister_callback(context.raw, departure)
    output.cancel()
    input?.cancel()
    let end = MonotonicClock.milliseconds() + DeviceLimits.closeMilliseconds
    while output.isPending || input?.isPending == true, MonotonicClock.milliseconds() < end {
      handleEvents(milliseconds: 50, readsAgain: false)
    }
    opening.close()
  }

  // MARK: - Packets out

  func send(_ packet: [UInt8]) {
    isSending = true
    guard !packet.isEmpty else { return finishSending(.taken(0)) }
    let code = output.send(packet, to: printer.output, of: opening.handle)
    if code != 0 { lose(LinkFault(usb: code, "libusb_submit_transfer", printer.node)) }
  }

  func cancel() { output.cancel() }

  private func settleOutput() {
    guard isSending, let outcome = output.takeOutcome() else { return }
    switch outcome.status {
    case LIBUSB_TRANSFER_COMPLETED:
      outputStalls = 0
      finishSending(.taken(outcome.bytes))
    case LIBUSB_TRANSFER_CANCELLED, LIBUSB_TRANSFER_TIMED_OUT:
      finishSending(.taken(outcome.bytes))
    case LIBUSB_TRANSFER_STALL:
      outputStalls += 1
      let code = libusb_clear_halt(opening.handle, printer.output)
      if outputStalls == 1, code == 0 {
        finishSending(.taken(outcome.bytes))
      } else {
        lose(
          code == LIBUSB_ERROR_NO_DEVICE.rawValue
            ? .unplugged : .unusable("the printer refuses bytes (stall); switch it off and on"))
      }
    case LIBUSB_TRANSFER_NO_DEVICE: lose(.unplugged)
    default: lose(.unusable("bytes to the printer were lost on the way; look at the cable"))
    }
  }

  private func finishSending(_ event: LinkEvent) {
    isSending = false
    events.append(event)
  }

  // MARK: - Answers in

  private func settleInput() {
    guard !isLost, let input, let outcome = input.takeOutcome() else { return }
    let now = MonotonicClock.milliseconds()
    nextRead = pace.read(bytes: outcome.bytes, at: now)
    switch outcome.status {
    case LIBUSB_TRANSFER_COMPLETED, LIBUSB_TRANSFER_CANCELLED, LIBUSB_TRANSFER_TIMED_OUT:
      inputFailures = 0
    case LIBUSB_TRANSFER_NO_DEVICE:
      return lose(.unplugged)
    case LIBUSB_TRANSFER_STALL:
      libusb_clear_halt(opening.handle, printer.input ?? 0)
      countInputFailure(now)
    default:
      countInputFailure(now)
    }
    if outcome.bytes > 0 {
      hasHeard = true
      events.append(.received(input.bytes(outcome.bytes)))
    }
  }

  /// Counts a read that failed, and gives up after some.
  ///
  /// An endpoint that fails from the start is one that the printer does not really have: it prints
  /// all the same. One that fails after it worked is a fault of printer or cable.
  private func countInputFailure(_ now: Int64) {
    inputFailures += 1
    nextRead = now + ReadPace.windowMilliseconds
    guard inputFailures > 3 else { return }
    if hasHeard {
      lose(.unusable("answers of the printer were lost on the way; look at the cable"))
    } else {
      isMute = true
    }
  }

  private func readAgain() {
    guard let input, let endpoint = printer.input, !isMute, !isLost, !input.isPending,
      MonotonicClock.milliseconds() >= nextRead
    else { return }
    let code = input.receive(from: endpoint, of: opening.handle)
    if code != 0 { lose(LinkFault(usb: code, "libusb_submit_transfer", printer.node)) }
  }

  /// Throws away what was meant for somebody else, bounded in time and in packets.
  ///
  /// An earlier program may have asked for a status byte and not waited for it.
  private func drain() {
    let end = MonotonicClock.milliseconds() + 20
    for _ in 0..<16 where MonotonicClock.milliseconds() < end && !isLost {
      handleEvents(milliseconds: end - MonotonicClock.milliseconds())
      events.removeAll { if case .received = $0 { true } else { false } }
    }
  }

  // MARK: - Events

  /// What happened since the last time; at most one answer and one end of a packet.
  ///
  /// Transfers also come back during a control request, so they are settled here too.
  func take() -> [LinkEvent] {
    settleOutput()
    settleInput()
    defer { events = [] }
    return events
  }

  /// Waits for libusb's next event, at most so long, and settles what came back.
  ///
  /// A read that came back is submitted again here and not where it came back: libusb would fetch
  /// the next one in the same call, and a printer that never stops talking would never let it go.
  func handleEvents(milliseconds: Int64, readsAgain: Bool = true) {
    if readsAgain { readAgain() }
    var limit = max(0, milliseconds)
    if readsAgain, let input, !input.isPending, !isMute {
      limit = min(limit, max(0, nextRead - MonotonicClock.milliseconds()))
    }
    var time = timeval(tv_sec: Int(limit / 1_000), tv_usec: Int(limit % 1_000) * 1_000)
    let code = libusb_handle_events_timeout_completed(context.raw, &time, nil)
    settleOutput()
    settleInput()
    if code != 0, code != LIBUSB_ERROR_INTERRUPTED.rawValue {
      lose(LinkFault(usb: code, "libusb_handle_events", printer.node))
    }
  }

  private func lose(_ fault: LinkFault) {
    guard !isLost else { return }
    isLost = true
    events.append(.lost(fault, inFlight: isSending))
    isSending = false
  }

  /// A mute printer has no transfer that its going would end, so libusb is asked to tell of it.
  private func watchDeparture() {
    guard libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG.rawValue) != 0 else { return }
    libusb_hotplug_register_callback(
      context.raw, Int32(LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT.rawValue), 0,
      Int32(printer.identity.vendor), Int32(printer.identity.product), -1,
      { _, device, _, session in
        guard let session, let device else { return 0 }
        Unmanaged<UsbSession>.fromOpaque(session).takeUnretainedValue().depart(device)
        return 0
      }, Unmanaged.passUnretained(self).toOpaque(), &departure)
  }

  private func depart(_ device: OpaquePointer) {
    guard device == libusb_get_device(opening.handle) else { return }
    settleOutput()
    settleInput()
    lose(.unplugged)
  }

  // MARK: - The port's own word (USB printer class 1.1, 4.2)

  func portStatus() -> UInt8? {
    guard answersPortStatus, !isLost else { return nil }
    var status: [UInt8] = [0]
    let count = ask(0xA1, 1, value: 0, index: UInt16(printer.interface), &status)
    // A printer without the request stalls; some take it ill when it is put again and again.
    if count == LIBUSB_ERROR_PIPE.rawValue { answersPortStatus = false }
    return count == 1 ? status[0] : nil
  }

  func softReset() -> Bool {
    guard !isLost else { return false }
    var nothing: [UInt8] = []
    let index = UInt16(printer.interface)
    // Version 1.0 of the class had the recipient wrong, and printers followed it: 23 goes first,
    // as usblp and CUPS do, then 21 as version 1.1 has it.
    return ask(0x23, 2, value: 0, index: index, &nothing) >= 0
      || ask(0x21, 2, value: 0, index: index, &nothing) >= 0
  }

  func deviceID() -> PrinterID? {
    guard !isLost else { return nil }
    var answer = [UInt8](repeating: 0, count: DeviceLimits.deviceIDBytes)
    let index = UInt16(printer.interface) << 8 | UInt16(printer.alternate)
    let count = ask(0xA1, 0, value: 0, index: index, &answer)
    return count > 0 ? PrinterID(answer: Array(answer.prefix(Int(count)))) : nil
  }

  /// A control request; packets and answers that come meanwhile are kept for `take`.
  private func ask(
    _ type: UInt8, _ request: UInt8, value: UInt16, index: UInt16, _ data: inout [UInt8]
  ) -> Int32 {
    let count = libusb_control_transfer(
      opening.handle, type, request, value, index, &data, UInt16(data.count),
      DeviceLimits.controlMilliseconds)
    if count == LIBUSB_ERROR_NO_DEVICE.rawValue { lose(.unplugged) }
    return count
  }
}
