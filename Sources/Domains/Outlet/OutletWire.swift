// The socket's methods about shifts and their reports.

package import Values
package import Wire

/// `shift.open`: begins a shift.
package enum ShiftOpen: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    /// The cash in the drawer, counted.
    package let float: Money
    package init(cmd: ID, float: Money) { (self.cmd, self.float) = (cmd, float) }
  }
  package struct Result: Codable, Sendable {
    package let shift: ID
    package let state: String
    package let day: BusinessDay
    package let float: Money
    package init(shift: ID, day: BusinessDay, float: Money) {
      (self.shift, state, self.day, self.float) = (shift, "open", day, float)
    }
  }
  package static let name = "shift.open"
  package static let summary = "Opens a shift with the cash that is in the drawer."
  package static let right = Right.sell
  package static var example: (params: Params, result: Result) {
    (
      Params(cmd: Example.command, float: Money(10_000, .eur)),
      Result(
        shift: Example.shift, day: BusinessDay(Example.time.date()), float: Money(10_000, .eur))
    )
  }
}

/// `shift.move`: moves cash without a sale.
package enum ShiftMove: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    package let kind: OutletEvent.CashMoved.Kind
    package let amount: Money?
    package let reason: String
    package init(
      cmd: ID, kind: OutletEvent.CashMoved.Kind, amount: Money? = nil, reason: String
    ) {
      (self.cmd, self.kind, self.amount, self.reason) = (cmd, kind, amount, reason)
    }
  }
  package struct Result: Codable, Sendable {
    package let shift: ID
    package let state: String
    package let drawer: DrawerState
    package init(shift: ID, drawer: DrawerState) {
      (self.shift, state, self.drawer) = (shift, "open", drawer)
    }
  }
  package static let name = "shift.move"
  package static let summary = "Pays cash in or out, drops it to the safe, or opens for no sale."
  package static let right = Right.sell
  package static var example: (params: Params, result: Result) {
    (
      Params(
        cmd: Example.command, kind: .payOut, amount: Money(1250, .eur), reason: "window cleaner"),
      Result(shift: Example.shift, drawer: .opened)
    )
  }
}

/// `shift.count`: says what is in the drawer.
package enum ShiftCount: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    package let counted: Money?
    package let denominations: [Denomination]?
    package init(cmd: ID, counted: Money? = nil, denominations: [Denomination]? = nil) {
      (self.cmd, self.counted, self.denominations) = (cmd, counted, denominations)
    }
  }
  package struct Result: Codable, Sendable {
    package let shift: ID
    package let counted: Money
    package let expected: Money
    package let difference: Money
    package init(shift: ID, counted: Money, expected: Money, difference: Money) {
      (self.shift, self.counted) = (shift, counted)
      (self.expected, self.difference) = (expected, difference)
    }
  }
  package static let name = "shift.count"
  package static let summary =
    "Takes the count of the drawer, blind: what was expected is told afterwards."
  package static let right = Right.sell
  package static var example: (params: Params, result: Result) {
    (
      Params(cmd: Example.command, counted: Money(10_249, .eur)),
      Result(
        shift: Example.shift, counted: Money(10_249, .eur), expected: Money(10_249, .eur),
        difference: Money(0, .eur))
    )
  }
}

/// What X and Z show, for programs; `text` shows the same for people.
package struct ReportResult: Codable, Sendable {
  package struct Totals: Codable, Sendable {
    package let sales: Int64
    package let lines: Int64
    package let gross: Money
    package let net: Money
    package let tax: Money
    package let discount: Money
    package let rounding: Money
    package let voidedSales: Int64
    package let voidedLines: Int64
    package let noSales: Int64
    package let copies: Int64
    package let float: Money
    package let cash: Money
    package let payIns: Money
    package let payOuts: Money
    package let drops: Money
    package let expected: Money
    package let counted: Money?
    package let difference: Money?
    package let perpetual: Money
    package let firstReceipt: String?
    package let lastReceipt: String?
  }

  package let shift: ID
  package let day: BusinessDay
  package let totals: Totals
  package let tenders: [Tally.TenderSum]
  package let tax: [Tally.TaxSum]
  package let text: String

  package init(_ report: ShiftReportData, text: String) {
    let tally = report.tally
    shift = report.shift
    day = report.day
    totals = Totals(
      sales: tally.sales, lines: tally.lines, gross: tally.gross, net: tally.net,
      tax: Money(tally.gross.minor &- tally.net.minor, tally.gross.currency),
      discount: tally.discount, rounding: tally.rounding, voidedSales: tally.voidedSales,
      voidedLines: tally.voidedLines, noSales: tally.noSales, copies: tally.copies,
      float: report.float, cash: tally.cash, payIns: tally.payIns, payOuts: tally.payOuts,
      drops: tally.drops, expected: report.expected, counted: report.counted,
      difference: report.difference, perpetual: report.perpetual,
      firstReceipt: tally.firstReceipt, lastReceipt: tally.lastReceipt)
    tenders = tally.tenders
    tax = tally.tax
    self.text = text
  }

  package static var example: ReportResult {
    let zero = Money.zero(.eur)
    return ReportResult(
      ShiftReportData(
        shift: Example.shift, day: BusinessDay(Example.time.date()), openedAt: Example.time,
        at: Example.time, float: zero, tally: Tally(.eur), expected: zero, counted: nil,
        difference: nil, perpetual: zero, head: 1, hash: .zero, zone: 0), text: "X REPORT\n…")
  }
}

/// `report.x`: shows the shift so far.
package enum ReportX: Method {
  package static let name = "report.x"
  package static let summary = "Shows what the open shift comes to so far; changes nothing."
  package static let right = Right.sell
  package static var example: (params: NoParams, result: ReportResult) {
    (NoParams(), .example)
  }
}

/// `shift.close`: ends the shift with its Z.
package enum ShiftClose: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    package init(cmd: ID) { self.cmd = cmd }
  }
  package struct Result: Codable, Sendable {
    package struct Z: Codable, Sendable {
      package let number: Int64
      package let totals: ReportResult.Totals
      package let tenders: [Tally.TenderSum]
      package let tax: [Tally.TaxSum]
      package let text: String
    }
    package let shift: ID
    package let state: String
    package let z: Z
    package let print: PrintState
    package init(number: Int64, report: ReportResult, print: PrintState) {
      shift = report.shift
      state = "closed"
      z = Z(
        number: number, totals: report.totals, tenders: report.tenders, tax: report.tax,
        text: report.text)
      self.print = print
    }
  }
  package static let name = "shift.close"
  package static let summary =
    "Closes the shift and gives it the next Z; parked sales live on, an open one is parked."
  package static let right = Right.sell
  package static var example: (params: Params, result: Result) {
    (
      Params(cmd: Example.command),
      Result(number: 17, report: .example, print: PrintState(job: "p90", state: .queued))
    )
  }
}

/// `report.z`: shows a Z again, as it was.
package enum ReportZ: Method {
  package struct Params: Codable, Sendable {
    /// Nil asks for the last.
    package let number: Int64?
    package init(number: Int64? = nil) { self.number = number }
  }
  package static let name = "report.z"
  package static let summary = "Shows the Z of a closed shift again, unchanged."
  package static let right = Right.sell
  package static var example: (params: Params, result: ReportResult) {
    (Params(number: 17), .example)
  }
}
