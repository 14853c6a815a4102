// The same command gets the same answer, however often and whenever it is sent.

import Domains
import Testing
import TillLoop
import TillTestKit
import Values
import Wire

@Suite struct IdempotencyTests {
  private func shop(_ sabotage: Set<Sabotage> = []) throws -> Bench {
    let bench = try Bench(sabotage: sabotage)
    bench.stock("A")
    bench.openShift()
    bench.plugIn()
    return bench
  }

  private func same(_ a: AnyJSON?, _ b: AnyJSON?) -> Bool {
    guard case .object(var second) = b?["result"] else { return false }
    guard second.removeValue(forKey: "replayed") == .boolean(true) else { return false }
    return a?["result"] == .object(second)
  }

  @Test func `a repeated scan adds one line and answers the same`() throws {
    let bench = try shop()
    let params = SaleAdd.Params(cmd: bench.id(), sku: "A")
    let first = bench.call(SaleAdd.self, params)
    let second = bench.call(SaleAdd.self, params)
    #expect(same(first, second))
    #expect(bench.store.events.filter { $0.type == "sale.line_added" }.count == 1)
  }

  @Test func `without deduplication the repeated scan doubles the line`() throws {
    let bench = try shop([.skipDeduplication])
    let params = SaleAdd.Params(cmd: bench.id(), sku: "A")
    bench.call(SaleAdd.self, params)
    bench.call(SaleAdd.self, params)
    #expect(bench.store.events.filter { $0.type == "sale.line_added" }.count == 2)
  }

  @Test func `the first answer comes again although the sale went on`() throws {
    let bench = try shop()
    let params = SaleAdd.Params(cmd: bench.id(), sku: "A")
    let first = bench.call(SaleAdd.self, params)
    bench.sell("A")
    bench.sell("A")
    #expect(same(first, bench.call(SaleAdd.self, params)))
  }

  @Test func `a retry before the first commit waits for it and decides nothing`() throws {
    let bench = try shop()
    bench.commitsAtOnce = false
    let params = SaleAdd.Params(cmd: bench.id(), sku: "A")
    bench.call(SaleAdd.self, params)
    let first = bench.last
    #expect(bench.call(SaleAdd.self, params) == nil)
    #expect(bench.waiting.count == 1)
    bench.commit()
    #expect(same(bench.answer(to: first), bench.answer(to: bench.last)))
  }

  @Test func `a payment is taken once across a crash`() throws {
    let bench = try shop()
    let sale = bench.sell("A")
    let params = SalePay.Params(
      cmd: bench.id(), sale: sale, tender: "cash", given: Money(1000, .eur))
    bench.commitsAtOnce = false
    bench.call(SalePay.self, params)
    let batch = try #require(bench.waiting.first)
    bench.store.commit(batch)
    let next = try bench.crashed()
    let answer = next.call(SalePay.self, params)
    #expect(answer?["result"]["replayed"] == .boolean(true))
    #expect(answer?["result"]["receipt"].string == "T1-000001")
    #expect(next.store.events.filter { $0.type == "payment.captured" }.count == 1)
  }

  @Test func `the same id for another request is a conflict`() throws {
    let bench = try shop()
    let command = bench.id()
    bench.call(SaleAdd.self, SaleAdd.Params(cmd: command, sku: "A"))
    let answer = bench.call(
      SaleAdd.self, SaleAdd.Params(cmd: command, sku: "A", qty: Quantity(milli: 2000)))
    #expect(answer?["error"]["code"].integer == 1409)
    #expect(answer?["error"]["data"]["kind"].string == "command_reused")
  }

  @Test func `a refused command may be sent again once it is possible`() throws {
    let bench = try Bench()
    bench.stock("A")
    let params = SaleAdd.Params(cmd: bench.id(), sku: "A")
    #expect(bench.call(SaleAdd.self, params)?["error"]["data"]["kind"].string == "no_open_shift")
    bench.openShift()
    #expect(bench.call(SaleAdd.self, params)?["result"]["sale"]["lines"].count == 1)
  }
}
