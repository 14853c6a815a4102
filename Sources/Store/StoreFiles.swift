// The names of the files of a store, and what is done with them before the database is opened.

internal import GRDB
internal import Values

/// The files in a store's directory.
struct StoreFiles: Sendable {
  let directory: String
  var medium: any Medium = FileSystem()

  var database: String { directory + "/till.db" }
  var journal: String { database + "-wal" }
  /// Who this installation is: never part of a backup.
  var install: String { directory + "/install-id" }
  /// Room that can be given back when the medium is full.
  var reserve: String { directory + "/reserve" }
  /// Left behind by a run that met a failing medium.
  var marker: String { directory + "/storage-failed" }
  /// Views that are being redrawn for an audit.
  var scratch: String { directory + "/audit.db" }

  static let reserveBytes: Int64 = 32 << 20

  /// The sixteen bytes of `install`, made at random if the file is missing.
  func installID() throws(StoreFault) -> [UInt8] {
    if let bytes = try medium.read(install, limit: 17), bytes.count == 16 { return bytes }
    let id = medium.randomBytes(16)
    try medium.write(id, to: install + ".new")
    try medium.move(install + ".new", to: install, in: directory)
    return id
  }

  /// Takes the reserve where there is much more room than that.
  func takeReserve() {
    guard medium.freeBytes(at: directory) > 8 * Self.reserveBytes else { return }
    _ = medium.reserve(Self.reserveBytes, at: reserve)
  }

  /// Leaves the marker behind if the medium could not do what the database wanted.
  func markFailure(_ error: any Error) {
    guard let error = error as? DatabaseError,
      [.SQLITE_IOERR, .SQLITE_CORRUPT].contains(error.resultCode)
    else { return }
    try? medium.write(Array(StoreFault.reason(error).utf8), to: marker)
  }

  /// Has the database read from the disk again if the medium failed in the last run; true if so.
  func distrustCacheAfterFailure() -> Bool {
    guard medium.size(of: marker) != nil else { return false }
    medium.dropCache(of: database)
    medium.dropCache(of: journal)
    return true
  }
}
