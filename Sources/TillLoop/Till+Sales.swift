// Selling: lines, parked sales, payment.

internal import Domains
internal import Values
internal import Wire

extension Till {
  // MARK: - Finding the sale

  /// The sale with this id, from the books or folded from its events.
  func order(_ id: ID, _ facts: any Facts) throws -> Order {
    if let order = books.orders[id] { return order }
    if let batch = finishing[id] { try wait(for: batch) }
    return try storedOrder(id, facts)
  }

  /// The sale as the store has it.
  func storedOrder(_ id: ID, _ facts: any Facts) throws -> Order {
    guard let order = try Order.fold(try facts.events(of: Stream(.order, id))) else {
      throw Fault(.notFound, kind: "no_such_sale", "There is no sale \(id).", field: "sale")
    }
    return order
  }

  /// The sale to add to: the named one, the open one, or a new one.
  private func saleToAddTo(
    _ id: ID?, _ revision: Int64?, _ draft: inout Draft, _ facts: any Facts
  ) throws -> Order {
    _ = try openShift()
    if let id = id ?? books.current {
      let order = try order(id, facts)
      try order.check(revision: revision)
      return order
    }
    guard !storageLow else {
      throw Fault(
        .storage, kind: "disk_full",
        "The disk is nearly full: make room before a new sale. Open sales can be finished.")
    }
    let id = draft.newID()
    let opened = OrderEvent.opened(.init(rules: books.settings.rules))
    draft.record(.order(opened), Stream(.order, id), version: 1)
    return draft.books.orders[id] ?? Order(id: id, rules: books.settings.rules)
  }

  /// Records what a decision about a sale came to.
  ///
  /// - Returns: the sale as it is then.
  private func record(
    _ events: [OrderEvent], _ order: Order, _ draft: inout Draft
  ) -> Order {
    var order = order
    if draft.books.orders[order.id] == nil { draft.load(order) }
    for event in events {
      draft.record(.order(event), Stream(.order, order.id), version: order.revision + 1)
      order.evolve(event)
    }
    draft.shown[order.id] = order
    return order
  }

  // MARK: - Lines

  /// - Parameter weight: what the scale said, where the product was weighed.
  func add(
    _ params: SaleAdd.Params, _ weight: Quantity? = nil, _ draft: inout Draft, _ facts: any Facts
  ) throws -> Outcome {
    try wait(for: lookupBatch)
    guard let product = try facts.product(sku: params.sku) else {
      throw Fault(
        .notFound, kind: "no_such_product",
        "There is no product with the SKU \(params.sku.prefix(Limits.code).debugDescription).",
        field: "sku")
    }
    let item = try lineItem(product, code: nil)
    return try add(item, weight ?? params.qty, to: params.sale, params.rev, &draft, facts)
  }

  func add(
    _ item: LineItem, _ quantity: Quantity?, to sale: ID?, _ revision: Int64?,
    _ draft: inout Draft, _ facts: any Facts
  ) throws -> Outcome {
    let order = try saleToAddTo(sale, revision, &draft, facts)
    let events = try order.decide(
      .addLine(item, quantity ?? .one, mergeRepeats: books.settings.mergeRepeats))
    return .sale(order.id, revision: record(events, order, &draft).revision)
  }

  func lineItem(_ product: Product, code: String?) throws -> LineItem {
    guard product.active else {
      throw Fault(
        .rule, kind: "product_inactive",
        "\(product.name) is not sold any more; activate the product to sell it.")
    }
    guard let rate = books.settings.taxClasses[product.taxClass] else {
      throw Fault(
        .rule, kind: "unknown_tax_class",
        "\(product.name) has the tax class \(product.taxClass), which tax.classes does not list."
      )
    }
    return product.lineItem(code: code, rate: rate)
  }

  func changeLine(
    _ params: SaleLine.Params, _ draft: inout Draft, _ facts: any Facts
  ) throws -> Outcome {
    let command: OrderCommand
    switch (params.qty, params.void) {
    case (let quantity?, nil): command = .changeQuantity(line: params.line, quantity)
    case (nil, let void?): command = .voidLine(params.line, reason: try reason(void.reason))
    default:
      throw Fault(
        .invalid, kind: "one_change", "Say one change of the line: qty, or void with a reason.")
    }
    return try change(params.sale, params.rev, command, &draft, facts)
  }

  // MARK: - Whole sales

  func change(
    _ id: ID, _ revision: Int64?, _ command: OrderCommand, _ draft: inout Draft, _ facts: any Facts
  ) throws -> Outcome {
    _ = try openShift()
    let order = try order(id, facts)
    try order.check(revision: revision)
    return .sale(id, revision: record(try order.decide(command), order, &draft).revision)
  }

  /// Parks a sale, unless so many are parked that nobody finds one again.
  func hold(_ params: SaleParams, _ draft: inout Draft, _ facts: any Facts) throws -> Outcome {
    let parked = try facts.sales(in: [.parked], limit: Limits.parkedSales).count
    guard parked < Limits.parkedSales else { throw OrderRefusal.tooManyParked }
    return try change(params.sale, params.rev, .hold, &draft, facts)
  }

  func recall(_ params: SaleParams, _ draft: inout Draft, _ facts: any Facts) throws -> Outcome {
    if let current = books.current, current != params.sale {
      throw Fault(
        .rule, kind: "sale_open",
        "Another sale is open: finish, hold or void it before you recall this one.")
    }
    return try change(params.sale, params.rev, .recall, &draft, facts)
  }

  func void(_ params: SaleVoid.Params, _ draft: inout Draft, _ facts: any Facts) throws -> Outcome {
    _ = try openShift()
    let reason = try reason(params.reason)
    var order = try order(params.sale, facts)
    try order.check(revision: params.rev)
    guard !order.state.isFinal else { throw OrderRefusal.notOpen(order.state) }
    let refund = order.view.payments
    for payment in order.payments {
      draft.record(
        .payment(
          .reversed(.init(sale: order.id, tender: payment.tender, amount: payment.applied))),
        Stream(.payment, payment.id), version: 2)
      order = record(try order.decide(.withdrawPayment(payment.id)), order, &draft)
    }
    order = record(try order.decide(.void(reason: reason)), order, &draft)
    return .voided(order.id, revision: order.revision, refund: refund)
  }

  // MARK: - Payment

  func pay(_ params: SalePay.Params, _ draft: inout Draft, _ facts: any Facts) throws -> Outcome {
    let shift = try openShift()
    guard let id = params.sale ?? books.current else {
      throw Fault(.notFound, kind: "no_such_sale", "No sale is open.", field: "sale")
    }
    var order = try order(id, facts)
    try order.check(revision: params.rev)
    try order.checkPayable()
    guard order.rules.currency == shift.float.currency else {
      throw OrderRefusal.wrongCurrency(order.rules.currency, expected: shift.float.currency)
    }
    guard let tender = Tender(rawValue: params.tender) else {
      throw PaymentRefusal.unknownTender(params.tender)
    }
    if let ref = params.ref { try PaymentReference.check(ref) }
    let due = order.view.due
    let taken = try Taken(
      tender, given: params.given, due: due, cashStep: order.rules.cashStep)
    var payment: ID?
    if !taken.tendered.isZero {
      let paid = draft.newID()
      payment = paid
      draft.record(
        .payment(
          .captured(
            .init(
              sale: id, tender: tender.rawValue, tendered: taken.tendered, applied: taken.applied,
              change: taken.change, ref: params.ref))),
        Stream(.payment, paid), version: 1)
      order = record(
        try order.decide(
          .applyPayment(
            .init(
              payment: paid, tender: tender.rawValue, tendered: taken.tendered,
              applied: taken.applied, change: taken.change, ref: params.ref))), order, &draft)
    }
    let settled = try order.totals.total.adding(taken.rounding)
    if order.paid == settled {
      order = try complete(order, taken, shift, &draft)
    }
    return .paid(id, revision: order.revision, payment: payment)
  }

  /// Gives the settled sale its number; receipt and drawer follow from the same commit.
  private func complete(
    _ order: Order, _ taken: Taken, _ shift: Shift, _ draft: inout Draft
  ) throws -> Order {
    let serial = (books.outlet.receipts[series] ?? 0) + 1
    let digits = String(serial)
    let number = "\(series)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
    let totals = order.totals
    let usesCash = order.payments.contains { Tender(rawValue: $0.tender)?.givesChange == true }
    let kick = usesCash ? draft.intend(.kick) { _ in .kick(cause: .sale) } : nil
    let print = draft.intend(.print) { _ in .receipt(sale: order.id, number: number, copy: nil) }
    for station in books.settings.stations(for: order.liveLines) {
      _ = draft.intend(.print) { _ in
        .kitchen(sale: order.id, number: number, route: station)
      }
    }
    // The sums of the shift must hold this sale: an overflow refuses it before anything happened.
    _ = try shift.tally.gross.adding(totals.total)
    return record(
      try order.decide(
        .complete(
          .init(
            number: number, serial: serial, lines: order.liveLines.count,
            subtotal: totals.subtotal, discount: totals.discount, tax: totals.tax,
            total: totals.total, rounding: taken.rounding, change: taken.change, printJob: print,
            kickJob: kick))), order, &draft)
  }
}
