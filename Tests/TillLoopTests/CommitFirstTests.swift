// Promise 1: nothing is shown before it is durable.

import Domains
import Testing
import TillLoop
import TillTestKit
import Values
import Wire

@Suite struct CommitFirstTests {
  private func shop() throws -> Bench {
    let bench = try Bench()
    bench.stock("A")
    bench.openShift()
    bench.plugIn()
    return bench
  }

  @Test func `an answer waits for the commit of its batch`() throws {
    let bench = try shop()
    bench.commitsAtOnce = false
    let early = bench.call(SaleAdd.self, SaleAdd.Params(cmd: bench.id(), sku: "A"))
    #expect(early == nil)
    #expect(bench.waiting.count == 1)
    bench.commit()
    let answer = try #require(bench.answer(to: bench.last))
    #expect(answer["result"]["sale"]["total"]["minor"].integer == 249)
  }

  @Test func `the same test fails for a till that answers before it commits`() throws {
    let bench = try Bench(sabotage: [.answerBeforeCommit])
    bench.stock("A")
    bench.openShift()
    bench.commitsAtOnce = false
    #expect(bench.call(SaleAdd.self, SaleAdd.Params(cmd: bench.id(), sku: "A")) != nil)
  }

  @Test func `subscribers hear of an event only when it is durable`() throws {
    let bench = try shop()
    bench.call(EventsSubscribe.self, EventsSubscribe.Params(topics: ["sale"]))
    bench.commitsAtOnce = false
    bench.sell("A")
    let before = bench.sent[Bench.cashier]?.filter { $0["method"].string == "event" }.count
    #expect(before == 0)
    bench.commit()
    let types = bench.sent[Bench.cashier]?.compactMap { $0["params"]["type"].string }
    #expect(types == ["sale.opened", "sale.line_added"])
  }

  @Test func `a second scan sees the first before its sync is done, and one sync serves both`()
    throws
  {
    let bench = try shop()
    bench.commitsAtOnce = false
    bench.sell("A")
    bench.sell("A")
    #expect(bench.waiting.count == 2)
    bench.commit()
    let answer = try #require(bench.answer(to: bench.last))
    #expect(answer["result"]["sale"]["lines"].count == 2)
  }

  @Test func `a parked sale of an earlier life ends once, however fast it is asked twice`() throws {
    let earlier = try shop()
    let sale = try #require(earlier.sell("A"))
    earlier.call(SaleHold.self, .init(cmd: earlier.id(), sale: sale))
    let bench = try earlier.crashed()
    bench.commitsAtOnce = false
    for reason in ["customer left", "again"] {
      bench.call(SaleVoid.self, .init(cmd: bench.id(), sale: sale, reason: reason))
    }
    bench.commit()
    #expect(bench.store.events.count { $0.type == "sale.voided" } == 1)
    #expect(bench.answer(to: bench.last)?["error"] != .null)
  }

  @Test func `printer and drawer are called after the sale and their start are durable`() throws {
    let bench = try shop()
    let sale = bench.sell("A")
    bench.commitsAtOnce = false
    bench.call(
      SalePay.self, SalePay.Params(cmd: bench.id(), sale: sale, tender: "cash", given: nil))
    #expect(bench.deeds.prints.isEmpty && bench.deeds.kicks.isEmpty)
    // The sale itself becomes durable; only now is the start of its jobs decided.
    let first = try #require(bench.waiting.first)
    #expect(first.outbox.map(\.state) == [.queued, .queued])
    bench.commit()
    #expect(bench.deeds.prints.count == 1 && bench.deeds.kicks.count == 1)
    #expect(bench.store.jobs.values.allSatisfy { $0.state == .started && $0.attempts == 1 })
  }

  @Test func `a sale and everything that follows from it is one batch`() throws {
    let bench = try shop()
    let sale = bench.sell("A")
    bench.commitsAtOnce = false
    bench.call(
      SalePay.self,
      SalePay.Params(cmd: bench.id(), sale: sale, tender: "cash", given: Money(1000, .eur)))
    let batch = try #require(bench.waiting.first)
    #expect(
      batch.events.map(\.type) == ["payment.captured", "sale.payment_applied", "sale.completed"])
    #expect(batch.outbox.map(\.kind) == [.kick, .print])
    #expect(batch.command != nil)
  }
}
