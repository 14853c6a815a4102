// The event store of a till: opening it, handing batches to its writer, and closing it.

package import Domains
internal import GRDB
internal import Synchronization
internal import Values

/// The durable memory of a till: one directory with one SQLite database.
///
/// One thread writes and checkpoints, over the only connection that can; every reader has a
/// connection of its own that cannot write. A batch is acknowledged after its commit is on the
/// disk, and never before.
package final class Store: Sendable {
  private let files: StoreFiles
  private let options: StoreOptions
  private let lock: any StoreLock
  let writer: Writer
  /// What was damaged and how the store was opened nevertheless: for the log.
  package let notices: [String]
  private let known: Mutex<Recovery>

  /// Opens or makes `directory/till.db`.
  ///
  /// Verified before it returns: that no other process has it, that it is a till's and not from a
  /// newer release, the heads, and the last 1,000 events of each origin; all of it if the medium
  /// failed in the run before. What is damaged then is mended if it can be, and named in `notices`.
  /// Where the database was restored or cloned, a new epoch begins.
  /// - Throws: the fault that is in the way; it names the file and what to do next.
  package init(directory: String, options: StoreOptions = StoreOptions()) throws(StoreFault) {
    let files = StoreFiles(directory: directory, medium: options.medium)
    let medium = options.medium
    try medium.makeDirectory(directory)
    if !options.allowsVolatileMedium, let kind = try medium.volatileKind(at: directory) {
      throw .volatileMedium(path: directory, kind: kind)
    }
    let lock = try medium.lock(directory)
    let failedBefore = files.distrustCacheAfterFailure()
    try medium.touch(files.database)
    let install = try files.installID()
    let mended = try files.mendJournal()
    var opening = Opening(files: files, options: options, install: install)
    let (queue, recovery): (DatabaseQueue, Recovery)
    do {
      (queue, recovery) = try opening.open(suspicious: failedBefore)
      try medium.synchronize(directory)
    } catch {
      files.noteFailure(error)
      // Closing moves the journal into the database by more syncs, and one may just have failed.
      if let queue = opening.queue, error.isOfTheMedium { medium.abandon(queue) }
      throw StoreFault(error, path: files.database)
    }
    medium.remove(files.marker)
    files.takeReserve()
    self.files = files
    self.options = options
    self.lock = lock
    self.notices = (mended.map { [$0] } ?? []) + opening.notices
    self.writer = Writer(queue: queue, files: files, recovery: recovery)
    known = Mutex(recovery)
  }

  /// What the disk knew when the store was opened or rebuilt.
  package var recovery: Recovery { known.withLock { $0 } }

  /// Starts the writer's thread; once.
  ///
  /// - Parameters:
  ///   - onCommitted: the highest batch number of each commit, once it is on the disk; called on
  ///     the writer's thread.
  ///   - onFailed: called once on the writer's thread if anything fails. Nothing is committed any
  ///     more, nothing was acknowledged that is not on the disk, and the process should end.
  package func start(
    onCommitted: @escaping @Sendable (Int64) -> Void,
    onFailed: @escaping @Sendable (StoreFault) -> Void
  ) {
    writer.start(onCommitted: onCommitted, onFailed: onFailed)
  }

  /// Does one turn of the writer on the calling thread, instead of `start`: a simulation decides
  /// when the disk works.
  ///
  /// - Parameter onCommitted: as for `start`.
  /// - Returns: false if nothing waited; then a piece of upkeep was done if one was due.
  /// - Throws: what `start` would report by `onFailed`; nothing is committed any more.
  package func step(onCommitted: (Int64) -> Void) throws(StoreFault) -> Bool {
    try writer.step(onCommitted)
  }

  /// Hands a batch to the writer; from any thread.
  ///
  /// - Returns: false if 4,096 already wait or the writer has ended; then nothing was taken.
  package func submit(_ batch: Batch) -> Bool { writer.mailbox.put(.batch(batch)) }

  /// Proves that the writer lives and that the file can be read and locked for writing.
  ///
  /// - Parameter done: called on the writer's thread after what waits before, with the free bytes
  ///   on the medium; the reserve of 32 MiB is not among them. Never called if the writer has ended
  ///   or too much waits: silence is the alarm.
  package func probe(_ done: @escaping @Sendable (Int64) -> Void) {
    _ = writer.mailbox.put(.probe(done))
  }

  /// A reader with its own connection, which cannot write.
  ///
  /// - Throws: if the connection cannot be opened.
  package func makeReader() throws(StoreFault) -> StoreReader {
    do {
      return StoreReader(
        queue: try Connection.reader(path: files.database, on: options.medium), files: files,
        projection: options.projection)
    } catch {
      throw StoreFault(error, path: files.database)
    }
  }

  /// Gives the reserve of 32 MiB back to the medium, so that what is open can be finished.
  ///
  /// - Returns: false if there was none.
  package func releaseReserve() -> Bool { options.medium.remove(files.reserve) }

  /// Commits what waits, empties the journal, closes the file and ends the thread.
  ///
  /// Never called on the writer's thread.
  package func stop() {
    writer.stop()
    lock.release()
  }

  /// Drops all views and draws them again from the events, whole or not at all; before `start`.
  ///
  /// - Throws: `failed` without a projection in the options, or if it refuses an event.
  package func rebuild() throws(StoreFault) {
    guard var projection = options.projection?() else {
      throw .failed(reason: "views are drawn by a projection: give the options one")
    }
    do {
      let recovery = try writer.queue.writeWithoutTransaction { db in
        try db.inTransaction(.immediate) {
          try db.execute(sql: Schema.dropViews + Schema.views)
          try Redrawing.draw(after: 0, from: db, with: &projection, into: db)
          return .commit
        }
        return try Recovery(verifying: db)
      }
      known.withLock { $0 = recovery }
      writer.upkeep.purges = true
    } catch {
      throw StoreFault(error, path: files.database)
    }
  }
}
