// What the writer does between commits: checkpoints, purging, and proving that it lives.

internal import Domains
internal import GRDB

/// What is left to do when nobody waits.
struct Upkeep {
  /// Commits since the last checkpoint.
  var commits = 0
  /// Whether rows may wait to be purged; true at first, since the last run may have left some.
  var purges = true
  /// The journal's size from which it is emptied, however busy the till is.
  var emptiesAbove = Self.journalLimit

  static let commitsPerCheckpoint = 500
  static let journalLimit: Int64 = 64 << 20

  /// How long to wait for work before resting; nil is for ever.
  var patienceMilliseconds: Int? { purges ? 2 : commits > 0 ? 200 : nil }

  mutating func note(_ batches: [Batch]) {
    commits += 1
    for change in batches.lazy.flatMap(\.rows) {
      switch change {
      case .applied, .abandoned: purges = true
      default: continue
      }
    }
  }
}

extension Writer {
  /// One small piece of upkeep.
  func rest() throws {
    if upkeep.purges {
      try queue.writeWithoutTransaction { db in
        try db.inTransaction(.immediate) {
          upkeep.purges = try Catalogue.purge(db)
          return upkeep.purges ? .commit : .rollback
        }
      }
      if upkeep.purges { upkeep.commits += 1 }
      try keepJournalShort()
    } else {
      _ = try checkpoint(.passive)
      upkeep.commits = 0
    }
  }

  /// Moves the journal into the database every so many commits, and empties it when it is long.
  func keepJournalShort() throws {
    if upkeep.commits >= Upkeep.commitsPerCheckpoint {
      _ = try checkpoint(.passive)
      upkeep.commits = 0
    }
    let size = files.medium.size(of: files.journal) ?? 0
    if size > upkeep.emptiesAbove {
      // A reader in the middle of something long keeps the journal: try again when it has grown.
      let isEmpty = try checkpoint(.truncate)
      upkeep.emptiesAbove = isEmpty ? Upkeep.journalLimit : size + Upkeep.journalLimit
    }
  }

  /// Moves the journal into the database; false if a reader or a full disk stood in the way, which
  /// loses nothing.
  func checkpoint(_ mode: Database.CheckpointMode) throws -> Bool {
    do {
      try queue.writeWithoutTransaction { _ = try $0.checkpoint(mode) }
      return true
    } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL: return false
      default: throw error
      }
    }
  }

  /// Reads the head and takes the write lock: the file can be read and written.
  func probe() throws -> Int64 {
    try queue.writeWithoutTransaction { db in
      try db.inTransaction(.immediate) {
        let sequence = try db.first("SELECT head_seq FROM node WHERE nid = ?", [head.origin]) {
          try $0.integer(0)
        }
        guard sequence == head.sequence else {
          throw StoreFault.damaged(
            path: files.database, reason: "its head is not what was committed last",
            position: position)
        }
        return .rollback
      }
    }
    return files.medium.freeBytes(at: files.directory)
  }
}
