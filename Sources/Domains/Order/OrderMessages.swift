// What can happen to a sale, and why something may not. Names and shapes are frozen.

package import Values
package import Wire

/// What happened to a sale.
package enum OrderEvent: DomainEvent {
  case opened(Opened)
  case lineAdded(LineAdded)
  case quantityChanged(QuantityChanged)
  case lineVoided(LineVoided)
  case held(Held)
  case recalled(Recalled)
  case paymentApplied(PaymentApplied)
  case paymentWithdrawn(PaymentWithdrawn)
  case completed(Completed)
  case voided(Voided)

  /// A sale began; the rules it is calculated by are copied in and never change for it.
  package struct Opened: Codable, Equatable, Sendable {
    package let rules: PriceRules

    package init(rules: PriceRules) {
      self.rules = rules
    }
  }

  package struct LineAdded: Codable, Equatable, Sendable {
    package let line: Int
    package let item: LineItem
    package let qty: Quantity

    package init(line: Int, item: LineItem, qty: Quantity) {
      self.line = line
      self.item = item
      self.qty = qty
    }
  }

  package struct QuantityChanged: Codable, Equatable, Sendable {
    package let line: Int
    package let qty: Quantity
    package let was: Quantity

    package init(line: Int, qty: Quantity, was: Quantity) {
      self.line = line
      self.qty = qty
      self.was = was
    }
  }

  package struct LineVoided: Codable, Equatable, Sendable {
    package let line: Int
    package let reason: String

    package init(line: Int, reason: String) {
      self.line = line
      self.reason = reason
    }
  }

  package struct Held: Codable, Equatable, Sendable {
    package init() {}
  }
  package struct Recalled: Codable, Equatable, Sendable {
    package init() {}
  }

  /// Money reached this sale.
  package struct PaymentApplied: Codable, Equatable, Sendable {
    package let payment: ID
    package let tender: String
    package let tendered: Money
    package let applied: Money
    package let change: Money
    package let ref: String?

    package init(
      payment: ID, tender: String, tendered: Money, applied: Money, change: Money, ref: String?
    ) {
      self.payment = payment
      self.tender = tender
      self.tendered = tendered
      self.applied = applied
      self.change = change
      self.ref = ref
    }
  }

  /// Money that had reached this sale was given back before it was completed.
  package struct PaymentWithdrawn: Codable, Equatable, Sendable {
    package let payment: ID

    package init(payment: ID) {
      self.payment = payment
    }
  }

  package struct Completed: Codable, Equatable, Sendable {
    /// The receipt's number: gapless for this till and series.
    package let number: String
    /// The counter behind the number.
    package let serial: Int64
    package let lines: Int
    package let subtotal: Money
    package let discount: Money
    package let tax: [TaxShare]
    package let total: Money
    /// What cash rounding added or took (law M6); no revenue.
    package let rounding: Money
    package let change: Money
    /// The job that prints the receipt.
    package let printJob: Int64
    /// The job that opens the drawer; nil when no cash moved.
    package let kickJob: Int64?

    package init(
      number: String, serial: Int64, lines: Int, subtotal: Money, discount: Money, tax: [TaxShare],
      total: Money, rounding: Money, change: Money, printJob: Int64, kickJob: Int64?
    ) {
      self.number = number
      self.serial = serial
      self.lines = lines
      self.subtotal = subtotal
      self.discount = discount
      self.tax = tax
      self.total = total
      self.rounding = rounding
      self.change = change
      self.printJob = printJob
      self.kickJob = kickJob
    }
  }

  package struct Voided: Codable, Equatable, Sendable {
    package let reason: String
    package let total: Money

    package init(reason: String, total: Money) {
      self.reason = reason
      self.total = total
    }
  }

  package static let kinds: [EventKind<OrderEvent>] = [
    EventKind("sale.opened", Opened.self) { .opened($0) },
    EventKind("sale.line_added", LineAdded.self) { .lineAdded($0) },
    EventKind("sale.quantity_changed", QuantityChanged.self) { .quantityChanged($0) },
    EventKind("sale.line_voided", LineVoided.self) { .lineVoided($0) },
    EventKind("sale.held", Held.self) { .held($0) },
    EventKind("sale.recalled", Recalled.self) { .recalled($0) },
    EventKind("sale.payment_applied", PaymentApplied.self) { .paymentApplied($0) },
    EventKind("sale.payment_withdrawn", PaymentWithdrawn.self) { .paymentWithdrawn($0) },
    EventKind("sale.completed", Completed.self) { .completed($0) },
    EventKind("sale.voided", Voided.self) { .voided($0) },
  ]

  package var content: EventContent {
    switch self {
    case .opened(let payload): EventContent("sale.opened", payload)
    case .lineAdded(let payload): EventContent("sale.line_added", payload)
    case .quantityChanged(let payload): EventContent("sale.quantity_changed", payload)
    case .lineVoided(let payload): EventContent("sale.line_voided", payload)
    case .held(let payload): EventContent("sale.held", payload)
    case .recalled(let payload): EventContent("sale.recalled", payload)
    case .paymentApplied(let payload): EventContent("sale.payment_applied", payload)
    case .paymentWithdrawn(let payload): EventContent("sale.payment_withdrawn", payload)
    case .completed(let payload): EventContent("sale.completed", payload)
    case .voided(let payload): EventContent("sale.voided", payload)
    }
  }
}

/// What a line sells, copied from the catalogue when it was added.
package struct LineItem: Codable, Equatable, Sendable {
  package enum Kind: String, Codable, CaseIterable, Sendable {
    case item
    /// A code that no product has: it blocks payment until the line is voided.
    case unknown
  }

  package let kind: Kind
  package let sku: String?
  /// The code that was scanned, if one was.
  package let code: String?
  package let name: String
  package let price: Money
  package let unit: String?
  package let taxClass: String
  package let rate: Rate
  /// The product's category, for which stations of the kitchen it concerns.
  package let category: String?

  package init(
    kind: Kind, sku: String?, code: String?, name: String, price: Money, unit: String?,
    taxClass: String, rate: Rate, category: String? = nil
  ) {
    self.kind = kind
    self.sku = sku
    self.code = code
    self.name = name
    self.price = price
    self.unit = unit
    self.taxClass = taxClass
    self.rate = rate
    self.category = category
  }

  /// The same item at another price, such as one that its label carries.
  package func priced(_ price: Money) -> LineItem {
    LineItem(
      kind: kind, sku: sku, code: code, name: name, price: price, unit: unit, taxClass: taxClass,
      rate: rate, category: category)
  }

  /// The same item in another unit.
  package func sold(by unit: String?) -> LineItem {
    LineItem(
      kind: kind, sku: sku, code: code, name: name, price: price, unit: unit, taxClass: taxClass,
      rate: rate, category: category)
  }
}

/// Why a sale stays as it is.
package enum OrderRefusal: Refusal, Equatable {
  case notOpen(SaleState)
  case notParked(SaleState)
  case stale(revision: Int64, current: Int64)
  case noSuchLine(Int)
  case lineAlreadyVoided(Int)
  case quantityOutOfRange(Int64)
  case tooManyLines
  case tooManyParked
  case unknownCodes([String])
  case nothingToPay
  case partPaid(Money)
  case amount(ValueFault)
  case wrongCurrency(Currency, expected: Currency)

  package var fault: Fault {
    switch self {
    case .notOpen(let state):
      Fault(
        .rule, kind: "sale_\(state.rawValue)",
        "The sale is \(state.rawValue); only an open sale can be changed or paid.")
    case .notParked(let state):
      Fault(
        .rule, kind: "sale_not_parked",
        "The sale is \(state.rawValue); only a parked one is recalled.")
    case .stale(let revision, let current):
      Fault(
        .conflict, kind: "stale_revision",
        "The sale was changed meanwhile: it is at revision \(current), you wrote for \(revision). "
          + "Look at it again, then repeat.", retry: .snapshot, field: "rev")
    case .noSuchLine(let line):
      Fault(.notFound, kind: "no_such_line", "The sale has no line \(line).", field: "line")
    case .lineAlreadyVoided(let line):
      Fault(.rule, kind: "line_voided", "Line \(line) is voided already.", field: "line")
    case .quantityOutOfRange(let milli):
      Fault(
        .invalid, kind: "quantity_out_of_range",
        "A quantity is 1 to \(Limits.quantityMilli) thousandths, not \(milli); "
          + "to take goods away, void the line.", field: "qty")
    case .tooManyLines:
      Fault(
        .rule, kind: "too_many_lines",
        "A sale has at most \(Limits.saleLines) lines; finish this one and begin another.")
    case .tooManyParked:
      Fault(
        .rule, kind: "too_many_parked",
        "\(Limits.parkedSales) sales are parked already; recall some and finish or void them.")
    case .unknownCodes(let codes):
      Fault(
        .rule, kind: "unknown_lines",
        "No product has the code \(codes.prefix(3).joined(separator: ", ")): "
          + "void the line or add the product, then pay.")
    case .nothingToPay:
      Fault(.rule, kind: "nothing_to_pay", "The sale has no line to pay for.")
    case .partPaid(let paid):
      Fault(
        .rule, kind: "sale_part_paid",
        "\(paid) of this sale is paid already: take the rest, or void the sale and give it back.")
    case .amount(let fault):
      Fault(.invalid, kind: "amount_out_of_range", "The sale cannot be calculated: \(fault).")
    case .wrongCurrency(let currency, let expected):
      Fault(
        .rule, kind: "wrong_currency", "This till sells in \(expected), not in \(currency).",
        field: "cur")
    }
  }
}
