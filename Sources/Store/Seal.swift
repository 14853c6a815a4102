// The seal of the database's pages as Swift sees it: a name to open by, and what was found broken.

internal import CSeal
internal import GRDB

/// Checksums of pages, below SQLite: a page that is not what was written is never handed on.
package enum Seal {
  /// What SQLite answers when a seal does not fit: SQLITE_IOERR_DATA.
  static let broken = ResultCode(rawValue: 10 | 32 << 8)

  /// The name of a VFS that seals what it keeps on another one, nil for SQLite's own.
  ///
  /// Made with the first call for each, for the life of the process.
  package static func vfs(over base: String? = nil) -> String {
    let name = base.map { "sealed-" + $0 } ?? "sealed"
    // Without such a base there is no such name, and opening says so.
    _ = seal_register(name, base)
    return name
  }

  /// The URI of a database whose pages are sealed (sqlite.org/uri.html).
  package static func uri(_ path: String, over base: String? = nil) -> String {
    var uri = "file:"
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "-"), UInt8(ascii: "_"):
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        uri += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return uri + "?vfs=" + vfs(over: base)
  }

  /// Whether the pages of a connection's file are sealed; nil if it was opened without a seal.
  static func state(of db: Database) -> Bool? {
    switch seal_state(db.sqliteConnection) {
    case 1: true
    case 0: false
    default: nil
    }
  }

  /// Makes room for seals: in a file that is still empty, or with the next VACUUM.
  static func reserve(_ db: Database) {
    if state(of: db) != nil { _ = seal_reserve(db.sqliteConnection) }
  }

  /// The place that this thread found broken last, for the sentence that says so.
  static var lastFault: String? {
    var fault = seal_fault()
    guard seal_faults(&fault) > 0 else { return nil }
    let file = withUnsafeBytes(of: fault.file) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    if fault.journal == 0 { return "page \(fault.number) of \(file)" }
    return fault.number == 0 ? "the header of \(file)" : "frame \(fault.number) of \(file)"
  }
}
