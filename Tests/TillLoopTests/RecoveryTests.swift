// After a crash the till decides from the disk alone; nothing is printed or kicked twice.

import Domains
import ESCPOS
import Testing
import TillLoop
import TillTestKit
import Values
import Wire

@Suite struct RecoveryTests {
  private func paid() throws -> Bench {
    let bench = try Bench()
    bench.stock("A")
    bench.openShift()
    bench.plugIn()
    let sale = bench.sell("A")
    bench.call(
      SalePay.self, SalePay.Params(cmd: bench.id(), sale: sale, tender: "cash", given: nil))
    return bench
  }

  @Test func `an open sale is there again, line by line`() throws {
    let bench = try Bench()
    bench.stock("A")
    bench.openShift()
    bench.sell("A")
    bench.sell("A", milli: 2000)
    let before = bench.call(SaleGet.self, SaleGet.Params())?["result"]
    let next = try bench.crashed()
    #expect(next.call(SaleGet.self, SaleGet.Params())?["result"] == before)
  }

  @Test func `a decision that was not durable never happened`() throws {
    let bench = try Bench()
    bench.stock("A")
    bench.openShift()
    bench.sell("A")
    bench.commitsAtOnce = false
    bench.sell("A")
    let next = try bench.crashed()
    #expect(next.call(SaleGet.self, SaleGet.Params())?["result"]["sale"]["lines"].count == 1)
  }

  @Test func `a printer is asked about a job that a crash interrupted`() throws {
    let bench = try paid()
    #expect(bench.deeds.prints == [2])
    let next = try bench.crashed()
    next.plugIn()
    #expect(next.deeds.prints.isEmpty)
    let asked = next.effects.compactMap { if case .recall(let job, _) = $0 { job } else { nil } }
    #expect(asked == [2])
    next.step(.recalled(job: 2, printed: true))
    #expect(next.store.jobs[2]?.state == .printed)
  }

  @Test func `a job nobody knows about is unknown, and its retry is headed COPY`() throws {
    let next = try paid().crashed()
    next.plugIn()
    next.step(.recalled(job: 2, printed: false))
    #expect(next.store.jobs[2]?.state == .unknown)
    next.call(PrintRetry.self, PrintRetry.Params(cmd: next.id(), job: "p2"))
    let copies = next.effects.compactMap { effect -> Bool? in
      if case .print(2, _, let asCopy, _) = effect { asCopy } else { nil }
    }
    #expect(copies == [true])
  }

  @Test func `a drawer is not kicked again after a crash`() throws {
    let bench = try paid()
    #expect(bench.deeds.kicks == [1])
    let next = try bench.crashed()
    next.plugIn()
    #expect(next.deeds.kicks.isEmpty)
    #expect(next.store.jobs[1]?.state == .unverified)
    #expect(next.store.events.contains { $0.type == "drawer.unverified" })
  }

  @Test func `a job that was only queued is printed after the crash, as an original`() throws {
    let bench = try Bench()
    bench.stock("A")
    bench.openShift()
    let sale = bench.sell("A")
    bench.call(
      SalePay.self, SalePay.Params(cmd: bench.id(), sale: sale, tender: "card", given: nil))
    #expect(bench.deeds.prints.isEmpty)
    let next = try bench.crashed()
    next.plugIn()
    let originals = next.effects.compactMap { effect -> Bool? in
      if case .print(_, _, let asCopy, _) = effect { !asCopy } else { nil }
    }
    #expect(originals == [true])
  }

  @Test func `an import that was staged and not applied is abandoned, and seen by nobody`() throws {
    let bench = try Bench()
    bench.call(
      ProductImport.self, ProductImport.Params(cmd: bench.id(), rows: [["sku"], ["X"]]))
    let ticket = try #require(
      bench.effects.compactMap { effect -> Ticket? in
        if case .inquire(let ticket, .importCheck) = effect { ticket } else { nil }
      }.first)
    let found = ProductImport.Result(
      counts: ImportCounts(new: 1), errors: [], dryRun: false, mapping: [:])
    bench.step(.answered(ticket, .checked(found)))
    bench.step(
      .importChunk(
        ticket,
        [Product(sku: "X", name: "X", barcodes: [], price: Money(1, .eur), taxClass: "standard")],
        cursor: 1))
    #expect(bench.store.product(sku: "X") == nil)
    let next = try bench.crashed()
    #expect(next.store.events.last?.type == "product.import_abandoned")
    #expect(next.store.recovery.unfinishedImports.isEmpty)
  }

  @Test func `clock_jump_back_1_day`() throws {
    let bench = try Bench()
    bench.stock("A")
    bench.openShift()
    bench.sell("A")
    let before = try #require(bench.store.events.last)
    bench.now = Now(wall: bench.now.wall - 86_400_000, boot: bench.now.boot + 1000, zone: 0)
    bench.sell("A")
    let after = try #require(bench.store.events.last)
    #expect(after.type == "sale.line_added")
    #expect(after.time > before.time)
    #expect(after.quality == .untrusted)
    #expect(bench.call(TillStatus.self, NoParams())?["result"]["clock"].string == "untrusted")
  }
}
