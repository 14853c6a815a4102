// The end of a run: nothing is faulty any more, everybody tries again, and everything is settled.

internal import Domains
internal import ESCPOS
internal import Store
internal import TillLoop
internal import Values
internal import Wire

extension World {
  /// All faults are off, all printers are well, all clients come back.
  func calmDown() throws(Violation) {
    note("all faults are over")
    isCalm = true
    machine.heal()
    clock.take(.mended)
    for index in printers.indices {
      printers[index].suffer(FaultScript())
      for cure in [
        PrinterFault.plugged, .powerCut(500), .paperLoaded, .coverClosed, .feedPressed, .drawerShut,
      ] { printers[index].suffer(cure) }
      wake(index, at: clock.time)
    }
    agenda.put(.start, at: clock.time)
    for client in clients.indices { agenda.put(.connect(client: client), at: clock.time + 100) }
  }

  /// Whether every command has its answer, everything is durable and no device is at work.
  var isSettled: Bool {
    guard let process else { return false }
    return clients.allSatisfy { $0.connection != nil && $0.open.isEmpty }
      && process.till.isSettled && process.submitted.isEmpty
      && Cast.watchers.allSatisfy { clients[$0].seen == durable } && !isPrinting(process)
  }

  /// Whether a job is on its way, or will be without anybody's doing.
  private func isPrinting(_ process: SimProcess) -> Bool {
    let jobs = try? process.facts.jobs(in: [.queued, .started, .failed], limit: 1_000)
    return jobs?.contains { $0.state != .failed || $0.mayRetry } ?? true
  }
}

extension World {
  /// The shop is closed: the shift with its Z, and everything is looked through once more.
  func conclude() throws(Violation) {
    try settle()
    try clearCounter()
    try ask(Cast.keeper, "shift.close")
    try settle()
    try ask(Cast.owner, "journal.verify")
    try ask(Cast.owner, "journal.audit")
    var reports: [AnyJSON] = []
    for number in stride(from: knowledge.lastZ, to: max(0, knowledge.lastZ - 20), by: -1) {
      reports.append(try ask(Cast.owner, "report.z", ["number": .integer(number)]))
    }
    guard let process else { throw unsettled }
    try audit()
    let outbox: [OutboxRow]
    do {
      outbox = try process.facts.jobs(in: [], limit: 1_000_000).reversed()
    } catch {
      throw violation("readable", "the jobs cannot be read: \(error)")
    }
    if let violation = judge.finish(outbox: outbox, z: reports) { throw violation }
  }

  private func settle() throws(Violation) {
    let end = clock.time + Self.patience
    while !isSettled, let due = agenda.nextTime, due <= end { try step() }
    guard isSettled else { throw unsettled }
  }

  /// Opens a shift where none is, so that there is one to close, and ends the sale at hand.
  private func clearCounter() throws(Violation) {
    let status = try ask(Cast.keeper, "till.status")
    if status.at("shift").words == nil {
      try ask(Cast.keeper, "shift.open", ["float": .euros(10_000)])
    } else if let sale = status.at("sale", "id").words {
      try ask(
        Cast.cashiers.lowerBound, "sale.void",
        ["sale": .string(sale), "reason": .string("the shop closes")])
    }
  }

  private var unsettled: Violation {
    let waiting = clients.flatMap { client in
      client.open.map { "\(Cast.name(client.number)): \(client.commands[$0].message.method)" }
    }
    let behind = Cast.watchers.filter { clients[$0].seen != durable }.map(Cast.name)
    let state =
      process.map { "settled \($0.till.isSettled), \($0.submitted.count) batches wait" }
      ?? "no process runs"
    return violation(
      "liveness",
      "\(Self.patience / 60_000) minutes after the last fault not all is settled: \(state), "
        + "unanswered \(waiting), behind \(behind)")
  }

  /// Sends a request and lives on until its answer came, which must be a result.
  @discardableResult
  private func ask(
    _ client: Int, _ method: String, _ fields: [String: AnyJSON] = [:]
  ) throws(Violation) -> AnyJSON {
    var fields = fields
    var cmd: ID?
    if Self.questions.contains(method) == false {
      let id = chance.id(at: Timestamp(milliseconds: clock.now.wall))
      cmd = id
      fields["cmd"] = .id(id)
    }
    asked = (client, nil)
    try say(client, Message(cmd: cmd, method: method, params: .object(fields)))
    let end = clock.time + 60_000
    while asked?.answer == nil, let due = agenda.nextTime, due <= end { try step() }
    defer { asked = nil }
    guard let answer = asked?.answer else {
      throw violation("liveness", "\(method) had no answer within a minute")
    }
    guard answer.at("result") != .null else {
      throw violation("liveness", "\(method) was refused at the end: \(answer)")
    }
    return answer.at("result")
  }

  private static let questions: Set = [
    "till.status", "journal.verify", "journal.audit", "report.z",
  ]
}
