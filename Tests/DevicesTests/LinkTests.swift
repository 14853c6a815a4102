// Links over real descriptors: a listener, a terminal, a pipe and a file stand for the printer.

import Foundation
import Glibc
import Synchronization
import Testing

@testable import Devices

/// What the far end of a link is: it reads and writes blocking, as a printer's firmware would.
final class FarEnd {
  private(set) var descriptor: Int32
  init(_ descriptor: Int32) { self.descriptor = descriptor }
  deinit { hangUp() }

  func hangUp() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }

  func say(_ bytes: [UInt8]) {
    _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  /// Exactly so many bytes, or fewer when the link hung up.
  func hear(_ count: Int) -> [UInt8] { Self.hear(count, from: descriptor) }

  static func hear(_ count: Int, from descriptor: Int32) -> [UInt8] {
    var all: [UInt8] = []
    while all.count < count {
      var buffer = [UInt8](repeating: 0, count: count - all.count)
      let got = read(descriptor, &buffer, buffer.count)
      guard got > 0 else { break }
      all += buffer[..<got]
    }
    return all
  }
}

/// A network printer's door on this machine.
final class Door {
  let listener: Int32
  private(set) var port: UInt16 = 0

  init(backlog: Int32 = 4, receiveBytes: Int32? = nil) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var size = receiveBytes {
      setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, backlog) == 0
          && getsockname(listener, $0, &size) == 0
      }
    }
    try #require(isBound)
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(listener) }

  func answer() throws -> FarEnd {
    let descriptor = accept(listener, nil, nil)
    try #require(descriptor >= 0)
    return FarEnd(descriptor)
  }
}

extension PrinterLink {
  /// Turns until so many events came or five seconds are over.
  func events(_ count: Int = 1) -> [LinkEvent] {
    var all: [LinkEvent] = []
    let end = MonotonicClock.milliseconds() + 5_000
    while all.count < count, MonotonicClock.milliseconds() < end {
      all += turn(milliseconds: end - MonotonicClock.milliseconds())
    }
    return all
  }

  /// Sends packets until one stays pending; returns how many were taken.
  func stuff(_ packet: [UInt8], atMost bound: Int = 10_000) -> Int {
    for taken in 0..<bound {
      begin(packet)
      guard turn(milliseconds: 100) == [.taken(packet.count)] else { return taken }
    }
    return bound
  }
}

/// Runs a body on a thread of its own beside another; returns when both are done.
private func beside(_ body: @escaping @Sendable () -> Void, _ other: () throws -> Void) rethrows {
  let thread = DeviceThread(name: "beside")
  #expect(thread.start(body))
  defer { thread.join() }
  try other()
}

/// Descriptors that this process has open.
private func openDescriptors() -> Int {
  (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
}

@Suite(.serialized, .timeLimit(.minutes(1))) struct LinkTests {
  // The daemon does the same; a pipe without a reader would end the process otherwise.
  init() { signal(SIGPIPE, SIG_IGN) }

  // MARK: - The network

  @Test func `bytes go to a network printer and its answers come back`() throws {
    let door = try Door()
    let link = TcpLink(host: "127.0.0.1", port: door.port)
    try link.open()
    let printer = try door.answer()
    link.begin([0x1B, 0x40, 0x41])
    #expect(link.isSending)
    #expect(link.events() == [.taken(3)])
    #expect(!link.isSending)
    #expect(printer.hear(3) == [0x1B, 0x40, 0x41])
    printer.say([0x12])
    #expect(link.events() == [.received([0x12])])
    link.begin([])
    #expect(link.events() == [.taken(0)])
    #expect(link.portStatus() == nil)
    #expect(!link.softReset())
    link.close()
    #expect(printer.hear(1) == [])
  }

  @Test func `a network printer that reads nothing keeps its packet pending`() throws {
    let door = try Door(receiveBytes: 2_048)
    let link = TcpLink(host: "127.0.0.1", port: door.port)
    try link.open()
    let printer = try door.answer()
    let packet = [UInt8](repeating: 0x55, count: 4_000)
    let taken = link.stuff(packet)
    #expect(taken < 200, "the kernel must not swallow a day's receipts")
    #expect(link.isSending)
    #expect(link.turn(milliseconds: 1) == [])
    link.cancel()
    let ended = link.events()
    guard case .taken(let part) = ended.first, ended.count == 1 else {
      Issue.record("a cancelled packet ends with .taken, not \(ended)")
      return
    }
    #expect((0..<packet.count).contains(part))
    #expect(!link.isSending)
    // What was given up does not come out later: the connection is broken off.
    link.close()
    #expect(printer.hear(10_000_000).count < taken * packet.count + part)
  }

  @Test func `a printer that reads slowly gets everything in order`() throws {
    let door = try Door(receiveBytes: 2_048)
    let link = TcpLink(host: "127.0.0.1", port: door.port)
    try link.open()
    let printer = try door.answer()
    let job = (0..<120_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    let far = printer.descriptor
    let heard = Mutex<[UInt8]>([])
    beside({ heard.withLock { $0 = FarEnd.hear(job.count, from: far) } }) {
      var sent = 0
      while sent < job.count {
        link.begin(Array(job[sent..<min(sent + 1_000, job.count)]))
        guard case .taken(let count)? = link.events().first else { break }
        sent += count
      }
      #expect(sent == job.count)
      link.close()
    }
    #expect(heard.withLock { $0 } == job)
  }

  @Test func `a network printer that dies is lost, once`() throws {
    let door = try Door(receiveBytes: 2_048)
    let link = TcpLink(host: "127.0.0.1", port: door.port)
    try link.open()
    let printer = try door.answer()
    printer.hangUp()
    #expect(link.events() == [.lost(.unplugged, inFlight: false)])
    #expect(link.turn(milliseconds: 0) == [])
    link.begin([1])
    #expect(link.events() == [.lost(.unplugged, inFlight: false)])

    try link.open()
    let second = try door.answer()
    _ = link.stuff([UInt8](repeating: 1, count: 4_000))
    second.hangUp()
    #expect(link.events().last == .lost(.unplugged, inFlight: true))
    #expect(!link.isSending)
  }

  @Test func `a printer that is not there is absent, with words`() throws {
    let door = try Door()
    let port = door.port
    close(door.listener)
    for host in ["127.0.0.1", "localhost"] {
      let link = TcpLink(host: host, port: port)
      let fault = #expect(throws: LinkFault.self) { try link.open() }
      guard case .absent(let words)? = fault else {
        Issue.record("absent is expected, not \(String(describing: fault))")
        continue
      }
      #expect(words.contains("\(port)"))
    }
    let nobody = TcpLink(host: "no such host", port: 9100)
    guard case .absent? = #expect(throws: LinkFault.self, performing: { try nobody.open() }) else {
      Issue.record("an unknown name is absent")
      return
    }
  }

  @Test func `connecting is broken off by a wake`() throws {
    // A door whose queue is full answers nobody.
    let door = try Door(backlog: 0)
    let first = TcpLink(host: "127.0.0.1", port: door.port)
    try first.open()
    let link = TcpLink(host: "127.0.0.1", port: door.port)
    let isOver = Mutex(false)
    // Rings for as long as it takes: the one ring that comes before the connecting does not count.
    beside({
      while !isOver.withLock({ $0 }) {
        link.wake()
        usleep(1_000)
      }
    }) {
      let fault = #expect(throws: LinkFault.self) { try link.open() }
      isOver.withLock { $0 = true }
      guard case .absent(let words)? = fault, words.contains("broken off") else {
        Issue.record("not broken off: \(String(describing: fault))")
        return
      }
    }
  }

  @Test func `a wake before the opening neither ends it nor is lost`() throws {
    let door = try Door()
    let link = TcpLink(host: "127.0.0.1", port: door.port)
    link.wake()
    try link.open()
    #expect(link.turn(milliseconds: 120_000) == [])
  }

  // MARK: - A serial line

  /// A terminal pair: what is written to `far` comes out of the line at `path`.
  private func line() throws -> (far: FarEnd, slave: Int32, path: String) {
    var master: Int32 = -1
    var slave: Int32 = -1
    var name = [CChar](repeating: 0, count: 128)
    try #require(openpty(&master, &slave, &name, nil, nil) == 0)
    let path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return (FarEnd(master), slave, path)
  }

  @Test func `a serial line is raw both ways`() throws {
    let (far, slave, path) = try line()
    close(slave)
    let link = SerialLink(line: SerialLine(path: path, baud: 38_400, parity: .even))
    try link.open()
    let all = (0...255).map(UInt8.init)
    link.begin(all)
    #expect(link.events() == [.taken(256)])
    #expect(far.hear(256) == all)
    far.say(all)
    var heard: [UInt8] = []
    while heard.count < 256, case .received(let bytes)? = link.events().first { heard += bytes }
    #expect(heard == all)
  }

  @Test func `a line that takes nothing is given up, and its bytes taken back`() throws {
    let (far, slave, path) = try line()
    close(slave)
    let link = SerialLink(line: SerialLine(path: path))
    try link.open()
    let packet = [UInt8](repeating: 0x41, count: 4_000)
    #expect(link.stuff(packet) < 100)
    link.cancel()
    guard case .taken(let part)? = link.events().first else {
      Issue.record("a cancelled packet ends with .taken")
      return
    }
    #expect(part < packet.count)
    link.close()
    _ = far
  }

  @Test func `a line that is unplugged is lost`() throws {
    let (far, slave, path) = try line()
    close(slave)
    let link = SerialLink(line: SerialLine(path: path))
    try link.open()
    far.hangUp()
    #expect(link.events() == [.lost(.unplugged, inFlight: false)])
    #expect(throws: LinkFault.self) { try link.open() }
  }

  @Test func `a line that another program has is busy`() throws {
    let (far, slave, path) = try line()
    close(slave)
    let first = SerialLink(line: SerialLine(path: path))
    try first.open()
    let fault = #expect(throws: LinkFault.self) {
      try SerialLink(line: SerialLine(path: path)).open()
    }
    guard case .busy(path, _)? = fault else {
      Issue.record("busy is expected, not \(String(describing: fault))")
      return
    }
    first.close()
    _ = far
  }

  @Test func `what is no serial line is refused`() throws {
    #expect(throws: LinkFault.unusable("/dev/null is no serial line")) {
      try SerialLink(line: SerialLine(path: "/dev/null")).open()
    }
    #expect(throws: LinkFault.absent("there is no /dev/ttyNONE")) {
      try SerialLink(line: SerialLine(path: "/dev/ttyNONE")).open()
    }
  }

  @Test func `a failed open says who has to do what`() {
    #expect(LinkFault(opening: "/dev/x", code: EACCES) == .forbidden(path: "/dev/x"))
    #expect(LinkFault(opening: "/dev/x", code: ENOENT) == .absent("there is no /dev/x"))
    #expect(LinkFault(opening: "/dev/x", code: EBUSY) == .busy(path: "/dev/x", holder: nil))
    #expect(
      LinkFault(opening: "/dev/x", code: EMFILE)
        == .system(SystemFault("open", "/dev/x", code: EMFILE)))
  }

  // MARK: - Files, pipes and nodes

  @Test func `a file takes everything and is appended to`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("paper")
    for _ in 0..<2 {
      let link = FileLink(path: path)
      try link.open()
      link.begin([0x41, 0x42])
      #expect(link.events() == [.taken(2)])
      // Nothing more happens at a file, however long one waits.
      #expect(link.turn(milliseconds: 5) == [])
    }
    #expect(folder.bytes("paper") == [0x41, 0x42, 0x41, 0x42])
  }

  @Test func `a pipe without a reader is absent, and lost when the reader goes`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    let link = FileLink(path: path)
    #expect(throws: LinkFault.absent("nobody reads \(path)")) { try link.open() }
    let reader = FarEnd(open(path, O_RDONLY | O_NONBLOCK))
    try link.open()
    link.begin([1, 2, 3])
    #expect(link.events() == [.taken(3)])
    #expect(reader.hear(3) == [1, 2, 3])
    #expect(link.stuff([UInt8](repeating: 7, count: 4_096)) == 16, "a pipe holds 64 KiB")
    reader.hangUp()
    #expect(link.events() == [.lost(.unplugged, inFlight: true)])
  }

  @Test func `nodes are written to, and their errors are told`() throws {
    let none = FileLink(path: "/dev/null")
    try none.open()
    none.begin([1])
    #expect(none.events().contains(.taken(1)))
    #expect(none.portStatus() == nil)
    let full = FileLink(path: "/dev/full")
    try full.open()
    full.begin([1])
    let lost = full.events(2).last { if case .lost = $0 { true } else { false } }
    #expect(
      lost == .lost(.system(SystemFault("write", "/dev/full", code: ENOSPC)), inFlight: true))
  }

  @Test func `a node that never stops talking is read in moderation`() throws {
    let link = FileLink(path: "/dev/zero")
    try link.open()
    for _ in 0..<(ReadPace.readsInWindow - 20) { _ = link.turn(milliseconds: 1_000) }
    let started = MonotonicClock.milliseconds()
    for _ in 0..<(3 * ReadPace.readsInWindow) { _ = link.turn(milliseconds: 1_000) }
    #expect(MonotonicClock.milliseconds() - started >= 2 * ReadPace.windowMilliseconds)
  }

  @Test func `what cannot be a printer is refused`() throws {
    let folder = try TemporaryFolder()
    guard
      case .unusable? = #expect(
        throws: LinkFault.self, performing: { try FileLink(path: folder.path).open() })
    else {
      Issue.record("a folder is unusable")
      return
    }
    #expect(throws: LinkFault.absent("there is no /dev/usb/lp77")) {
      try FileLink(path: "/dev/usb/lp77").open()
    }
    #expect(!FileManager.default.fileExists(atPath: "/dev/usb/lp77"))
  }

  // MARK: - Every link

  private func everyLink(_ folder: TemporaryFolder) -> [any PrinterLink & Sendable] {
    [
      makeLink(.tcp(host: "127.0.0.1", port: 1)), makeLink(.file(path: folder.file("f"))),
      makeLink(.serial(SerialLine(path: "/dev/ttyNONE"))),
      makeLink(.usb(UsbIdentity(vendor: 1, product: 2, serial: nil, port: "9-9"))),
    ]
  }

  @Test func `a closed link is quiet, is woken, and refuses packets`() throws {
    let folder = try TemporaryFolder()
    for link in everyLink(folder) {
      #expect(link.turn(milliseconds: 1) == [])
      link.wake()
      #expect(link.turn(milliseconds: 120_000) == [])
      beside({ link.wake() }) { #expect(link.turn(milliseconds: 120_000) == []) }
      #expect(!link.isSending)
      link.cancel()
      link.begin([1])
      #expect(link.turn(milliseconds: 120_000) == [.lost(.unplugged, inFlight: false)])
      #expect(link.portStatus() == nil)
      #expect(link.deviceID() == nil)
      link.close()
      link.close()
    }
  }

  @Test func `an open link is woken by other threads`() throws {
    let door = try Door()
    let link = TcpLink(host: "127.0.0.1", port: door.port)
    try link.open()
    for _ in 0..<50 {
      beside({ link.wake() }) { #expect(link.turn(milliseconds: 120_000) == []) }
    }
  }

  @Test func `a printer that is not plugged in is absent`() {
    let link = UsbLink(
      identity: UsbIdentity(vendor: 0x4B8, product: 0x202, serial: "NONE", port: "9-9"))
    guard case .absent? = #expect(throws: LinkFault.self, performing: { try link.open() }) else {
      Issue.record("absent is expected")
      return
    }
    #expect(link.printer == nil)
  }

  @Test func `two hundred times open and closed leave no descriptor behind`() throws {
    let folder = try TemporaryFolder()
    let door = try Door()
    let (far, slave, path) = try line()
    close(slave)
    let links: [any PrinterLink] = [
      TcpLink(host: "127.0.0.1", port: door.port), FileLink(path: folder.file("f")),
      SerialLink(line: SerialLine(path: path)), FileLink(path: "/dev/null"),
      TcpLink(host: "127.0.0.1", port: 1), FileLink(path: folder.path),
      SerialLink(line: SerialLine(path: "/dev/null")),
    ]
    func once() {
      for (index, link) in links.enumerated() {
        try? link.open()
        let peer = index == 0 ? try? door.answer() : nil
        link.begin([0x41])
        _ = link.turn(milliseconds: 1_000)
        if index == 2 { _ = far.hear(1) }
        link.close()
        peer?.hangUp()
      }
    }
    once()
    let before = openDescriptors()
    for _ in 0..<200 { once() }
    // Other suites run beside this one and have a few open now and then.
    #expect(openDescriptors() < before + 100)
  }
}
