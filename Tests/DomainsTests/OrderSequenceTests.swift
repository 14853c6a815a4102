// Any commands in any order: 600 random sales of 60 commands each never break an invariant.

import Domains
import Testing
import Values

private struct Shopper {
  var entropy: Entropy
  var payments: UInt64 = 100

  mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
    Int64.random(in: range, using: &entropy)
  }

  /// A command that may or may not be allowed now.
  mutating func command(_ order: Order) -> OrderCommand {
    let line = Int(number(0...Int64(order.lines.count) + 1))
    switch number(0...9) {
    case 0...3:
      let kind: LineItem.Kind = number(0...9) == 0 ? .unknown : .item
      let item = goods(
        kind == .item ? number(0...3_000) : 0, rate: Int32(number(0...4)) * 5_000,
        sku: "S\(number(0...3))", kind: kind)
      let quantity = Quantity(milli: number(0...4) == 0 ? number(-10...5_000) : 1000)
      return .addLine(item, quantity, mergeRepeats: number(0...1) == 0)
    case 4: return .changeQuantity(line: line, Quantity(milli: number(-5...3_000)))
    case 5: return .voidLine(line, reason: "r")
    case 6: return .hold
    case 7: return .recall
    case 8 where number(0...5) == 0: return .void(reason: "r")
    default:
      return .withdrawPayment(order.payments.randomElement(using: &entropy)?.id ?? sampleID(7))
    }
  }

  /// Tries to pay with an amount that coins of the step can make.
  mutating func pay(_ order: inout Order) {
    payments += 1
    let tender: Tender = number(0...1) == 0 ? .cash : .card
    let step = tender == .cash ? order.rules.cashStep : 1
    let given = number(0...2) == 0 ? nil : number(0...1_500) * step
    try? order.pay(tender, given, payment: sampleID(payments))
  }
}

private func check(_ order: Order, after before: Order, events: Int64) {
  #expect(order.revision == events)
  #expect(order.totals.total.minor >= 0)
  #expect(order.paid.minor >= 0)
  #expect(order.view.due.minor >= 0, "due \(order.view.due) after \(before.state)")
  #expect(order.lines.map(\.number) == Array(0..<order.lines.count).map { $0 + 1 })
  #expect(order.lines.count >= before.lines.count)
  for (line, old) in zip(order.lines, before.lines) {
    #expect(line.item == old.item)
    #expect(line.voided || !old.voided)
  }
  let subtotal = order.liveLines.reduce(0) { $0 + $1.total.minor }
  #expect(order.totals.subtotal.minor == subtotal)
  if before.state.isFinal { #expect(order == before) }
  if order.state == .parked { #expect(order.payments.isEmpty) }
  if order.state == .voided { #expect(order.payments.isEmpty) }
  if let completed = order.completed {
    #expect(order.state == .completed)
    #expect(order.paid.minor == completed.total.minor + completed.rounding.minor)
    #expect(completed.rounding.minor.magnitude * 2 <= order.rules.cashStep.magnitude)
    #expect(completed.total == order.totals.total)
  }
}

struct OrderSequenceTests {
  @Test(arguments: [(true, 1), (true, 5), (false, 10)] as [(Bool, Int64)])
  func `no sequence of commands breaks a sale`(included: Bool, step: Int64) throws {
    var ends: [SaleState: Int] = [:]
    for seed in 0..<200 as Range<UInt64> {
      var shopper = Shopper(entropy: Entropy(seed: seed))
      let rules = priceRules(
        included: included, seed.isMultiple(of: 2) ? .receipt : .line, step: step)
      var order = try Order.selling(rules: rules)
      var history: [OrderEvent] = [.opened(.init(rules: rules))]
      for _ in 0..<60 {
        let before = order
        if shopper.number(0...4) == 0 {
          shopper.pay(&order)
          history += Array(repeating: .held(.init()), count: Int(order.revision) - history.count)
        } else {
          let command = shopper.command(order)
          if let events = try? order.carryOut(command) { history += events }
        }
        check(order, after: before, events: Int64(history.count))
      }
      ends[order.state, default: 0] += 1
    }
    // The generator reaches every end, or the property would say little.
    for state in [SaleState.completed, .voided] { #expect(ends[state, default: 0] > 5, "\(ends)") }
  }

  @Test func `a sale folded from its stored events is the sale itself at every revision`() throws {
    for seed in 0..<50 as Range<UInt64> {
      var shopper = Shopper(entropy: Entropy(seed: 1_000 + seed))
      var order = Order(id: sampleID(2), rules: priceRules())
      var (journal, stages) = (Journal(), [Order]())
      func keep(_ events: [OrderEvent]) throws {
        for event in events {
          order.evolve(event)
          let stored = journal.event(event.type, Stream(.order, sampleID(2)), event.body)
          try journal.record(event, Stream(.order, sampleID(2)))
          order.opened = journal.events[0].time.milliseconds
          order.shift = stored.circumstance.shift
          stages.append(order)
        }
      }
      try keep([.opened(.init(rules: priceRules()))])
      for _ in 0..<40 where order.state == .open {
        let command = shopper.command(order)
        if case .hold = command { continue }
        if let events = try? order.decide(command) { try keep(events) }
      }
      for (index, stage) in stages.enumerated() {
        #expect(try Order.fold(journal.events, to: Int64(index) + 1) == stage)
      }
      #expect(try Order.fold(journal.events) == stages.last)
      #expect(try Order.fold(Array(journal.events.dropFirst())) == nil)
    }
  }
}
