// SQLite's words for what a file system can fail at, which its header makes by macros.

internal import GRDBSQLite

/// Extended result codes (sqlite.org/rescode.html#extrc).
enum IOError {
  static let read = code(1)
  static let shortRead = code(2)
  static let write = code(3)
  static let sync = code(4)
  static let syncDirectory = code(5)
  static let truncate = code(6)
  static let size = code(7)
  static let delete = code(10)
  static let lock = code(15)
  static let sharedLock = code(20)
  static let sharedMap = code(21)
  static let nothingToDelete = code(23)

  private static func code(_ number: Int32) -> Int32 { SQLITE_IOERR | number << 8 }
}
