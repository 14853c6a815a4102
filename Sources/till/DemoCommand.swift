// `till demo`: a scripted basket, or the replay of thousands of real ones.

internal import ArgumentParser
internal import Wire

/// `till demo`.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Sells a demonstration basket on the running till.",
    discussion: """
      Makes a small catalogue and opens a shift if they are missing. It sells for real: use a \
      till that is meant for trying.

      With --replay it imports a list of products and sells each basket of a file, checks every \
      receipt and the Z against its own sums, and verifies the journal. Both files are CSV, gzip \
      or not: baskets with the columns basket_id, sku and quantity, products with sku, name and \
      price_cents, and brand and size if there are any.
      """)

  @OptionGroup var common: Common
  @Option(help: "Sell the baskets of this file.", completion: .file()) var replay: String?
  @Option(help: "The products of the baskets.", completion: .file()) var products: String?
  @Option(help: "How many baskets at most.") var limit: Int?
  @Option(help: "How many baskets a second at most.") var rate: Int?
  @Option(help: "Close the shift after so many baskets and open the next.") var shiftEvery: Int?
  @Option(help: "Also write the summary as JSON to this file.", completion: .file())
  var report: String?

  func validate() throws {
    guard (replay == nil) == (products == nil) else {
      throw ValidationError("--replay and --products go together.")
    }
    for number in [limit, rate, shiftEvery].compactMap({ $0 }) where number < 1 {
      throw ValidationError("--limit, --rate and --shift-every take numbers from 1 on.")
    }
    if replay == nil, limit ?? rate ?? shiftEvery != nil || report != nil {
      throw ValidationError("--limit, --rate, --shift-every and --report belong to --replay.")
    }
  }

  func run() throws {
    guard let replay, let products else {
      return try Demo(client: common.client, common: common).run()
    }
    let plan = Replay.Plan(
      baskets: replay, products: products, limit: limit, rate: rate, shiftEvery: shiftEvery)
    var run = try Replay(plan, common.client)
    let summary = try run.run()
    if let report { try TextFile.write(JSON.text(summary) + "\n", to: report) }
    common.write(common.json ? [JSON.text(summary)] : summary.text)
    if summary.mismatches > 0 { throw ExitCode(Ending.refused.rawValue) }
  }
}
