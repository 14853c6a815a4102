// Printing and kicking: started is durable before the device is called, and so is what became of
// it before anybody hears of it.

internal import Domains
internal import ESCPOS
internal import Values
internal import Wire

extension Till {
  /// Begins what can be begun: the next print job if a printer is there, and every kick.
  mutating func dispatchJobs(_ work: inout Work) {
    var rows: [OutboxRow] = []
    while let row = outbox.nextKick() { rows.append(row) }
    if printer != nil, let row = outbox.nextPrint() {
      rows.append(row)
    }
    guard !rows.isEmpty else { return }
    var draft = Draft(self, now: work.now, effective: work.effective, actor: "till")
    draft.outbox = rows
    draft.held = rows.map(Held.launch)
    append(draft, &work)
  }

  /// The printer that prints now, or nil if none can.
  private var printer: String? {
    devices.values.filter { $0.kind == "printer" && usable.contains($0.id) }.map(\.id).min()
  }

  /// The start of this job is durable: call the device.
  func launch(_ row: OutboxRow, _ work: inout Work) {
    switch row.kind {
    case .kick:
      if case .testKick(let device) = Intent(row) {
        work.effects.append(.tryDrawer(job: row.number, device: device))
      } else {
        work.effects.append(.kick(job: row.number))
      }
    case .print:
      guard let intent = Intent(row) else {
        work.effects.append(.log(LogLine(.error, "job p\(row.number) is of a newer till")))
        return
      }
      // A job that may be on paper already says COPY: never two originals.
      work.effects.append(
        .print(job: row.number, intent, asCopy: row.why != nil, printer: printer ?? ""))
    }
  }

  /// After a crash: printers are asked what they printed; a drawer is never kicked twice.
  mutating func settleInterrupted(_ work: inout Work) {
    for row in outbox.takeInterrupted() {
      switch row.kind {
      case .print: work.effects.append(.recall(job: row.number, printer: nil))
      case .kick:
        settleKick(
          row.number, .unverified, why: "the till stopped while the drawer was told to open", &work)
      }
    }
  }

  mutating func settlePrint(_ number: Int64, _ outcome: PrintOutcome, _ work: inout Work) {
    guard var row = outbox.settle(number) else { return }
    let fact: SagaEvent
    switch outcome {
    case .printed(let evidence):
      row.state = .printed
      row.evidence = evidence.rawValue
      fact = .printed(.init(job: number, evidence: evidence.rawValue))
    case .failed(let why):
      row.state = .failed
      row.why = why
      fact = .printFailed(.init(job: number, why: why))
    case .unknown(let why):
      row.state = .unknown
      row.why = why
      fact = .printUnknown(.init(job: number, why: why))
    }
    settle(row, fact, &work)
    dispatchJobs(&work)
  }

  mutating func settleKick(
    _ number: Int64, _ outcome: DrawerOutcome, why: String?, _ work: inout Work
  ) {
    guard var row = outbox.settle(number), let cause = Intent(row)?.kickCause else { return }
    let kicked = SagaEvent.Kicked(job: number, cause: cause, why: why)
    row.why = why
    let fact: SagaEvent
    switch outcome {
    case .opened: (row.state, fact) = (.opened, .drawerOpened(kicked))
    case .failed: (row.state, fact) = (.failed, .drawerFailed(kicked))
    case .unverified: (row.state, fact) = (.unverified, .drawerUnverified(kicked))
    }
    settle(row, fact, &work)
  }

  /// Makes an outcome durable; who waits for it hears of it then.
  private mutating func settle(_ row: OutboxRow, _ fact: SagaEvent, _ work: inout Work) {
    var draft = Draft(self, now: work.now, effective: work.effective, actor: "till")
    draft.outbox = [row]
    draft.record(.saga(fact), SagaEvent.stream(job: row.number), version: row.attempts + 1)
    if let reply = outbox.takeReply(row.number) {
      draft.held.append(.send(reply.connection, reply.line(row.state.drawer)))
    }
    append(draft, &work)
  }

  // MARK: - What a person decides about a job

  func printCopy(
    _ params: ReceiptPrint.Params, _ draft: inout Draft, _ facts: any Facts
  ) throws -> Outcome {
    guard let (sale, copies) = try facts.receipt(number: params.number) else {
      throw PrintRefusal.noSuchReceipt(params.number)
    }
    let copy = copies + 1
    let job = draft.intend(.print) { _ in .receipt(sale: sale, number: params.number, copy: copy) }
    draft.record(
      .saga(.printRequested(.init(job: job, sale: sale, number: params.number, copy: copy))),
      SagaEvent.stream(job: job), version: 1)
    return .copied(PrintState(job: job, state: .queued))
  }

  func retry(
    _ params: PrintRetry.Params, _ draft: inout Draft, _ facts: any Facts
  ) throws -> Outcome {
    var row = try waitingJob(params.job, facts)
    // `why` stays on an unknown job: it is what heads its next attempt COPY. A failed one is
    // known not to be on paper.
    if row.state == .failed { row.why = nil }
    row.state = .queued
    draft.outbox.append(row)
    draft.held.append(.queue(row))
    return .job(PrintState(job: row.number, state: .queued))
  }

  func discard(
    _ params: PrintDiscard.Params, _ draft: inout Draft, _ facts: any Facts
  ) throws -> Outcome {
    var row = try waitingJob(params.job, facts)
    let reason = try reason(params.reason)
    row.state = .discarded
    row.why = reason
    draft.outbox.append(row)
    draft.record(
      .saga(.printDiscarded(.init(job: row.number, reason: reason))),
      SagaEvent.stream(job: row.number), version: row.attempts + 2)
    return .job(PrintState(job: row.number, state: .discarded))
  }

  private func waitingJob(_ name: String, _ facts: any Facts) throws -> OutboxRow {
    guard let number = jobNumber(name), let row = try facts.job(number), row.kind == .print else {
      throw PrintRefusal.noSuchJob(name)
    }
    guard row.state == .failed || row.state == .unknown, !outbox.isUnsettled(number) else {
      throw PrintRefusal.notWaiting(job: name, outbox.isUnsettled(number) ? .queued : row.state)
    }
    return row
  }
}
