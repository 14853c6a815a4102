// Carrying out a command once: the same id gets the same answer, however often it is sent.

internal import Domains
internal import Values
internal import Wire

extension Till {
  /// What identifies a command's content: the method and its parameters as understood.
  static func digest(_ method: String, _ params: some Encodable) -> Digest {
    Digest(of: Array(method.utf8) + [0] + JSON.bytes(params))
  }

  /// Decides a command, or answers a repeated one with its first answer.
  mutating func carryOut<P: CommandParams>(
    _ method: String, _ params: P, _ call: Call, _ work: inout Work,
    _ decide: (Till, inout Draft, Work) throws -> Outcome
  ) throws {
    let request = Self.digest(method, params)
    if try answerRepeated(params.cmd, request, call, &work) { return }
    guard lastBatch - committed < Limits.batches else {
      throw Fault(
        .throttled, kind: "busy", "The disk is behind; try the same command again.",
        retry: .after(milliseconds: 50))
    }
    var draft = Draft(
      self, now: work.now, effective: work.effective, actor: call.actor, command: params.cmd)
    let outcome = try decide(self, &draft, work)
    conclude(&draft, outcome, request, params.cmd, call, &work)
    append(draft, &work)
  }

  /// Puts the command's outcome into the decision, and its answer behind the commit.
  mutating func conclude(
    _ draft: inout Draft, _ outcome: Outcome, _ request: Digest, _ command: ID, _ call: Call,
    _ work: inout Work
  ) {
    if !sabotage.contains(.skipDeduplication) {
      draft.command = CommandRecord(
        id: command, request: request, position: draft.position, outcome: JSON.bytes(outcome))
    }
    guard let id = call.id else { return }
    let order = outcome.sale.flatMap { draft.shown[$0.id] }
    let print = order?.completed.map { draft.state(of: $0.printJob) } ?? .queued
    let patience = outcome.isOfDrawerAlone ? Outbox.openPatience : Outbox.kickPatience
    let reply = PendingReply(connection: call.connection, id: id, patience: patience) { drawer in
      outcome.line(id, order: order, drawer: drawer, print: print, replayed: false)
    }
    if sabotage.contains(.answerBeforeCommit) {
      send(call.connection, reply.line(.unverified), &work)
    } else {
      clients[call.connection]?.lastBatch = lastBatch + 1
      draft.held.append(.reply(reply, afterKick: outcome.kickJob(order)))
    }
  }

  /// Answers a command that was seen before.
  ///
  /// - Returns: false for a new command.
  /// - Throws: 1409 if the id was used for something else.
  mutating func answerRepeated(
    _ command: ID, _ request: Digest, _ call: Call, _ work: inout Work
  ) throws -> Bool {
    if let pending = pendingCommands[command] {
      try Self.check(request, pending.request)
      guard let id = call.id, let index = held.firstIndex(where: { $0.batch == pending.batch })
      else { return true }
      held[index].then.append(.replay(call.connection, id, command))
      return true
    }
    guard let record = try work.facts.command(command) else { return false }
    try Self.check(request, record.request)
    if let id = call.id { try replay(command, to: call.connection, id, &work) }
    return true
  }

  private static func check(_ request: Digest, _ first: Digest) throws(Fault) {
    guard request == first else {
      throw Fault(
        .conflict, kind: "command_reused",
        "This cmd was used for another request; make a new one for each command.", field: "cmd")
    }
  }

  /// The first answer again, drawn from what was stored.
  mutating func replay(
    _ command: ID, to connection: Connection, _ id: RequestID, _ work: inout Work
  ) throws {
    guard let record = try work.facts.command(command) else { return }
    let outcome = try JSON.decode(Outcome.self, from: record.outcome)
    var order: Order?
    if let (sale, revision) = outcome.sale {
      order = try Order.fold(
        try work.facts.events(of: Stream(.order, sale)), to: revision)
    }
    var drawer = DrawerState.unverified
    if let kick = outcome.kickJob(order), let row = try work.facts.job(kick) {
      drawer = row.state.drawer
    }
    var print = OutboxRow.State.queued
    if let job = order?.completed?.printJob, let row = try work.facts.job(job),
      row.state == .failed, row.attempts == 0
    {
      print = .failed
    }
    send(
      connection, outcome.line(id, order: order, drawer: drawer, print: print, replayed: true),
      &work)
  }

  // MARK: - Small checks that many commands share

  /// Waits until lookups say what this batch decided.
  func wait(for batch: Int64) throws(Interruption) {
    if batch > committed { throw .wait(batch: batch) }
  }

  func openShift() throws(OutletRefusal) -> Shift {
    guard let shift = books.shift else { throw .noOpenShift }
    return shift
  }

  func reason(_ text: String) throws(ProductRefusal) -> String {
    try ProductText.line(text, field: "reason", limit: Limits.text)
  }
}
