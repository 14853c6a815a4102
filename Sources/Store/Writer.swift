// The one thread that writes. It takes what waits, commits it as one transaction, and says so.

internal import Domains
internal import GRDB
internal import Glibc
internal import Values

/// The writer of a store: the only user of the only connection that can write.
///
/// Its state is touched by the thread that opens the store until `start`, and by its own thread
/// from then on; only the mailbox is shared.
final class Writer: @unchecked Sendable {
  let mailbox = Mailbox()
  let queue: DatabaseQueue
  let files: StoreFiles
  var position: Int64
  var head: ChainHead
  var time: HybridTime
  var upkeep = Upkeep()
  private var onCommitted: @Sendable (Int64) -> Void = { _ in }
  private var onFailed: @Sendable (StoreFault) -> Void = { _ in }
  private var thread: pthread_t?

  init(queue: DatabaseQueue, files: StoreFiles, recovery: Recovery) {
    self.queue = queue
    self.files = files
    position = recovery.position
    head = recovery.head
    time = recovery.time
  }

  func start(
    onCommitted: @escaping @Sendable (Int64) -> Void,
    onFailed: @escaping @Sendable (StoreFault) -> Void
  ) {
    precondition(thread == nil, "a store is started once")
    self.onCommitted = onCommitted
    self.onFailed = onFailed
    var started = pthread_t()
    let result = pthread_create(
      &started, nil,
      { writer in
        guard let writer else { return nil }
        Unmanaged<Writer>.fromOpaque(writer).takeRetainedValue().run()
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    precondition(result == 0, "no thread could be made: \(String(cString: strerror(result)))")
    thread = started
  }

  /// Waits until everything that was taken is committed and the file is closed.
  func stop() {
    mailbox.close()
    if let thread {
      pthread_join(thread, nil)
      self.thread = nil
    } else {
      run()
    }
  }

  private func run() {
    do {
      while let items = mailbox.take(waiting: upkeep.patienceMilliseconds) {
        if items.isEmpty { try rest() } else { try serve(items, onCommitted) }
      }
      _ = try checkpoint(.truncate)
      try queue.close()
    } catch {
      fail(error)
    }
  }

  /// One turn on the calling thread, for who steps the writer and never starts it.
  ///
  /// - Parameter onCommitted: as for `start`.
  /// - Returns: false if nothing waited; then a piece of upkeep was done if one was due.
  func step(_ onCommitted: (Int64) -> Void) throws(StoreFault) -> Bool {
    do {
      guard let items = mailbox.take(waiting: 0), !items.isEmpty else {
        if upkeep.patienceMilliseconds != nil { try rest() }
        return false
      }
      try serve(items, onCommitted)
      return true
    } catch {
      mailbox.close()
      throw fault(error)
    }
  }

  private func serve(_ items: [Mailbox.Item], _ onCommitted: (Int64) -> Void) throws {
    var batches: [Batch] = []
    var probes: [@Sendable (Int64) -> Void] = []
    for item in items {
      switch item {
      case .batch(let batch): batches.append(batch)
      case .probe(let done): probes.append(done)
      }
    }
    if let last = batches.map(\.number).max() {
      try commit(batches)
      onCommitted(last)
      try keepJournalShort()
    }
    for done in probes { done(try probe()) }
  }

  /// Writes all batches or none.
  ///
  /// A commit that fails is never tried again: after a failed sync the kernel holds the pages for
  /// clean, so a second one that succeeds proves nothing (reliability.md 1, rule 3).
  private func commit(_ batches: [Batch]) throws {
    var (position, head, time) = (position, head, time)
    try queue.writeWithoutTransaction { db in
      try db.inTransaction(.immediate) {
        for batch in batches {
          for event in batch.events {
            try check(event, after: position, head)
            try EventRow.insert(event, into: db)
            position = event.position
            head = ChainHead(origin: event.origin, sequence: event.sequence, hash: event.hash)
            time = max(time, event.time)
          }
          if let command = batch.command { try Answer.insert(command, into: db) }
          for job in batch.outbox { try Outbox.put(job, into: db) }
        }
        try Views.apply(Views.coalesced(batches.flatMap(\.rows)), to: db)
        if head != self.head {
          try db.run(
            "UPDATE node SET head_seq = ?, head_hash = ?, head_hlc = ? WHERE nid = ?",
            [head.sequence, head.hash.bytes.data, time.raw, head.origin])
        }
        return .commit
      }
    }
    (self.position, self.head, self.time) = (position, head, time)
    upkeep.note(batches)
  }

  private func check(_ event: Event, after position: Int64, _ head: ChainHead) throws(StoreFault) {
    if event.position != position + 1 || event.origin != head.origin {
      throw .failed(
        reason: "event \(event.position) of origin \(event.origin) does not follow "
          + "\(position) of origin \(head.origin): append events in the order they were made")
    }
    if let why = head.fault(of: event) {
      throw .failed(reason: "event \(event.position) does not continue the chain: \(why)")
    }
  }

  /// The connection stays open until the process ends: closing it would write the journal into the
  /// database, and what the journal holds is just what is in doubt.
  private func fail(_ error: any Error) {
    let fault = fault(error)
    files.medium.abandon(queue)
    // Told before the mailbox closes: whoever finds it closed could only guess at the reason.
    onFailed(fault)
    mailbox.close()
  }

  /// What an error means; leaves word for the next run if the medium failed.
  private func fault(_ error: any Error) -> StoreFault {
    files.noteFailure(error)
    let fault = StoreFault(error, path: files.database)
    // SQLite says the same of a file that is damaged and of one that could not be read: the next
    // start reads all of it again and knows.
    if case .damaged(_, let reason, nil) = fault { return .failed(reason: reason) }
    return fault
  }
}
