// The process ends at each step of a print job: the next one neither loses it nor prints a second
// original.

import Domains
import ESCPOS
import Testing
import TillLoop
import TillTestKit
import Values
import Wire

@Suite struct PrintCrashTests {
  /// How far a job came before the end.
  enum Step: CaseIterable {
    case paid, committed, starting, started, handed, printedUntold, told
  }

  /// The store as the crash leaves it, and what came out of the printer before it.
  private func crash(at step: Step, sabotage: Set<Sabotage> = []) throws -> (Bench, papers: Int) {
    let bench = try Bench.shop(printers: [])
    let sale = bench.sell("A")
    bench.commitsAtOnce = false
    bench.call(
      SalePay.self, SalePay.Params(cmd: bench.id(), sale: sale, tender: "card", given: nil))
    var papers = 0
    if step != .paid { bench.commit() }
    if step != .paid && step != .committed { bench.printer("printer0") }
    if [.started, .handed, .printedUntold, .told].contains(step) { bench.commit() }
    if step == .printedUntold || step == .told {
      papers = 1
      bench.step(.printed(job: 1, .printed(.fence)))
    }
    if step == .told { bench.commit() }
    let next = try Bench(seed: 9, store: bench.store, sabotage: sabotage)
    return (next, papers)
  }

  @Test(arguments: Step.allCases, [true, false, nil] as [Bool?])
  func `nothing is lost and no second original is made`(step: Step, known: Bool?) throws {
    let (next, before) = try crash(at: step)
    next.printer("printer0")
    for effect in next.effects {
      if case .recall(let job, let printer) = effect {
        #expect(printer == "printer0")
        next.step(.recalled(job: job, printed: before > 0 ? known : known == true ? nil : known))
      }
    }
    guard step != .paid else {
      #expect(next.store.jobs.isEmpty && next.store.sales.values.allSatisfy { $0.number == nil })
      return
    }
    let originals = next.handed.count { !$0.asCopy }
    #expect(originals + before <= 1)
    let state = try #require(next.store.jobs[1]?.state)
    #expect([.printed, .started, .queued, .unknown].contains(state))
    if state == .unknown {
      _ = next.retry(1)
      #expect(next.handed == [Handed(1, "printer0", copy: true)])
    }
  }

  @Test func `a till that prints interrupted jobs again is seen to make a second original`() throws
  {
    let (next, before) = try crash(at: .printedUntold, sabotage: [.printTwice])
    next.printer("printer0")
    #expect(before + next.handed.count { !$0.asCopy } == 2)
  }

  @Test func `the start of a job is durable before its printer has it`() throws {
    let bench = try Bench.shop(printers: [])
    bench.sellOne()
    bench.commitsAtOnce = false
    bench.printer("printer0")
    #expect(bench.handed.isEmpty && bench.store.jobs[1]?.state == .queued)
    bench.commit()
    #expect(bench.handed == [Handed(1, "printer0")] && bench.store.jobs[1]?.state == .started)
  }

  @Test func `only the printer that had the job is asked, and not for ever`() throws {
    let bench = try Bench.shop(printers: ["printer0"])
    bench.sellOne()
    let next = try bench.crashed()
    next.printer("printer1")
    #expect(recalls(next).isEmpty && next.store.jobs[1]?.state == .started)
    next.pass(milliseconds: 60_000)
    #expect(recalls(next) == [1])
    next.step(.recalled(job: 1, printed: nil))
    #expect(next.store.jobs[1]?.state == .unknown)
  }

  private func recalls(_ bench: Bench) -> [Int64] {
    bench.effects.compactMap { if case .recall(let job, _) = $0 { job } else { nil } }
  }
}
