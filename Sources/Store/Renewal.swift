// A new file for a store whose views are damaged: the facts copied, the views drawn again.

internal import Domains
internal import GRDB

/// Makes a store's file anew, whole or not at all.
///
/// The damaged file stays beside it. The journal was emptied into it before, since a journal that
/// outlives its file would be played into the new one.
struct Renewal {
  let files: StoreFiles
  let options: StoreOptions

  /// Puts a new file in the place of the damaged one, which nobody has open and has no journal.
  ///
  /// - Returns: where the damaged file is kept.
  /// - Throws: if a fact cannot be read, a view cannot be drawn, or the medium is full; then all is
  ///   as it was.
  func renew() throws -> String {
    guard var projection = options.projection?() else {
      throw StoreFault.failed(reason: "views are drawn by a projection: give the options one")
    }
    let medium = options.medium
    guard medium.size(of: files.journal) ?? 0 == 0 else {
      throw StoreFault.failed(reason: "\(files.journal) could not be emptied")
    }
    let new = files.database + ".new"
    medium.remove(new)
    do {
      try medium.touch(new)
      let queue = try Connection.scratch(path: new, on: medium)
      defer { try? queue.close() }
      try queue.writeWithoutTransaction { db in
        try Schema.migrate(db)
        try copyLedger(into: db)
        try db.inTransaction {
          try Redrawing.draw(after: 0, from: db, with: &projection, into: db)
          return .commit
        }
        try verify(db)
      }
      try queue.close()
      try medium.synchronize(new)
      let kept = keptName()
      try medium.link(files.database, to: kept)
      try medium.write([], to: files.mended)
      try medium.move(new, to: files.database, in: files.directory)
      return kept
    } catch {
      medium.remove(new)
      throw error
    }
  }

  private func copyLedger(into db: Database) throws {
    try db.execute(
      sql: "ATTACH ? AS damaged", arguments: [options.medium.databaseName(of: files.database)])
    try db.inTransaction {
      for table in Damage.ledger {
        // By the table itself, so that a damaged index is left behind.
        try db.execute(sql: "INSERT INTO \(table) SELECT * FROM damaged.\(table) NOT INDEXED")
      }
      return .commit
    }
    try db.execute(sql: "DETACH damaged")
  }

  private func verify(_ db: Database) throws {
    var walk = ChainWalk(from: 1, nodes: try Node.all(db))
    while try walk.advance(in: db) {}
    guard try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") == "ok" else {
      throw Unreadable(reason: "the file that was drawn again is not right either")
    }
  }

  private func keptName() -> String {
    var number = 1
    while options.medium.size(of: "\(files.database).damaged-\(number)") != nil { number += 1 }
    return "\(files.database).damaged-\(number)"
  }
}
