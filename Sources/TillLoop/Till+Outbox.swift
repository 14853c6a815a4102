// Printing and kicking: started is durable before the device is called, and so is what became of
// it before anybody hears of it.

internal import Domains
internal import ESCPOS
internal import Values
internal import Wire

extension Till {
  /// Begins what can be begun: a job in every printer that is free, and every kick.
  mutating func dispatchJobs(_ work: inout Work) {
    var rows: [OutboxRow] = []
    while let row = outbox.nextKick() { rows.append(row) }
    if !outbox.prints.isEmpty {
      let routing = routing(at: work.now.boot)
      for (var row, why) in outbox.takeHopeless(routing) {
        // An attempt that ended before it began: what became of the last one has its revision.
        row.attempts += 1
        giveUp(row, why, &work)
      }
      while let row = outbox.nextPrint(routing) { rows.append(row) }
    }
    guard !rows.isEmpty else { return }
    var draft = Draft(self, now: work.now, effective: work.effective, actor: "till")
    draft.outbox = rows
    draft.held = rows.map(Held.launch)
    append(draft, &work)
  }

  /// The start of this job is durable: call the device.
  mutating func launch(_ row: OutboxRow, _ work: inout Work) {
    switch row.kind {
    case .kick:
      drawers.lastKick = work.now.boot
      if case .testKick(let device) = Intent(row) {
        work.effects.append(.tryDrawer(job: row.number, device: device))
      } else {
        work.effects.append(.kick(job: row.number))
      }
    case .print:
      guard let intent = Intent(row), let printer = row.printer else { return }
      // A job that may be on paper already says COPY: never two originals.
      work.effects.append(
        .print(job: row.number, intent, asCopy: row.isDoubtful, printer: printer))
    }
  }

  // MARK: - After a crash

  /// A drawer is never kicked twice; a printer is asked what it printed once it is there.
  mutating func settleInterrupted(_ work: inout Work) {
    for row in outbox.takeInterruptedKicks() {
      settleKick(
        row.number, .unverified, why: "the till stopped while the drawer was told to open", &work)
    }
    guard !outbox.interrupted.isEmpty else { return }
    recallDeadline = work.now.boot + Outbox.recallPatience
    work.effects.append(.wake(atBoot: work.now.boot + Outbox.recallPatience))
  }

  /// Asks a printer about the jobs it had when the till stopped; any printer, for nil.
  mutating func recall(from printer: String?, _ work: inout Work) {
    for row in outbox.takeInterrupted(on: printer) {
      work.effects.append(.recall(job: row.number, printer: row.printer))
    }
    if outbox.interrupted.isEmpty { recallDeadline = nil }
  }

  // MARK: - Outcomes

  mutating func settlePrint(_ number: Int64, _ outcome: PrintOutcome, _ work: inout Work) {
    guard var row = outbox.settle(number) else { return }
    let fact = row.end(outcome)
    if case .failed = outcome, let printer = row.printer {
      outbox.rest(printer, until: work.now.boot + Outbox.rest)
      work.effects.append(.wake(atBoot: work.now.boot + Outbox.rest))
    }
    // A test page that comes out later tests nothing.
    if Intent(row)?.onlyPrinter != nil { row.misses = OutboxRow.mostMisses }
    settle(row, fact, &work)
    if row.mayRetry { outbox.queue(row) }
    dispatchJobs(&work)
  }

  /// A job could not be drawn: no printer had it, and none will.
  mutating func abandonPrint(_ number: Int64, why: String, _ work: inout Work) {
    guard let row = outbox.settle(number) else { return }
    giveUp(row, why, &work)
    dispatchJobs(&work)
  }

  /// Leaves a job to a person that no printer can print.
  private mutating func giveUp(_ row: OutboxRow, _ why: String, _ work: inout Work) {
    var row = row
    row.printer = nil
    let fact = row.end(.failed(why))
    row.misses = OutboxRow.mostMisses
    settle(row, fact, &work)
  }

  mutating func settleKick(
    _ number: Int64, _ outcome: DrawerOutcome, why: String?, _ work: inout Work
  ) {
    guard var row = outbox.settle(number), let cause = Intent(row)?.kickCause else { return }
    if outcome != .failed { drawers.lastKick = work.now.boot }
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
    try draft.checkPrintRoom()
    let copy = copies + 1
    let job = draft.intend(.print) { _ in .receipt(sale: sale, number: params.number, copy: copy) }
    draft.record(
      .saga(.printRequested(.init(job: job, sale: sale, number: params.number, copy: copy))),
      SagaEvent.stream(job: job), version: 1)
    return .copied(PrintState(job: job, state: .queued))
  }

  func printLabels(
    _ params: LabelPrint.Params, _ draft: inout Draft, _ facts: any Facts
  ) throws -> Outcome {
    let count = params.count ?? 1
    guard (1...Limits.labels).contains(count) else { throw PrintRefusal.labelCount }
    try wait(for: lookupBatch)
    guard try facts.product(sku: params.sku) != nil else {
      throw Fault(
        .notFound, kind: "no_such_product",
        "There is no product with the SKU \(params.sku.prefix(Limits.code).debugDescription).",
        field: "sku")
    }
    try draft.checkPrintRoom()
    let job = draft.intend(.print) { _ in .label(sku: params.sku, count: count) }
    return .job(PrintState(job: job, state: .queued))
  }

  func retry(
    _ params: PrintRetry.Params, _ draft: inout Draft, _ facts: any Facts
  ) throws -> Outcome {
    var row = try waitingJob(params.job, facts)
    if !outbox.holds(row.number) { try draft.checkPrintRoom() }
    row.state = .queued
    row.why = nil
    row.misses = 0
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
    guard let number = jobNumber(name) else { throw PrintRefusal.noSuchJob(name) }
    // Two people decide about one job: the second one sees what the first one decided.
    if let batch = outbox.batch(of: number) { try wait(for: batch) }
    guard let row = try facts.job(number), row.kind == .print else {
      throw PrintRefusal.noSuchJob(name)
    }
    guard row.state == .failed || row.state == .unknown, !outbox.isUnsettled(number) else {
      throw PrintRefusal.notWaiting(job: name, outbox.isUnsettled(number) ? .queued : row.state)
    }
    return row
  }
}

extension OutboxRow {
  /// Takes the outcome of an attempt over.
  ///
  /// - Returns: the fact to be stored with it.
  fileprivate mutating func end(_ outcome: PrintOutcome) -> SagaEvent {
    switch outcome {
    case .printed(let grade):
      evidence = grade.rawValue
      misses = 0
      guard grade == .none else {
        state = .printed
        return .printed(.init(job: number, evidence: grade.rawValue, printer: printer))
      }
      state = .sent
      return .sent(.init(job: number, printer: printer))
    case .failed(let reason):
      (state, why) = (.failed, reason)
      misses += 1
      return .printFailed(.init(job: number, why: reason, printer: printer))
    case .unknown(let reason):
      (state, why) = (.unknown, reason)
      isDoubtful = true
      return .printUnknown(.init(job: number, why: reason, printer: printer))
    }
  }
}
