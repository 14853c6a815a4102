// The search for a scanner by scanning: who read the code, and nobody else is listened to.

import Foundation
import Scanner
import Synchronization
import Testing

@testable import Devices

@Suite struct ScannerSearchTests {
  /// What a search told.
  private final class Result: Sendable {
    let found = Mutex<[(FoundDevice, ScannerSettings)]>([])
    let end = Mutex<ScannerSearch.End?>(nil)

    func waitForEnd() -> ScannerSearch.End? {
      for _ in 0..<1_000 {
        if let end = end.withLock({ $0 }) { return end }
        usleep(5_000)
      }
      return nil
    }
  }

  private static func device(_ name: String, _ interface: FoundDevice.Interface) -> FoundDevice {
    FoundDevice(
      kind: .scanner, interface: interface,
      identity: UsbIdentity(vendor: 0x0C2E, product: 1, serial: name, port: "1-1"), node: name,
      name: name)
  }
  private static let keys = device("keys", .evdev)
  private static let other = device("other", .evdev)
  private static let reports = device("reports", .hidraw)
  private static let bytes = device("bytes", .tty)
  private static let code = ScannerSearch.code(number: "4711")

  /// A search over wires.
  ///
  /// Its clock stands still at a moment after all typing, until it is to end.
  private func search(
    _ wires: [FoundDevice: Wire], code: String = code, isOver: Bool = false,
    forbidden: FoundDevice? = nil
  ) -> (search: ScannerSearch, result: Result) {
    let result = Result()
    let time = Mutex<Int64>(60_000_000)
    let devices = wires.keys.sorted { $0.name < $1.name } + [forbidden].compactMap { $0 }
    let search = ScannerSearch(
      candidates: devices, code: code, seconds: isOver ? 1 : 60,
      open: { device throws(ReaderFault) in
        guard device != forbidden else { throw .forbidden(device.node) }
        guard let near = wires[device]?.takeNear() else { throw .refused("gone") }
        switch device.interface {
        case .hidraw:
          let node = HidrawNode(
            descriptor: near, path: "test", reports: HidrawScannerTests.common)
          return .reports(node, try node.scans(ScannerSettings()))
        case .tty:
          var settings = ScannerSettings()
          settings.terminators = []
          return .bytes(
            SerialNode(descriptor: near, path: "test"), SerialScans(settings: settings))
        default: return .keys(InputNode(descriptor: near, path: "test"))
        }
      },
      now: { time.withLock { time in isOver ? (time += 50_000, time).1 : time } },
      found: { device, settings in result.found.withLock { $0.append((device, settings)) } },
      ended: { end in result.end.withLock { $0 = end } })
    return (search, result)
  }

  @Test(arguments: ["us", "gb", "fr", "de", "es", "be", "jp"])
  func `a scanner of any layout is recognised and learned`(layout: String) throws {
    let wires = [Self.keys: try Wire(), Self.other: try Wire()]
    var typist = TypedKeys(layout)
    wires[Self.keys]?.send(typist.events("$" + Self.code + "%", end: 15).flatMap { $0 })
    var person = TypedKeys()
    wires[Self.other]?.send(person.events("a secret").flatMap { $0 })
    let (search, result) = search(wires)
    search.start()
    defer { search.stop() }
    #expect(result.waitForEnd() == .found)
    let found = result.found.withLock { $0 }
    #expect(found.map(\.0) == [Self.keys])
    let settings = try #require(found.first?.1)
    #expect(settings.layout == layout)
    #expect(settings.prefix == "$" && settings.suffix == "%")
    #expect(settings.terminators == [.tab])
    // All are closed: the devices' ends are at an end.
    for wire in wires.values { #expect(wire.receive(1) == []) }
  }

  @Test func `digits alone are recognised on a keyboard whose digits are shifted`() throws {
    let wires = [Self.keys: try Wire()]
    var typist = TypedKeys("fr")
    wires[Self.keys]?.send(typist.events("20114711").flatMap { $0 })
    let (search, result) = search(wires, code: "20114711")
    search.start()
    defer { search.stop() }
    #expect(result.waitForEnd() == .found)
    #expect(result.found.withLock { $0.first?.1.layout } == "fr")
  }

  @Test func `a scanner that sends reports is recognised`() throws {
    let wires = [Self.reports: try Wire(keepsRecords: true)]
    for report in HidrawScannerTests.reports(Self.code, "]C0") { wires[Self.reports]?.send(report) }
    let (search, result) = search(wires)
    search.start()
    defer { search.stop() }
    #expect(result.waitForEnd() == .found)
    #expect(result.found.withLock { $0.first?.0 } == Self.reports)
    #expect(result.found.withLock { $0.first?.1.sendsIdentifiers } == true)
  }

  @Test func `a scanner on a serial line is recognised`() throws {
    let wires = [Self.bytes: try Wire()]
    wires[Self.bytes]?.send(Array((Self.code + "\r").utf8))
    let (search, result) = search(wires)
    search.start()
    defer { search.stop() }
    #expect(result.waitForEnd() == .found)
    #expect(result.found.withLock { $0.first?.0 } == Self.bytes)
    #expect(result.found.withLock { $0.first?.1.terminators } == ScanTerminator.allCases)
  }

  @Test func `another code, a person who types it and a closed node are none`() throws {
    let wires = [Self.keys: try Wire(), Self.other: try Wire()]
    var wrong = TypedKeys()
    wires[Self.keys]?.send(wrong.events("20114712").flatMap { $0 })
    var events: [[UInt8]] = []
    var person = TypedKeys()
    for (index, digit) in "20114711".enumerated() {
      events += person.events(String(digit), end: nil)
      person.time += [170_000, 90_000, 260_000, 200_000][index % 4]
    }
    wires[Self.other]?.send(events.flatMap { $0 })
    let (search, result) = search(
      wires, code: "20114711", isOver: true, forbidden: Self.reports)
    search.start()
    defer { search.stop() }
    guard case .timedOut(let reasons)? = result.waitForEnd() else {
      Issue.record("the time is over and nobody read the code")
      return
    }
    #expect(result.found.withLock { $0.isEmpty })
    #expect(reasons[Self.other] == "the code was typed by hand: scan it")
    #expect(reasons[Self.reports]?.contains("till doctor") == true)
    #expect(reasons[Self.keys] == nil)
  }

  @Test func `a stop ends it and closes everything`() throws {
    let wires = [Self.keys: try Wire()]
    let (search, result) = search(wires)
    search.start()
    search.stop()
    #expect(result.end.withLock { $0 } == .stopped)
    #expect(wires[Self.keys]?.receive(1) == [])
  }
}
