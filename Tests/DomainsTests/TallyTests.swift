// The running sums of a shift are the naive sums over its sales, moves and voids.

import Domains
import Testing
import Values
import Wire

struct TallyTests {
  /// A shift in the books of a fresh journal.
  private func open() throws -> Journal {
    var journal = Journal()
    journal.shift = sampleID(4)
    try journal.record(
      OutletEvent.opened(
        .init(float: eur(10_000), perpetual: eur(0), taxIncluded: true, zone: 0)),
      Stream(.outlet, sampleID(4)))
    return journal
  }

  /// Sells a random basket, voids some lines, pays in up to two parts, and keeps everything.
  private func sell(
    _ number: UInt64, _ entropy: inout Entropy, _ journal: inout Journal
  ) throws -> Order {
    let rules = priceRules(step: 5)
    var order = Order(id: sampleID(1_000 + number), rules: rules)
    let stream = Stream(.order, order.id)
    func keep(_ events: [OrderEvent]) throws {
      for event in events {
        order.evolve(event)
        try journal.record(event, stream)
      }
    }
    try keep([.opened(.init(rules: rules))])
    for index in 0..<Int.random(in: 1...6, using: &entropy) {
      let price = Int64.random(in: 1...3_000, using: &entropy)
      let rate: Int32 = Bool.random(using: &entropy) ? 20_000 : 5_500
      try keep(try order.decide(.addLine(goods(price, rate: rate), .one, mergeRepeats: false)))
      if index > 0, Int.random(in: 0...4, using: &entropy) == 0 {
        try keep(try order.decide(.voidLine(order.lines.count, reason: "r")))
      }
    }
    if Int.random(in: 0...7, using: &entropy) == 0 {
      try keep(try order.decide(.void(reason: "r")))
      return order
    }
    var part = UInt64(0)
    while order.state == .open {
      part += 1
      let tender: Tender = Bool.random(using: &entropy) ? .cash : .card
      let due = order.view.due
      let whole = part > 1 || Bool.random(using: &entropy)
      let given = whole ? nil : eur((due.minor / 2 / 5 + 1) * 5)
      let over = given.map { $0.minor > due.minor } ?? false
      let taken = try Taken(tender, given: over ? nil : given, due: due, cashStep: 5)
      let payment = sampleID(number << 8 | part)
      try journal.record(
        PaymentEvent.captured(
          .init(
            sale: order.id, tender: tender.rawValue, tendered: taken.tendered,
            applied: taken.applied, change: taken.change, ref: nil)), Stream(.payment, payment))
      try keep(
        try order.decide(
          .applyPayment(
            .init(
              payment: payment, tender: tender.rawValue, tendered: taken.tendered,
              applied: taken.applied, change: taken.change, ref: nil))))
      if order.paid == (try order.totals.total.adding(taken.rounding)) {
        try keep(try order.decide(.complete(order.completion(taken, serial: Int64(number)))))
      }
    }
    return order
  }

  @Test func `the sums of 200 random sales are the naive sums`() throws {
    var entropy = Entropy(seed: 50)
    var journal = try open()
    var sales: [Order] = []
    for number in 1...200 as ClosedRange<UInt64> {
      sales.append(try sell(number, &entropy, &journal))
    }
    let tally = try #require(journal.books.shift?.tally)
    let done = sales.filter { $0.state == .completed }
    func sum(_ amount: (Order) -> Int64) -> Money { eur(done.reduce(0) { $0 + amount($1) }) }
    #expect(tally.sales == Int64(done.count) && done.count > 100)
    #expect(tally.voidedSales == Int64(sales.count - done.count) && done.count < 200)
    #expect(tally.lines == Int64(done.reduce(0) { $0 + $1.liveLines.count }))
    #expect(tally.voidedLines == Int64(sales.reduce(0) { $0 + $1.lines.count { $0.voided } }))
    #expect(tally.gross == sum { $0.totals.total.minor })
    #expect(tally.net == sum { $0.totals.tax.reduce(0) { $0 + $1.net.minor } })
    #expect(tally.rounding == sum { $0.completed?.rounding.minor ?? 0 })
    for tax in tally.tax {
      let own = { (order: Order) in order.totals.tax.first { $0.rate == tax.rate } }
      #expect(tax.tax == sum { own($0)?.tax.minor ?? 0 })
      #expect(tax.net == sum { own($0)?.net.minor ?? 0 })
    }
    #expect(tally.tax.map(\.rate.milliPercent) == [20_000, 5_500])
    let payments = done.flatMap(\.payments)
    for tender in tally.tenders {
      let own = payments.filter { $0.tender == tender.tender }
      #expect(tender.count == Int64(own.count))
      #expect(tender.amount.minor == own.reduce(0) { $0 + $1.applied.minor })
      if tender.tender == "cash" { #expect(tally.cash == tender.amount) }
    }
    #expect(tally.tenders.map(\.tender) == ["card", "cash"])
    let paid = tally.tenders.reduce(0) { $0 + $1.amount.minor }
    #expect(paid == tally.gross.minor + tally.rounding.minor)
    #expect(tally.firstReceipt == done.first?.completed?.number)
    #expect(tally.lastReceipt == done.last?.completed?.number)
    #expect(journal.books.outlet.receipts == ["T1": done.last?.completed?.serial ?? 0])
    #expect(journal.books.orders.isEmpty && journal.books.current == nil)
  }

  @Test func `money given back takes its payment out of the sums`() throws {
    var journal = try open()
    let captured = PaymentEvent.captured(
      .init(
        sale: sampleID(2), tender: "cash", tendered: eur(1_000), applied: eur(970), change: eur(30),
        ref: nil))
    try journal.record(captured, Stream(.payment, sampleID(3)))
    #expect(journal.books.shift?.tally.cash == eur(970))
    try journal.record(
      PaymentEvent.reversed(.init(sale: sampleID(2), tender: "cash", amount: eur(970))),
      Stream(.payment, sampleID(3)))
    let tally = try #require(journal.books.shift?.tally)
    #expect(tally.cash == eur(0))
    #expect(tally.tenders.map(\.count) == [0] && tally.tenders.map(\.amount) == [eur(0)])
  }

  @Test func `a sum beyond 64 bits stops at the largest amount`() throws {
    var journal = try open()
    for payment in [3, 5] as [UInt64] {
      let high = PaymentEvent.captured(
        .init(
          sale: sampleID(2), tender: "cash", tendered: eur(.max), applied: eur(.max),
          change: eur(0),
          ref: nil))
      try journal.record(high, Stream(.payment, sampleID(payment)))
    }
    #expect(journal.books.shift?.tally.cash == eur(.max))
  }
}
