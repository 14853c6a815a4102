// The verbs about paper and the drawer: `till receipt …` and `till drawer …`.

internal import ArgumentParser
internal import Domains
internal import Values
internal import Wire

/// `till receipt …`.
struct ReceiptCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receipt", abstract: "Show and print receipts, look after print jobs.",
    subcommands: [Show.self, Print.self, Jobs.self, Retry.self, Discard.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ReceiptGet.summary)
    @OptionGroup var common: Common
    @Argument(help: "The receipt's number, such as T1-000912.") var number: String
    @Option(help: "Also write its picture to this file.", completion: .file(extensions: ["svg"]))
    var svg: String?

    func run() throws {
      let client = common.client
      if let svg {
        let picture = try client.call(ReceiptGet.self, .init(number: number)).svg
        try TextFile.write(picture, to: svg)
        Terminal.say("The picture is in \(svg).")
      }
      try common.show(ReceiptGet.self, .init(number: number), by: client) { [$0.text] }
    }
  }

  struct Print: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ReceiptPrint.summary)
    @OptionGroup var common: Common
    @Argument(help: "The receipt's number, such as T1-000912.") var number: String

    func run() throws {
      let params = ReceiptPrint.Params(cmd: Client.command(), number: number)
      try common.show(ReceiptPrint.self, params) { [PrintText.line($0.print)] }
    }
  }

  struct Jobs: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: PrintList.summary)
    @OptionGroup var common: Common
    @Option(help: "Only jobs of this state, such as failed or printed.")
    var state: OutboxRow.State?
    @Option(help: "How many at most.") var limit: Int?

    func run() throws {
      try common.show(PrintList.self, .init(state: state, limit: limit)) { answer in
        guard !answer.jobs.isEmpty else { return ["no print job waits for anything"] }
        var table = Table(
          ("job", .left), ("state", .left), ("receipt", .left), ("attempts", .right),
          ("evidence", .left), ("why", .left))
        for job in answer.jobs {
          table.add(
            job.job, job.state.rawValue, job.receipt ?? "", "\(job.attempts)",
            job.evidence ?? "", job.why ?? "")
        }
        return table.lines
      }
    }
  }

  struct Retry: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: PrintRetry.summary)
    @OptionGroup var common: Common
    @Argument(help: "The job, such as p77.") var job: String

    func run() throws {
      try common.show(PrintRetry.self, .init(cmd: Client.command(), job: job)) {
        [PrintText.line($0.print)]
      }
    }
  }

  struct Discard: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: PrintDiscard.summary)
    @OptionGroup var common: Common
    @Argument(help: "The job, such as p77.") var job: String
    @Option(help: "Why it will not be printed.") var reason: String

    func run() throws {
      let params = PrintDiscard.Params(cmd: Client.command(), job: job, reason: reason)
      try common.show(PrintDiscard.self, params) { [PrintText.line($0.print)] }
    }
  }
}

/// Print jobs in words.
enum PrintText {
  static func line(_ print: PrintState) -> String { "job \(print.job) \(print.state.rawValue)" }
}

extension OutboxRow.State: ExpressibleByArgument {}

/// `till drawer …`.
struct DrawerCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drawer", abstract: "Open the cash drawer.", subcommands: [Open.self])

  struct Open: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: DrawerOpen.summary)
    @OptionGroup var common: Common
    @Option(help: "Why it is opened.") var reason: String

    func run() throws {
      let params = DrawerOpen.Params(cmd: Client.command(), reason: reason)
      try common.show(DrawerOpen.self, params) { ["drawer \($0.drawer.rawValue)"] }
    }
  }
}
