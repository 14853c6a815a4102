// The reader of keyboard scanners from its descriptor to its reports, cut wherever it can be.

import Foundation
import Scanner
import Synchronization
import Testing

@testable import Devices

@Suite struct KeyScannerWireTests {
  private static let code = "]C14006381333931aB"

  /// A running reader at a wire.
  private func reader(
    _ wires: Wire..., lights: [UInt16] = [], settings: ScannerSettings = ScannerSettings(),
    now: @escaping @Sendable () -> Int64 = { 0 }
  ) -> (scanner: EvdevScanner, log: ReportLog, nodes: Nodes) {
    let (log, nodes) = (ReportLog(), Nodes())
    for wire in wires { nodes.plug(wire) }
    let scanner = EvdevScanner(
      source: nodes.source(lights: lights, now: now), id: "s", settings: settings,
      report: log.sink)
    scanner.start()
    return (scanner, log, nodes)
  }

  @Test func `a burst of 250 characters is one scan`() throws {
    let wire = try Wire()
    let (scanner, log, _) = reader(wire)
    defer { scanner.stop() }
    let long = String(repeating: "0123456789AbCdEfGhIjKlMnO", count: 10)
    var keys = TypedKeys()
    wire.send(keys.events(long).flatMap { $0 })
    #expect(log.wait { _ in !log.scans.isEmpty })
    #expect(log.scans == [long])
    #expect(log.conditions == [.ready])
  }

  @Test func `two scans back to back are two`() throws {
    let wire = try Wire()
    let (scanner, log, _) = reader(wire)
    defer { scanner.stop() }
    var keys = TypedKeys()
    wire.send((keys.events(Self.code) + keys.events("4711")).flatMap { $0 })
    #expect(log.wait { _ in log.scans.count == 2 })
    #expect(log.scans == [Self.code, "4711"])
  }

  @Test func `the calibrated layout and frame are used`() throws {
    let wire = try Wire()
    var settings = ScannerSettings()
    settings.layout = "fr"
    settings.prefix = "##"
    settings.terminators = [.tab]
    let (scanner, log, _) = reader(wire, settings: settings)
    defer { scanner.stop() }
    var keys = TypedKeys("fr")
    wire.send(keys.events("##qAz123", end: 15).flatMap { $0 })
    #expect(log.wait { _ in !log.scans.isEmpty })
    #expect(log.scans == ["qAz123"])
  }

  @Test func `autorepeat in a scan is nothing`() throws {
    let wire = try Wire()
    let (scanner, log, _) = reader(wire)
    defer { scanner.stop() }
    var keys = TypedKeys()
    var events = keys.events("4711")
    events.insert(TypedKeys.bytes(1, 5, 2, at: 1_001_000), at: 1)
    wire.send(events.flatMap { $0 })
    #expect(log.wait { _ in !log.scans.isEmpty })
    #expect(log.scans == ["4711"])
  }

  @Test func `unplugged at every event, no part of a scan is sold`() throws {
    var keys = TypedKeys()
    let events = keys.events(Self.code)
    // The press of Enter ends the scan; its release is nobody's loss.
    for cut in 0..<events.count {
      let wire = try Wire()
      let (scanner, log, _) = reader(wire)
      defer { scanner.stop() }
      #expect(log.wait { _ in log.conditions == [.ready] })
      wire.send(events[..<cut].flatMap { $0 })
      wire.unplug()
      #expect(log.wait { _ in log.conditions.last == .absent }, "cut at \(cut)")
      let isWhole = cut == events.count - 1
      #expect(log.scans == (isWhole ? [Self.code] : []), "cut at \(cut)")
      if cut > 0, !isWhole { #expect(log.conditions.contains(.degraded), "cut at \(cut)") }
    }
  }

  @Test func `an overflow at every event spoils that scan and not the next`() throws {
    var keys = TypedKeys()
    let events = keys.events(Self.code)
    for cut in 1..<(events.count - 1) {
      let wire = try Wire()
      let (scanner, log, _) = reader(wire)
      defer { scanner.stop() }
      // Three events are lost; when Enter is among them, silence ends the burst.
      let lossy = events[..<cut] + [keys.overflow()] + events[min(cut + 3, events.count)...]
      var next = keys
      next.time += 2_000_000
      wire.send((lossy + next.events("4006381333931")).flatMap { $0 })
      #expect(log.wait { _ in !log.scans.isEmpty }, "cut at \(cut)")
      #expect(log.scans == ["4006381333931"], "cut at \(cut)")
      #expect(log.conditions == [.ready, .degraded, .ready], "cut at \(cut)")
    }
  }

  @Test func `the same events without their overflow would be sold in part`() throws {
    // The control of the test above: without the news of the loss a shorter code comes out.
    let wire = try Wire()
    let (scanner, log, _) = reader(wire)
    defer { scanner.stop() }
    var keys = TypedKeys()
    let events = keys.events("4006381333931")
    wire.send((events[..<4] + events[6...]).flatMap { $0 })
    #expect(log.wait { _ in !log.scans.isEmpty })
    #expect(log.scans == ["406381333931"])
  }

  @Test func `events that come in pieces are put together`() throws {
    let wire = try Wire()
    let (scanner, log, _) = reader(wire)
    defer { scanner.stop() }
    var keys = TypedKeys()
    for byte in keys.events("4711").flatMap({ $0 }) { wire.send([byte]) }
    #expect(log.wait { _ in !log.scans.isEmpty })
    #expect(log.scans == ["4711"])
  }

  @Test func `a scanner that comes back is read again`() throws {
    let (first, second) = (try Wire(), try Wire())
    let (scanner, log, nodes) = reader(first)
    defer { scanner.stop() }
    #expect(log.wait { _ in log.conditions == [.ready] })
    first.unplug()
    #expect(log.wait { _ in log.conditions == [.ready, .absent] })
    nodes.plug(second)
    var keys = TypedKeys()
    second.send(keys.events("4711").flatMap { $0 })
    #expect(log.wait { _ in log.scans == ["4711"] })
    #expect(log.conditions == [.ready, .absent, .ready])
  }

  @Test func `typing is told and Escape gives the node back until it is plugged in anew`() throws {
    let (first, second) = (try Wire(), try Wire())
    let (scanner, log, nodes) = reader(first)
    defer { scanner.stop() }
    var keys = TypedKeys()
    for _ in 0..<3 {
      first.send(keys.key(103, 1) + keys.key(103, 0))
      keys.time += 300_000
    }
    #expect(log.wait { _ in log.conditions.last == .degraded })
    let words = log.all.compactMap { if case .state(let state) = $0 { state.why } else { nil } }
    #expect(words.last?.contains("looks like a keyboard, not a scanner") == true)

    first.send(keys.key(1, 1))
    keys.time += 10_000_000
    first.send(keys.key(1, 2))
    #expect(log.wait { _ in log.conditions.last == .failed })
    // The reader closed its end, so that the device's is at an end too.
    #expect(first.receive(1) == [])
    nodes.plug(second)
    #expect(log.wait { _ in log.conditions.last == .ready })
  }

  @Test func `a node is lent on request and taken again`() throws {
    let (first, second) = (try Wire(), try Wire())
    let time = Mutex<Int64>(0)
    // Each look at the clock is ten seconds later, so that nobody waits for the loan's end.
    let (scanner, log, nodes) = reader(
      first, now: { time.withLock { time in (time += 10_000_000, time).1 } })
    defer { scanner.stop() }
    #expect(log.wait { _ in log.conditions == [.ready] })
    nodes.plug(second)
    scanner.release(seconds: 5)
    #expect(log.wait { _ in log.conditions.count == 3 })
    #expect(log.conditions == [.ready, .failed, .ready])
    #expect(first.receive(1) == [])
  }

  @Test func `lights that another program sets are put right, and not in a race`() throws {
    let wire = try Wire()
    let (scanner, log, _) = reader(wire, lights: [1, 0])
    defer { scanner.stop() }
    #expect(log.wait { _ in log.conditions == [.ready] })
    // Caps Lock on, Num Lock on, Caps Lock on again: the clock stands still, so one answer.
    wire.send(TypedKeys.bytes(0x11, 1, 1, at: 0) + TypedKeys.bytes(0x11, 0, 1, at: 0))
    let answer = wire.receive(96)
    #expect(answer.count == 96)
    func value(_ event: Int) -> [UInt8] { Array(answer[(event * 24 + 16)..<(event * 24 + 24)]) }
    #expect(value(0) == [0x11, 0, 1, 0, 0, 0, 0, 0])
    #expect(value(2) == [0x11, 0, 0, 0, 1, 0, 0, 0])
  }

  @Test func `rubbish does no harm and ends with the unplugging`() throws {
    let wire = try Wire()
    let (scanner, log, _) = reader(wire)
    defer { scanner.stop() }
    var seed: UInt64 = 7
    wire.send(
      (0..<24_000).map { _ in
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: seed >> 56)
      })
    wire.unplug()
    #expect(log.wait { _ in log.conditions.last == .absent })
  }
}
