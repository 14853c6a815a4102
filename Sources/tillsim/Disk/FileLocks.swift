// Who holds which lock on a database file (sqlite.org/lockingv3.html).

internal import GRDBSQLite

/// The locks of one file, by the number of the handle that holds them.
struct FileLocks {
  private var levels: [Int: Int32] = [:]

  /// Raises a handle's lock; false if another one stands in the way.
  mutating func raise(_ handle: Int, to level: Int32) -> Bool {
    let others = levels.filter { $0.key != handle }.values.max() ?? SQLITE_LOCK_NONE
    let isFree =
      switch level {
      case SQLITE_LOCK_SHARED: others < SQLITE_LOCK_PENDING
      case SQLITE_LOCK_RESERVED: others < SQLITE_LOCK_RESERVED
      default: others == SQLITE_LOCK_NONE
      }
    guard isFree else { return false }
    levels[handle] = max(level, levels[handle] ?? SQLITE_LOCK_NONE)
    return true
  }

  mutating func lower(_ handle: Int, to level: Int32) {
    levels[handle] = level == SQLITE_LOCK_NONE ? nil : level
  }

  var isReserved: Bool { levels.values.contains { $0 >= SQLITE_LOCK_RESERVED } }
}
