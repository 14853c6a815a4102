// What opening a store comes to: its writer and what it knows, or the fault that is in the way.

internal import Domains
internal import GRDB

/// The way to an open store, over damage if it must be.
///
/// Where a page is not what was written, everything is read once. Views are drawn again in a new
/// file. Old events that nobody needs to sell are named and left. Anything else is refused.
struct Opening {
  let files: StoreFiles
  let options: StoreOptions
  let install: [UInt8]
  /// What somebody should be told about the store that was opened.
  private(set) var notices: [String] = []
  /// The connection that was opened last, whatever came of it.
  private(set) var queue: DatabaseQueue?

  init(files: StoreFiles, options: StoreOptions, install: [UInt8]) {
    self.files = files
    self.options = options
    self.install = install
  }

  /// - Parameter suspicious: reads everything, since the run before met a failing medium.
  mutating func open(suspicious: Bool) throws -> (queue: DatabaseQueue, recovery: Recovery) {
    let queue = try Connection.writer(path: files.database, options: options)
    self.queue = queue
    var damage: Damage?
    var recovery: Recovery?
    do {
      recovery = try prepare(queue)
      if suspicious { damage = try queue.unsafeRead(Damage.init) }
    } catch let error as DatabaseError where error.isDamage {
      damage = try queue.unsafeRead(Damage.init)
      // What was broken is whole when it is read again.
      if damage?.isEmpty == true { throw error }
    }
    guard let damage, !damage.isEmpty else {
      guard let recovery else { throw StoreFault.failed(reason: "nothing was recovered") }
      if suspicious { try walk(queue) }
      options.medium.remove(files.mended)
      return (queue, recovery)
    }
    return try mend(damage, queue, recovery)
  }

  private func prepare(_ queue: DatabaseQueue) throws -> Recovery {
    try queue.writeWithoutTransaction { db in
      try Schema.migrate(db)
      try Recovery.settleOrigin(install, in: db)
      return try Recovery(verifying: db)
    }
  }

  private func walk(_ queue: DatabaseQueue) throws {
    try queue.unsafeRead { db in
      var walk = ChainWalk(from: 1, nodes: try Node.all(db))
      while try walk.advance(in: db) {}
    }
  }

  private mutating func mend(
    _ damage: Damage, _ queue: DatabaseQueue, _ recovery: Recovery?
  ) throws -> (queue: DatabaseQueue, recovery: Recovery) {
    let medium = options.medium
    if medium.size(of: files.mended) != nil {
      throw damaged(damage, "and was mended at the start before: the disk is failing")
    }
    let ranges =
      damage.hasEvents ? (try? queue.unsafeRead(Damage.unreadableEvents)) ?? [] : []
    if damage.isOfEventsOnly, let recovery, queue.unsafeRead(Damage.isOutOfTheWay) {
      notices = ranges.map { range in
        "\(range.asEvents) cannot be read (\(damage.reason)): selling goes on without; "
          + "restore a backup that has them to another directory"
      }
      return (queue, recovery)
    }
    do {
      _ = try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
      try queue.close()
      let kept = try Renewal(files: files, options: options).renew()
      notices.append(
        "\(damage.reason): all views were redrawn from the events; the damaged file is \(kept)")
    } catch let fault as StoreFault where fault == .full {
      throw fault
    } catch {
      throw damaged(
        damage, "and no new file can be made: \(StoreFault.reason(error))", ranges)
    }
    let renewed = try Connection.writer(path: files.database, options: options)
    self.queue = renewed
    return (renewed, try prepare(renewed))
  }

  private func damaged(
    _ damage: Damage, _ more: String, _ events: [ClosedRange<Int64>] = []
  ) -> StoreFault {
    let named = events.map { "\($0.asEvents) cannot be read, " }.joined()
    return .damaged(
      path: files.database, reason: "\(named)\(damage.reason) \(more)",
      position: events.first?.lowerBound)
  }
}
