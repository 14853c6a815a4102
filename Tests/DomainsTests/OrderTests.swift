// Each command on a sale in each of its states, and each refusal by its kind.

import Domains
import Testing
import Values
import Wire

private let payment = sampleID(3)

private func refused(_ order: Order, _ command: OrderCommand) -> OrderRefusal? {
  do {
    _ = try order.decide(command)
    return nil
  } catch {
    return error
  }
}

struct OrderTests {
  private let usd = Currency(code: "USD") ?? .eur

  /// A sale in each state: two lines, the second voided.
  private func sale(_ state: SaleState) throws -> Order {
    var order = try Order.selling(goods(249), goods(100, sku: "B"))
    try order.carryOut(.voidLine(2, reason: "scanned twice"))
    switch state {
    case .open: break
    case .parked: try order.carryOut(.hold)
    case .voided: try order.carryOut(.void(reason: "customer left"))
    case .completed: try order.pay(.cash, nil, payment: payment)
    }
    #expect(order.state == state)
    return order
  }

  private let changes: [OrderCommand] = [
    .addLine(goods(1), .one, mergeRepeats: false), .changeQuantity(line: 1, .one),
    .voidLine(1, reason: "r"), .hold, .withdrawPayment(payment),
  ]

  @Test(arguments: [SaleState.parked, .voided, .completed])
  func `only an open sale can be changed`(state: SaleState) throws {
    let order = try sale(state)
    for command in changes { #expect(refused(order, command) == .notOpen(state)) }
    #expect(throws: OrderRefusal.notOpen(state)) { try order.checkPayable() }
    #expect(OrderRefusal.notOpen(state).fault.data.kind == "sale_\(state.rawValue)")
    #expect(OrderRefusal.notOpen(state).fault.code == .rule)
  }

  @Test(arguments: [SaleState.open, .voided, .completed])
  func `only a parked sale is recalled`(state: SaleState) throws {
    #expect(refused(try sale(state), .recall) == .notParked(state))
    #expect(OrderRefusal.notParked(state).fault.data.kind == "sale_not_parked")
  }

  @Test func `a parked sale is recalled or voided as it was`() throws {
    var order = try sale(.parked)
    let parked = order.totals
    #expect(try order.decide(.void(reason: "r")) == [.voided(.init(reason: "r", total: eur(249)))])
    #expect(try order.carryOut(.recall) == [.recalled(.init())])
    #expect(order.state == .open && order.totals == parked && order.revision == 6)
  }

  @Test(arguments: [SaleState.voided, .completed])
  func `a final sale is not voided again`(state: SaleState) throws {
    #expect(refused(try sale(state), .void(reason: "r")) == .notOpen(state))
    #expect(state.isFinal)
  }

  @Test func `a voided line stays visible, counts nothing and changes no more`() throws {
    let order = try sale(.open)
    #expect(order.view.lines.map(\.voided) == [false, true])
    #expect(order.view.lines[1].total == eur(0))
    #expect(order.view.total == eur(249))
    #expect(refused(order, .voidLine(2, reason: "r")) == .lineAlreadyVoided(2))
    #expect(refused(order, .changeQuantity(line: 2, .one)) == .lineAlreadyVoided(2))
    #expect(refused(order, .voidLine(3, reason: "r")) == .noSuchLine(3))
    #expect(refused(order, .changeQuantity(line: 0, .one)) == .noSuchLine(0))
    #expect(OrderRefusal.noSuchLine(3).fault.code == .notFound)
    #expect(OrderRefusal.lineAlreadyVoided(2).fault.data.kind == "line_voided")
  }

  @Test(arguments: [0, -1, .min, Limits.quantityMilli + 1, .max] as [Int64])
  func `a quantity out of range is refused`(milli: Int64) throws {
    let order = try sale(.open)
    let quantity = Quantity(milli: milli)
    #expect(refused(order, .changeQuantity(line: 1, quantity)) == .quantityOutOfRange(milli))
    let adding = OrderCommand.addLine(goods(1), quantity, mergeRepeats: true)
    #expect(refused(order, adding) == .quantityOutOfRange(milli))
    #expect(OrderRefusal.quantityOutOfRange(milli).fault.data.field == "qty")
  }

  @Test func `the largest quantity is taken and what cannot be calculated is refused`() throws {
    var order = try sale(.open)
    let most = Quantity(milli: Limits.quantityMilli)
    #expect(try order.carryOut(.changeQuantity(line: 1, most)).count == 1)
    #expect(order.totals.total == eur(249_000_000))
    let dear = goods(Limits.amountMinor)
    #expect(refused(order, .addLine(dear, most, mergeRepeats: false)) == .amount(.overflow))
    #expect(OrderRefusal.amount(.overflow).fault.data.kind == "amount_out_of_range")
  }

  @Test func `goods in another currency are refused`() throws {
    let item = LineItem(
      kind: .item, sku: "D", code: nil, name: "D", price: Money(1, usd), unit: nil,
      taxClass: "standard", rate: .zero)
    let refusal = OrderRefusal.wrongCurrency(usd, expected: .eur)
    #expect(refused(try sale(.open), .addLine(item, .one, mergeRepeats: false)) == refusal)
    #expect(refusal.fault.data.kind == "wrong_currency")
  }

  @Test func `a thousand lines are the most, voided ones included`() throws {
    var order = try Order.selling()
    for _ in 0..<Limits.saleLines {
      let number = order.lines.count + 1
      order.evolve(.lineAdded(.init(line: number, item: goods(1), qty: .one)))
    }
    try order.carryOut(.voidLine(1, reason: "r"))
    #expect(refused(order, .addLine(goods(1), .one, mergeRepeats: false)) == .tooManyLines)
    #expect(try order.carryOut(.addLine(goods(1), .one, mergeRepeats: true)).count == 1)
  }

  @Test func `repeats are merged into the last line only if they are the same`() throws {
    var order = try Order.selling(goods(249))
    func added(_ item: LineItem) throws -> Bool {
      if case .lineAdded = try order.carryOut(.addLine(item, .one, mergeRepeats: true)).first {
        return true
      }
      return false
    }
    #expect(try !added(goods(249)))
    #expect(order.lines[0].quantity == Quantity(milli: 2000))
    #expect(try added(goods(250)))
    #expect(try added(goods(250, sku: "B")))
    #expect(try added(goods(249)))
    #expect(try added(goods(0, sku: "?", kind: .unknown)))
    #expect(try added(goods(0, sku: "?", kind: .unknown)))
    try order.carryOut(.voidLine(order.lines.count, reason: "r"))
    #expect(order.lines.count == 6)
  }

  @Test
  func `a repeat at another tax rate is a line of its own`() throws {
    var order = try Order.selling(goods(249, rate: 19_000))
    try order.carryOut(.addLine(goods(249, rate: 20_000), .one, mergeRepeats: true))
    #expect(order.lines.map(\.item.rate.milliPercent) == [19_000, 20_000])
  }

  @Test func `a sale paid in part can only be paid on or given back`() throws {
    var order = try sale(.open)
    try order.pay(.cash, 100, payment: payment)
    #expect(order.state == .open && order.view.due == eur(149))
    for command in changes.dropLast() + [.void(reason: "r")] {
      #expect(refused(order, command) == .partPaid(eur(100)))
    }
    #expect(OrderRefusal.partPaid(eur(100)).fault.data.kind == "sale_part_paid")
    try order.carryOut(.withdrawPayment(payment))
    #expect(order.paid == eur(0))
    try order.carryOut(.void(reason: "r"))
    #expect(order.view.due == eur(0) && order.state == .voided)
  }

  @Test func `unknown codes block payment until their line is voided`() throws {
    var order = try Order.selling(goods(249), goods(0, sku: "4711", kind: .unknown))
    #expect(throws: OrderRefusal.unknownCodes(["4711"])) { try order.checkPayable() }
    #expect(OrderRefusal.unknownCodes(["4711"]).fault.data.kind == "unknown_lines")
    try order.carryOut(.voidLine(2, reason: "r"))
    try order.checkPayable()
    try order.carryOut(.voidLine(1, reason: "r"))
    #expect(throws: OrderRefusal.nothingToPay) { try order.checkPayable() }
    #expect(OrderRefusal.nothingToPay.fault.data.kind == "nothing_to_pay")
  }

  @Test func `a write for another revision is refused with the current one`() throws {
    let order = try sale(.open)
    try order.check(revision: nil)
    try order.check(revision: 4)
    let refusal = OrderRefusal.stale(revision: 3, current: 4)
    #expect(throws: refusal) { try order.check(revision: 3) }
    #expect(refusal.fault.data.kind == "stale_revision")
    #expect(refusal.fault.data.retry == .snapshot)
    #expect(refusal.fault.code == .conflict)
  }

  @Test func `a completed sale shows its rounding and owes nothing`() throws {
    var order = try Order.selling(goods(249), rules: priceRules(step: 5))
    try order.pay(.card, 200, payment: sampleID(4))
    try order.pay(.cash, 50, payment: payment, serial: 9)
    let view = order.view
    #expect(view.state == .completed && view.number == "T1-9")
    #expect(view.rounding == eur(1) && view.paid == eur(250) && view.due == eur(0))
    #expect(order.row.total == eur(249) && order.row.number == "T1-9")
  }
}
