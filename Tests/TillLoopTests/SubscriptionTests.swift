// Subscriptions: no gap, no double, and a reader that does not read harms only itself.

import Domains
import Testing
import TillLoop
import TillTestKit
import Values
import Wire

@Suite struct SubscriptionTests {
  private static let display = Connection(7)

  private func shop() throws -> Bench {
    let bench = try Bench()
    bench.stock("A")
    bench.openShift()
    bench.connect(Self.display, role: .display)
    return bench
  }

  private func events(_ bench: Bench) -> [AnyJSON] {
    (bench.sent[Self.display] ?? []).map { $0["params"] }.filter { $0["sub"] != .null }
  }

  @Test func `prev names the event sent before, so that a gap would show`() throws {
    let bench = try shop()
    let answer = bench.call(EventsSubscribe.self, .init(topics: ["sale"]), from: Self.display)
    var previous = try #require(answer?["result"]["at"].integer)
    for _ in 0..<5 { bench.sell("A") }
    let stored = events(bench).filter { $0["seq"] != .null }
    #expect(stored.count == 6)
    for event in stored {
      #expect(event["prev"].integer == previous)
      previous = try #require(event["seq"].integer)
    }
  }

  @Test func `every listener is told in order of its connection`() throws {
    let bench = try shop()
    let listeners = (20...60).map { Connection($0) }
    for listener in listeners.shuffled() {
      bench.connect(listener, role: .display)
      bench.call(EventsSubscribe.self, .init(topics: ["sale", "device"]), from: listener)
    }
    bench.receivers = []
    bench.sell("A")
    // The sale is opened and has its line.
    let told = bench.receivers.filter(listeners.contains)
    #expect(told == listeners + listeners)
    bench.receivers = []
    bench.plugIn()
    #expect(bench.receivers == listeners + listeners)
  }

  @Test func `a reader that does not read loses its stream, and hears so once`() throws {
    let bench = try shop()
    bench.call(EventsSubscribe.self, .init(topics: ["sale"]), from: Self.display)
    for _ in 0..<120 {
      let sale = bench.sell("A")
      for _ in 0..<9 { bench.sell("A") }
      bench.call(SaleVoid.self, .init(cmd: bench.id(), sale: try #require(sale), reason: "test"))
    }
    let lost = events(bench).filter { $0["type"].string == "stream.lost" }
    #expect(lost.count == 1)
    #expect(events(bench).filter { $0["seq"] != .null }.count <= Limits.subscriberEvents + 1)
    #expect(bench.call(TillStatus.self, NoParams(), from: Self.display)?["result"] != .null)
  }

  @Test func `a reader that reads keeps its stream`() throws {
    let bench = try shop()
    bench.call(EventsSubscribe.self, .init(topics: ["sale"]), from: Self.display)
    for _ in 0..<120 {
      let sale = bench.sell("A")
      for _ in 0..<9 {
        bench.sell("A")
        bench.step(.sent(Self.display, events: 2, bytes: 1000))
      }
      bench.call(SaleVoid.self, .init(cmd: bench.id(), sale: try #require(sale), reason: "test"))
    }
    #expect(!events(bench).contains { $0["type"].string == "stream.lost" })
  }

  @Test func `a position that the journal does not have is gone`() throws {
    let bench = try shop()
    let answer = bench.call(EventsSubscribe.self, .init(since: 1_000_000), from: Self.display)
    #expect(answer?["error"]["code"].integer == 1410)
    #expect(answer?["error"]["data"]["retry"].string == "snapshot")
  }

  @Test func `a display may look and nothing else`() throws {
    let bench = try shop()
    #expect(bench.call(TillStatus.self, NoParams(), from: Self.display)?["result"] != .null)
    let refused = bench.call(SaleAdd.self, .init(cmd: bench.id(), sku: "A"), from: Self.display)
    #expect(refused?["error"]["code"].integer == 1403)
    #expect(bench.store.sales.isEmpty)
  }

  @Test func `history is read until the live events are reached`() throws {
    let bench = try shop()
    for _ in 0..<5 { bench.sell("A") }
    bench.call(EventsSubscribe.self, .init(since: 0), from: Self.display)
    bench.sell("A")
    while let (ticket, after, limit) = bench.effects.compactMap({ effect -> (Ticket, Int64, Int)? in
      if case .inquire(let ticket, .history(let after, let limit)) = effect {
        (ticket, after, limit)
      } else {
        nil
      }
    }).last, events(bench).last?["seq"].integer != bench.store.events.last?.position {
      let page = bench.store.events.filter { $0.position > after }.prefix(limit)
      bench.step(.answered(ticket, .history(Array(page))))
    }
    bench.sell("A")
    let positions = events(bench).compactMap { $0["seq"].integer }
    #expect(positions == bench.store.events.map(\.position))
  }

  @Test func `the same inputs give the same effects`() throws {
    func day() throws -> [AnyJSON] {
      let bench = try Bench(seed: 42)
      bench.stock("A")
      bench.openShift()
      let sale = bench.sell("A")
      bench.call(SalePay.self, .init(cmd: bench.id(), sale: sale, tender: "card", given: nil))
      bench.call(ShiftClose.self, .init(cmd: bench.id()))
      return bench.sent[Bench.cashier] ?? []
    }
    #expect(try day() == day())
  }
}
