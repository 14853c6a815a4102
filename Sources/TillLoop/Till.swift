// The loop's state, and the one function that changes it. No input or output happens here: the
// same inputs give the same effects, so a whole shop day can be replayed from its inputs.

package import Domains
internal import ESCPOS
internal import Scanner
internal import Values
internal import Wire

/// The till: everything it holds in memory, advanced by `step`.
package struct Till: Sendable {
  package internal(set) var books: Books
  /// The books as they are durable: what is shown to anybody.
  var shown: Books
  /// The last position given out; what is durable may be behind.
  package internal(set) var position: Int64
  package internal(set) var head: ChainHead
  package internal(set) var clock: Chronometer
  var lastJob: Int64
  var entropy: Entropy
  let epoch: Int64
  let boot: ID
  let version: String
  let sabotage: Set<Sabotage>
  /// What can be paired, as the edge knows it.
  let catalogue: DeviceCatalogue

  var clients: [Connection: Client] = [:]
  var devices: [String: DeviceView] = [:]
  /// The devices that the edge was told to use, and their scanners' settings.
  var inUse: (devices: [String: PairedDevice], scanners: [String: AnyJSON]) = ([:], [:])
  /// Devices that can do their work now.
  var usable: Set<String> = []
  /// Devices that are plugged in and not paired.
  var found: [DeviceView] = []
  var outbox = Outbox()
  /// When printers that did not come back are asked no longer, in milliseconds since boot.
  var recallDeadline: Int64?
  var drawers = DrawerWatch()
  var importing: ImportJob?
  var inquiries: [Ticket: Question] = [:]
  var lastTicket: Int64 = 0

  /// The number of the last batch appended, and of the last that is durable.
  var lastBatch: Int64 = 0
  var committed: Int64 = 0
  /// The last position that is durable.
  var committedPosition: Int64
  /// What to do once a batch is durable, in order of batches.
  var held: [(batch: Int64, position: Int64, books: Books, then: [Held])] = []
  /// Commands on their way to the disk.
  var pendingCommands: [ID: (request: Digest, batch: Int64)] = [:]
  /// The batch after which lookups of products and copies say what was last decided.
  var lookupBatch: Int64 = 0
  /// The batch after which a finished sale can be read from the store.
  var finishing: [ID: Int64] = [:]
  /// Inputs that wait for a batch, and the connections whose later lines wait behind them.
  var deferred: [(batch: Int64, input: Input)] = []
  var deferredConnections: [Connection: Int] = [:]
  var nextTick: Int64 = 0
  /// The clocks' quality as it was told last.
  var toldQuality = TimeQuality.trusted
  /// What each scanner read a moment ago, and how long that is.
  var repeats: [String: (milliseconds: Int64, codes: DuplicateWindow)] = [:]
  /// What the shop's own codes mean, read from the settings.
  private(set) var shopRules = ShopRules.standard
  private var shopRulesText: [String] = []
  var claim: ScannerClaim?
  var search: ScannerSearch?
  var lastClaim: Int64 = 0
  var weighings: [Ticket: WeighingRequest] = [:]
  var customer = CustomerView()
  var storageLow = false

  /// Bytes free below which no new sale begins; an open one can still be finished.
  package static let storageFloor: Int64 = 16 * 1024 * 1024

  /// The till as the disk knows it.
  ///
  /// - Parameters:
  ///   - seed: fresh randomness, for ids.
  ///   - catalogue: what the edge knows of devices.
  ///   - sabotage: promises to break, for the tests that must see them broken.
  /// - Throws: if the stored state cannot be read.
  package init(
    _ recovery: Recovery, now: Now, seed: UInt64, version: String,
    catalogue: DeviceCatalogue = .plain, sabotage: Set<Sabotage> = []
  ) throws {
    books = try Books(recovery)
    shown = books
    position = recovery.position
    committedPosition = recovery.position
    head = recovery.head
    clock = Chronometer(highWater: recovery.time)
    lastJob = recovery.lastJob
    epoch = recovery.epoch
    entropy = Entropy(seed: seed)
    self.version = version
    self.sabotage = sabotage
    self.catalogue = catalogue
    let effective = clock.observe(now)
    boot = entropy.id(at: Timestamp(milliseconds: effective))
    for var row in recovery.unsettled {
      if sabotage.contains(.printTwice), row.kind == .print { row.state = .queued }
      outbox.recover(row)
    }
    readShopRules()
  }

  /// Reads the shop's rules again where they were changed; rules are checked when they are set.
  private mutating func readShopRules() {
    let text = books.settings.scanRules
    guard text != shopRulesText else { return }
    shopRulesText = text
    shopRules = (try? ShopRules(parsing: text.joined(separator: "\n"))) ?? .standard
  }

  /// What is to be done first, before any input.
  package mutating func start(now: Now, facts: any Facts) -> [Effect] {
    var work = Work(now: now, effective: clock.observe(now), facts: facts)
    work.effects.append(.wake(atBoot: now.boot))
    tellClock(&work)
    useDevices(&work)
    abandonImports(&work)
    settleInterrupted(&work)
    dispatchJobs(&work)
    return work.effects
  }

  /// Advances the till by one input.
  ///
  /// - Parameter facts: what is committed; asked, never changed.
  /// - Returns: what is to be done, in order.
  package mutating func step(_ input: Input, now: Now, facts: any Facts) -> [Effect] {
    var work = Work(now: now, effective: clock.observe(now), facts: facts)
    tellClock(&work)
    take(input, &work)
    return work.effects
  }

  /// One step's surroundings and what it wants done.
  struct Work {
    let now: Now
    let effective: Int64
    let facts: any Facts
    var effects: [Effect] = []
  }

  /// The name of this till's receipt series: a restored copy counts in a series of its own, so
  /// that no number is given twice.
  var series: String { epoch == 1 ? books.settings.till : "\(books.settings.till).\(epoch)" }

  private mutating func take(_ input: Input, _ work: inout Work) {
    do {
      try handle(input, &work)
    } catch {
      switch error {
      case .wait(let batch): postpone(input, until: batch, &work)
      case .stop(let reason): work.effects.append(.halt(reason: reason))
      }
    }
  }

  private mutating func handle(_ input: Input, _ work: inout Work) throws(Interruption) {
    switch input {
    case .connected(let connection, let peer):
      clients[connection] = Client(peer: peer)
    case .disconnected(let connection):
      clients[connection] = nil
      deferredConnections[connection] = nil
      deferred.removeAll { $0.input.connection == connection }
      if claim?.connection == connection { claim = nil }
      endSearch(of: connection, &work)
    case .line(let connection, let line):
      try receive(line, from: connection, &work)
    case .tooLong(let connection):
      let fault = Fault(
        .invalidRequest, kind: "line_too_long",
        "A line has at most \(Limits.lineBytes) bytes; the connection closes.")
      work.effects += [
        .send(connection, Answer.fault(nil, fault), isEvent: false), .close(connection),
      ]
    case .sent(let connection, let events, let bytes):
      clients[connection]?.waitingEvents -= events
      clients[connection]?.waitingBytes -= bytes
      readHistory(for: connection, &work)
    case .scanned(let device, let raw):
      try scan(raw, from: device, &work)
    case .device(let device, let isUsable):
      note(device, isUsable: isUsable, &work)
    case .found(let devices):
      noteFound(devices, &work)
    case .heard(let scanner):
      noteHeard(scanner, &work)
    case .unheard(let code, let reasons):
      noteUnheard(code, reasons, &work)
    case .drawer(let device, let isOpen):
      noteDrawer(device, isOpen: isOpen, &work)
    case .printed(let job, let outcome):
      settlePrint(job, outcome, &work)
    case .undrawn(let job, let why):
      abandonPrint(job, why: why, &work)
    case .kicked(let job, let outcome, let why):
      settleKick(job, outcome, why: why, &work)
    case .recalled(let job, let printed):
      settlePrint(
        job,
        printed == true
          ? .printed(.fence) : .unknown("the till stopped while this was being printed"), &work)
    case .weighed(let ticket, let weighing):
      try weighed(ticket, weighing, &work)
    case .committed(let batch):
      release(upTo: batch, &work)
    case .answered(let ticket, let answer):
      self.answer(ticket, answer, &work)
    case .importProgress(let ticket, let done, let total):
      if let job = importing, job.ticket == ticket {
        broadcast(
          "job.progress",
          Notice.Progress(job: job.order.id, kind: "import", done: done, total: total),
          &work)
      }
    case .importChunk(let ticket, let products, let cursor):
      stage(ticket, products, cursor, &work)
    case .importEnd(let ticket):
      finishImport(ticket, &work)
    case .storage(let freeBytes):
      let low = freeBytes < Self.storageFloor
      if low != storageLow {
        storageLow = low
        work.effects.append(
          .log(
            LogLine(
              low ? .error : .notice,
              low
                ? "the disk is nearly full: no new sale begins" : "there is room on the disk again")
          ))
      }
    case .tick:
      tick(&work)
    }
  }

  // MARK: - Batches

  /// Takes a decision over and hands it to the store.
  mutating func append(_ draft: Draft, _ work: inout Work) {
    lastBatch += 1
    outbox.decide(draft.outbox, batch: lastBatch)
    // Also a sale of an earlier life, which was read from the store and never in the books.
    for event in draft.events
    where event.stream.kind == .order && draft.books.orders[event.stream.id] == nil {
      finishing[event.stream.id] = lastBatch
    }
    books = draft.books
    readShopRules()
    position = draft.position
    head = draft.head
    clock = draft.clock
    lastJob = draft.lastJob
    entropy = draft.entropy
    if draft.rows.contains(where: \.changesLookups) { lookupBatch = lastBatch }
    if let command = draft.command, !sabotage.contains(.skipDeduplication) {
      pendingCommands[command.id] = (command.request, lastBatch)
    }
    held.append((lastBatch, position, books, draft.held))
    work.effects.append(
      .append(
        Batch(
          number: lastBatch, events: draft.events, command: draft.command, rows: draft.rows,
          outbox: draft.outbox)))
  }

  private mutating func release(upTo batch: Int64, _ work: inout Work) {
    committed = max(committed, batch)
    let count = held.firstIndex { $0.batch > batch } ?? held.count
    let ready = held.prefix(count)
    held.removeFirst(count)
    for entry in ready {
      committedPosition = max(committedPosition, entry.position)
      shown = entry.books
      for then in entry.then { perform(then, &work) }
    }
    showCustomer(&work)
    pendingCommands = pendingCommands.filter { $0.value.batch > batch }
    finishing = finishing.filter { $0.value > batch }
    outbox.release(upTo: batch)
    dispatchJobs(&work)
    resume(&work)
  }

  private mutating func perform(_ then: Held, _ work: inout Work) {
    switch then {
    case .send(let connection, let line):
      send(connection, line, &work)
    case .reply(let reply, let kick):
      guard let kick, outbox.isPending(kick) else {
        send(reply.connection, reply.line(.unverified), &work)
        return
      }
      outbox.await(kick, reply, until: work.now.boot + reply.patience)
      work.effects.append(.wake(atBoot: work.now.boot + reply.patience))
    case .replay(let connection, let id, let command):
      do {
        try replay(command, to: connection, id, &work)
      } catch {
        work.effects.append(.halt(reason: "\(error)"))
      }
    case .publish(let event):
      noteCustomer(event)
      publish(event, &work)
      if event.type == "config.changed" { useChangedDevices(&work) }
    case .show(let lines):
      customer.lines = nil
      work.effects.append(.show(lines))
    case .queue(let row): outbox.queue(row)
    case .launch(let row): launch(row, &work)
    case .importNext(let ticket, let cursor):
      work.effects.append(.importNext(ticket, after: cursor))
    }
  }

  // MARK: - Waiting

  private mutating func postpone(_ input: Input, until batch: Int64, _ work: inout Work) {
    guard deferred.count < Limits.deferred else {
      if case .line(let connection, let line) = input {
        let id = (try? Request(line: line))?.id
        let fault = Fault(
          .throttled, kind: "busy", "Too many requests wait for the disk; try again.",
          retry: .after(milliseconds: 50))
        send(connection, Answer.fault(id, fault), &work)
      }
      return
    }
    deferred.append((batch, input))
    if let connection = input.connection { deferredConnections[connection, default: 0] += 1 }
  }

  private mutating func resume(_ work: inout Work) {
    guard !deferred.isEmpty else { return }
    let waiting = deferred
    deferred = []
    deferredConnections = [:]
    for (batch, input) in waiting {
      if batch > committed || input.connection.map({ deferredConnections[$0] != nil }) == true {
        deferred.append((batch, input))
        if let connection = input.connection { deferredConnections[connection, default: 0] += 1 }
      } else {
        take(input, &work)
      }
    }
  }

  // MARK: - Deadlines

  private mutating func tick(_ work: inout Work) {
    for reply in outbox.overdue(at: work.now.boot) {
      send(reply.connection, reply.line(.unverified), &work)
    }
    endOverdueClaim(&work)
    endOverdueWeighings(&work)
    reportOpenDrawers(&work)
    if let deadline = recallDeadline, deadline <= work.now.boot { recall(from: nil, &work) }
    dispatchJobs(&work)
    if work.now.boot >= nextTick {
      nextTick = work.now.boot + 10_000
      sendTick(&work)
    }
    let deadlines = [
      nextTick, outbox.nextDeadline, claim?.deadline, weighings.values.map(\.deadline).min(),
      drawers.nextDeadline, recallDeadline,
      sabotage.contains(.clockUnwatched) ? nil : work.now.boot + Chronometer.lookMilliseconds,
    ].compactMap(\.self)
    work.effects.append(.wake(atBoot: deadlines.min() ?? nextTick))
  }
}

/// Why an input cannot be taken now.
enum Interruption: Error {
  /// It needs to read what this batch makes durable.
  case wait(batch: Int64)
  /// The store could not be read.
  case stop(reason: String)
}

/// Promises that a test can have broken, to see that the breach is found.
///
/// Never in a release.
package enum Sabotage: String, CaseIterable, Sendable {
  case skipDeduplication = "skip-deduplication"
  case answerBeforeCommit = "answer-before-commit"
  /// Prints a job again that a crash interrupted, instead of asking about it.
  case printTwice = "print-twice"
  /// Looks at the clocks only when something happens.
  case clockUnwatched = "clock-unwatched"
}

extension Input {
  /// The connection whose order this input must keep.
  var connection: Connection? {
    if case .line(let connection, _) = self { connection } else { nil }
  }
}

extension RowChange {
  /// Whether lookups of the loop answer differently once this row is stored.
  var changesLookups: Bool {
    switch self {
    case .product, .applied, .category, .copied: true
    default: false
    }
  }
}

extension Till {
  /// Whether everything decided is durable and no device is at work.
  package var isSettled: Bool { lastBatch == committed && outbox.isIdle }
}
