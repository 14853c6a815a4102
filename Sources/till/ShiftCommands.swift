// The verbs about the day: `till shift …` and `till report …`.

internal import ArgumentParser
internal import Domains
internal import Values
internal import Wire

/// `till shift …`.
struct ShiftCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shift", abstract: "Open, count and close a shift; move cash.",
    subcommands: [Open.self, Status.self, Move.self, Count.self, Close.self],
    defaultSubcommand: Status.self)

  struct Open: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ShiftOpen.summary)
    @OptionGroup var common: Common
    @Option(help: "The cash in the drawer, such as 100.00.") var float: Amount

    func run() throws {
      let client = common.client
      let float = try float.money(try client.currency())
      try common.show(ShiftOpen.self, .init(cmd: Client.command(), float: float), by: client) {
        Terminal.say("Next: till scan CODE")
        return ["shift \($0.shift) is open for \($0.day) with \($0.float)"]
      }
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows whether a shift is open, and what it comes to so far.")
    @OptionGroup var common: Common

    private struct Summary: Encodable {
      let shift: ID?
      let state: String
      let report: ReportResult?
    }

    func run() throws {
      let client = common.client
      let shift = try client.call(TillStatus.self, NoParams()).shift
      let report = try shift.map { _ in try client.call(ReportX.self, NoParams()) }
      let summary = Summary(
        shift: shift, state: shift == nil ? "closed" : "open", report: report)
      if common.json {
        Terminal.write(JSON.text(summary))
      } else if let report {
        common.write(ReportText.lines(report))
      } else {
        common.write(["no shift is open"])
        Terminal.say("Next: till shift open --float 100.00")
      }
    }
  }

  struct Move: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ShiftMove.summary)
    @OptionGroup var common: Common
    @Argument(help: "pay-in, pay-out, drop or no-sale.") var kind: OutletEvent.CashMoved.Kind
    @Argument(help: "How much, such as 50.00; none with no-sale.") var amount: Amount?
    @Option(help: "Why.") var reason: String

    func validate() throws {
      if kind == .noSale, amount != nil {
        throw ValidationError("With no-sale no cash moves; leave the amount out.")
      }
      if kind != .noSale, amount == nil {
        throw ValidationError("Say how much cash moved, such as 50.00.")
      }
    }

    func run() throws {
      let client = common.client
      let amount = try amount.map { try $0.money(try client.currency()) }
      let params = ShiftMove.Params(
        cmd: Client.command(), kind: kind, amount: amount, reason: reason)
      try common.show(ShiftMove.self, params, by: client) { ["drawer \($0.drawer.rawValue)"] }
    }
  }

  struct Count: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ShiftCount.summary)
    @OptionGroup var common: Common
    @Argument(help: "What is in the drawer, such as 312.40.") var amount: Amount?
    @Option(help: "Or note by note: 5000x2,1000x3 is two of 5000 cents and three of 1000.")
    var denominations: CountedCoins?

    func validate() throws {
      guard (amount == nil) != (denominations == nil) else {
        throw ValidationError("Give the amount or --denominations, one of the two.")
      }
    }

    func run() throws {
      let client = common.client
      let counted = try amount.map { try $0.money(try client.currency()) }
      let params = ShiftCount.Params(
        cmd: Client.command(), counted: counted, denominations: denominations?.denominations)
      try common.show(ShiftCount.self, params, by: client) { answer in
        Terminal.say("Next: till shift close")
        return [
          "counted     \(answer.counted)", "expected    \(answer.expected)",
          "difference  \(answer.difference)",
        ]
      }
    }
  }

  struct Close: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ShiftClose.summary)
    @OptionGroup var common: Common
    @Flag(help: "Do not ask.") var yes = false

    func run() throws {
      guard yes || Terminal.confirms("Close the shift? Its Z is final.") else {
        Terminal.say("The shift stays open.")
        throw ExitCode(Ending.refused.rawValue)
      }
      try common.show(ShiftClose.self, .init(cmd: Client.command())) { answer in
        Terminal.say("Z \(answer.z.number); again with: till report z \(answer.z.number)")
        return [answer.z.text]
      }
    }
  }
}

extension OutletEvent.CashMoved.Kind: ExpressibleByArgument {
  /// The kind by its name, with hyphens or underscores.
  package init?(argument: String) {
    self.init(rawValue: String(argument.map { $0 == "-" ? "_" : $0 }))
  }

  package static var allValueStrings: [String] {
    allCases.map { String($0.rawValue.map { $0 == "_" ? "-" : $0 }) }
  }
}

/// Reports in words.
enum ReportText {
  /// The report as it is printed, or its sums where the daemon sent no text.
  static func lines(_ report: ReportResult) -> [String] {
    guard report.text.isEmpty else { return [report.text] }
    let totals = report.totals
    return [
      "sales     \(totals.sales)", "gross     \(totals.gross)", "tax       \(totals.tax)",
      "cash      \(totals.cash)", "expected  \(totals.expected)",
    ]
  }
}

/// `till report …`.
struct ReportCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Show what a shift comes to.",
    subcommands: [X.self, Z.self])

  struct X: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ReportX.summary)
    @OptionGroup var common: Common

    func run() throws {
      try common.show(ReportX.self, NoParams()) { ReportText.lines($0) }
    }
  }

  struct Z: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ReportZ.summary)
    @OptionGroup var common: Common
    @Argument(help: "The number of the Z; without it, the last.") var number: Int64?

    func run() throws {
      try common.show(ReportZ.self, .init(number: number)) { ReportText.lines($0) }
    }
  }
}
