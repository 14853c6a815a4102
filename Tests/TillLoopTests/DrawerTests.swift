// The drawer's switch: openings nobody asked for, and those that last too long.

import Domains
import ESCPOS
import Testing
import TillLoop
import TillTestKit
import Values
import Wire

@Suite struct DrawerTests {
  private func shop() throws -> Bench {
    let bench = try Bench.shop()
    bench.step(.drawer(device: "drawer0", isOpen: false))
    return bench
  }

  private func events(_ bench: Bench) -> [String] {
    bench.store.events.map(\.type).filter { $0.hasPrefix("drawer.") }
  }

  private func open(_ bench: Bench) -> AnyJSON? {
    bench.call(DrawerOpen.self, DrawerOpen.Params(cmd: bench.id(), reason: "change"))
  }

  @Test func `an opening that nobody asked for is stored`() throws {
    let bench = try shop()
    bench.step(.drawer(device: "drawer0", isOpen: true))
    #expect(events(bench) == ["drawer.opened_unasked"])
    #expect(bench.call(TillStatus.self, NoParams())?["result"]["drawer"].string == "open")
    bench.step(.drawer(device: "drawer0", isOpen: true))
    bench.step(.drawer(device: "drawer0", isOpen: false))
    #expect(events(bench).count == 1)
    #expect(bench.call(TillStatus.self, NoParams())?["result"]["drawer"].string == "closed")
  }

  @Test func `an opening within five seconds of a kick was asked for, a later one was not`() throws
  {
    let bench = try shop()
    _ = open(bench)
    bench.step(.kicked(job: 1, .opened, why: nil))
    bench.pass(milliseconds: 5000)
    bench.step(.drawer(device: "drawer0", isOpen: true))
    bench.step(.drawer(device: "drawer0", isOpen: false))
    #expect(events(bench) == ["drawer.opened"])
    bench.pass(milliseconds: 1)
    bench.step(.drawer(device: "drawer0", isOpen: true))
    #expect(events(bench) == ["drawer.opened", "drawer.opened_unasked"])
  }

  @Test func `a drawer that was open when it was first seen was not opened by anybody`() throws {
    let bench = try Bench.shop()
    bench.step(.drawer(device: "drawer0", isOpen: true))
    #expect(events(bench).isEmpty)
  }

  @Test func `a drawer that stands open is reported once for each opening`() throws {
    let bench = try shop()
    for round in 1...2 {
      bench.step(.drawer(device: "drawer0", isOpen: true))
      bench.pass(milliseconds: 119_999)
      #expect(events(bench).count { $0 == "drawer.left_open" } == round - 1)
      bench.pass(milliseconds: 1)
      bench.pass(milliseconds: 600_000)
      #expect(events(bench).count { $0 == "drawer.left_open" } == round)
      bench.step(.drawer(device: "drawer0", isOpen: false))
    }
    let versions = bench.store.events.filter { $0.type.hasPrefix("drawer.") }.map(\.version)
    #expect(versions == [1, 2, 1, 2])
  }

  @Test func `the loop is woken for an open drawer`() throws {
    let bench = try shop()
    bench.step(.drawer(device: "drawer0", isOpen: true))
    let wakes = bench.effects.compactMap { if case .wake(let boot) = $0 { boot } else { nil } }
    #expect(wakes.contains(bench.now.boot + 120_000))
  }

  @Test func `with 0 seconds no drawer is too long open`() throws {
    let bench = try shop()
    bench.set("drawer.open_seconds", .integer(0))
    _ = open(bench)
    bench.step(.kicked(job: 1, .opened, why: nil))
    bench.step(.drawer(device: "drawer0", isOpen: true))
    bench.pass(milliseconds: 86_400_000)
    #expect(events(bench) == ["drawer.opened"])
  }

  @Test func `a drawer that is being opened is not opened again, and a sale is not refused`() throws
  {
    let bench = try shop()
    _ = open(bench)
    #expect(bench.kind(open(bench)) == "drawer_busy")
    #expect(bench.sellOne(tender: "cash")?["error"]["data"]["kind"].string == nil)
    bench.step(.kicked(job: 1, .opened, why: nil))
    bench.step(.kicked(job: 2, .opened, why: nil))
    #expect(bench.kind(open(bench)) == nil)
  }

  @Test func `a kick that no drawer ever reports back does not lock it`() throws {
    let bench = try shop()
    _ = open(bench)
    bench.pass(milliseconds: 5000)
    #expect(bench.kind(open(bench)) == nil)
  }
}
