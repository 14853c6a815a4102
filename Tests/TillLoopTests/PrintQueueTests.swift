// The print queue: which printer, how often, and never two originals.

import Domains
import ESCPOS
import Testing
import TillLoop
import TillTestKit
import Values
import Wire

private let both: AnyJSON = .object([
  "receipt": .object(["printers": names("front", "back")])
])

@Suite struct PrintQueueTests {
  // MARK: - Which printer

  /// A printer's state, and which of the two has to print then; nil for neither.
  @Test(
    arguments: [
      ("ready", "ready", "front"), ("degraded", "ready", "back"), ("absent", "ready", "back"),
      ("opening", "ready", "back"), ("failed", "ready", "back"), ("ready", "absent", "front"),
      ("absent", "absent", nil), ("failed", "degraded", nil),
    ] as [(String, String, String?)])
  func `the first usable printer of the route prints`(
    front: String, back: String, expected: String?
  ) throws {
    let bench = try Bench.shop(printers: ["other"], routes: both)
    bench.printer("back", back)
    bench.printer("front", front)
    bench.sellOne()
    #expect(bench.handed == (expected.map { [Handed(1, $0)] } ?? []))
    #expect(bench.store.jobs[1]?.state == (expected == nil ? .queued : .started))
    #expect(bench.store.jobs[1]?.printer == expected)
  }

  @Test func `a route without printers prints anywhere, but on a station's printer last`() throws {
    let grill: AnyJSON = .object([
      "grill": .object(["printers": names("a-kitchen"), "categories": names("food")])
    ])
    let bench = try Bench.shop(printers: ["a-kitchen", "printer1", "printer0"], routes: grill)
    bench.sellOne()
    #expect(bench.handed == [Handed(1, "printer0")])
    bench.printer("printer0", "absent")
    bench.printer("printer1", "absent")
    bench.sellOne()
    #expect(bench.handed.last == Handed(2, "a-kitchen"))
  }

  @Test func `each printer has one job, and they work side by side`() throws {
    let routes: AnyJSON = .object([
      "receipt": .object(["printers": names("front")]),
      "label": .object(["printers": names("labels")]),
    ])
    let bench = try Bench.shop(printers: ["front", "labels"], routes: routes)
    bench.sellOne()
    bench.sellOne()
    bench.call(LabelPrint.self, LabelPrint.Params(cmd: bench.id(), sku: "A", count: 2))
    #expect(bench.handed == [Handed(1, "front"), Handed(3, "labels")])
    bench.step(.printed(job: 1, .printed(.fence)))
    #expect(bench.handed.last == Handed(2, "front"))
  }

  // MARK: - Failing over

  @Test func `a job of which no byte went out moves to the next printer`() throws {
    let bench = try Bench.shop(printers: ["front", "back"], routes: both)
    bench.sellOne()
    bench.step(.printed(job: 1, .failed("the printer takes no data")))
    #expect(bench.handed == [Handed(1, "front"), Handed(1, "back")])
    bench.step(.printed(job: 1, .printed(.fence)))
    #expect(bench.store.jobs[1]?.state == .printed && bench.store.jobs[1]?.attempts == 2)
  }

  @Test func `a job of which bytes went out never moves by itself`() throws {
    let bench = try Bench.shop(printers: ["front", "back"], routes: both)
    bench.sellOne()
    bench.step(.printed(job: 1, .unknown("unplugged")))
    bench.printer("front", "absent")
    bench.printer("front")
    bench.pass(milliseconds: 3_600_000)
    #expect(bench.handed == [Handed(1, "front")])
    #expect(bench.store.jobs[1]?.state == .unknown)
    _ = bench.retry(1)
    #expect(bench.handed.last == Handed(1, "front", copy: true))
  }

  @Test func `a failed job is printed by itself once its printer is well, as an original`() throws {
    let bench = try Bench.shop()
    bench.sellOne()
    bench.printer("printer0", "degraded", why: "paper out")
    bench.step(.printed(job: 1, .failed("paper out")))
    #expect(bench.store.jobs[1]?.state == .failed && bench.store.jobs[1]?.why == "paper out")
    bench.pass(milliseconds: 3_600_000)
    #expect(bench.handed.count == 1)
    bench.printer("printer0")
    #expect(bench.handed == [Handed(1, "printer0"), Handed(1, "printer0")])
    #expect(bench.store.jobs[1]?.state == .started && bench.store.jobs[1]?.why == nil)
  }

  @Test func `a printer that refuses and calls itself ready is tried five times, not for ever`()
    throws
  {
    let bench = try Bench.shop()
    bench.sellOne()
    for _ in 0..<50 {
      bench.step(.printed(job: 1, .failed("no")))
      bench.pass(milliseconds: 5000)
    }
    #expect(bench.handed.count == Int(Limits.printMisses))
    #expect(bench.store.jobs[1]?.state == .failed)
    // A person's word counts: five more.
    _ = bench.retry(1)
    #expect(bench.handed.count == Int(Limits.printMisses) + 1)
    #expect(!bench.handed.contains { $0.asCopy })
  }

  @Test func `a job that was tried too often stays with a person over a crash`() throws {
    let bench = try Bench.shop()
    bench.sellOne()
    for _ in 0..<5 {
      bench.step(.printed(job: 1, .failed("no")))
      bench.pass(milliseconds: 5000)
    }
    let next = try bench.crashed()
    next.printer("printer0")
    #expect(next.handed.isEmpty && next.store.jobs[1]?.state == .failed)
  }

  @Test func `a job that waits for its printer survives a crash and is printed once`() throws {
    let bench = try Bench.shop()
    bench.sellOne()
    bench.printer("printer0", "absent")
    bench.step(.printed(job: 1, .failed("unplugged before it began")))
    let next = try bench.crashed()
    next.printer("printer0")
    next.step(.printed(job: 1, .printed(.fence)))
    next.printer("printer0", "absent")
    next.printer("printer0")
    #expect(next.handed == [Handed(1, "printer0")])
  }

  @Test func `what cannot be drawn is no printer's fault and waits for a person`() throws {
    let bench = try Bench.shop()
    bench.sellOne()
    bench.sellOne()
    bench.step(.undrawn(job: 1, why: "it is not in the journal"))
    #expect(bench.handed == [Handed(1, "printer0"), Handed(2, "printer0")])
    bench.pass(milliseconds: 60_000)
    #expect(bench.store.jobs[1]?.state == .failed && bench.handed.count == 2)
  }

  @Test func `a late report about a job that moved on changes nothing`() throws {
    let bench = try Bench.shop(printers: ["front", "back"], routes: both)
    bench.sellOne()
    bench.step(.printed(job: 1, .failed("no")))
    bench.step(.printed(job: 1, .printed(.fence)))
    bench.step(.printed(job: 1, .failed("too late")))
    #expect(bench.store.jobs[1]?.state == .printed && bench.handed.count == 2)
  }

  // MARK: - Evidence

  @Test(
    arguments: [
      (PrintEvidence.fence, OutboxRow.State.printed, "print.printed"),
      (.status, .printed, "print.printed"), (.none, .sent, "print.sent"),
    ])
  func `the grade of the evidence is stored, and the weakest is not called printed`(
    evidence: PrintEvidence, state: OutboxRow.State, type: String
  ) throws {
    let bench = try Bench.shop()
    bench.sellOne()
    bench.step(.printed(job: 1, .printed(evidence)))
    #expect(bench.store.jobs[1]?.state == state)
    #expect(bench.store.jobs[1]?.evidence == evidence.rawValue)
    let event = try #require(bench.store.events.last)
    #expect(event.type == type)
    #expect(AnyJSON.value(of: event.body)["printer"].string == "printer0")
  }

  @Test func `the grades of a receipt's papers are kept together`() throws {
    let bench = try Bench.shop()
    bench.sellOne()
    bench.step(.printed(job: 1, .printed(.status)))
    _ = bench.copy(of: "T1-000001")
    let papers = bench.store.printJobs(ofReceipt: "T1-000001", limit: 10).map(PrintedPaper.init)
    #expect(papers.map(\.job) == ["p1", "p2"])
    #expect(papers.map(\.state) == [.printed, .started])
    #expect(papers.map(\.evidence) == ["status", nil] && papers.map(\.copy) == [nil, 1])
  }

  // MARK: - People

  @Test func `a discarded job that waited for its printer is not printed`() throws {
    let bench = try Bench.shop()
    bench.sellOne()
    bench.printer("printer0", "absent")
    bench.step(.printed(job: 1, .failed("unplugged")))
    bench.commitsAtOnce = false
    _ = bench.discard(1)
    // The printer comes back before the decision is durable.
    bench.printer("printer0")
    bench.commit()
    bench.commitsAtOnce = true
    #expect(bench.handed.count == 1 && bench.store.jobs[1]?.state == .discarded)
  }

  @Test func `of two people who decide about one job the second one sees the first`() throws {
    let bench = try Bench.shop()
    bench.sellOne()
    bench.step(.printed(job: 1, .unknown("unplugged")))
    bench.printer("printer0", "absent")
    bench.commitsAtOnce = false
    _ = bench.discard(1)
    #expect(bench.retry(1) == nil)
    let second = bench.last
    bench.commit()
    #expect(bench.kind(bench.answer(to: second)) == "job_discarded")
  }

  @Test func `a queued job says what it waits for`() throws {
    let bench = try Bench.shop(printers: [], routes: both)
    bench.printer("front", "degraded", why: "paper out")
    bench.sellOne()
    let waits = bench.effects.isEmpty ? nil : listed(bench)
    #expect(waits == [1: "front: paper out; back: absent"])
    bench.printer("front")
    #expect(listed(bench) == [:])
  }

  private func listed(_ bench: Bench) -> [Int64: String]? {
    bench.call(PrintList.self, PrintList.Params())
    return bench.effects.reversed().lazy.compactMap { effect -> [Int64: String]? in
      if case .inquire(_, .jobs(_, let waits)) = effect { waits } else { nil }
    }.first
  }

  // MARK: - Bounds

  @discardableResult
  private func label(_ bench: Bench) -> AnyJSON? {
    bench.call(LabelPrint.self, LabelPrint.Params(cmd: bench.id(), sku: "A"))
  }

  @Test func `a full queue refuses copies and labels by name, and no sale`() throws {
    let bench = try Bench.shop(printers: [])
    bench.sellOne()
    for _ in 1..<Limits.printJobs { label(bench) }
    #expect(bench.kind(bench.copy(of: "T1-000001")) == "print_queue_full")
    #expect(label(bench)?["error"]["code"].integer == 1429)
    let answer = bench.sellOne()
    let job = Int64(Limits.printJobs) + 1
    #expect(answer?["result"]["receipt"].string == "T1-000002")
    #expect(answer?["result"]["print"]["state"].string == "failed")
    #expect(bench.store.jobs[job]?.why == "the print queue is full")
    #expect(bench.store.events.last { $0.type == "print.failed" } != nil)
    // Once there is room a person may have it printed.
    bench.printer("printer0")
    bench.step(.printed(job: 1, .printed(.fence)))
    #expect(bench.retry(job)?["result"]["print"]["state"].string == "queued")
    #expect(bench.till.isSettled == false)
  }

  @Test func `decisions that are not durable yet count as well`() throws {
    let bench = try Bench.shop(printers: [])
    for _ in 1..<Limits.printJobs { label(bench) }
    bench.commitsAtOnce = false
    label(bench)
    #expect(bench.kind(label(bench)) == "print_queue_full")
  }

  @Test(arguments: [0, 101, -1, Int64.max] as [Int64])
  func `so many labels are refused`(count: Int64) throws {
    let bench = try Bench.shop()
    let answer = bench.call(
      LabelPrint.self, LabelPrint.Params(cmd: bench.id(), sku: "A", count: count))
    #expect(bench.kind(answer) == "label_count")
  }

  @Test func `a test page that no printer can take is tried again without a revision twice`() throws
  {
    let bench = try Bench()
    bench.openShift()
    bench.plugIn()
    bench.call(DeviceTest.self, .init(cmd: bench.id(), device: "printer0"))
    let job = try #require(bench.store.jobs.values.first?.number)
    bench.step(.printed(job: job, .failed("paper out")))
    bench.step(.device(DeviceView(id: "printer0", kind: "printer", state: "absent", why: nil)))
    bench.call(PrintRetry.self, .init(cmd: bench.id(), job: "p\(job)"))
    let versions = bench.store.events.filter { $0.stream == SagaEvent.stream(job: job) }
      .map(\.version)
    #expect(versions.count == 2)
    #expect(Set(versions).count == versions.count)
  }
}
