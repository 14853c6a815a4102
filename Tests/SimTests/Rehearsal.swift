// A day of the real till on the bench, by chance from a seed, with everything told to a tape.

import Domains
import ESCPOS
import TillLoop
import TillTestKit
import Values
import Wire

@testable import tillsim

/// A shop day by chance: what a judge would hear of it.
final class Rehearsal {
  private(set) var tape: [Told] = []
  private var bench: Bench
  private let store = MemoryStore()
  private let sabotage: Set<Sabotage>
  private var entropy: Entropy
  private var chance: Entropy
  private var request: Int64 = 0
  /// What each request asked, to know what a line answers.
  private var asked: [Int64: Sent] = [:]
  private var heard = 0
  private var done = 0
  private(set) var commands: [Sent] = []
  private var crashes: UInt64 = 0
  /// Whether papers come out and printers say nothing.
  private var isHanging = false
  private let tapeBox = TapeBox()

  /// Where the bench's witness writes.
  private final class TapeBox {
    /// Each with how many lines had been sent before it was durable.
    var batches: [(batch: Batch, lines: Int)] = []
    weak var bench: Bench?

    func take(_ batch: Batch) {
      batches.append((batch, bench?.sent[Bench.cashier]?.count ?? 0))
    }
  }

  init(seed: UInt64, sabotage: Set<Sabotage> = []) throws {
    self.sabotage = sabotage
    entropy = Entropy(seed: seed)
    chance = Entropy(seed: seed &+ 77)
    let box = tapeBox
    bench = try Bench(
      seed: seed, store: store, sabotage: sabotage, witness: { box.take($0) })
    box.bench = bench
    settle()
    send("events.subscribe", ["topics": .array([])])
    plugIn()
  }

  // MARK: - Acts

  /// Opens with a few products and a shift.
  func open(rules: [String: AnyJSON] = [:]) {
    for (key, value) in rules.sorted(by: { $0.key < $1.key }) {
      act("config.set", ["key": .string(key), "value": value])
    }
    for (index, price) in [99, 249, 333, 1_999, 5].enumerated() {
      let code = String(9_520_000_000_000 + index)
      act(
        "product.put",
        [
          "sku": .string("P\(index)"), "name": .string("Product \(index)"),
          "barcodes": .array([.string(Self.withCheckDigit(code))]),
          "price": .money(Int64(price), "EUR"),
          "taxClass": .string(["standard", "reduced", "zero"][index % 3]),
        ])
    }
    act("shift.open", ["float": .money(10_000, "EUR")])
  }

  /// One thing that somebody does, by chance.
  func actByChance() {
    let sale = store.sales.values.filter { $0.state != .voided }.map(\.id).sorted()
    let some: AnyJSON = pick(sale).map { .string($0.description) } ?? .null
    let open: AnyJSON = bench.till.books.current.map { .string($0.description) } ?? some
    switch below(30) {
    case 0...6, 26:
      act("sale.add", ["sku": .string("P\(below(6))"), "qty": .integer(Int64(below(4_000)) + 1)])
    case 7, 8: act("sale.scan", ["code": .string(scannable())])
    case 9:
      act(
        "sale.line", ["sale": open, "line": .integer(Int64(below(3)) + 1), "qty": .integer(1_500)])
    case 10:
      act(
        "sale.line",
        [
          "sale": open, "line": .integer(1), "void": .object(["reason": .string("changed mind")]),
        ])
    case 11: act("sale.hold", ["sale": open])
    case 12: act("sale.recall", ["sale": some])
    case 13: act("sale.void", ["sale": open, "reason": .string("left")])
    case 14...17:
      act("sale.pay", ["tender": .string("cash"), "given": .money(Int64(below(90_000)), "EUR")])
    case 18: act("sale.pay", ["sale": open, "tender": .string("card")])
    case 19:
      act(
        "sale.pay", ["tender": .string("card"), "given": .money(100, "EUR"), "ref": .string("r1")])
    case 20, 27: act("sale.pay", ["tender": .string("cash")])
    case 21:
      let numbers = store.sales.values.compactMap(\.number).sorted()
      act("receipt.print", ["number": .string(pick(numbers) ?? "T1-000001")])
    case 22: actOnCash()
    case 23, 28, 29: resend()
    case 24: actOnJob()
    default:
      act("shift.close", [:])
      act("shift.open", ["float": .money(Int64(below(9_999)), "EUR")])
    }
  }

  private func actOnCash() {
    switch below(4) {
    case 0: act("drawer.open", ["reason": .string("change")])
    case 1:
      act(
        "shift.move",
        ["kind": .string("pay_in"), "amount": .money(500, "EUR"), "reason": .string("coins")])
    case 2:
      act(
        "shift.move",
        ["kind": .string("drop"), "amount": .money(700, "EUR"), "reason": .string("safe")])
    default: act("shift.count", ["counted": .money(Int64(below(50_000)), "EUR")])
    }
  }

  private func actOnJob() {
    let jobs = store.jobs.values.filter { $0.kind == .print }.map(\.number).sorted()
    guard let job = pick(jobs) else { return }
    if below(2) == 0 {
      act("print.retry", ["job": .string("p\(job)")])
    } else {
      act("print.discard", ["job": .string("p\(job)"), "reason": .string("not needed")])
    }
  }

  /// Sends an old command again; sometimes with another body under its id.
  private func resend() {
    guard let old = pick(commands) else { return }
    var params = old.params.fields
    if below(3) == 0 {
      for name in ["qty", "reason", "ref", "name"] {
        switch params[name] {
        case .integer(let value): params[name] = .integer(value + 1)
        case .string(let text): params[name] = .string(text + "!")
        default: continue
        }
      }
    }
    send(old.method, params)
  }

  /// Sends a command with a new id.
  func act(_ method: String, _ params: [String: AnyJSON]) {
    let id = entropy.id(at: Timestamp(milliseconds: bench.now.wall))
    send(method, params.merging(["cmd": .string(id.description)]) { _, new in new })
  }

  private func send(_ method: String, _ params: [String: AnyJSON]) {
    request += 1
    let params = AnyJSON.object(params)
    if let id = params.id("cmd") {
      let sent = Sent(cmd: id, method: method, params: params)
      tape.append(.sent(sent))
      asked[request] = sent
      commands.append(sent)
    }
    let line = AnyJSON.object([
      "jsonrpc": .string("2.0"), "id": .integer(request), "method": .string(method),
      "params": params.withoutNulls,
    ])
    bench.step(.line(Bench.cashier, JSON.bytes(line)))
    settle()
    if below(3) == 0 { bench.pass(milliseconds: Int64(below(3_000))) }
    settle()
  }

  /// The process ends and another goes on from the store.
  func crash() throws {
    settle()
    crashes += 1
    tape.append(
      .reopened(
        store.events, store.jobs.values.sorted { $0.number < $1.number },
        Set(store.commands.keys)))
    let box = tapeBox
    bench = try Bench(
      seed: 1_000 + crashes, store: store, sabotage: sabotage, wall: bench.now.wall,
      witness: { box.take($0) })
    box.bench = bench
    (heard, done) = (0, 0)
    settle()
    send("events.subscribe", ["topics": .array([])])
    plugIn()
  }

  /// Sells something, and ends the process while its receipt is in the printer.
  func crashWhilePrinting() throws {
    isHanging = true
    act("sale.add", ["sku": .string("P1")])
    act("sale.pay", ["tender": .string("card")])
    try crash()
    isHanging = false
    settle()
  }

  /// Everything is settled, the shift closed.
  func finish() {
    act("sale.pay", ["tender": .string("cash")])
    act("shift.close", [:])
    for _ in 0..<20 {
      bench.pass(milliseconds: 60_000)
      settle()
    }
    tape.append(.finished(store.jobs.values.sorted { $0.number < $1.number }, z: zReports))
  }

  /// Each Z as the answer to the command that made it showed it.
  private var zReports: [AnyJSON] {
    tape.compactMap {
      guard case .answered(_, let answer, let sent) = $0, sent.method == "shift.close",
        answer.field("result").field("z") != .null
      else { return nil }
      let result = answer.field("result")
      return result.field("z").without(["number"]).merging(["shift": result.field("shift")])
    }
  }

  // MARK: - The world

  private func plugIn() {
    bench.plugIn()
    settle()
  }

  /// Devices do what they are told, and everything is written down, until nothing moves.
  private func settle() {
    var isMoving = true
    while isMoving {
      isMoving = false
      listen()
      while done < bench.effects.count {
        isMoving = true
        let effect = bench.effects[done]
        done += 1
        perform(effect)
        listen()
      }
    }
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .print(let job, let intent, let asCopy, _):
      let isCopy = if case .receipt(_, _, _?) = intent { true } else { asCopy }
      if isHanging { return tape.append(.printed(job, isCopy: isCopy)) }
      switch below(8) {
      case 0: bench.step(.printed(job: job, .failed("no paper")))
      case 1: bench.step(.printed(job: job, .unknown("it broke off")))
      case 2:
        tape.append(.printed(job, isCopy: isCopy))
        bench.step(.printed(job: job, .unknown("the line went dead")))
      default:
        tape.append(.printed(job, isCopy: isCopy))
        bench.step(.printed(job: job, .printed(.fence)))
      }
    case .recall(let job, _): bench.step(.recalled(job: job, printed: below(2) == 0 ? true : nil))
    case .kick(let job):
      tape.append(.kicked(job))
      bench.step(.kicked(job: job, below(5) == 0 ? .unverified : .opened, why: nil))
    default: break
    }
  }

  /// Writes down what became durable and what was said, in the order in which it happened.
  private func listen() {
    for (batch, lines) in tapeBox.batches {
      hear(upTo: lines)
      tape.append(
        .committed(batch.events, batch.outbox, batch.command.map { [$0.id] } ?? []))
    }
    tapeBox.batches = []
    hear(upTo: .max)
  }

  private func hear(upTo end: Int) {
    let lines = bench.sent[Bench.cashier] ?? []
    while heard < min(end, lines.count) {
      let line = lines[heard]
      heard += 1
      if let id = line.field("id").whole {
        if let sent = asked[id] { tape.append(.answered(sent.cmd, line, to: sent)) }
      } else {
        tape.append(.pushed(line))
      }
    }
  }

  // MARK: - Chance

  private func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &chance) }

  private func pick<T>(_ items: [T]) -> T? {
    items.isEmpty ? nil : items[below(items.count)]
  }

  private func scannable() -> String {
    below(25) == 0 ? "no-such-code" : Self.withCheckDigit(String(9_520_000_000_000 + below(5)))
  }

  /// A thirteen-digit code with its last digit made right.
  private static func withCheckDigit(_ code: String) -> String {
    let digits = code.dropLast().compactMap(\.wholeNumberValue)
    let sum = digits.enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 3) }
    return digits.map(String.init).joined() + String((10 - sum % 10) % 10)
  }
}
