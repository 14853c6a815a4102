// What the till wants done, done in virtual time.

internal import Domains
internal import ESCPOS
internal import Receipt
internal import Store
internal import TillLoop
internal import Values
internal import Wire

extension World {
  /// Hands one input to the till.
  func take(_ input: Input) throws(Violation) {
    guard var process else { return }
    let now = clock.now
    trace.take(input, now: now)
    // Moved out, so that the till's state is not copied.
    self.process = nil
    let effects = process.till.step(input, now: now, facts: process.facts)
    self.process = process
    guard try survives() else { return }
    try perform(effects)
    if trace.steps % Self.stepsPerAudit == 0 { try audit() }
  }

  private static let stepsPerAudit = 1_500

  func perform(_ effects: [Effect]) throws(Violation) {
    for effect in effects {
      // A halt ends the process in the middle.
      guard process != nil else { return }
      trace.take(effect)
      try perform(effect)
    }
  }

  private func perform(_ effect: Effect) throws(Violation) {
    switch effect {
    case .append(let batch):
      guard process?.store.submit(batch) == true else {
        throw violation("service", "the store takes no more batches")
      }
      process?.submitted.append(batch)
      commitSoon()
    case .send(let connection, let line, let isEvent):
      try deliver(line, to: connection, isEvent: isEvent)
    case .close(let connection):
      if let client = clients.firstIndex(where: { $0.connection == connection }) { hangUp(client) }
    case .inquire(let ticket, let inquiry):
      agenda.put(.answer(ticket, inquiry), at: after(0...20))
    case .print(let job, let intent, let asCopy, let printer):
      let index = printers.firstIndex { $0.id == printer }
      agenda.put(
        .draw(job: job, intent, asCopy: asCopy, printer: index ?? -1), at: after(0...5))
    case .kick(let job), .tryDrawer(let job, _):
      if printers[0].kick(job) {
        wake(0, at: clock.time)
      } else {
        post(.kicked(job: job, .failed, why: "the drawer is busy"))
      }
    case .recall(let job, let printer):
      if let index = printers.firstIndex(where: { $0.id == printer }) {
        printers[index].expectRest()
      }
      post(.recalled(job: job, printed: nil))
    case .wake(let boot): setAlarm(boot)
    case .halt(let reason): try refuse("halt: \(reason)")
    case .weigh(let ticket, _): post(.weighed(ticket, .failed("no such scale is there")))
    case .importNext, .importDone, .useDevices, .listen, .show, .log: break
    }
  }

  /// An input behind those that are on their way.
  func post(_ input: Input) { agenda.put(.input(input), at: clock.time) }

  // MARK: - The alarm

  private func setAlarm(_ boot: Int64) {
    if let alarm = process?.alarm, alarm <= boot { return }
    process?.alarm = boot
    agenda.put(.alarm, at: max(clock.time, clock.time(atBoot: boot)))
  }

  func ring() throws(Violation) {
    // An alarm that was set to an earlier moment since leaves its later one behind.
    guard let alarm = process?.alarm, alarm <= clock.now.boot else { return }
    process?.alarm = nil
    try take(.tick)
  }

  // MARK: - Threads that read

  func answer(_ ticket: Ticket, _ inquiry: Inquiry) throws(Violation) {
    guard let process else { return }
    let answer: InquiryAnswer
    do {
      answer = try Desk(process.desk, backupFolder: machine.backups)
        .answer(inquiry, now: clock.now)
    } catch {
      answer = .fault(
        Fault(.storage, kind: "storage", "The disk could not be used: \(error.reason)."))
    }
    guard try survives() else { return }
    try take(.answered(ticket, answer))
  }

  func draw(
    _ job: Int64, _ intent: Intent, asCopy: Bool, on printer: Int
  ) throws(Violation) {
    guard let process else { return }
    guard printers.indices.contains(printer) else {
      return try take(.printed(job: job, .failed("no printer took it")))
    }
    let document: Document?
    do {
      document = try Paper(process.desk).document(for: intent, asCopy: asCopy)
    } catch {
      guard try survives() else { return }
      return try take(.undrawn(job: job, why: "it could not be read: \(error)"))
    }
    guard try survives() else { return }
    guard let document else {
      return try take(.undrawn(job: job, why: "it is not in the journal"))
    }
    let profile = printers[printer].profile
    let bytes = document.encoded(for: profile).bytes
    var isCopy = asCopy
    if case .receipt(_, _, .some) = intent { isCopy = true }
    let order = SimPrinter.Order(
      job: job, bytes: bytes, isCopy: isCopy, text: PaperWatcher.text(of: bytes, profile))
    if printers[printer].submit(order) {
      wake(printer, at: clock.time)
    } else {
      try take(.printed(job: job, .failed("no printer took it")))
    }
  }

  // MARK: - Printers

  /// Puts a printer's next turn on the agenda, unless an earlier one is there.
  func wake(_ printer: Int, at time: Int64) {
    if let turn = turns[printer], turn <= time { return }
    turns[printer] = time
    agenda.put(.turn(printer: printer), at: time)
  }

  func turn(_ printer: Int) throws(Violation) {
    // A later turn that an earlier one left behind is void.
    guard turns[printer] == clock.time else { return }
    turns[printer] = nil
    let reports = printers[printer].turn(at: clock.time)
    for paper in printers[printer].watcher.papers {
      counts.papers += 1
      note("\(printers[printer].id) prints \(paper.isCopy ? "a copy of " : "")p\(paper.job)")
      judge.printed(job: paper.job, text: paper.text, isCopy: paper.isCopy)
    }
    for kick in printers[printer].watcher.kicks {
      counts.kicks += 1
      note("the drawer opens for p\(kick)")
      judge.kicked(job: kick)
      agenda.put(.repair(printer: printer, .drawerShut), at: after(200...4_000))
    }
    printers[printer].watcher.forgetTold()
    for report in reports { post(report) }
    wake(printer, at: printers[printer].wantsTurn)
  }
}
