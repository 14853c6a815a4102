// What a store does before it is ready: who it is, whether its end is intact, what was open.

internal import Domains
internal import GRDB
internal import Values

extension Recovery {
  /// Finds out who writes from now on.
  ///
  /// The install id lies beside the database and in it, but in no backup. Where the two differ the
  /// database was restored or cloned, and its sequence may go on elsewhere too: the old origin is
  /// sealed and a new one begins, whose chain starts at 1 (reliability.md 3.9).
  static func settleOrigin(_ install: [UInt8], in db: Database) throws {
    try db.inTransaction(.immediate) {
      let nodes = try Node.all(db)
      if nodes.last(where: \.isActive)?.install == install { return .rollback }
      try db.run("UPDATE node SET status = 'sealed'")
      try db.run(
        "INSERT INTO node VALUES (?, ?, ?, 'active', 0, ?, ?)",
        [
          (nodes.map(\.head.origin).max() ?? 0) + 1, install.data,
          (nodes.map(\.epoch).max() ?? 0) + 1, Digest.zero.bytes.data,
          nodes.map(\.time).max()?.raw ?? 0,
        ])
      return .commit
    }
  }

  /// Checks heads, tails and positions, then reads what the loop needs.
  ///
  /// Never scans a table: a million events and products do not delay the first sale.
  /// - Throws: `Unreadable` if the store is damaged.
  init(verifying db: Database) throws {
    let nodes = try Node.all(db)
    for node in nodes { try node.verifyTail(db) }
    guard let node = nodes.last(where: \.isActive) else {
      throw Unreadable(reason: "no origin is active")
    }
    let position = try db.first("SELECT coalesce(max(pos), 0) FROM event") { try $0.integer(0) }
    let events = nodes.map(\.head.sequence).reduce(0, +)
    // Sequences have no gap and every event has its own position, so the positions have a gap if
    // and only if the last one is not the number of events.
    guard let position, position == events else {
      throw Unreadable(
        reason: "the last position is \(position ?? 0), but there are \(events) events")
    }
    let openSales = try db.all(
      "SELECT id FROM sale WHERE state <> 'completed' AND state = 'open' ORDER BY id"
    ) { try $0.id(0) }
    self.init(
      position: position, head: node.head, time: nodes.map(\.time).max() ?? .zero,
      epoch: node.epoch, settings: try Self.settings(db),
      outlet: try db.first("SELECT body FROM outlet") { try $0.bytes(0) },
      shift: try db.first("SELECT body FROM shift WHERE open = 1 ORDER BY id DESC LIMIT 1") {
        try $0.bytes(0)
      },
      openSales: try openSales.map { try EventRow.events(of: Stream(.order, $0), in: db) },
      unsettled: try db.all(
        """
        SELECT \(Outbox.columns) FROM outbox
        WHERE \(Outbox.isWaiting) AND (state IN ('queued', 'started')
          OR (state = 'failed' AND kind = 'print' AND misses < \(OutboxRow.mostMisses)))
        ORDER BY number
        """, read: Outbox.job),
      lastJob: try db.first("SELECT coalesce(max(number), 0) FROM outbox") { try $0.integer(0) }
        ?? 0,
      unfinishedImports: try db.all("SELECT id FROM import WHERE state = 'staged' ORDER BY gen") {
        try $0.id(0)
      })
  }

  private static func settings(_ db: Database) throws -> [SettingRow] {
    try db.all("SELECT key, value FROM setting ORDER BY key") { row in
      SettingRow(key: try row.text(0), value: try row.bytes(1))
    }
  }
}
