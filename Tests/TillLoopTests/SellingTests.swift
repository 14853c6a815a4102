// A shop's day through the loop: scans, payment, parked sales, shifts.

import Domains
import ESCPOS
import Testing
import TillLoop
import TillTestKit
import Values
import Wire

@Suite struct SellingTests {
  private func shop() throws -> Bench {
    let bench = try Bench()
    bench.stock("A", minor: 1250, barcodes: ["4006381333931"])
    bench.stock("B", minor: 799, taxClass: "reduced")
    bench.openShift()
    bench.plugIn()
    return bench
  }

  private func kind(_ answer: AnyJSON?) -> String? { answer?["error"]["data"]["kind"].string }

  @discardableResult
  private func pay(
    _ bench: Bench, _ sale: ID?, _ tender: String, _ minor: Int64?
  ) -> AnyJSON? {
    bench.call(
      SalePay.self,
      SalePay.Params(
        cmd: bench.id(), sale: sale, tender: tender, given: minor.map { Money($0, .eur) }))
  }

  @Test func `a scanned GTIN is found in any of its writings`() throws {
    let bench = try shop()
    for code in ["4006381333931", "04006381333931", "]E04006381333931"] {
      bench.call(SaleScan.self, SaleScan.Params(cmd: bench.id(), code: code))
    }
    let sale = bench.call(SaleGet.self, SaleGet.Params())?["result"]["sale"]
    #expect(sale?["lines"].count == 3)
    #expect(sale?["total"]["minor"].integer == 3750)
  }

  @Test func `an unknown code is a line that blocks payment until it is voided`() throws {
    let bench = try shop()
    let sale = bench.sell("A")
    let id = try #require(sale)
    bench.call(SaleScan.self, SaleScan.Params(cmd: bench.id(), code: "nothing"))
    #expect(kind(pay(bench, sale, "cash", 2000)) == "unknown_lines")
    bench.call(
      SaleLine.self,
      SaleLine.Params(cmd: bench.id(), sale: id, line: 2, void: .init(reason: "no such thing")))
    pay(bench, sale, "cash", 2000)
    bench.step(.kicked(job: 1, .opened, why: nil))
    #expect(bench.answer(to: bench.last)?["result"]["change"]["minor"].integer == 750)
  }

  @Test func `a split payment completes with its last part and gives change from cash only`() throws
  {
    let bench = try shop()
    let sale = bench.sell("A", milli: 2000)
    #expect(kind(pay(bench, sale, "card", 2501)) == "change_from_card")
    #expect(pay(bench, sale, "card", 2000)?["result"]["due"]["minor"].integer == 500)
    let last = pay(bench, sale, "cash", 1000)
    bench.step(.kicked(job: 1, .opened, why: nil))
    #expect(last == nil)
    let answer = try #require(bench.answer(to: bench.last))
    #expect(answer["result"]["change"]["minor"].integer == 500)
    #expect(answer["result"]["receipt"].string == "T1-000001")
    #expect(answer["result"]["drawer"].string == "opened")
    #expect(kind(pay(bench, sale, "cash", 1000)) == "sale_completed")
  }

  @Test func `an answer does not wait for a drawer that says nothing`() throws {
    let bench = try shop()
    let sale = bench.sell("A")
    #expect(pay(bench, sale, "cash", 1250) == nil)
    bench.pass(milliseconds: 500)
    #expect(bench.answer(to: bench.last)?["result"]["drawer"].string == "unverified")
  }

  @Test func `receipt numbers are gapless whatever is voided between`() throws {
    let bench = try shop()
    for round in 0..<6 {
      let sale = try #require(bench.sell("A"))
      if round.isMultiple(of: 2) {
        pay(bench, sale, "card", nil)
      } else {
        bench.call(SaleVoid.self, SaleVoid.Params(cmd: bench.id(), sale: sale, reason: "left"))
      }
    }
    let numbers = bench.store.sales.values.compactMap(\.number).sorted()
    #expect(numbers == ["T1-000001", "T1-000002", "T1-000003"])
  }

  @Test func `recall_after_shift_close`() throws {
    let bench = try shop()
    let sale = try #require(bench.sell("A"))
    bench.call(SaleHold.self, SaleParams(cmd: bench.id(), sale: sale))
    let z = bench.call(ShiftClose.self, ShiftClose.Params(cmd: bench.id()))
    #expect(z?["result"]["z"]["totals"]["sales"].integer == 0)
    let next = try bench.crashed()
    next.openShift()
    next.call(SaleRecall.self, SaleParams(cmd: next.id(), sale: sale))
    pay(next, sale, "card", nil)
    let x = next.call(ReportX.self, NoParams())
    #expect(x?["result"]["totals"]["gross"]["minor"].integer == 1250)
    #expect(next.store.shift(z: 1) != nil)
  }

  @Test func `so many sales are parked and no more`() throws {
    let bench = try shop()
    for _ in 0..<Limits.parkedSales {
      let sale = try #require(bench.sell("A"))
      #expect(
        bench.call(SaleHold.self, SaleParams(cmd: bench.id(), sale: sale))?["result"] != nil)
    }
    let sale = try #require(bench.sell("A"))
    let answer = bench.call(SaleHold.self, SaleParams(cmd: bench.id(), sale: sale))
    #expect(kind(answer) == "too_many_parked")
    #expect(bench.store.sales[sale]?.state == .open)
  }

  @Test func `closing parks an open sale and refuses one that is paid in part`() throws {
    let bench = try shop()
    let sale = try #require(bench.sell("A", milli: 2000))
    pay(bench, sale, "card", 1000)
    #expect(kind(bench.call(ShiftClose.self, .init(cmd: bench.id()))) == "sale_part_paid")
    let void = bench.call(SaleVoid.self, .init(cmd: bench.id(), sale: sale, reason: "left"))
    #expect(void?["result"]["refund"][0]["applied"]["minor"].integer == 1000)
    let other = try #require(bench.sell("B"))
    #expect(
      bench.call(ShiftClose.self, .init(cmd: bench.id()))?["result"]["z"]["number"].integer == 1)
    #expect(bench.store.sales[other]?.state == .parked)
  }

  @Test func `Z_with_zero_sales`() throws {
    let bench = try shop()
    pay(bench, bench.sell("A"), "card", nil)
    let first = bench.call(ShiftClose.self, .init(cmd: bench.id()))
    bench.openShift()
    let second = bench.call(ShiftClose.self, .init(cmd: bench.id()))
    #expect(second?["result"]["z"]["number"].integer == 2)
    #expect(second?["result"]["z"]["totals"]["gross"]["minor"].integer == 0)
    #expect(
      second?["result"]["z"]["totals"]["perpetual"] == first?["result"]["z"]["totals"]["perpetual"])
  }

  @Test func `price_change_while_line_open`() throws {
    let bench = try shop()
    bench.sell("A")
    bench.stock("A", minor: 9999)
    bench.sell("A")
    let lines = bench.call(SaleGet.self, SaleGet.Params())?["result"]["sale"]["lines"]
    #expect(lines?[0]["unitPrice"]["minor"].integer == 1250)
    #expect(lines?[1]["unitPrice"]["minor"].integer == 9999)
  }

  @Test func `a scan that follows a product's change waits for it`() throws {
    let bench = try shop()
    bench.commitsAtOnce = false
    bench.stock("C", minor: 100)
    #expect(bench.sell("C") == nil)
    #expect(bench.waiting.count == 1)
    bench.commit()
    #expect(bench.answer(to: bench.last)?["result"]["sale"]["total"]["minor"].integer == 100)
  }

  @Test func `a stale revision is refused and names both`() throws {
    let bench = try shop()
    let sale = try #require(bench.sell("A"))
    bench.sell("B")
    let answer = bench.call(
      SaleLine.self,
      SaleLine.Params(cmd: bench.id(), sale: sale, rev: 2, line: 1, qty: Quantity(milli: 3000)))
    #expect(answer?["error"]["code"].integer == 1409)
    #expect(answer?["error"]["message"].string?.contains("revision 3") == true)
  }

  @Test func `midnight_business_day`() throws {
    let bench = try shop()
    let day = bench.store.events.last?.circumstance.day
    bench.pass(milliseconds: 24 * 3_600_000)
    bench.sell("A")
    #expect(bench.store.events.last?.circumstance.day == day)
  }
}
