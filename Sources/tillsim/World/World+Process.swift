// The life of the simulated process: it starts, is killed, fails, and starts again.

internal import Domains
internal import Store
internal import TillLoop
internal import Values
internal import Wire

/// One life of the till's process.
struct SimProcess {
  let store: Store
  /// The loop's own.
  let facts: StoreReader
  let desk: StoreReader
  var till: Till
  /// Batches that the store has and has not acknowledged.
  var submitted: [Batch] = []
  /// The last batch that was acknowledged.
  var acknowledged: Int64 = 0
  var commitIsDue = false
  var commits = 0
  /// When the alarm rings, in time since boot; nil if it is not set.
  var alarm: Int64?
}

extension World {
  /// The supervisor starts the process.
  func start() throws(Violation) {
    guard process == nil else { return }
    isStarting = true
    defer { isStarting = false }
    counts.starts += 1
    agenda.life += 1
    let now = clock.now
    do {
      let store = try machine.open()
      let facts = try store.makeReader()
      let till = try Till(store.recovery, now: now, seed: chance.next(), version: "sim")
      process = SimProcess(store: store, facts: facts, desk: try store.makeReader(), till: till)
    } catch {
      if try survives() { try refuse("\(error)") }
      return
    }
    guard try survives() else { return }
    note("the till starts at \(process?.store.recovery.position ?? 0)")
    try reopen()
    for index in printers.indices {
      printers[index].begin(at: clock.time, fence: UInt64(clock.time + 1))
    }
    if var process {
      self.process = nil
      let effects = process.till.start(now: now, facts: process.facts)
      self.process = process
      try perform(effects)
    }
    for index in printers.indices { wake(index, at: clock.time) }
    for client in clients.indices { agenda.put(.connect(client: client), at: after(1...200)) }
    agenda.put(.rest, at: clock.time + 2)
    agenda.put(.probe, at: clock.time + 2_000)
  }

  /// Something ended the process, or kept it from starting: it may be so only after a fault.
  func refuse(_ reason: String) throws(Violation) {
    counts.refusals += 1
    note("the till ends: \(reason)")
    guard machine.hadFault else {
      throw violation("service", "the till ended though nothing was wrong with its disk: \(reason)")
    }
    machine.end()
    end()
    agenda.put(.start, at: clock.time + 200)
  }

  /// What ran is gone, without another word.
  func end() {
    process = nil
    agenda.life += 1
    for index in clients.indices { clients[index].disconnect() }
    for index in printers.indices { printers[index].end() }
  }

  /// kill -9: what the process had written stays in the page cache.
  func kill() {
    guard process != nil else { return }
    counts.crashes += 1
    note("kill -9")
    machine.end()
    end()
    agenda.put(.start, at: after(100...1_500))
  }

  /// The power fails: what was not synced is lost in part.
  func cutPower() {
    counts.powerCuts += 1
    note("power cut")
    machine.cutPower(&chance)
    end()
    clock.boot()
    agenda.put(.start, at: after(3_000...20_000))
  }

  // MARK: - What the disk says

  /// The judge reads the disk, as it is now.
  func reopen() throws(Violation) {
    guard let process else { return }
    do {
      try machine.honestly { () throws(any Error) in
        try tellJudge(try process.store.makeReader())
      }
    } catch {
      throw violation("readable", "the store cannot be read after a start: \(error)")
    }
    // A till that starts again and again on a full disk has nothing new to be looked at.
    if durable != audited { try audit() }
  }

  private func tellJudge(_ reader: StoreReader) throws(FactsFault) {
    guard let process else { return }
    let recovery = process.store.recovery
    var events: [Event] = []
    var position = isRestored ? 0 : durable
    while true {
      let more = try reader.history(after: position, limit: 1_000)
      guard let last = more.last else { break }
      events += more
      position = last.position
    }
    var known: Set<ID> = []
    for client in clients {
      for command in client.commands {
        if let cmd = command.message.cmd, try reader.command(cmd) != nil { known.insert(cmd) }
      }
    }
    // A new epoch has no event yet, and begins with no hash.
    let last = try reader.event(at: recovery.position)?.hash ?? .zero
    let outbox = Array(try reader.jobs(in: [], limit: 100_000).reversed())
    if isRestored {
      isRestored = false
      judge.restored(
        head: recovery.position, hash: last, events: events, commands: known, outbox: outbox)
    } else {
      count(events)
      judge.reopened(
        head: recovery.position, hash: last, events: events, commands: known, outbox: outbox)
    }
    durable = recovery.position
  }

  func count(_ events: [Event]) {
    counts.events += Int64(events.count)
    counts.sales += events.count { $0.type == "sale.completed" }
  }

  /// Compares all views with what the events say.
  func audit() throws(Violation) {
    guard let process else { return }
    counts.audits += 1
    audited = durable
    let report: ViewReport
    do {
      report = try machine.honestly { () throws(any Error) in
        try process.store.makeReader().audit()
      }
    } catch {
      throw violation("views", "the views cannot be audited: \(error)")
    }
    guard report.ok else {
      throw violation("views", "the view \(report.firstBad ?? "") is not what the events say")
    }
  }

  // MARK: - The writer

  func commit() throws(Violation) {
    guard var process else { return }
    process.commitIsDue = false
    self.process = process
    var last: Int64?
    do {
      _ = try process.store.step { last = $0 }
    } catch {
      guard try survives() else { return }
      if error == .full { _ = process.store.releaseReserve() }
      return try refuse("\(error)")
    }
    guard try survives(), let last else { return }
    let ready = process.submitted.prefix { $0.number <= last }
    process.submitted.removeFirst(ready.count)
    process.acknowledged = last
    process.commits += 1
    let events = ready.flatMap(\.events)
    durable += Int64(events.count)
    count(events)
    judge.committed(
      events, outbox: ready.flatMap(\.outbox), commands: ready.compactMap { $0.command?.id })
    self.process = process
    agenda.put(.input(.committed(upTo: last)), at: after(0...3))
    if !process.submitted.isEmpty { commitSoon() }
  }

  /// Whether the process lives on: the disk may have ended it in the middle of something.
  func survives() throws(Violation) -> Bool {
    guard let ending = machine.disk.ending, process != nil || isStarting else { return true }
    note("the disk ends the process: \(ending.rawValue)")
    end()
    if ending == .kill {
      counts.crashes += 1
      agenda.put(.start, at: after(100...1_500))
    } else {
      counts.powerCuts += 1
      clock.boot()
      agenda.put(.start, at: after(3_000...20_000))
    }
    return false
  }

  func commitSoon() {
    guard process?.commitIsDue == false else { return }
    process?.commitIsDue = true
    agenda.put(.commit, at: after(0...8))
  }

  func rest() throws(Violation) {
    guard let process else { return }
    if process.submitted.isEmpty {
      do {
        _ = try process.store.step { _ in }
      } catch {
        guard try survives() else { return }
        return try refuse("\(error)")
      }
      guard try survives() else { return }
    }
    agenda.put(.rest, at: clock.time + 200)
  }

  func probe() throws(Violation) {
    try take(.storage(freeBytes: machine.freeBytes))
    agenda.put(.probe, at: clock.time + 2_000)
  }
}
