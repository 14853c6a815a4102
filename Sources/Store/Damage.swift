// What of a store cannot be believed any more, and whether a till may sell on with the rest.

internal import Domains
internal import GRDB
internal import Values

/// The tables that a thorough look found broken, and how.
struct Damage {
  /// Each broken table with the first thing that is wrong with it; "" is the file as a whole.
  private(set) var tables: [(name: String, why: String)] = []

  /// What is never drawn from anything else.
  static let ledger = ["node", "event", "command", "outbox"]

  var isEmpty: Bool { tables.isEmpty }
  var hasEvents: Bool { tables.contains { $0.name == "event" } }
  /// Whether nothing but events is broken.
  var isOfEventsOnly: Bool { tables.allSatisfy { $0.name == "event" } }
  /// The first fact that is broken, or else the first view.
  var reason: String {
    let worst = tables.first { Self.ledger.contains($0.name) } ?? tables.first
    return worst.map { $0.name.isEmpty ? $0.why : "the table \($0.name): \($0.why)" } ?? "nothing"
  }

  /// Reads every page of every table and index.
  ///
  /// - Throws: if not even the list of tables can be read.
  init(in db: Database) throws {
    let names = try String.fetchAll(
      db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name")
    for name in names {
      if let why = try Self.fault("PRAGMA integrity_check(\"\(name)\")", in: db) {
        tables.append((name, why))
      }
    }
    // Pages that are free belong to no table, and would be written to.
    if tables.isEmpty, let why = try Self.fault("PRAGMA quick_check(1)", in: db) {
      tables.append(("", why))
    }
  }

  private static func fault(_ check: String, in db: Database) throws -> String? {
    do {
      let verdict = try String.fetchOne(db, sql: check) ?? "it cannot be checked"
      // The check goes on after a broken seal, and says the number of the error only.
      let isSeal = verdict.contains("\(Seal.broken.rawValue)")
      return verdict == "ok" ? nil : isSeal ? Seal.lastFault ?? verdict : verdict
    } catch let error as DatabaseError where error.isDamage {
      return StoreFault.reason(error)
    }
  }

  /// The positions whose events cannot be read, in order.
  static func unreadableEvents(in db: Database) throws -> [ClosedRange<Int64>] {
    let end = try db.first("SELECT coalesce(max(pos), 0) FROM event") { try $0.integer(0) } ?? 0
    var ranges: [ClosedRange<Int64>] = []
    var position: Int64 = 0
    while position < end {
      do {
        let rows = try Row.fetchCursor(
          db, sql: "SELECT \(EventRow.columns) FROM event WHERE pos >= ? ORDER BY pos",
          arguments: [position + 1])
        while let row = try rows.next() { position = try row.integer(0) }
        break
      } catch let error as DatabaseError where error.isDamage {
        let range = gap(after: position, until: end, in: db)
        ranges.append(range)
        position = range.upperBound
      }
    }
    return ranges
  }

  /// The positions from the next one on that cannot be read one by one.
  static func gap(
    after position: Int64, until end: Int64, in db: Database
  ) -> ClosedRange<Int64> {
    var last = position + 1
    while last < end, !isReadable(last + 1, in: db) { last += 1 }
    return position + 1...last
  }

  private static func isReadable(_ position: Int64, in db: Database) -> Bool {
    do {
      _ = try Row.fetchOne(
        db, sql: "SELECT \(EventRow.columns) FROM event WHERE pos = ?", arguments: [position])
      return true
    } catch {
      return false
    }
  }

  /// Whether selling needs nothing of the events that are broken.
  ///
  /// The ends of the chains, heads, settings and the open shift are read by `Recovery` anyway. Here
  /// it is what writing goes through, and every sale that somebody may take up again.
  static func isOutOfTheWay(of db: Database) -> Bool {
    do {
      let indexes = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'event'")
      for index in indexes {
        _ = try Int64.fetchOne(db, sql: "SELECT count(*) FROM event INDEXED BY \"\(index)\"")
      }
      let sales = try db.all(
        "SELECT id FROM sale WHERE state <> 'completed' AND state IN ('open', 'parked')"
      ) { try $0.id(0) }
      for sale in sales { _ = try EventRow.events(of: Stream(.order, sale), in: db) }
      return true
    } catch {
      return false
    }
  }
}

extension ClosedRange<Int64> {
  /// "event 7" or "events 7 to 9".
  var asEvents: String {
    lowerBound == upperBound ? "event \(lowerBound)" : "events \(lowerBound) to \(upperBound)"
  }
}
