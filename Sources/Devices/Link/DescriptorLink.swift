// What links over a file descriptor have in common: poll(2), read(2), write(2), and who woke them.

internal import CLinux
internal import Glibc

/// An open descriptor and how its kind behaves.
struct LinkDescriptor {
  enum Kind {
    case socket
    case serial
    /// A character device such as `/dev/usb/lp0`, where nothing to read is not the end.
    case node
    /// A named pipe: bytes go one way.
    case pipe
    /// A regular file: never full, never anything to read.
    case file
  }

  let number: Int32
  let kind: Kind
  /// What faults name: a path, or a host and port.
  let name: String
  let canRead: Bool
}

/// A link over a descriptor that does not block.
///
/// Subclasses say how it is opened. Bytes that the system took count as taken, which is weak
/// evidence: up to a few kilobytes may still wait in its buffers when a printer dies.
///
/// `@unchecked`: all state belongs to the owner's thread; other threads touch the bell only.
package class DescriptorLink: PrinterLink, @unchecked Sendable {
  let bell = LinkBell()
  private(set) var descriptor: LinkDescriptor?
  private var packet: [UInt8] = []
  private var written = 0
  private var isOver = false
  private var waiting: [LinkEvent] = []
  private var isGivenUp = false
  private var pace = ReadPace()
  private var nextRead: Int64 = 0
  private var nextWrite: Int64 = 0
  package private(set) var isSending = false

  init() {}

  deinit { release() }

  /// Makes the connection; overridden by each kind of link.
  func connect() throws(LinkFault) -> LinkDescriptor { throw .absent("nothing to connect to") }

  package func open() throws(LinkFault) {
    close()
    // A ring that came before must not end the connecting, and must not be forgotten either.
    let wasRung = bell.hush()
    defer { if wasRung { bell.ring() } }
    descriptor = try connect()
  }

  package func close() {
    release()
    descriptor = nil
    isSending = false
    isOver = false
    isGivenUp = false
    waiting = []
    packet = []
  }

  package func begin(_ packet: [UInt8]) {
    precondition(!isSending, "one packet at a time: wait for .taken or .lost")
    precondition(packet.count <= DeviceLimits.linkPacketBytes, "longer than linkPacketBytes")
    guard let descriptor, !isOver else {
      waiting.append(.lost(.unplugged, inFlight: false))
      return
    }
    if isGivenUp { isGivenUp = Self.unsent(descriptor) > 0 }
    self.packet = packet
    written = 0
    isSending = true
    if packet.isEmpty { finish() }
  }

  package func cancel() {
    guard isSending else { return }
    if let descriptor, descriptor.kind == .serial {
      // What waits for the line can still be held back.
      let unsent = Self.unsent(descriptor)
      tcflush(descriptor.number, TCOFLUSH)
      written = max(0, written - unsent)
    }
    isGivenUp = true
    finish()
  }

  package func turn(milliseconds: Int64) -> [LinkEvent] {
    if let told = takeWaiting() { return told }
    guard let descriptor, !isOver else {
      bell.wait(milliseconds: milliseconds)
      return []
    }
    let end = MonotonicClock.milliseconds() + max(0, milliseconds)
    while true {
      let now = MonotonicClock.milliseconds()
      var wanted: Int32 = 0
      var until = end
      if descriptor.canRead { want(POLLIN, from: nextRead, now, &wanted, &until) }
      if isSending { want(POLLOUT, from: nextWrite, now, &wanted, &until) }
      // A wait of nothing would spin where what is waited for is less than a millisecond away.
      let rest = max(until - now, until < end ? 1 : 0)
      // A regular file is always ready, and has no hang-up to wait for.
      let number = descriptor.kind == .file && wanted == 0 ? -1 : descriptor.number
      let outcome = Poll.wait(bell: bell, on: number, for: wanted, milliseconds: rest)
      let isHungUp = outcome.events & (POLLERR | POLLHUP | POLLNVAL) != 0
      if outcome.events & wanted & POLLIN != 0 || isHungUp {
        pull(from: descriptor, hangUp: isHungUp)
      }
      if outcome.events & wanted & POLLOUT != 0, !isOver { push(to: descriptor) }
      if outcome.isRung { bell.hush() }
      if let told = takeWaiting() { return told }
      if outcome.isRung || MonotonicClock.milliseconds() >= end { return [] }
    }
  }

  package func portStatus() -> UInt8? {
    guard let descriptor, descriptor.kind == .node, !isOver else { return nil }
    let status = clinux_printer_status(descriptor.number)
    return status < 0 ? nil : UInt8(truncatingIfNeeded: status)
  }

  package func wake() { bell.ring() }

  // MARK: - The descriptor

  private func want(
    _ event: Int32, from moment: Int64, _ now: Int64, _ wanted: inout Int32, _ until: inout Int64
  ) {
    if moment <= now { wanted |= event } else { until = min(until, moment) }
  }

  private func push(to descriptor: LinkDescriptor) {
    let count = packet[written...].withUnsafeBytes { bytes in
      descriptor.kind == .socket
        ? send(descriptor.number, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        : write(descriptor.number, bytes.baseAddress, bytes.count)
    }
    if count >= 0 {
      written += count
      if written == packet.count { finish() }
      return
    }
    switch errno {
    case EINTR: break
    // Some drivers call themselves ready and are not.
    case EAGAIN: nextWrite = MonotonicClock.milliseconds() + 10
    default: lose(Self.loss(of: descriptor, "write", errno))
    }
  }

  private func pull(from descriptor: LinkDescriptor, hangUp: Bool) {
    guard descriptor.canRead else {
      if hangUp { lose(.unplugged) }
      return
    }
    var buffer = [UInt8](repeating: 0, count: DeviceLimits.linkReadBytes)
    let count = read(descriptor.number, &buffer, buffer.count)
    let code = errno
    nextRead = pace.read(bytes: max(0, count), at: MonotonicClock.milliseconds())
    if count > 0 {
      waiting.append(.received(Array(buffer[..<count])))
    } else if hangUp || (count == 0 && descriptor.kind != .node) {
      lose(.unplugged)
    } else if count < 0, code != EAGAIN, code != EINTR {
      lose(Self.loss(of: descriptor, "read", code))
    }
  }

  private func finish() {
    isSending = false
    waiting.append(.taken(written))
  }

  private func lose(_ fault: LinkFault) {
    guard !isOver else { return }
    isOver = true
    waiting.append(.lost(fault, inFlight: isSending))
    isSending = false
  }

  private func takeWaiting() -> [LinkEvent]? {
    guard !waiting.isEmpty else { return nil }
    defer { waiting = [] }
    return waiting
  }

  /// What an error of reading or writing means: the far end went, or the system failed.
  private static func loss(
    of descriptor: LinkDescriptor, _ call: String, _ code: Int32
  ) -> LinkFault {
    switch code {
    // A line hangs up with EIO; usblp says ENODEV then, and EIO of a printer that stalls.
    case EIO where descriptor.kind == .serial: .unplugged
    case EPIPE, ECONNRESET, ENODEV, ENXIO, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, ESHUTDOWN:
      .unplugged
    default: .system(SystemFault(call, descriptor.name, code: code))
    }
  }

  /// Bytes that the system took and did not pass on yet: to the line, or to the peer's system.
  private static func unsent(_ descriptor: LinkDescriptor) -> Int {
    guard descriptor.kind == .socket || descriptor.kind == .serial else { return 0 }
    return max(0, Int(clinux_unsent(descriptor.number)))
  }

  /// Closes the descriptor.
  ///
  /// A job's tail is given a moment to go out; what is stuck then, or was
  /// given up, is thrown away: it must not come out of a printer that was long believed silent,
  /// and closing a serial line that flow control holds would block for half a minute.
  private func release() {
    guard let descriptor else { return }
    let end = MonotonicClock.milliseconds() + DeviceLimits.closeMilliseconds
    while !isOver, !isGivenUp, Self.unsent(descriptor) > 0, MonotonicClock.milliseconds() < end {
      _ = poll(nil, 0, 5)
    }
    if descriptor.kind == .serial { tcflush(descriptor.number, TCIOFLUSH) }
    if descriptor.kind == .socket, Self.unsent(descriptor) > 0 {
      var reset = linger(l_onoff: 1, l_linger: 0)
      setsockopt(
        descriptor.number, SOL_SOCKET, SO_LINGER, &reset, socklen_t(MemoryLayout<linger>.size))
    }
    Glibc.close(descriptor.number)
  }
}
