// How the database file is opened: one connection writes, every other one can only read.

internal import Domains
internal import GRDB

/// The connections of a store and their settings (reliability.md 1 and 3.2).
///
/// The journal mode is set here and not by GRDB's configuration, which would lower `synchronous`
/// to NORMAL afterwards; what the connection really has is read back and asserted.
enum Connection {
  /// The connection that alone writes and checkpoints.
  ///
  /// SQLite 3.7.0 to 3.51.2 can corrupt a file when two connections write or checkpoint
  /// (sqlite.org/wal.html#walresetbug).
  static func writer(path: String, options: StoreOptions) throws -> DatabaseQueue {
    var synchronous: Int64 = 2
    #if DEBUG
      if options.sabotage.contains(.synchronousNormal) { synchronous = 1 }
    #endif
    let level = synchronous
    // The only thing it ever waits for is a reader that keeps the journal from being emptied.
    let name = options.medium.databaseName(of: path)
    var configuration = configuration(label: "writer", busySeconds: 0.1)
    configuration.prepareDatabase { db in
      try inspect(db, path: path)
      Seal.reserve(db)
      try db.execute(
        sql: """
          PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = \(level);
          PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864;
          PRAGMA recursive_triggers = ON;
          """ + common)
      try assert(
        db, ["journal_mode": "wal", "synchronous": "\(level)", "wal_autocheckpoint": "0"],
        path: path)
    }
    return try DatabaseQueue(path: name, configuration: configuration)
  }

  /// A connection that cannot write, and so neither checkpoints nor removes the journal on close.
  static func reader(
    path: String, on medium: any Medium = FileSystem()
  ) throws -> DatabaseQueue {
    let name = medium.databaseName(of: path)
    var configuration = configuration(label: "reader", busySeconds: 5)
    configuration.readonly = true
    configuration.prepareDatabase { db in
      try inspect(db, path: path)
      try db.execute(sql: common)
      try assert(db, [:], path: path)
    }
    return try DatabaseQueue(path: name, configuration: configuration)
  }

  /// A database of its own that may be lost: for redrawn views and for copies in the making.
  static func scratch(
    path: String, on medium: any Medium = FileSystem()
  ) throws -> DatabaseQueue {
    let name = medium.databaseName(of: path)
    var configuration = configuration(label: "scratch", busySeconds: 5)
    configuration.prepareDatabase { db in
      Seal.reserve(db)
      try db.execute(sql: "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;" + common)
    }
    return try DatabaseQueue(path: name, configuration: configuration)
  }

  private static let common = """
    PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
    PRAGMA foreign_keys = ON; PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY;
    PRAGMA secure_delete = ON;

    """

  private static func configuration(label: String, busySeconds: Double) -> Configuration {
    var configuration = Configuration()
    configuration.label = label
    configuration.busyMode = .timeout(busySeconds)
    return configuration
  }

  /// Refuses a file that is not ours before anything is written to it.
  private static func inspect(_ db: Database, path: String) throws {
    let application = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let version = try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    // A crash while the file was being made leaves it without a single table.
    let isEmpty = try Int64.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0
    guard application == Schema.applicationID || isEmpty && application == 0 else {
      throw StoreFault.foreign(path: path)
    }
    guard version <= Schema.number else {
      throw StoreFault.newer(path: path, found: version, known: Schema.number)
    }
  }

  private static func assert(
    _ db: Database, _ settings: [String: String], path: String
  ) throws {
    let everywhere = [
      "mmap_size": "0", "trusted_schema": "0", "foreign_keys": "1",
      // A page that is given up is written too, so that each page of the file has its seal.
      "secure_delete": "1",
    ]
    for (name, wanted) in settings.merging(everywhere, uniquingKeysWith: { $1 }) {
      let found = try Row.fetchOne(db, sql: "PRAGMA \(name)")?[0] as DatabaseValue?
      guard found?.text == wanted else {
        throw StoreFault.unusable(
          path: path, reason: "\(name) is \(found?.text ?? "unknown") instead of \(wanted)")
      }
    }
  }
}

extension DatabaseValue {
  /// An integer or a text as text.
  fileprivate var text: String? {
    switch storage {
    case .int64(let value): "\(value)"
    case .string(let value): value
    default: nil
    }
  }
}
