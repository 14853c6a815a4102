// Importing products: checked and staged while selling goes on, in force all at once.

internal import Domains
internal import Values
internal import Wire

/// The import that is under way; there is one at a time.
struct ImportJob: Sendable {
  let order: ImportOrder
  let ticket: Ticket
  let command: ID
  let request: Digest
  let call: ImportCall
  /// Retries of the same command that wait for the same answer.
  var waiting: [ImportCall] = []
  /// What the check found; nil while it runs.
  var result: ProductImport.Result?
  var chunks: Int64 = 0
}

/// Who asked for an import.
struct ImportCall: Sendable {
  let connection: Connection
  let id: RequestID?
  let actor: String
}

extension Till {
  mutating func beginImport(
    _ call: Call, _ params: ProductImport.Params, _ work: inout Work
  ) throws {
    let request = Self.digest(ProductImport.name, params)
    let caller = ImportCall(connection: call.connection, id: call.id, actor: call.actor)
    if importing?.command == params.cmd, importing?.request == request {
      importing?.waiting.append(caller)
      return
    }
    if let record = try work.facts.command(params.cmd) {
      guard record.request == request else {
        throw Fault(
          .conflict, kind: "command_reused",
          "This cmd was used for another request; make a new one for each command.", field: "cmd")
      }
      if let id = call.id { try replay(params.cmd, to: call.connection, id, &work) }
      return
    }
    guard importing == nil else { throw ProductRefusal.importRunning }
    guard (params.path == nil) != (params.rows == nil) else {
      throw Fault(
        .invalidParams, kind: "invalid_params", "Say a path or rows, one of them.", field: "path")
    }
    if params.path != nil, !call.peer.role.has(.administer) {
      throw Fault(
        .forbidden, kind: "forbidden",
        "A path is read with the daemon's rights: only an administrator may name one; send rows.",
        retry: .afterApproval, field: "path")
    }
    try wait(for: lookupBatch)
    lastTicket += 1
    let ticket = Ticket(lastTicket)
    let order = ImportOrder(
      id: entropy.id(at: Timestamp(milliseconds: work.effective)), params: params,
      currency: books.settings.currency, taxClasses: books.settings.taxClasses)
    importing = ImportJob(
      order: order, ticket: ticket, command: params.cmd, request: request, call: caller)
    work.effects.append(.inquire(ticket, .importCheck(order)))
  }

  /// The check of the running import is done.
  mutating func importChecked(
    _ ticket: Ticket, _ answer: InquiryAnswer, _ work: inout Work
  ) -> Bool {
    guard var job = importing, job.ticket == ticket else { return false }
    switch answer {
    case .checked(let result) where result.dryRun:
      endImport(&work) { Answer.result($0, result) }
    case .checked(let result):
      job.result = result
      importing = job
      work.effects.append(.importNext(ticket, after: 0))
    case .fault(let fault):
      endImport(&work) { Answer.fault($0, fault) }
    default:
      endImport(&work) {
        Answer.fault($0, Fault(.invalid, kind: "import_failed", "The import came to nothing."))
      }
    }
    return true
  }

  /// Stages some of the import's products, durable but seen by nobody.
  mutating func stage(
    _ ticket: Ticket, _ products: [Product], _ cursor: Int64, _ work: inout Work
  ) {
    guard var job = importing, job.ticket == ticket else { return }
    job.chunks += 1
    importing = job
    var draft = Draft(
      self, now: work.now, effective: work.effective, actor: job.call.actor, command: job.command)
    draft.record(
      .product(.importRows(.init(products: products))), Stream(.product, job.order.id),
      version: job.chunks)
    draft.held.append(.importNext(ticket, after: cursor))
    append(draft, &work)
  }

  /// Puts everything that was staged in force, in one commit with the command's answer.
  mutating func finishImport(_ ticket: Ticket, _ work: inout Work) {
    guard let job = importing, job.ticket == ticket, let result = job.result else { return }
    var draft = Draft(
      self, now: work.now, effective: work.effective, actor: job.call.actor, command: job.command)
    let path = job.order.params.path
    let source = path.map { String($0.split(separator: "/").last ?? "") } ?? "rows"
    draft.record(
      .product(.importApplied(.init(counts: result.counts, source: source))),
      Stream(.product, job.order.id), version: job.chunks + 1)
    draft.command = CommandRecord(
      id: job.command, request: job.request, position: draft.position,
      outcome: JSON.bytes(Outcome.imported(result)))
    for caller in [job.call] + job.waiting {
      guard let id = caller.id else { continue }
      draft.held.append(.send(caller.connection, Answer.result(id, result)))
    }
    importing = nil
    work.effects.append(.importDone(ticket))
    append(draft, &work)
  }

  private mutating func endImport(_ work: inout Work, _ line: (RequestID) -> [UInt8]) {
    guard let job = importing else { return }
    importing = nil
    for caller in [job.call] + job.waiting {
      if let id = caller.id { send(caller.connection, line(id), &work) }
    }
    work.effects.append(.importDone(job.ticket))
  }

  /// After a crash: what was staged and not applied is forgotten, and the journal says so.
  mutating func abandonImports(_ work: inout Work) {
    for id in books.imports.sorted() {
      var draft = Draft(self, now: work.now, effective: work.effective, actor: "till")
      // The chunks that reached the disk took versions from 1 on; this one comes after any of them.
      draft.record(
        .product(.importAbandoned(.init(reason: "the till stopped before the import was done"))),
        Stream(.product, id), version: .max)
      append(draft, &work)
    }
  }
}
