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
  /// Left behind by a start that had to make the database anew, until one that finds it well.
  var mended: String { directory + "/storage-mended" }
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

  /// Puts single wrong bits of the journal right, before the database takes the first one for its
  /// end and forgets what was committed behind it.
  ///
  /// - Returns: what was mended, in words; nil if nothing was wrong.
  /// - Throws: `damaged` if what was acknowledged cannot be read from it.
  func mendJournal() throws(StoreFault) -> String? {
    guard let bytes = try medium.read(journal, limit: 1 << 30) else { return nil }
    var image = JournalImage(bytes)
    switch image.mend() {
    case .whole: return nil
    case .mended(let frames):
      try medium.write(image.bytes, to: journal + ".mended")
      try medium.move(journal + ".mended", to: journal, in: directory)
      let places = frames.map(String.init).joined(separator: ", ")
      return "a bit was wrong in the journal, at frame \(places), and was put right"
    case .damaged(let frame):
      throw .damaged(
        path: journal, reason: "frame \(frame) is not what was committed there", position: nil)
    }
  }

  /// Takes the reserve where there is much more room than that.
  func takeReserve() {
    guard medium.freeBytes(at: directory) > 8 * Self.reserveBytes else { return }
    _ = medium.reserve(Self.reserveBytes, at: reserve)
  }

  /// Leaves word for the next run if an error means that the medium failed or broke something.
  func noteFailure(_ error: any Error) {
    guard let error = error as? DatabaseError, error.isDamage || error.resultCode == .SQLITE_IOERR
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
