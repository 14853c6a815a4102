// Scanners on a serial line: a pseudo terminal has the kernel's own line discipline.

import Foundation
import Scanner
import Synchronization
import Testing

@testable import Devices

@Suite struct SerialScannerTests {
  /// The master's end of a pseudo terminal and the path of the other.
  private final class Line {
    let path: String
    private var master: Int32 = -1

    init() throws {
      var slave: Int32 = -1
      guard openpty(&master, &slave, nil, nil, nil) == 0 else {
        throw SystemFault("openpty", "test")
      }
      defer { close(slave) }
      guard let name = ttyname(slave) else { throw SystemFault("ttyname", "test") }
      path = String(cString: name)
    }

    deinit { unplug() }

    func send(_ text: String) {
      let bytes = Array(text.utf8)
      _ = write(master, bytes, bytes.count)
    }

    func unplug() {
      if master >= 0 { close(master) }
      master = -1
    }
  }

  private func reader(
    _ nodes: Nodes, _ settings: ScannerSettings = ScannerSettings(),
    now: @escaping @Sendable () -> Int64
  ) -> (scanner: SerialScanner, log: ReportLog) {
    let log = ReportLog()
    let scanner = SerialScanner(
      open: { () throws(ReaderFault) in
        SerialNode(descriptor: try nodes.next(), path: "test")
      }, id: "s", settings: settings, report: log.sink, now: now)
    scanner.start()
    return (scanner, log)
  }

  /// A clock that is later at each look, so that every opening is long ago.
  private func hurried() -> @Sendable () -> Int64 {
    let time = Clock()
    return { time.look() }
  }

  private final class Clock: Sendable {
    private let time = Mutex<Int64>(0)
    func look() -> Int64 { time.withLock { time in (time += 200_000, time).1 } }
  }

  @Test func `a raw line of the kernel brings every byte`() throws {
    let line = try Line()
    let node = try SerialNode(opening: SerialLine(path: line.path, baud: 115_200))
    // Flow control, interrupt, end of file, carriage return: nothing is taken out or changed.
    line.send("]C1\u{11}\u{13}\u{3}\u{4}\u{1D}\r\n")
    var bytes: [UInt8] = []
    while bytes.count < 10 { bytes += try node.read() }
    #expect(bytes == Array("]C1\u{11}\u{13}\u{3}\u{4}\u{1D}\r\n".utf8))
    line.unplug()
    #expect(throws: ReaderFault.self) { try node.read() }
  }

  @Test func `lines and frames are scans`() throws {
    let (wire, nodes) = (try Wire(), Nodes())
    nodes.plug(wire)
    let (scanner, log) = reader(nodes, now: hurried())
    defer { scanner.stop() }
    #expect(log.wait { _ in log.conditions == [.ready] })
    wire.send(Array("4006381333931\r\n".utf8))
    #expect(log.wait { _ in log.scans.count == 1 })
    wire.send(Array("\u{2}]d2010950\u{1D}17\u{3}".utf8))
    #expect(log.wait { _ in log.scans.count == 2 })
    #expect(log.scans == ["4006381333931", "]d2010950\u{1D}17"])
  }

  @Test func `what comes at once after the opening began before it`() throws {
    let (wire, nodes) = (try Wire(), Nodes())
    wire.send(Array("333931\r4711\r".utf8))
    nodes.plug(wire)
    let (scanner, log) = reader(nodes, now: { 0 })
    defer { scanner.stop() }
    #expect(log.wait { _ in !log.scans.isEmpty })
    #expect(log.scans == ["4711"])
    #expect(log.conditions == [.ready, .degraded, .ready])
  }

  @Test func `unplugged at every byte, no part of a scan is sold, and it comes back`() throws {
    let bytes = Array("4006381333931".utf8)
    let time = Clock()
    for cut in 1...bytes.count {
      let (wire, nodes) = (try Wire(), Nodes())
      nodes.plug(wire)
      let (scanner, log) = reader(nodes, now: { time.look() })
      defer { scanner.stop() }
      #expect(log.wait { _ in log.conditions == [.ready] })
      wire.send(Array(bytes[..<cut]))
      wire.unplug()
      #expect(log.wait { _ in log.conditions.last == .absent })
      #expect(log.scans == [])
    }
    let (first, second, nodes) = (try Wire(), try Wire(), Nodes())
    nodes.plug(first)
    let (scanner, log) = reader(nodes, now: { time.look() })
    defer { scanner.stop() }
    first.unplug()
    #expect(log.wait { _ in log.conditions.last == .absent })
    nodes.plug(second)
    #expect(log.wait { _ in log.conditions.last == .ready })
    second.send(Array("4711\r".utf8))
    #expect(log.wait { _ in log.scans == ["4711"] })
  }

  @Test func `what is no line is refused, and a modem's program is named`() {
    #expect(throws: ReaderFault.refused("/dev/null is not a serial line")) {
      try SerialNode(opening: SerialLine(path: "/dev/null"))
    }
    let modem = ReaderFault.heldByAnother("/dev/ttyACM0", holder: "ModemManager (process 7)")
    #expect(modem.description.hasPrefix("ModemManager (process 7) takes the scanner for a modem"))
    #expect(modem.description.contains("systemctl disable --now ModemManager"))
    let other = ReaderFault.heldByAnother("/dev/ttyACM0", holder: "minicom (process 8)")
    #expect(!other.description.contains("ModemManager"))
  }

  @Test func `each kind of node has its reader`() {
    let identity = UsbIdentity(vendor: 0x0C2E, product: 1, serial: "S", port: "1-1")
    func made(_ interface: FoundDevice.Interface) -> any ScannerReader {
      makeScanner(
        found: FoundDevice(
          kind: .scanner, interface: interface, identity: identity, node: "/dev/none", name: "n"),
        id: "scanner0", report: { _ in })
    }
    #expect(made(.evdev) is EvdevScanner && made(.evdev) is any GrabbingReader)
    #expect(made(.hidraw) is HidrawScanner)
    #expect(made(.tty) is SerialScanner)
    #expect(made(.usb).id == "scanner0")
  }
}
