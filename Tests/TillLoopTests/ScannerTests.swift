// Scanners at the lane: raw scans kept, repeats within the window refused, claims.

import Domains
import Testing
import TillLoop
import TillTestKit
import Values
import Wire

struct LaneTests {
  private let form = Connection(7)

  private func shop() throws -> Bench {
    let bench = try Bench()
    bench.openShift()
    bench.stock("A", minor: 1250, barcodes: ["4006381333931"])
    bench.step(
      .device(DeviceView(id: "gun", kind: "scanner", state: "ready", why: nil)))
    bench.connect(form)
    bench.call(EventsSubscribe.self, .init(topics: ["scan"]))
    return bench
  }

  private func scan(_ bench: Bench, _ raw: String = "4006381333931") {
    bench.step(.scanned(device: "gun", raw: raw))
  }

  private func types(_ bench: Bench) -> [String] { bench.store.events.map(\.type) }

  private func told(_ bench: Bench, _ connection: Connection, _ type: String) -> [AnyJSON] {
    (bench.sent[connection] ?? []).map { $0["params"] }.filter { $0["type"].string == type }
  }

  @Test func `a scan is in the journal as it came, before what was made of it`() throws {
    let bench = try shop()
    scan(bench)
    #expect(types(bench).suffix(3) == ["scan.received", "sale.opened", "sale.line_added"])
    let kept = try #require(bench.store.events.first { $0.type == "scan.received" })
    #expect(AnyJSON.value(of: kept.body)["raw"].string == "4006381333931")
    #expect(kept.circumstance.actor == "scanner:gun")
  }

  @Test func `a scan that cannot be sold is kept too`() throws {
    let bench = try shop()
    bench.call(ShiftClose.self, .init(cmd: bench.id()))
    scan(bench)
    #expect(types(bench).last == "scan.received")
    #expect(told(bench, Bench.cashier, "scan.refused")[0]["data"]["kind"].string == "no_open_shift")
  }

  @Test(arguments: ["%B4111111111111111^DOE/J^2512", ";4111111111111111=2512"])
  func `a payment card is neither kept nor told`(raw: String) throws {
    let bench = try shop()
    let before = bench.store.events.count
    scan(bench, raw)
    #expect(bench.store.events.count == before)
    let refused = told(bench, Bench.cashier, "scan.refused")
    #expect(refused.count == 1 && refused[0]["data"]["code"] == .null)
  }

  @Test func `the same code at once is two articles unless a window says otherwise`() throws {
    let bench = try shop()
    scan(bench)
    scan(bench)
    #expect(types(bench).filter { $0 == "sale.line_added" }.count == 2)
    bench.call(
      ConfigSet.self, .init(cmd: bench.id(), key: "scan.duplicate_window", value: .integer(500)))
    scan(bench)
    scan(bench)
    #expect(types(bench).filter { $0 == "sale.line_added" }.count == 3)
    #expect(
      told(bench, Bench.cashier, "scan.refused")[0]["data"]["kind"].string == "duplicate_scan")
    bench.pass(milliseconds: 501)
    scan(bench)
    #expect(types(bench).filter { $0 == "sale.line_added" }.count == 4)
  }

  @Test func `a claimed scan reaches its client alone and is neither sold nor kept`() throws {
    let bench = try shop()
    let claim = bench.call(ScanClaim.self, .init(), from: form)?["result"]["claim"].string
    let before = bench.store.events.count
    scan(bench, "BADGE-17")
    #expect(told(bench, form, "scan.claimed")[0]["data"]["code"].string == "BADGE-17")
    #expect(told(bench, Bench.cashier, "scan.read").isEmpty)
    scan(bench)
    #expect(bench.store.events.count == before)
    let refused = told(bench, Bench.cashier, "scan.refused")
    #expect(refused.map { $0["data"]["kind"].string } == ["scanner_claimed"])
    bench.call(ScanAck.self, .init(claim: try #require(claim)), from: form)
    scan(bench)
    #expect(types(bench).last == "sale.line_added")
  }

  @Test func `an acknowledgement may ask for the next scan`() throws {
    let bench = try shop()
    let claim = try #require(
      bench.call(ScanClaim.self, .init(), from: form)?["result"]["claim"].string)
    scan(bench, "ONE")
    bench.call(ScanAck.self, .init(claim: claim, next: true), from: form)
    scan(bench, "TWO")
    #expect(told(bench, form, "scan.claimed").map { $0["data"]["code"].string } == ["ONE", "TWO"])
  }

  @Test func `one client at a time waits for a scan`() throws {
    let bench = try shop()
    let claim = bench.call(ScanClaim.self, .init(), from: form)?["result"]["claim"].string
    let second = bench.call(ScanClaim.self, .init())
    #expect(second?["error"]["data"]["kind"].string == "scanner_claimed")
    let foreign = bench.call(ScanRelease.self, .init(claim: try #require(claim)))
    #expect(foreign?["error"]["data"]["kind"].string == "no_such_claim")
    bench.step(.disconnected(form))
    #expect(bench.call(ScanClaim.self, .init())?["result"]["claim"].string == "c2")
  }

  @Test func `a claim ends with its patience and its client is told`() throws {
    let bench = try shop()
    bench.call(ScanClaim.self, .init(patience: 1000), from: form)
    bench.pass(milliseconds: 1000)
    #expect(told(bench, form, "scan.claim_ended")[0]["data"]["why"].string == "no_scan")
    scan(bench)
    #expect(types(bench).last == "sale.line_added")
    bench.call(ScanClaim.self, .init(), from: form)
    scan(bench, "BADGE")
    bench.pass(milliseconds: 10_000)
    #expect(told(bench, form, "scan.claim_ended")[1]["data"]["why"].string == "no_ack")
  }

  @Test func `a claim names a scanner that is there`() throws {
    let bench = try shop()
    let unknown = bench.call(ScanClaim.self, .init(device: "ghost"))
    #expect(unknown?["error"]["data"]["kind"].string == "no_such_scanner")
    #expect(
      bench.call(ScanClaim.self, .init(patience: 5))?["error"]["data"]["kind"].string
        == "invalid_params")
    bench.step(.device(DeviceView(id: "ring", kind: "scanner", state: "ready", why: nil)))
    bench.call(ScanClaim.self, .init(device: "ring"), from: form)
    scan(bench)
    #expect(types(bench).last == "sale.line_added")
  }

  @Test func `what was learned of a scanner is kept if it can be used`() throws {
    let bench = try shop()
    func set(_ settings: AnyJSON) -> AnyJSON? {
      bench.call(
        ConfigSet.self,
        .init(
          cmd: bench.id(), key: "scan.scanners", value: .object(["05f9:2206:S1A:1-1.2": settings])))
    }
    #expect(set(.object(["layout": .string("fr")]))?["result"] != .null)
    let broken = set(.object(["patienceMilliseconds": .integer(-1)]))
    #expect(broken?["error"]["data"]["kind"].string == "invalid_setting")
    #expect(broken?["error"]["message"].string?.contains("05f9:2206:S1A:1-1.2") == true)
  }

  @Test func `a scanner may have a window of its own`() throws {
    let bench = try shop()
    bench.call(
      ConfigSet.self,
      .init(
        cmd: bench.id(), key: "scan.scanners",
        value: .object(["gun": .object(["duplicateWindowMilliseconds": .integer(300)])])))
    scan(bench)
    scan(bench)
    bench.step(.scanned(device: "ring", raw: "4006381333931"))
    #expect(types(bench).filter { $0 == "sale.line_added" }.count == 2)
  }
}
