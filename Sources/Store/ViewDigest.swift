// A fingerprint of what the views show, whatever rows and generations it is kept in.

internal import Domains
internal import GRDB
internal import Values

/// The digests of all views, each over its visible rows in order of their keys.
struct ViewDigest {
  /// By view, in the order of `contents`.
  var digests: [(view: String, digest: Digest)] = []
  var rows: Int64 = 0

  private static let contents: [(view: String, sql: String)] = [
    ("sale", "SELECT \(Views.saleColumns), copies FROM sale ORDER BY id"),
    ("shift", "SELECT id, open, z, body FROM shift ORDER BY id"),
    ("outlet", "SELECT body FROM outlet"),
    (
      "product",
      """
      SELECT \(Catalogue.columns) FROM product p JOIN import i ON i.gen = p.gen
      WHERE \(Catalogue.isInForce) ORDER BY p.sku
      """
    ),
    ("category", "SELECT \(Views.categoryColumns) FROM category ORDER BY code"),
    ("setting", "SELECT key, value FROM setting ORDER BY key"),
  ]

  /// Reads every view once, in one pass each and with bounded memory.
  init(of db: Database) throws {
    for (view, sql) in Self.contents {
      var running = Digest.zero
      var pending: [UInt8] = []
      let cursor = try Row.fetchCursor(db, sql: sql)
      while let row = try cursor.next() {
        for column in 0..<row.count { Self.append(row[column], to: &pending) }
        rows += 1
        if pending.count > 1 << 16 {
          running = Digest(of: running.bytes + pending)
          pending.removeAll(keepingCapacity: true)
        }
      }
      digests.append((view, Digest(of: running.bytes + pending)))
    }
  }

  /// One digest for everything.
  var whole: Digest { Digest(of: digests.flatMap(\.digest.bytes)) }

  /// The first view that differs, or nil.
  func firstDifference(from other: ViewDigest) -> String? {
    zip(digests, other.digests).first { $0.digest != $1.digest }?.0.view
  }

  /// A value with its kind and length before it, so that no two rows have the same bytes.
  private static func append(_ value: DatabaseValue, to bytes: inout [UInt8]) {
    func number(_ value: Int64) {
      withUnsafeBytes(of: value.bigEndian) { bytes += $0 }
    }
    switch value.storage {
    case .null: bytes.append(0)
    case .int64(let value):
      bytes.append(1)
      number(value)
    case .string(let value):
      bytes.append(2)
      number(Int64(value.utf8.count))
      bytes += value.utf8
    case .blob(let value):
      bytes.append(3)
      number(Int64(value.count))
      bytes += value
    case .double: bytes.append(4)
    }
  }
}
