// A till whose clocks go wrong: it sells on, in order, and says so at once.

import Domains
import Testing
import TillLoop
import TillTestKit
import Values
import Wire

struct ClockTests {
  private static let year: Int64 = 31_556_952_000
  private static let display = Connection(7)

  private func shop(_ sabotage: Set<Sabotage> = []) throws -> Bench {
    let bench = try Bench(sabotage: sabotage)
    bench.stock("A")
    bench.openShift()
    bench.connect(Self.display, role: .display)
    bench.call(EventsSubscribe.self, .init(topics: ["print"]), from: Self.display)
    return bench
  }

  /// Lets the loop live for a while: it is woken when it asked to be, and never in between.
  private func live(_ bench: Bench, milliseconds: Int64, rate: Int64 = 100) {
    let end = bench.now.boot + milliseconds
    var asked = wake(bench)
    while asked <= end {
      advance(bench, to: asked, rate)
      let count = bench.effects.count
      bench.step(.tick)
      asked = wake(bench, after: count)
    }
    advance(bench, to: end, rate)
  }

  private func wake(_ bench: Bench, after: Int = 0) -> Int64 {
    let wakes = bench.effects.dropFirst(after).compactMap { effect in
      if case .wake(let boot) = effect { boot } else { nil }
    }
    return max(wakes.last ?? .max, bench.now.boot + 1)
  }

  private func advance(_ bench: Bench, to boot: Int64, _ rate: Int64) {
    let passed = max(0, boot - bench.now.boot)
    bench.now = Now(
      wall: bench.now.wall + passed * rate / 100, boot: bench.now.boot + passed,
      zone: bench.now.zone)
  }

  private func jump(_ bench: Bench, by milliseconds: Int64) {
    bench.now = Now(
      wall: bench.now.wall + milliseconds, boot: bench.now.boot, zone: bench.now.zone)
  }

  /// What subscribers were told of the clock, in order.
  private func told(_ bench: Bench) -> [String] {
    (bench.sent[Self.display] ?? []).map { $0["params"] }
      .filter { $0["type"].string == "tick" }.compactMap { $0["data"]["clock"].string }
  }

  private func logged(_ bench: Bench) -> [LogLine.Level] {
    bench.effects.compactMap { effect in
      if case .log(let line) = effect, line.text.contains("clock") { line.level } else { nil }
    }
  }

  @Test(arguments: [50, -50]) func `an idle till says within a second that its clock jumped`(
    years: Int64
  ) throws {
    let bench = try shop()
    live(bench, milliseconds: 700)
    jump(bench, by: years * Self.year)
    live(bench, milliseconds: 1_000)
    #expect(told(bench).last == "untrusted")
    #expect(logged(bench) == [.warning])
    #expect(bench.call(TillStatus.self, NoParams())?["result"]["clock"].string == "untrusted")
    jump(bench, by: -years * Self.year)
    live(bench, milliseconds: 1_000)
    #expect(told(bench).last == "trusted")
    #expect(logged(bench) == [.warning, .notice])
  }

  @Test func `an idle till says within a second that its clock stands still`() throws {
    let bench = try shop()
    live(bench, milliseconds: 700)
    live(bench, milliseconds: 1_000, rate: 0)
    #expect(told(bench).last == "untrusted")
  }

  @Test func `a till that does not look says so later`() throws {
    let bench = try shop([.clockUnwatched])
    live(bench, milliseconds: 700)
    jump(bench, by: 50 * Self.year)
    live(bench, milliseconds: 1_000)
    #expect(told(bench).last != "untrusted")
  }

  @Test func `a clock that stays right is told by the ticks alone, every ten seconds`() throws {
    let bench = try shop()
    live(bench, milliseconds: 60_000)
    #expect((5...7).contains(told(bench).count))
    #expect(Set(told(bench)) == ["trusted"])
    #expect(logged(bench).isEmpty)
  }

  @Test func `a till that starts in 1970 says so, and sells`() throws {
    let before = try shop()
    let bench = try Bench(store: before.store, wall: 1_000)
    #expect(logged(bench) == [.warning])
    let sale = try #require(bench.sell("A"))
    let paid = bench.call(
      SalePay.self,
      .init(cmd: bench.id(), sale: sale, tender: "card", given: Money(249, .eur)))
    #expect(paid?["result"]["receipt"].string == "T1-000001")
    #expect(bench.store.events.last?.quality == .untrusted)
    #expect(bench.store.events.last.map { $0.time.milliseconds >= before.now.wall } == true)
  }

  @Test func `whatever the clocks do, every sale is sold, in order, on the shift's day`() throws {
    for seed in 0..<40 {
      let bench = try shop()
      var chance = Entropy(seed: UInt64(seed))
      let home = bench.now.wall - bench.now.boot
      for _ in 0..<25 {
        live(
          bench, milliseconds: Int64.random(in: 0...3_000, using: &chance),
          rate: Bool.random(using: &chance) ? 100 : 0)
        let wall =
          switch Int.random(in: 0..<6, using: &chance) {
          case 0: bench.now.wall + Int64.random(in: -50...50, using: &chance) * Self.year
          case 1: Int64.random(in: 0...2_000, using: &chance)
          case 2: bench.now.wall + (Bool.random(using: &chance) ? 1_000 : -1_000)
          case 3: home + bench.now.boot
          default: bench.now.wall
          }
        // The zone moves as daylight saving and journeys move it.
        let zone = Int.random(in: -12...14, using: &chance) * 3_600
        bench.now = Now(wall: wall, boot: bench.now.boot, zone: zone)
        let sale = try #require(bench.sell("A"), "seed \(seed)")
        let paid = bench.call(
          SalePay.self,
          .init(cmd: bench.id(), sale: sale, tender: "card", given: Money(249, .eur)))
        #expect(paid?["result"]["receipt"].string != nil, "seed \(seed)")
      }
      let events = bench.store.events
      #expect(zip(events, events.dropFirst()).allSatisfy { $0.time < $1.time }, "seed \(seed)")
      let days = Set(events.compactMap(\.circumstance.day))
      #expect(days.count == 1, "seed \(seed)")
      let end = home + bench.now.boot
      for event in events {
        #expect(event.time.milliseconds <= end + 60_000, "seed \(seed)")
      }
    }
  }
}
