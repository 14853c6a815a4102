// What can happen to a shift and its cash, and why something may not. Names are frozen.

package import Values
package import Wire

/// What happened to the till's shift.
package enum OutletEvent: DomainEvent {
  case opened(Opened)
  case cashMoved(CashMoved)
  case counted(Counted)
  case closed(Closed)

  /// A shift began with cash in the drawer.
  package struct Opened: Codable, Equatable, Sendable {
    package let float: Money
    /// The grand total of all closed shifts before this one.
    package let perpetual: Money
    package let taxIncluded: Bool
    /// The shop's zone when the shift opened, seconds east of UTC, for what is printed.
    package let zone: Int

    package init(float: Money, perpetual: Money, taxIncluded: Bool, zone: Int) {
      self.float = float
      self.perpetual = perpetual
      self.taxIncluded = taxIncluded
      self.zone = zone
    }
  }

  /// Cash came or went without a sale, or the drawer was opened for none.
  package struct CashMoved: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
      case payIn = "pay_in"
      case payOut = "pay_out"
      /// Cash taken to the safe.
      case drop
      /// The drawer was opened and nothing moved.
      case noSale = "no_sale"
    }

    package let kind: Kind
    package let amount: Money
    package let reason: String
    package let kickJob: Int64?

    package init(kind: Kind, amount: Money, reason: String, kickJob: Int64?) {
      self.kind = kind
      self.amount = amount
      self.reason = reason
      self.kickJob = kickJob
    }
  }

  /// Somebody counted the drawer.
  package struct Counted: Codable, Equatable, Sendable {
    package let counted: Money
    package let expected: Money
    package let difference: Money
    package let denominations: [Denomination]?

    package init(
      counted: Money, expected: Money, difference: Money, denominations: [Denomination]?
    ) {
      self.counted = counted
      self.expected = expected
      self.difference = difference
      self.denominations = denominations
    }
  }

  /// The shift ended; its Z is this event.
  package struct Closed: Codable, Equatable, Sendable {
    /// The number of the Z: one more than the last.
    package let z: Int64
    package let report: ShiftReportData
    package let printJob: Int64

    package init(z: Int64, report: ShiftReportData, printJob: Int64) {
      self.z = z
      self.report = report
      self.printJob = printJob
    }
  }

  package static let kinds: [EventKind<OutletEvent>] = [
    EventKind("shift.opened", Opened.self) { .opened($0) },
    EventKind("shift.cash_moved", CashMoved.self) { .cashMoved($0) },
    EventKind("shift.counted", Counted.self) { .counted($0) },
    EventKind("shift.closed", Closed.self) { .closed($0) },
  ]

  package var content: EventContent {
    switch self {
    case .opened(let payload): EventContent("shift.opened", payload)
    case .cashMoved(let payload): EventContent("shift.cash_moved", payload)
    case .counted(let payload): EventContent("shift.counted", payload)
    case .closed(let payload): EventContent("shift.closed", payload)
    }
  }
}

/// How many of one coin or note were counted.
package struct Denomination: Codable, Equatable, Sendable {
  package let minor: Int64
  package let count: Int64

  package init(minor: Int64, count: Int64) {
    self.minor = minor
    self.count = count
  }
}

/// What a shift comes to so far: the content of X and Z.
package struct ShiftReportData: Codable, Equatable, Sendable {
  package let shift: ID
  package let day: BusinessDay
  package let openedAt: Timestamp
  package let at: Timestamp
  package let float: Money
  package let tally: Tally
  package let expected: Money
  package let counted: Money?
  package let difference: Money?
  /// The grand total of all shifts, this one included; never reset.
  package let perpetual: Money
  /// The last event before the report, and its hash.
  package let head: Int64
  package let hash: Digest
  package let zone: Int

  package init(
    shift: ID, day: BusinessDay, openedAt: Timestamp, at: Timestamp, float: Money, tally: Tally,
    expected: Money, counted: Money?, difference: Money?, perpetual: Money, head: Int64,
    hash: Digest, zone: Int
  ) {
    self.shift = shift
    self.day = day
    self.openedAt = openedAt
    self.at = at
    self.float = float
    self.tally = tally
    self.expected = expected
    self.counted = counted
    self.difference = difference
    self.perpetual = perpetual
    self.head = head
    self.hash = hash
    self.zone = zone
  }
}

/// Why a shift stays as it is.
package enum OutletRefusal: Refusal, Equatable {
  case noOpenShift
  case alreadyOpen(since: Timestamp)
  case saleInPayment
  case wrongCurrency(Currency, expected: Currency)
  case amountOutOfRange(Int64)
  case amountMissing
  case countMissing
  case denominationOutOfRange
  case amount(ValueFault)

  package var fault: Fault {
    switch self {
    case .noOpenShift:
      Fault(.rule, kind: "no_open_shift", "No shift is open: open one with the cash in the drawer.")
    case .alreadyOpen(let since):
      Fault(
        .rule, kind: "shift_already_open",
        "A shift is open since \(since); close it before you open another.")
    case .saleInPayment:
      Fault(
        .rule, kind: "sale_part_paid",
        "A sale is paid in part: take the rest or void it, then close the shift.")
    case .wrongCurrency(let currency, let expected):
      Fault(
        .rule, kind: "wrong_currency", "The drawer holds \(expected), not \(currency).",
        field: "cur")
    case .amountOutOfRange(let minor):
      Fault(
        .invalid, kind: "amount_out_of_range",
        "The amount is 0 to \(Limits.amountMinor) minor units, not \(minor).", field: "minor")
    case .amountMissing:
      Fault(
        .invalid, kind: "amount_missing", "Say how much cash moved, more than zero.",
        field: "amount")
    case .countMissing:
      Fault(
        .invalid, kind: "count_missing",
        "Say what was counted: `counted` as an amount, or `denominations`.", field: "counted")
    case .denominationOutOfRange:
      Fault(
        .invalid, kind: "denomination_out_of_range",
        "A denomination has a value above zero and a count of zero or more.",
        field: "denominations")
    case .amount(let fault):
      Fault(.invalid, kind: "amount_out_of_range", "The amounts cannot be added: \(fault).")
    }
  }
}
