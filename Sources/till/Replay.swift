// Sells thousands of real baskets through the socket as fast as the till takes them, and checks
// every receipt and every Z against its own sums.

internal import ArgumentParser
internal import Domains
internal import Values
internal import Wire

/// A replay of baskets on a running till.
struct Replay {
  /// What is to be replayed, and how.
  struct Plan {
    let baskets: String
    let products: String
    /// Baskets at most; nil for all.
    let limit: Int?
    /// Baskets a second at most; nil for as fast as it goes.
    let rate: Int?
    /// Baskets after which the shift is closed and the next one opened; nil for one shift.
    let shiftEvery: Int?
  }

  private let plan: Plan
  private let client: Client
  private let currency: Currency
  private var summary: ReplaySummary
  private var progress = Progress()
  private var started: Int64 = 0
  /// What the open shift had taken before the replay's first sale in it.
  private var grossBefore: Money

  init(_ plan: Plan, _ client: Client) throws {
    (self.plan, self.client) = (plan, client)
    // A replay is also how the till's recovery is tried: it may go away more than once.
    client.repetitions = 20
    currency = try client.currency()
    summary = ReplaySummary(currency)
    grossBefore = .zero(currency)
  }

  /// Imports the products, sells the baskets, closes the shift and verifies the journal.
  mutating func run() throws -> ReplaySummary {
    try importProducts()
    let prices = try PriceList(path: plan.products, currency: currency)
    var file = try BasketFile(path: plan.baskets, prices: prices, currency: currency)
    try clearTheTill()
    started = Clock.monotonicMilliseconds()
    while summary.baskets < plan.limit ?? .max, let basket = try file.next() {
      keepToTheRate()
      try take(basket)
      if progress.isDue() { Progress.show(progressText(file.permille)) }
    }
    summary.took(milliseconds: Clock.monotonicMilliseconds() - started)
    Progress.clear()
    try finish()
    return summary
  }

  private func importProducts() throws {
    Terminal.say("Importing the products …")
    let result = try patiently {
      try client.importProducts(
        .init(
          cmd: Client.command(), path: try TextFile.absolute(plan.products),
          mapping: try PriceList.mapping(path: plan.products)))
    }
    let counts = result.counts
    Terminal.say(
      "Products: \(counts.new) new, \(counts.changed) changed, \(counts.same) the same, "
        + "\(counts.error) with errors.")
  }

  /// Opens a shift if none is open, and parks a sale that somebody left open.
  private mutating func clearTheTill() throws {
    let status = try call(TillStatus.self, NoParams())
    if let sale = status.sale, sale.state == .open {
      _ = try call(SaleHold.self, SaleParams(cmd: Client.command(), sale: sale.id))
      Terminal.say("The open sale \(sale.id) is parked.")
    }
    if status.shift == nil {
      try openShift()
    } else {
      grossBefore = try call(ReportX.self, NoParams()).totals.gross
    }
  }

  private func openShift() throws {
    let float = Money(10_000, currency)
    _ = try call(ShiftOpen.self, .init(cmd: Client.command(), float: float))
  }

  private mutating func closeShift() throws {
    let z = try call(ShiftClose.self, .init(cmd: Client.command())).z
    summary.zSum = try summary.zSum.adding(z.totals.gross.subtracting(grossBefore))
    summary.shifts += 1
    grossBefore = .zero(currency)
    if summary.zSum != summary.sum {
      summary.mismatch("Z \(z.number): the Zs say \(summary.zSum), the receipts \(summary.sum)")
    }
  }

  private func keepToTheRate() {
    guard let rate = plan.rate else { return }
    let due = started + Int64(summary.baskets) * 1000 / Int64(rate)
    Clock.sleep(milliseconds: due - Clock.monotonicMilliseconds())
  }

  private mutating func take(_ basket: Basket) throws {
    summary.baskets += 1
    summary.lines += basket.read
    summary.skipped.quantityZero += basket.quantityZero
    summary.skipped.noPrice += basket.noPrice
    guard !basket.lines.isEmpty else {
      summary.skipped.emptyBaskets += 1
      return
    }
    try sell(basket)
    summary.reconnects = client.reconnects
    if let every = plan.shiftEvery, summary.sold > 0, summary.sold.isMultiple(of: every) {
      try closeShift()
      try openShift()
    }
  }

  /// Sells one basket: all lines on their way at once, then the payment with the exact amount
  /// calculated here, every third by card.
  private mutating func sell(_ basket: Basket) throws {
    let questions = basket.lines.map { line in
      client.question(
        SaleAdd.self, .init(cmd: Client.command(), sku: line.sku, qty: line.quantity))
    }
    var accepted: [Client.Reply] = []
    for (question, reply) in zip(questions, try client.answers(questions)) {
      do {
        accepted.append(try settled(question, reply))
      } catch ClientFault.refused(let fault) {
        summary.mismatch("basket \(basket.name): \(question.method): \(fault.message)")
      }
    }
    guard let last = accepted.last else { return }
    let sale = try Client.result(SaleAdd.self, of: last).sale
    let tender: Tender = (summary.sold + 1).isMultiple(of: 3) ? .card : .cash
    do {
      let payment = SalePay.Params(
        cmd: Client.command(), sale: sale.id, tender: tender.rawValue, given: basket.total)
      try check(try call(SalePay.self, payment), basket)
    } catch ClientFault.refused(let fault) {
      summary.mismatch("basket \(basket.name), \(basket.total): \(fault.message)")
      try giveUp(sale.id)
    }
  }

  private mutating func check(_ paid: SalePay.Result, _ basket: Basket) throws {
    guard let receipt = paid.receipt else {
      summary.mismatch("basket \(basket.name): still due \(paid.due) after \(basket.total)")
      return try giveUp(paid.sale.id)
    }
    summary.sold += 1
    summary.linesSold += basket.lines.count
    summary.sum = try summary.sum.adding(basket.total)
    if paid.sale.total != basket.total || paid.change.map({ !$0.isZero }) ?? false {
      summary.mismatch("receipt \(receipt): \(paid.sale.total), calculated \(basket.total)")
    }
  }

  private func giveUp(_ sale: ID) throws {
    _ = try call(
      SaleVoid.self, .init(cmd: Client.command(), sale: sale, reason: "replay mismatch"))
  }

  /// Calls a method, however often it takes until the till is no longer busy.
  private func call<M: Method>(_ method: M.Type, _ params: M.Params) throws -> M.Result {
    let question = client.question(M.self, params)
    return try Client.result(M.self, of: settled(question, try client.answers([question])[0]))
  }

  /// The reply once the till is no longer busy; the question keeps its command id.
  private func settled(
    _ question: Client.Question, _ first: Client.Reply
  ) throws -> Client.Reply {
    var reply = first
    while let fault = reply.fault {
      guard let pause = fault.pauseMilliseconds else { throw ClientFault.refused(fault) }
      Clock.sleep(milliseconds: pause)
      reply = try client.answers([question])[0]
    }
    return reply
  }

  private func patiently<R>(_ body: () throws -> R) throws -> R {
    while true {
      do {
        return try body()
      } catch ClientFault.refused(let fault) {
        guard let pause = fault.pauseMilliseconds else { throw ClientFault.refused(fault) }
        Clock.sleep(milliseconds: pause)
      }
    }
  }

  private mutating func finish() throws {
    try closeShift()
    Terminal.say("Verifying the journal …")
    let report = try call(JournalVerify.self, .init())
    summary.head = report.head
    summary.hash = report.hash
    summary.reconnects = client.reconnects
    if !report.ok {
      summary.mismatch("the journal is damaged at \(report.firstBad ?? 0): \(report.why ?? "")")
    }
  }

  private func progressText(_ permille: Int64) -> String {
    let elapsed = max(1, Clock.monotonicMilliseconds() - started)
    let done = plan.limit.map { Int64(summary.baskets) * 1000 / Int64(max(1, $0)) } ?? 0
    let share = max(1, done, plan.limit == nil ? permille : 0)
    let left = elapsed * (1000 - min(1000, share)) / share / 1000
    return
      "\(summary.baskets) baskets, \(Int64(summary.baskets) * 1000 / elapsed)/s, \(summary.sum), "
      + "\(summary.mismatches) mismatches, \(left) s left"
  }
}

extension Fault {
  /// How long to wait before the same question may be asked again; nil if it never may.
  var pauseMilliseconds: Int64? {
    switch data.retry {
    case .now: 0
    case .after(let milliseconds): Int64(max(0, milliseconds))
    case .never, .afterApproval, .snapshot: nil
    }
  }
}
