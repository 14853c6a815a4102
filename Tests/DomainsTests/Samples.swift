// What the tests of the domains share: amounts, goods, sales, and a journal held in memory.

import Domains
import Values
import Wire

func eur(_ minor: Int64) -> Money { Money(minor, .eur) }

func sampleID(_ number: UInt64) -> ID { ID(high: 0x0199_0000_0000_7000, low: 1 << 63 | number) }

func priceRules(
  included: Bool = true, _ rounding: PriceRules.TaxRounding = .receipt, step: Int64 = 1
) -> PriceRules {
  PriceRules(currency: .eur, taxIncluded: included, taxRounding: rounding, cashStep: step)
}

func goods(
  _ price: Int64, rate: Int32 = 20_000, sku: String = "A", kind: LineItem.Kind = .item
) -> LineItem {
  LineItem(
    kind: kind, sku: kind == .item ? sku : nil, code: kind == .item ? nil : sku, name: sku,
    price: eur(price), unit: nil, taxClass: "standard", rate: Rate(milliPercent: rate))
}

extension Order {
  /// An open sale of these goods, one piece each.
  static func selling(_ goods: LineItem..., rules: PriceRules = priceRules()) throws -> Order {
    var order = Order(id: sampleID(2), rules: rules)
    order.evolve(.opened(.init(rules: rules)))
    for item in goods { try order.carryOut(.addLine(item, .one, mergeRepeats: false)) }
    return order
  }

  /// Decides, and takes what follows.
  @discardableResult
  mutating func carryOut(_ command: OrderCommand) throws -> [OrderEvent] {
    let events = try decide(command)
    for event in events { evolve(event) }
    return events
  }

  /// Takes a payment as the till does, and completes the sale if it settles it.
  mutating func pay(_ tender: Tender, _ given: Int64?, payment: ID, serial: Int64 = 1) throws {
    try checkPayable()
    let taken = try Taken(
      tender, given: given.map(eur), due: view.due, cashStep: rules.cashStep)
    if !taken.tendered.isZero {
      try carryOut(
        .applyPayment(
          .init(
            payment: payment, tender: tender.rawValue, tendered: taken.tendered,
            applied: taken.applied, change: taken.change, ref: nil)))
    }
    if paid == (try totals.total.adding(taken.rounding)) {
      try carryOut(.complete(completion(taken, serial: serial)))
    }
  }

  func completion(_ taken: Taken, serial: Int64 = 1) -> OrderEvent.Completed {
    let totals = totals
    return OrderEvent.Completed(
      number: "T1-\(serial)", serial: serial, lines: liveLines.count, subtotal: totals.subtotal,
      discount: totals.discount, tax: totals.tax, total: totals.total, rounding: taken.rounding,
      change: taken.change, printJob: serial, kickJob: nil)
  }
}

/// A journal in memory: chained events, and the books that they make.
struct Journal {
  private(set) var events: [Event] = []
  private(set) var books = Books()
  var shift: ID?

  func event(_ type: String, schema: Int64 = 1, _ stream: Domains.Stream, _ body: [UInt8]) -> Event
  {
    let position = Int64(events.count) + 1
    let previous = events.last?.hash ?? .zero
    let circumstance = Circumstance(
      actor: "anna", till: "T1", shift: shift, day: BusinessDay(CivilDate(dayNumber: 20_000)))
    func made(_ hash: Digest) -> Event {
      Event(
        position: position, origin: 1, sequence: position,
        time: HybridTime.zero.next(wall: 1_767_225_600_000 + position), wall: position,
        quality: .trusted, stream: stream,
        version: Int64(events.count { $0.stream == stream }) + 1, type: type, schema: schema,
        command: nil, circumstance: circumstance, body: body, hash: hash)
    }
    return made(made(.zero).expectedHash(after: previous))
  }

  /// Stores an event and takes it into the books, by way of its JSON.
  @discardableResult
  mutating func record(_ fact: some DomainEvent, _ stream: Domains.Stream) throws -> [RowChange] {
    let event = event(fact.type, schema: fact.schema, stream, fact.body)
    events.append(event)
    return try books.rows(for: event)
  }
}
