// The rows that are neither facts nor views: answers kept for retries, and deeds outside.

internal import Domains
internal import GRDB
internal import Values

/// Jobs as rows.
enum Outbox {
  static let columns =
    "number, kind, state, intent, attempts, evidence, why, printer, misses, doubtful"

  /// The condition of the index over jobs that are not at a good end.
  static let isWaiting = "state IN ('queued', 'started', 'failed', 'unknown')"

  static func put(_ job: OutboxRow, into db: Database) throws {
    try db.run(
      """
      INSERT INTO outbox(\(columns), receipt) VALUES (?,?,?,?,?,?,?,?,?,?,?)
      ON CONFLICT(number) DO UPDATE SET state = excluded.state, attempts = excluded.attempts,
        evidence = excluded.evidence, why = excluded.why, printer = excluded.printer,
        misses = excluded.misses, doubtful = excluded.doubtful
      """,
      [
        job.number, job.kind.rawValue, job.state.rawValue, job.intent.data, job.attempts,
        job.evidence, job.why, job.printer, job.misses, job.isDoubtful ? 1 : 0,
        receiptNumber(job),
      ])
  }

  /// The receipt that a new job prints; nothing for an older one, whose row has it.
  private static func receiptNumber(_ job: OutboxRow) -> String? {
    guard job.kind == .print, job.attempts == 0, case .receipt(_, let number, _) = Intent(job)
    else { return nil }
    return number
  }

  static func job(_ row: Row) throws(Unreadable) -> OutboxRow {
    OutboxRow(
      number: try row.integer(0), kind: try row.value(1, OutboxRow.Kind.self),
      state: try row.value(2, OutboxRow.State.self), intent: try row.bytes(3),
      attempts: try row.integer(4), evidence: try row.optionalText(5),
      why: try row.optionalText(6), printer: try row.optionalText(7),
      misses: try row.integer(8), isDoubtful: try row.integer(9) != 0)
  }
}

/// Answers as rows.
enum Answer {
  static func insert(_ command: CommandRecord, into db: Database) throws {
    try db.run(
      "INSERT INTO command(id, request, position, outcome) VALUES (?,?,?,?)",
      [
        command.id.bytes.data, command.request.bytes.data, command.position,
        command.outcome.data,
      ])
  }

  static func command(_ id: ID, in db: Database) throws -> CommandRecord? {
    try db.first(
      "SELECT request, position, outcome FROM command WHERE id = ?", [id.bytes.data]
    ) { row in
      CommandRecord(
        id: id, request: try row.digest(0), position: try row.integer(1),
        outcome: try row.bytes(2))
    }
  }
}
