// The one error of the store: what is wrong, with which file, and what to do next.

internal import GRDB

/// Why the store cannot be opened or has stopped.
package enum StoreFault: Error, Equatable, Sendable {
  /// The directory lies on a file system that a power cut empties.
  case volatileMedium(path: String, kind: String)
  /// Another process holds the store; nil if it left no number.
  case locked(path: String, holder: Int32?)
  /// A newer release wrote it.
  case newer(path: String, found: Int64, known: Int64)
  /// The file is no till's database.
  case foreign(path: String)
  /// The file, or the event at the position, is not what was written.
  case damaged(path: String, reason: String, position: Int64?)
  /// The directory or file cannot be made or opened.
  case unusable(path: String, reason: String)
  /// A store was to be restored where one is already.
  case occupied(path: String)
  /// The medium has no room left; what was being written is undone.
  case full
  /// Reading or writing failed, or a batch did not continue what is stored.
  case failed(reason: String)

  /// The daemon's exit code by sysexits.h.
  package var exitCode: Int32 {
    switch self {
    case .newer, .foreign, .damaged: 65
    case .unusable, .occupied: 73
    case .full, .failed: 74
    case .locked: 75
    case .volatileMedium: 78
    }
  }
}

extension StoreFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .volatileMedium(let path, let kind):
      "\(path) is on \(kind), which a power cut empties: choose a directory on a disk"
    case .locked(let path, let holder):
      "\(path) is in use by \(holder.map { "process \($0)" } ?? "another process"): stop it first"
    case .newer(let path, let found, let known):
      "\(path) has schema \(found), this release knows \(known): install the newer release again"
    case .foreign(let path):
      "\(path) is not a till's database: move it away or choose another directory"
    case .damaged(let path, let reason, let position):
      "\(path) is damaged\(position.map { " at position \($0)" } ?? ""): \(reason); "
        + "keep the file and restore a backup to another directory"
    case .unusable(let path, let reason):
      "\(path) cannot be used: \(reason)"
    case .occupied(let path):
      "\(path) holds a store already: restore to an empty directory"
    case .full:
      "the medium is full: free some space and start again"
    case .failed(let reason):
      "the store failed: \(reason); nothing of it was acknowledged, start again"
    }
  }
}

extension StoreFault {
  /// The fault that an error of the database means.
  init(_ error: any Error, path: String) {
    switch error {
    case let fault as StoreFault:
      self = fault
    case let unreadable as Unreadable:
      self = .damaged(path: path, reason: unreadable.reason, position: unreadable.position)
    case let error as DatabaseError:
      let reason = Self.reason(error)
      switch error.resultCode {
      case _ where error.isDamage: self = .damaged(path: path, reason: reason, position: nil)
      case .SQLITE_FULL: self = .full
      case .SQLITE_NOTADB: self = .foreign(path: path)
      case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
        self = .unusable(path: path, reason: reason)
      default: self = .failed(reason: reason)
      }
    default:
      self = .failed(reason: "\(error)")
    }
  }

  /// What the database said, without the values that were being written.
  ///
  /// Where a read failed, SQLite calls the file malformed too.
  static func reason(_ error: any Error) -> String {
    if let error = error as? Unreadable { return error.reason }
    guard let error = error as? DatabaseError else { return "\(error)" }
    if error.isBrokenSeal, let place = Seal.lastFault { return "\(place) is not what was written" }
    let said = "\(error.message ?? "no message") (SQLite \(error.extendedResultCode.rawValue))"
    return error.resultCode == .SQLITE_CORRUPT ? "\(said), or the disk cannot read it" : said
  }
}

extension Error {
  /// Whether the medium failed, and not what lies on it.
  var isOfTheMedium: Bool {
    switch self {
    case let error as DatabaseError: error.resultCode == .SQLITE_IOERR
    case let fault as StoreFault: if case .unusable = fault { true } else { false }
    default: false
    }
  }
}

extension DatabaseError {
  /// Whether a page was refused by its seal.
  var isBrokenSeal: Bool { extendedResultCode == Seal.broken }

  /// Whether the file is not what was written, by its seal or by its shape.
  var isDamage: Bool { isBrokenSeal || resultCode == .SQLITE_CORRUPT }
}
