// What lies below the database: a file system, its room, and the few files kept beside it.

/// The ground a store stands on: directories, plain files, and where the database opens its own.
///
/// The daemon stands on a `FileSystem`; a simulation on a disk that forgets and lies.
package protocol Medium: Sendable {
  /// The name by which SQLite opens the database at a path (sqlite.org/uri.html).
  func databaseName(of path: String) -> String
  /// Takes the lock of a store's directory.
  ///
  /// - Throws: `locked` with the number of the holder, `unusable` if it cannot be taken at all.
  func lock(_ directory: String) throws(StoreFault) -> any StoreLock
  /// Bytes that nobody can guess.
  func randomBytes(_ count: Int) -> [UInt8]
  /// The name of the volatile file system a path lies on, or nil if a power cut does not empty it.
  func volatileKind(at path: String) throws(StoreFault) -> String?
  /// The bytes that may still be written there, or 0 if that cannot be told.
  func freeBytes(at path: String) -> Int64
  /// The size of a file, or nil if there is none.
  func size(of path: String) -> Int64?
  /// Makes the directory for its owner alone, unless it is there.
  func makeDirectory(_ path: String) throws(StoreFault)
  /// Makes an empty file for its owner alone, unless it is there; never while it is in use.
  func touch(_ path: String) throws(StoreFault)
  /// Writes a new file for its owner alone and waits for the disk.
  func write(_ bytes: [UInt8], to path: String) throws(StoreFault)
  /// Up to `limit` bytes of a file, or nil if there is none.
  func read(_ path: String, limit: Int) throws(StoreFault) -> [UInt8]?
  /// Waits until a file or directory is on the disk.
  func synchronize(_ path: String) throws(StoreFault)
  /// Forgets what is cached of a file, so that it is read from the disk again.
  func dropCache(of path: String)
  /// Copies a file to one that must not exist, and waits for the disk.
  func copy(_ source: String, to target: String) throws(StoreFault)
  /// Gives a file a second name, which must not exist.
  func link(_ source: String, to target: String) throws(StoreFault)
  /// Gives a file its final name, and waits until the directory says so.
  func move(_ source: String, to target: String, in directory: String) throws(StoreFault)
  /// Removes a file; true if there was one.
  @discardableResult
  func remove(_ path: String) -> Bool
  /// Keeps a connection open until the process ends: closing it would write, and what it would
  /// write is just what is in doubt.
  func abandon(_ connection: AnyObject)
  /// Takes room for a bad day, if there is plenty; true if the file stands.
  func reserve(_ bytes: Int64, at path: String) -> Bool
}

/// The lock of a store's directory: one daemon per store.
package protocol StoreLock: Sendable {
  /// Lets the next process have the store; it may be called more than once.
  func release()
}

extension Medium {
  /// Where a file can have one name only, the second one is that of a copy.
  package func link(_ source: String, to target: String) throws(StoreFault) {
    try copy(source, to: target)
  }
}
