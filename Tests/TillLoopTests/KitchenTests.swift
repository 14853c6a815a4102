// Papers by route: what each station of the kitchen gets, labels for the shelf, test pages.

import Domains
import ESCPOS
import Testing
import TillLoop
import TillTestKit
import Values
import Wire

@Suite struct KitchenTests {
  private func restaurant() throws -> Bench {
    let routes: AnyJSON = .object([
      "receipt": .object(["printers": names("front")]),
      "grill": .object(["printers": names("k1"), "categories": names("meat", "fish")]),
      "bar": .object(["printers": names("k2"), "categories": names("drinks")]),
    ])
    let bench = try Bench.shop(printers: ["front", "k1", "k2"], routes: routes)
    for code in ["meat", "drinks", "sweets"] {
      bench.call(CategoryPut.self, CategoryPut.Params(cmd: bench.id(), code: code, name: code))
    }
    for (sku, category) in [("STEAK", "meat"), ("COLA", "drinks"), ("CAKE", "sweets")] {
      bench.call(
        ProductPut.self,
        ProductPut.Params(
          cmd: bench.id(), sku: sku, name: "Our \(sku)", barcodes: [],
          price: Money(1990, .eur), category: category))
    }
    return bench
  }

  @Test func `each station gets its own lines, without prices, in the sale's commit`() throws {
    let bench = try restaurant()
    bench.sell("STEAK", milli: 2000)
    bench.sell("CAKE")
    let sale = bench.sell("COLA")
    bench.commitsAtOnce = false
    bench.call(
      SalePay.self, SalePay.Params(cmd: bench.id(), sale: sale, tender: "card", given: nil))
    #expect(bench.waiting.count == 1 && bench.waiting[0].outbox.map(\.number) == [1, 2, 3])
    bench.commit()
    #expect(bench.handed == [Handed(1, "front"), Handed(2, "k2"), Handed(3, "k1")])
    let bar = try #require(try bench.paper(2))
    let grill = try #require(try bench.paper(3))
    #expect(bar.contains("Our COLA") && !bar.contains("STEAK") && !bar.contains("CAKE"))
    #expect(grill.contains("Our STEAK") && grill.contains("2 x") && !grill.contains("COLA"))
    #expect(grill.contains("T1-000001"))
    for ticket in [bar, grill] { #expect(!ticket.contains("19.90") && !ticket.contains("39.80")) }
    #expect(try bench.paper(3, asCopy: true)?.contains("COPY") == true)
  }

  @Test func `a sale without anything to make, and a voided line, give no ticket`() throws {
    let bench = try restaurant()
    bench.sell("CAKE")
    let sale = try #require(bench.sell("COLA"))
    bench.call(
      SaleLine.self,
      SaleLine.Params(cmd: bench.id(), sale: sale, line: 2, void: .init(reason: "none left")))
    bench.call(
      SalePay.self, SalePay.Params(cmd: bench.id(), sale: sale, tender: "card", given: nil))
    #expect(bench.store.jobs.keys.sorted() == [1])
  }

  @Test func `a ticket stays what it was when the routes change`() throws {
    let bench = try restaurant()
    bench.sellOne("STEAK")
    bench.set("print.routes", .object([:]))
    #expect(try bench.paper(2)?.contains("Our STEAK") == true)
  }

  /// A till that starts with a test page queued for a printer.
  private func testing(_ device: String) throws -> Bench {
    let bench = try Bench.shop(printers: [])
    let page = OutboxRow(number: 1, kind: .print, intent: Intent.test(device: device).bytes)
    bench.store.commit(Batch(number: 0, outbox: [page]))
    return bench
  }

  @Test func `a test page goes to its printer, and to no other`() throws {
    let bench = try testing("k1").crashed()
    #expect(bench.store.jobs[1]?.state == .failed)
    let text = try #require(try bench.paper(1))
    #expect(text.contains("TEST PAGE") && text.contains("€") && text.contains("ß"))
    bench.printer("front")
    bench.printer("k1")
    bench.pass(milliseconds: 60_000)
    // Hours later it would test nothing; a person may still want it.
    #expect(bench.handed.isEmpty)
    _ = bench.retry(1)
    #expect(bench.handed == [Handed(1, "k1")])
    bench.step(.printed(job: 1, .failed("cover open")))
    bench.pass(milliseconds: 60_000)
    #expect(bench.handed.count == 1)
  }

  @Test func `labels show the product as it is, so many times`() throws {
    let bench = try restaurant()
    bench.call(LabelPrint.self, LabelPrint.Params(cmd: bench.id(), sku: "CAKE", count: 3))
    let text = try #require(try bench.paper(1))
    #expect(text.split(separator: "Our CAKE").count == 4)
    #expect(text.contains("19.90"))
    let unknown = bench.call(LabelPrint.self, LabelPrint.Params(cmd: bench.id(), sku: "X"))
    #expect(bench.kind(unknown) == "no_such_product")
  }
}
