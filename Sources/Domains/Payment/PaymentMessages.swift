// What can happen to a payment, and why money is not taken. Names and shapes are frozen.

package import Values
package import Wire

/// What happened to a payment.
package enum PaymentEvent: DomainEvent {
  case captured(Captured)
  case reversed(Reversed)

  /// Money was taken for a sale.
  package struct Captured: Codable, Equatable, Sendable {
    package let sale: ID
    package let tender: String
    /// What the customer handed over.
    package let tendered: Money
    /// What of it went towards the sale.
    package let applied: Money
    /// What was given back at once.
    package let change: Money
    package let ref: String?

    package init(
      sale: ID, tender: String, tendered: Money, applied: Money, change: Money, ref: String?
    ) {
      self.sale = sale
      self.tender = tender
      self.tendered = tendered
      self.applied = applied
      self.change = change
      self.ref = ref
    }
  }

  /// Money that was taken for a sale was given back, because the sale was voided.
  package struct Reversed: Codable, Equatable, Sendable {
    package let sale: ID
    package let tender: String
    package let amount: Money

    package init(sale: ID, tender: String, amount: Money) {
      self.sale = sale
      self.tender = tender
      self.amount = amount
    }
  }

  package static let kinds: [EventKind<PaymentEvent>] = [
    EventKind("payment.captured", Captured.self) { .captured($0) },
    EventKind("payment.reversed", Reversed.self) { .reversed($0) },
  ]

  package var content: EventContent {
    switch self {
    case .captured(let payload): EventContent("payment.captured", payload)
    case .reversed(let payload): EventContent("payment.reversed", payload)
    }
  }
}

/// A way to pay.
///
/// Others come with the domain's next release; a name that is not here is refused.
package enum Tender: String, Codable, CaseIterable, Sendable {
  /// Notes and coins: the only tender that gives change (law M7).
  case cash
  /// A card, taken on a terminal of its own; `ref` is the terminal's receipt number.
  case card

  package var givesChange: Bool { self == .cash }
}

/// Why money is not taken.
package enum PaymentRefusal: Refusal, Equatable {
  case unknownTender(String)
  case wrongCurrency(Currency, expected: Currency)
  case amountOutOfRange(Int64)
  case moreThanDue(Tender, given: Money, due: Money)
  case cardNumber
  case referenceTooLong
  case amount(ValueFault)

  package var fault: Fault {
    switch self {
    case .unknownTender(let name):
      Fault(
        .rule, kind: "tender_not_offered",
        "This till takes \(Tender.allCases.map(\.rawValue).joined(separator: " and ")), "
          + "not \(name.prefix(Limits.code).debugDescription).",
        field: "tender")
    case .wrongCurrency(let currency, let expected):
      Fault(
        .rule, kind: "wrong_currency", "This sale is paid in \(expected), not in \(currency).",
        field: "given.cur")
    case .amountOutOfRange(let minor):
      Fault(
        .invalid, kind: "amount_out_of_range",
        "A payment is 1 to \(Limits.amountMinor) minor units, not \(minor).", field: "given.minor")
    case .moreThanDue(let tender, let given, let due):
      Fault(
        .rule, kind: "change_from_\(tender.rawValue)",
        "\(given) is more than the \(due) due, and only cash gives change: "
          + "take \(due) or less by \(tender.rawValue).", field: "given")
    case .cardNumber:
      Fault(
        .rule, kind: "card_number",
        "The reference looks like a card number, which is never stored: "
          + "use the terminal's receipt number.", field: "ref")
    case .referenceTooLong:
      Fault(
        .invalid, kind: "text_too_long",
        "A reference has at most \(Limits.code) characters.", field: "ref")
    case .amount(let fault):
      Fault(.invalid, kind: "amount_out_of_range", "The payment cannot be calculated: \(fault).")
    }
  }
}
