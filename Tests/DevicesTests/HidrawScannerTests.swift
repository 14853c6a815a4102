// Scanners in HID POS mode: reports through a socket, as the kernel cuts them.

import Foundation
import Scanner
import Synchronization
import Testing

@testable import Devices

@Suite struct HidrawScannerTests {
  /// The common report of 64 bytes: number 2, length, identifier, 56 bytes, three more, the mark
  /// for more to come (HID Usage Tables 1.5, page 0x8C).
  static let common: [UInt8] = [
    0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x85, 0x02, 0x09, 0x12, 0xA1, 0x02, 0x15, 0x00, 0x26, 0xFF,
    0x00, 0x75, 0x08, 0x95, 0x01, 0x05, 0x01, 0x09, 0x3B, 0x81, 0x02, 0x95, 0x03, 0x05, 0x8C, 0x09,
    0xFB, 0x09, 0xFC, 0x09, 0xFD, 0x81, 0x02, 0x95, 0x38, 0x09, 0xFE, 0x82, 0x02, 0x01, 0x95, 0x02,
    0x81, 0x03, 0x25, 0x01, 0x75, 0x01, 0x95, 0x01, 0x09, 0xFF, 0x81, 0x02, 0x75, 0x07, 0x95, 0x01,
    0x81, 0x03, 0xC0, 0xC0,
  ]

  static func reports(_ content: String, _ identifier: String = "]C1") -> [[UInt8]] {
    let bytes = Array(content.utf8)
    return stride(from: 0, to: bytes.count, by: 56).map { start in
      let part = bytes[start..<min(start + 56, bytes.count)]
      let more: UInt8 = start + 56 < bytes.count ? 1 : 0
      return [2, UInt8(part.count)] + Array(identifier.utf8) + part
        + [UInt8](repeating: 0, count: 56 - part.count) + [0x73, 0, more]
    }
  }

  private func reader(
    _ wire: Wire, descriptor: [UInt8] = common
  ) -> (scanner: HidrawScanner, log: ReportLog, nodes: Nodes) {
    let (log, nodes) = (ReportLog(), Nodes())
    nodes.plug(wire)
    let scanner = HidrawScanner(
      open: { () throws(ReaderFault) in
        HidrawNode(descriptor: try nodes.next(), path: "test", reports: descriptor)
      }, id: "s", report: log.sink, now: { 0 })
    scanner.start()
    return (scanner, log, nodes)
  }

  @Test func `a code of one report and one of several are scans`() throws {
    let wire = try Wire(keepsRecords: true)
    let (scanner, log, _) = reader(wire)
    defer { scanner.stop() }
    let long = String(repeating: "0123456789", count: 25)
    for report in Self.reports("4006381333931", "]E0") + Self.reports(long) { wire.send(report) }
    #expect(log.wait { _ in log.scans.count == 2 })
    #expect(log.scans == ["]E04006381333931", "]C1" + long])
  }

  @Test func `unplugged after any report, no part of a scan is sold`() throws {
    let reports = Self.reports(String(repeating: "0123456789", count: 25))
    for cut in 1..<reports.count {
      let wire = try Wire(keepsRecords: true)
      let (scanner, log, _) = reader(wire)
      defer { scanner.stop() }
      for report in reports[..<cut] { wire.send(report) }
      wire.unplug()
      #expect(log.wait { _ in log.conditions.last == .absent })
      #expect(log.conditions == [.ready, .degraded, .absent], "cut at \(cut)")
      #expect(log.scans == [])
    }
  }

  @Test func `reports of any wrong length are told once and sold never`() throws {
    let wire = try Wire(keepsRecords: true)
    let (scanner, log, nodes) = reader(wire)
    defer { scanner.stop() }
    let whole = Self.reports("4006381333931")[0]
    // The mark is in the last byte, so that every report short of it is broken.
    for count in 1..<whole.count { wire.send(Array(whole[..<count])) }
    for _ in 0..<5_000 { wire.send([2]) }
    wire.unplug()
    #expect(log.wait { _ in log.conditions.last == .absent })
    #expect(log.scans == [])
    // The clock stands still, and the same words within a quarter of a second are told once.
    #expect(log.conditions == [.ready, .degraded, .absent])
    let next = try Wire(keepsRecords: true)
    nodes.plug(next)
    next.send(whole)
    #expect(log.wait { _ in log.scans == ["]C14006381333931"] })
  }

  @Test(
    arguments: [
      [], [0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0xC0],
      Array(common.prefix(40)), [UInt8](repeating: 0xA4, count: 4096),
    ] as [[UInt8]])
  func `a device that sends no barcodes is refused`(descriptor: [UInt8]) throws {
    let wire = try Wire(keepsRecords: true)
    let (scanner, log, _) = reader(wire, descriptor: descriptor)
    defer { scanner.stop() }
    #expect(log.wait { !$0.isEmpty })
    guard case .state(let state)? = log.all.first else { return }
    #expect(state.condition == .failed)
    #expect(state.why?.contains("set the scanner to \"USB HID POS\"") == true)
  }

  @Test func `what is no hidraw node is refused, and what is not there is absent`() throws {
    #expect(throws: ReaderFault.refused("/dev/null is not a HID device")) {
      try HidrawNode(opening: "/dev/null")
    }
    let log = ReportLog()
    let scanner = HidrawScanner(path: "/dev/hidraw-none", id: "s", report: log.sink)
    scanner.start()
    defer { scanner.stop() }
    #expect(log.wait { !$0.isEmpty })
    #expect(log.conditions == [.absent])
  }

  @Test func `what may not be opened names the way out`() {
    let fault = ReaderFault("open", "/dev/hidraw3", code: EACCES)
    #expect(fault.isForbidden)
    #expect(fault.description.contains("`till doctor` shows the udev rule"))
    #expect(ReaderFault("read", "/dev/hidraw3", code: EIO).isAbsence)
  }
}
