// The socket's methods about receipts, print jobs and the drawer.

package import Values
package import Wire

/// What the drawer did when it was told to open.
package enum DrawerState: String, Codable, CaseIterable, Sendable {
  case opened, failed, unverified
  /// Nobody asked it to open: no cash moved.
  case none
}

/// A print job in a result.
package struct PrintState: Codable, Equatable, Sendable {
  /// `p` and the job's number.
  package let job: String
  package let state: OutboxRow.State
  package init(job: String, state: OutboxRow.State) { (self.job, self.state) = (job, state) }
  package init(job: Int64, state: OutboxRow.State) { self.init(job: "p\(job)", state: state) }
}

/// The number of a job by its name, or nil if it is no job's name.
package func jobNumber(_ name: String) -> Int64? {
  guard name.hasPrefix("p"), let number = Int64(name.dropFirst()), number > 0 else { return nil }
  return number
}

/// One piece of paper of a receipt: whether it was printed, and how that is known.
package struct PrintedPaper: Codable, Equatable, Sendable {
  package let job: String
  package let state: OutboxRow.State
  /// `fence`, `status` or `none`, strongest first; nil while nothing is known.
  package let evidence: String?
  package let printer: String?
  package let attempts: Int64
  /// The number of the copy; nil for the original.
  package let copy: Int64?
  package let why: String?

  package init(_ row: OutboxRow) {
    (job, state, evidence) = ("p\(row.number)", row.state, row.evidence)
    (printer, attempts, why) = (row.printer, row.attempts, row.why)
    if case .receipt(_, _, let number) = Intent(row) { copy = number } else { copy = nil }
  }
}

/// `receipt.get`: shows a receipt as it was printed.
package enum ReceiptGet: Method {
  package struct Params: Codable, Sendable {
    package let number: String
    package init(number: String) { self.number = number }
  }
  package struct Result: Codable, Sendable {
    package let number: String
    package let text: String
    package let svg: String
    package let sale: SaleView
    /// How many copies were asked for.
    package let copies: Int64
    /// What became of the original and of each copy on paper, oldest first.
    package let print: [PrintedPaper]
    package init(
      number: String, text: String, svg: String, sale: SaleView, copies: Int64,
      print: [PrintedPaper]
    ) {
      (self.number, self.text, self.svg) = (number, text, svg)
      (self.sale, self.copies, self.print) = (sale, copies, print)
    }
  }
  package static let name = "receipt.get"
  package static let summary =
    "Shows a receipt as text and picture, drawn from the printer's bytes."
  package static let right = Right.sell
  package static var example: (params: Params, result: Result) {
    (
      Params(number: "T1-000912"),
      Result(
        number: "T1-000912", text: "Our shop\n…", svg: "<svg …/>", sale: Example.openSale,
        copies: 0,
        print: [
          PrintedPaper(
            OutboxRow(
              number: 77, kind: .print, state: .printed, intent: [], attempts: 1,
              evidence: "fence", printer: "printer0"))
        ])
    )
  }
}

/// `receipt.print`: prints a copy of a receipt.
package enum ReceiptPrint: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    package let number: String
    package init(cmd: ID, number: String) { (self.cmd, self.number) = (cmd, number) }
  }
  package struct Result: Codable, Sendable {
    package let print: PrintState
    package init(print: PrintState) { self.print = print }
  }
  package static let name = "receipt.print"
  package static let summary = "Prints a receipt again, headed COPY and counted."
  package static let right = Right.sell
  package static var example: (params: Params, result: Result) {
    (
      Params(cmd: Example.command, number: "T1-000912"),
      Result(print: PrintState(job: "p78", state: .queued))
    )
  }
}

/// `print.list`: shows print jobs.
package enum PrintList: Method {
  package struct Params: Codable, Sendable {
    package let state: OutboxRow.State?
    package let limit: Int?
    package init(state: OutboxRow.State? = nil, limit: Int? = nil) {
      (self.state, self.limit) = (state, limit)
    }
  }
  package struct Job: Codable, Sendable {
    package let job: String
    package let state: OutboxRow.State
    package let evidence: String?
    package let attempts: Int64
    package let receipt: String?
    package let why: String?
    /// The printer of the last attempt.
    package let printer: String?
    package init(
      job: String, state: OutboxRow.State, evidence: String?, attempts: Int64, receipt: String?,
      why: String?, printer: String? = nil
    ) {
      (self.job, self.state, self.evidence) = (job, state, evidence)
      (self.attempts, self.receipt, self.why) = (attempts, receipt, why)
      self.printer = printer
    }
  }
  package struct Result: Codable, Sendable {
    package let jobs: [Job]
    package init(jobs: [Job]) { self.jobs = jobs }
  }
  package static let name = "print.list"
  package static let summary =
    "Lists print jobs, newest first: of one state, or all that wait for something."
  package static let right = Right.sell
  package static var example: (params: Params, result: Result) {
    (
      Params(),
      Result(jobs: [
        Job(
          job: "p77", state: .failed, evidence: nil, attempts: 1, receipt: "T1-000912",
          why: "paper out", printer: "printer0")
      ])
    )
  }
}

/// A print job as the methods about one job answer.
package struct PrintResult: Codable, Sendable {
  package let print: PrintState
  package init(print: PrintState) { self.print = print }
}

/// `print.retry`: prints a failed or unknown job again.
package enum PrintRetry: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    package let job: String
    package init(cmd: ID, job: String) { (self.cmd, self.job) = (cmd, job) }
  }
  package static let name = "print.retry"
  package static let summary =
    "Prints a failed or unknown job again; one that may be on paper already is headed COPY."
  package static let right = Right.sell
  package static var example: (params: Params, result: PrintResult) {
    (
      Params(cmd: Example.command, job: "p77"),
      PrintResult(print: PrintState(job: "p77", state: .queued))
    )
  }
}

/// `print.discard`: gives up a job that will not be printed.
package enum PrintDiscard: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    package let job: String
    package let reason: String
    package init(cmd: ID, job: String, reason: String) {
      (self.cmd, self.job, self.reason) = (cmd, job, reason)
    }
  }
  package static let name = "print.discard"
  package static let summary = "Gives up a print job, with a reason; the sale stays as it is."
  package static let right = Right.sell
  package static var example: (params: Params, result: PrintResult) {
    (
      Params(cmd: Example.command, job: "p77", reason: "customer left"),
      PrintResult(print: PrintState(job: "p77", state: .discarded))
    )
  }
}

/// `label.print`: prints shelf labels.
package enum LabelPrint: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    package let sku: String
    /// 1 to 100; 1 when left out.
    package let count: Int64?
    package init(cmd: ID, sku: String, count: Int64? = nil) {
      (self.cmd, self.sku, self.count) = (cmd, sku, count)
    }
  }
  package static let name = "label.print"
  package static let summary = "Prints shelf labels of a product, on the printer for labels."
  package static let right = Right.sell
  package static var example: (params: Params, result: PrintResult) {
    (
      Params(cmd: Example.command, sku: "COLA", count: 2),
      PrintResult(print: PrintState(job: "p79", state: .queued))
    )
  }
}

/// `drawer.open`: opens the drawer without a sale.
package enum DrawerOpen: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    package let reason: String
    package init(cmd: ID, reason: String) { (self.cmd, self.reason) = (cmd, reason) }
  }
  package struct Result: Codable, Sendable {
    package let drawer: DrawerState
    package init(drawer: DrawerState) { self.drawer = drawer }
  }
  package static let name = "drawer.open"
  package static let summary = "Opens the drawer without a sale; counted as a no-sale of the shift."
  package static let right = Right.sell
  package static var example: (params: Params, result: Result) {
    (Params(cmd: Example.command, reason: "change for a note"), Result(drawer: .opened))
  }
}

/// Why a print job stays as it is.
package enum PrintRefusal: Refusal, Equatable {
  case noSuchJob(String)
  case noSuchReceipt(String)
  case notWaiting(job: String, OutboxRow.State)
  /// So many jobs wait for printers that no more are taken; sales never meet this.
  case queueFull
  case labelCount

  package var fault: Fault {
    switch self {
    case .noSuchJob(let job):
      Fault(
        .notFound, kind: "no_such_job",
        "There is no print job \(job.prefix(Limits.code).debugDescription); print.list shows them.",
        field: "job")
    case .noSuchReceipt(let number):
      Fault(
        .notFound, kind: "no_such_receipt",
        "There is no receipt \(number.prefix(Limits.code).debugDescription).", field: "number")
    case .notWaiting(let job, let state):
      Fault(
        .rule, kind: "job_\(state.rawValue)",
        "Job \(job) is \(state.rawValue); only failed and unknown jobs wait for a decision.",
        field: "job")
    case .queueFull:
      Fault(
        .throttled, kind: "print_queue_full",
        "\(Limits.printJobs) jobs wait for printers already: look after the printer first.",
        retry: .after(milliseconds: 5000))
    case .labelCount:
      Fault(
        .invalid, kind: "label_count", "One job prints 1 to \(Limits.labels) labels.",
        field: "count")
    }
  }
}

/// Why the drawer is not told to open.
package enum DrawerRefusal: Refusal, Equatable {
  /// It is being told so at this moment; two pulses at once open no drawer.
  case busy

  package var fault: Fault {
    switch self {
    case .busy:
      Fault(
        .throttled, kind: "drawer_busy", "The drawer is being opened already.",
        retry: .after(milliseconds: 100))
    }
  }
}
