// The customer's display and the scale, as the loop drives them.

import Domains
import Testing
import TillLoop
import TillTestKit
import Values
import Wire

@Suite struct DisplayLoopTests {
  private func shop() throws -> Bench {
    let bench = try Bench()
    bench.step(.device(DeviceView(id: "display0", kind: "display", state: "ready", why: nil)))
    bench.plugIn()
    bench.openShift()
    bench.stock("A", minor: 129)
    return bench
  }

  private func shown(_ bench: Bench) -> [CustomerLines] {
    bench.effects.compactMap { if case .show(let lines) = $0 { lines } else { nil } }
  }

  @Test func `a sale is shown line by line, then what is to pay, then the change`() throws {
    let bench = try shop()
    bench.sell("A", milli: 2000)
    #expect(
      shown(bench).last
        == CustomerLines(upper: .init("2 Product A", "2.58"), lower: .init("TOTAL", "2.58")))
    let sale = try #require(bench.sell("A"))
    bench.call(
      SalePay.self,
      SalePay.Params(cmd: bench.id(), sale: sale, tender: "cash", given: Money(500, .eur)))
    let last = try #require(shown(bench).last)
    #expect(last.upper == .init("TOTAL", "3.87"))
    #expect(last.lower == .init("CHANGE", "1.13"))
  }

  @Test func `nothing is shown before it is durable`() throws {
    let bench = try shop()
    bench.commitsAtOnce = false
    let before = shown(bench).count
    bench.sell("A")
    #expect(shown(bench).count == before)
    bench.commit()
    #expect(shown(bench).count == before + 1)
  }

  @Test func `the same text is not shown twice and nobody is shown nothing`() throws {
    let bench = try shop()
    let before = shown(bench).count
    bench.call(TillStatus.self, NoParams())
    bench.stock("B")
    #expect(shown(bench).count == before)

    let without = try Bench()
    without.openShift()
    without.stock("A")
    without.sell("A")
    #expect(shown(without).isEmpty)
  }
}

@Suite struct ScaleLoopTests {
  private func shop() throws -> Bench {
    let bench = try Bench()
    bench.step(.device(DeviceView(id: "scale0", kind: "scale", state: "ready", why: nil)))
    bench.openShift()
    bench.call(
      ProductPut.self,
      ProductPut.Params(
        cmd: bench.id(), sku: "APPLES", name: "Apples", barcodes: [], price: Money(299, .eur),
        taxClass: "standard", unit: "kg"))
    return bench
  }

  private func tickets(_ bench: Bench) -> [Ticket] {
    bench.effects.compactMap { if case .weigh(let ticket, _) = $0 { ticket } else { nil } }
  }

  private func answered(_ bench: Bench) -> AnyJSON? { bench.answer(to: bench.last) }

  @Test func `a weight is read when the scale says it`() throws {
    let bench = try shop()
    bench.call(ScaleRead.self, ScaleRead.Params())
    #expect(answered(bench) == nil)
    let ticket = try #require(tickets(bench).last)
    bench.step(.weighed(ticket, .weight(Quantity(milli: 355), .kilogram)))
    #expect(answered(bench)?["result"]["qty"].integer == 355)
    #expect(answered(bench)?["result"]["unit"].string == "kg")
  }

  @Test func `what is on the scale is sold once however often it is asked for`() throws {
    let bench = try shop()
    let params = SaleAdd.Params(cmd: bench.id(), sku: "APPLES", weigh: true)
    bench.call(SaleAdd.self, params)
    bench.step(
      .weighed(try #require(tickets(bench).last), .weight(Quantity(milli: 500), .kilogram)))
    let first = try #require(answered(bench))
    #expect(first["result"]["sale"]["lines"][0]["qty"].integer == 500)
    #expect(first["result"]["sale"]["total"]["minor"].integer == 150)
    bench.call(SaleAdd.self, params)
    #expect(tickets(bench).count == 1)
    #expect(answered(bench)?["result"]["replayed"] == .boolean(true))
    #expect(answered(bench)?["result"]["sale"]["lines"].count == 1)
  }

  @Test func `each way of not weighing has its name`() throws {
    let bench = try shop()
    let cases: [(Weighing, String)] = [
      (.unstable, "scale_unstable"), (.overloaded, "scale_overload"), (.negative, "scale_negative"),
      (.silent, "scale_silent"), (.failed("it is off"), "scale_failed"),
    ]
    for (weighing, kind) in cases {
      bench.call(ScaleRead.self, ScaleRead.Params())
      bench.step(.weighed(try #require(tickets(bench).last), weighing))
      #expect(answered(bench)?["error"]["data"]["kind"].string == kind)
    }
    bench.call(SaleAdd.self, SaleAdd.Params(cmd: bench.id(), sku: "APPLES", weigh: true))
    bench.step(.weighed(try #require(tickets(bench).last), .weight(.zero, .kilogram)))
    #expect(answered(bench)?["error"]["data"]["kind"].string == "scale_empty")
  }

  @Test func `a scale that says nothing is silent by the deadline and late words are ignored`()
    throws
  {
    let bench = try shop()
    bench.call(ScaleRead.self, ScaleRead.Params())
    let ticket = try #require(tickets(bench).last)
    bench.pass(milliseconds: 5_000)
    #expect(answered(bench)?["error"]["data"]["kind"].string == "scale_silent")
    let count = bench.sent[Bench.cashier]?.count
    bench.step(.weighed(ticket, .weight(.one, .kilogram)))
    #expect(bench.sent[Bench.cashier]?.count == count)
  }

  @Test func `goods sold by the piece are not weighed and no scale is said so`() throws {
    let bench = try shop()
    bench.stock("PIECE")
    bench.call(SaleAdd.self, SaleAdd.Params(cmd: bench.id(), sku: "PIECE", weigh: true))
    bench.step(.weighed(try #require(tickets(bench).last), .weight(.one, .kilogram)))
    #expect(answered(bench)?["error"]["data"]["kind"].string == "not_by_weight")
    let bare = try Bench()
    bare.call(ScaleRead.self, ScaleRead.Params())
    #expect(bare.answer(to: bare.last)?["error"]["data"]["kind"].string == "no_scale")
  }
}
