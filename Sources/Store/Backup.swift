// Copies of the store: made while it sells, believed only after they were opened and verified.

package import Domains
internal import GRDB
internal import Values

extension StoreReader {
  /// Copies one moment of the store, in one file without a journal, and verifies the copy.
  ///
  /// Writing goes on meanwhile. The copy does not say who this installation is, so that a till that
  /// is restored from it begins a new epoch, wherever that may be.
  /// - Returns: a report that is not ok, and no file, if the target exists or cannot be written,
  ///   or if the copy is not right.
  /// - Throws: if the store itself cannot be read.
  package func backup(to path: String) throws(FactsFault) -> BackupReport {
    let (sales, head) = try read { db in
      (try Backup.sales(db), try db.first("SELECT max(pos) FROM event") { $0[0] as Int64? } ?? 0)
    }
    let partial = path + ".partial"
    guard files.medium.size(of: path) == nil else {
      return Backup.refused(path, "the file exists already: choose another name")
    }
    files.medium.remove(partial)
    do {
      try Backup.copy(queue, to: partial, on: files.medium)
      try files.medium.synchronize(partial)
      var report = try Backup.verify(partial, on: files.medium, projection: nil)
      report.file = path
      if report.ok && (report.sales < sales || report.head < head ?? 0) {
        report.ok = false
        report.why = "the copy holds less than the store did when it began"
      }
      if report.ok {
        try files.medium.move(partial, to: path, in: Backup.directory(of: path))
      } else {
        files.medium.remove(partial)
      }
      return report
    } catch {
      files.medium.remove(partial)
      return Backup.refused(path, "\(error)")
    }
  }

  package func verifyBackup(at path: String) throws(FactsFault) -> BackupReport {
    do {
      return try Backup.verify(path, on: files.medium, projection: projection)
    } catch {
      return Backup.refused(path, "\(error)")
    }
  }
}

extension Store {
  /// Verifies a backup and puts it where no store is yet.
  ///
  /// The store that is opened there begins a new epoch.
  /// - Throws: `occupied`, `volatileMedium`, `damaged` if the backup is not right, `unusable` if
  ///   it cannot be copied.
  package static func restore(
    from file: String, to directory: String, options: StoreOptions = StoreOptions()
  ) throws(StoreFault) -> BackupReport {
    let medium = options.medium
    let files = StoreFiles(directory: directory, medium: medium)
    try medium.makeDirectory(directory)
    if !options.allowsVolatileMedium, let kind = try medium.volatileKind(at: directory) {
      throw .volatileMedium(path: directory, kind: kind)
    }
    let lock = try medium.lock(directory)
    defer { withExtendedLifetime(lock) {} }
    guard medium.size(of: files.database) == nil, medium.size(of: files.install) == nil else {
      throw .occupied(path: directory)
    }
    let report = try Backup.verify(file, on: medium, projection: options.projection)
    guard report.ok else {
      throw .damaged(path: file, reason: report.why ?? "it is not right", position: nil)
    }
    let partial = files.database + ".partial"
    medium.remove(partial)
    try medium.copy(file, to: partial)
    try medium.move(partial, to: files.database, in: directory)
    return report
  }
}

/// The steps that making, verifying and restoring a backup share.
enum Backup {
  /// Copies one snapshot.
  ///
  /// It is one step of SQLite's backup, since a write between two steps would start it again, and
  /// a till never stops writing.
  static func copy(
    _ source: DatabaseQueue, to path: String, on medium: any Medium
  ) throws(StoreFault) {
    do {
      try medium.touch(path)
      let target = try Connection.scratch(path: path, on: medium)
      defer { try? target.close() }
      try source.backup(to: target)
      try target.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
        try db.execute(sql: "UPDATE node SET install = zeroblob(16)")
      }
    } catch {
      throw StoreFault(error, path: path)
    }
  }

  /// Opens a copy read-only and checks its pages, its chains, and its views if a projection is
  /// given.
  static func verify(
    _ path: String, on medium: any Medium, projection: (@Sendable () -> any Projection)?
  ) throws(StoreFault) -> BackupReport {
    guard let bytes = medium.size(of: path) else {
      throw .unusable(path: path, reason: "there is no such file")
    }
    do {
      let queue = try Connection.reader(path: path, on: medium)
      defer { try? queue.close() }
      let reader = StoreReader(
        queue: queue, files: StoreFiles(directory: directory(of: path), medium: medium),
        projection: projection, leavesWord: false)
      let pages = try queue.unsafeRead { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
      let chain = try reader.verify(from: 1)
      var why = pages == "ok" ? chain.why : pages ?? "its pages cannot be checked"
      if why == nil, projection != nil {
        let views = try reader.audit()
        if !views.ok { why = "the view \(views.firstBad ?? "") is not what the events say" }
      }
      return BackupReport(
        ok: why == nil, file: path, bytes: bytes, head: chain.head, hash: chain.hash,
        sales: try queue.unsafeRead(sales), why: why)
    } catch {
      throw StoreFault(error, path: path)
    }
  }

  static func sales(_ db: Database) throws -> Int64 {
    try db.first("SELECT count(*) FROM sale") { try $0.integer(0) } ?? 0
  }

  static func refused(_ path: String, _ why: String) -> BackupReport {
    BackupReport(ok: false, file: path, bytes: 0, head: 0, hash: .zero, sales: 0, why: why)
  }

  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
