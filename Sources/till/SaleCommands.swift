// The verbs about sales: scan, pay, and `till sale …`.

internal import ArgumentParser
internal import Domains
internal import Values
internal import Wire

/// `till scan CODE`, in full `till scan sell CODE`.
struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sell", abstract: SaleScan.summary)

  @OptionGroup var common: Common
  @Argument(help: "The code as the scanner reads it.") var code: String
  @Option(help: "How many, such as 2 or 0.25.") var qty: Quantity?

  func run() throws {
    let params = SaleScan.Params(cmd: Client.command(), code: code, qty: qty)
    try common.show(SaleScan.self, params) { answer in
      if answer.sale.lines.last?.kind == .unknown {
        Terminal.say(
          "No product has the code \(Terminal.harmless(code)). Next: till sale void-line "
            + "\(answer.sale.lines.count) --reason WHY, or till products put")
      }
      return SaleText.lines(answer.sale)
    }
  }
}

/// `till pay TENDER [AMOUNT]`.
struct PayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pay", abstract: SalePay.summary)

  @OptionGroup var common: Common
  @Argument(
    help: "How it is paid: \(Tender.allCases.map(\.rawValue).joined(separator: " or ")).",
    completion: .list(Tender.allCases.map(\.rawValue)))
  var tender: String
  @Argument(help: "What is given, such as 12.90; without it, exactly what is due.")
  var amount: Amount?
  @Option(help: "The card terminal's receipt number.") var ref: String?
  @Option(help: "The sale; without it, the open one.") var sale: ID?

  func run() throws {
    let client = common.client
    let given = try amount.map { try $0.money(try client.currency()) }
    let params = SalePay.Params(
      cmd: Client.command(), sale: sale, tender: tender, given: given, ref: ref)
    try common.show(SalePay.self, params, by: client) { answer in
      var lines = SaleText.lines(answer.sale)
      guard let receipt = answer.receipt else {
        return lines + ["still due: \(answer.due)"]
      }
      lines.append("receipt \(receipt)")
      if let change = answer.change, !change.isZero { lines.append("change  \(change)") }
      if let drawer = answer.drawer { lines.append("drawer  \(drawer.rawValue)") }
      if let print = answer.print { lines.append("print   \(print.job) \(print.state.rawValue)") }
      Terminal.say("Next: till receipt show \(receipt)")
      return lines
    }
  }
}

/// `till sale …`.
struct SaleCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sale", abstract: "Look at sales and change the open one.",
    subcommands: [
      Show.self, List.self, Add.self, Qty.self, VoidLine.self, Hold.self, Recall.self, Void.self,
    ], defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: SaleGet.summary)
    @OptionGroup var common: Common
    @Argument(help: "The sale; without it, the open one.") var sale: ID?

    func run() throws {
      try common.show(SaleGet.self, .init(sale: sale)) { SaleText.lines($0.sale) }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: SaleList.summary)
    @OptionGroup var common: Common
    @Option(help: "open, parked, completed or voided.") var state: SaleState?
    @Option(help: "How many at most.") var limit: Int?

    func run() throws {
      try common.show(SaleList.self, .init(state: state, limit: limit)) {
        SaleText.list($0.sales)
      }
    }
  }

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: SaleAdd.summary)
    @OptionGroup var common: Common
    @Argument(help: "The product's SKU.") var sku: String
    @Option(help: "How many, such as 2 or 0.25.") var qty: Quantity?
    @Option(help: "The sale; without it, the open one.") var sale: ID?

    func run() throws {
      let params = SaleAdd.Params(cmd: Client.command(), sku: sku, qty: qty, sale: sale)
      try common.show(SaleAdd.self, params) { SaleText.lines($0.sale) }
    }
  }

  struct Qty: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Changes the quantity of a line.")
    @OptionGroup var common: Common
    @Argument(help: "The line's number.") var line: Int
    @Argument(help: "How many, such as 2 or 0.25.") var qty: Quantity
    @Option(help: "The sale; without it, the open one.") var sale: ID?

    func run() throws {
      let client = common.client
      let params = SaleLine.Params(
        cmd: Client.command(), sale: try client.openSale(sale), line: line, qty: qty)
      try common.show(SaleLine.self, params, by: client) { SaleText.lines($0.sale) }
    }
  }

  struct VoidLine: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Voids a line, with a reason.")
    @OptionGroup var common: Common
    @Argument(help: "The line's number.") var line: Int
    @Option(help: "Why it is voided.") var reason: String
    @Option(help: "The sale; without it, the open one.") var sale: ID?

    func run() throws {
      let client = common.client
      let params = SaleLine.Params(
        cmd: Client.command(), sale: try client.openSale(sale), line: line,
        void: .init(reason: reason))
      try common.show(SaleLine.self, params, by: client) { SaleText.lines($0.sale) }
    }
  }

  struct Hold: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: SaleHold.summary)
    @OptionGroup var common: Common
    @Option(help: "The sale; without it, the open one.") var sale: ID?

    func run() throws {
      let client = common.client
      let params = SaleParams(cmd: Client.command(), sale: try client.openSale(sale))
      try common.show(SaleHold.self, params, by: client) { answer in
        Terminal.say("Next: till sale recall \(answer.sale.id)")
        return SaleText.lines(answer.sale)
      }
    }
  }

  struct Recall: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: SaleRecall.summary)
    @OptionGroup var common: Common
    @Argument(help: "The parked sale; till sale list shows them.") var sale: ID

    func run() throws {
      try common.show(SaleRecall.self, SaleParams(cmd: Client.command(), sale: sale)) {
        SaleText.lines($0.sale)
      }
    }
  }

  struct Void: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: SaleVoid.summary)
    @OptionGroup var common: Common
    @Option(help: "Why it is voided.") var reason: String
    @Option(help: "The sale; without it, the open one.") var sale: ID?

    func run() throws {
      let client = common.client
      let params = SaleVoid.Params(
        cmd: Client.command(), sale: try client.openSale(sale), reason: reason)
      try common.show(SaleVoid.self, params, by: client) { answer in
        SaleText.lines(answer.sale)
          + (answer.refund ?? []).map { "give back \($0.applied) (\($0.tender))" }
      }
    }
  }
}

extension SaleState: ExpressibleByArgument {}
