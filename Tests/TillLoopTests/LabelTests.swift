// What labels carry besides a number: weights, prices, dates, recalls; and codes that are no goods.

import Domains
import Testing
import TillLoop
import TillTestKit
import Values
import Wire

struct LabelTests {
  private func shop(rules: [String] = ["country DE"]) throws -> Bench {
    // 2026-09-21, noon.
    let bench = try Bench(wall: 1_790_000_000_000)
    bench.openShift()
    bench.call(
      ConfigSet.self,
      .init(cmd: bench.id(), key: "scan.rules", value: .array(rules.map(AnyJSON.string))))
    return bench
  }

  private func scan(_ bench: Bench, _ code: String, milli: Int64? = nil) -> AnyJSON? {
    bench.call(
      SaleScan.self,
      .init(cmd: bench.id(), code: code, qty: milli.map { Quantity(milli: $0) }))
  }

  private func line(_ answer: AnyJSON?) -> AnyJSON {
    let lines = answer?["result"]["sale"]["lines"] ?? .null
    return lines[lines.count - 1]
  }

  private func kind(_ answer: AnyJSON?) -> String? { answer?["error"]["data"]["kind"].string }

  @Test func `a weighed label sells its weight at the price of a kilogram`() throws {
    let bench = try shop()
    bench.stock("CHEESE", minor: 1990, barcodes: ["2811110000006"])
    let sold = line(scan(bench, "2811111068708"))
    #expect(sold["sku"].string == "CHEESE")
    #expect(sold["qty"].integer == 6870)
    #expect(sold["unit"].string == "kg")
    #expect(sold["total"]["minor"].integer == 13_671)
  }

  @Test func `a priced label sells at its own price`() throws {
    let bench = try shop()
    bench.stock("ROLL", minor: 1, barcodes: ["2211110000004"])
    let sold = line(scan(bench, "2211114002394"))
    #expect(sold["sku"].string == "ROLL")
    #expect(sold["qty"].integer == 1000)
    #expect(sold["total"]["minor"].integer == 239)
  }

  @Test func `a weighed label takes no quantity`() throws {
    let bench = try shop()
    bench.stock("CHEESE", minor: 1990, barcodes: ["2811110000006"])
    #expect(kind(scan(bench, "2811111068708", milli: 2000)) == "quantity_on_label")
  }

  @Test func `rules that cannot be read are refused and the old ones stay`() throws {
    let bench = try shop()
    let answer = bench.call(
      ConfigSet.self,
      .init(cmd: bench.id(), key: "scan.rules", value: .array([.string("wieght 28PPPP")])))
    #expect(kind(answer) == "invalid_setting")
    bench.stock("CHEESE", minor: 1990, barcodes: ["2811110000006"])
    #expect(line(scan(bench, "2811111068708"))["qty"].integer == 6870)
  }

  @Test func `rules survive a crash`() throws {
    let bench = try shop()
    bench.stock("CHEESE", minor: 1990, barcodes: ["2811110000006"])
    let next = try bench.crashed()
    #expect(line(scan(next, "2811111068708"))["qty"].integer == 6870)
  }

  @Test func `goods past their last day are refused, warned of or sold, as the shop says`() throws {
    let bench = try shop()
    bench.stock("MILK", barcodes: ["9506000134352"])
    bench.step(.device(DeviceView(id: "gun", kind: "scanner", state: "ready", why: nil)))
    bench.call(EventsSubscribe.self, .init(topics: ["scan"]))
    let old = "]d201095060001343521726092010AB-1"
    #expect(kind(scan(bench, old)) == "expired")
    #expect(line(scan(bench, "]d201095060001343521726092110AB-1"))["sku"].string == "MILK")
    bench.call(
      ConfigSet.self, .init(cmd: bench.id(), key: "scan.expired", value: .string("warn")))
    bench.step(.scanned(device: "gun", raw: old))
    let told = (bench.sent[Bench.cashier] ?? []).map { $0["params"] }
    #expect(told.contains { $0["type"].string == "scan.warning" })
    #expect(told.filter { $0["type"].string == "scan.refused" }.isEmpty)
    bench.call(
      ConfigSet.self, .init(cmd: bench.id(), key: "scan.expired", value: .string("allow")))
    #expect(line(scan(bench, old))["sku"].string == "MILK")
  }

  @Test func `best before is no last day`() throws {
    let bench = try shop()
    bench.stock("MILK", barcodes: ["9506000134352"])
    #expect(line(scan(bench, "]d2010950600013435215260101"))["sku"].string == "MILK")
  }

  @Test func `a recalled lot is refused and another one sold`() throws {
    let bench = try shop()
    bench.stock("MILK", barcodes: ["9506000134352"])
    bench.call(
      ConfigSet.self,
      .init(
        cmd: bench.id(), key: "scan.recalls", value: .array([.string("9506000134352 AB-1")])))
    #expect(kind(scan(bench, "]d2010950600013435210AB-1")) == "recalled")
    #expect(line(scan(bench, "]d2010950600013435210AB-2"))["sku"].string == "MILK")
    #expect(line(scan(bench, "9506000134352"))["sku"].string == "MILK")
    bench.call(
      ConfigSet.self,
      .init(cmd: bench.id(), key: "scan.recalls", value: .array([.string("9506000134352")])))
    #expect(kind(scan(bench, "9506000134352")) == "recalled")
  }

  @Test(arguments: [
    ("9800000000007", "scanned_coupon"), ("T1-000912", "scanned_receipt"),
    ("STAFF-17", "scanned_staff"), ("GIFT-77", "scanned_gift_card"), ("DRAWER", "scanned_drawer"),
  ])
  func `a code that is no goods is named, never an unknown product`(code: String, refusal: String)
    throws
  {
    let bench = try shop()
    #expect(kind(scan(bench, code)) == refusal)
    bench.stock(code)
    #expect(line(scan(bench, code))["sku"].string == code)
  }

  @Test func `eight digits that two products share find the one that is there`() throws {
    let bench = try shop()
    bench.stock("SODA", barcodes: ["012345000058"])
    let answer = scan(bench, "01234558")
    #expect(line(answer)["sku"].string == "SODA" || line(answer)["kind"].string == "unknown")
  }
}
