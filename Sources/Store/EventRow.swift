// An event as a row and back.

internal import Domains
internal import GRDB
internal import Values

/// The columns of an event, in the order that both directions use.
enum EventRow {
  static let columns = """
    pos, nid, seq, hlc, wall, tq, stream, sver, type, ver, cmd, actor, approver, till, shift, \
    day, body, hash
    """

  private static let insert =
    "INSERT INTO event(\(columns)) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"

  static func insert(_ event: Event, into db: Database) throws {
    let circumstance = event.circumstance
    try db.run(
      insert,
      [
        event.position, event.origin, event.sequence, event.time.raw, event.wall,
        event.quality.rawValue, event.stream.bytes.data, event.version, event.type, event.schema,
        event.command?.bytes.data, circumstance.actor, circumstance.approver, circumstance.till,
        circumstance.shift?.bytes.data, circumstance.day?.description, event.body.data,
        event.hash.bytes.data,
      ])
  }

  /// - Throws: `Unreadable` that names the position, if the row is no event.
  static func event(_ row: Row) throws(Unreadable) -> Event {
    let position = try row.integer(0)
    do throws(Unreadable) {
      guard let quality = TimeQuality(rawValue: try row.integer(5)) else {
        throw row.unreadable(5, "time quality")
      }
      guard let stream = Stream(bytes: try row.bytes(6)) else {
        throw row.unreadable(6, "stream")
      }
      return Event(
        position: position, origin: try row.integer(1), sequence: try row.integer(2),
        time: try row.time(3), wall: try row.integer(4), quality: quality, stream: stream,
        version: try row.integer(7), type: try row.text(8), schema: try row.integer(9),
        command: try row.optionalID(10),
        circumstance: Circumstance(
          actor: try row.text(11), approver: try row.optionalText(12), till: try row.text(13),
          shift: try row.optionalID(14), day: try day(row, 15)),
        body: try row.bytes(16), hash: try row.digest(17))
    } catch {
      throw Unreadable(reason: error.reason, position: position)
    }
  }

  /// Every event of a stream, in order.
  static func events(of stream: Stream, in db: Database) throws -> [Event] {
    try db.all(
      "SELECT \(columns) FROM event WHERE stream = ? ORDER BY sver, nid", [stream.bytes.data],
      read: event)
  }

  /// The events after a position, in order.
  static func events(after position: Int64, limit: Int, in db: Database) throws -> [Event] {
    try db.all(
      "SELECT \(columns) FROM event WHERE pos > ? ORDER BY pos LIMIT ?", [position, limit],
      read: event)
  }

  private static func day(_ row: Row, _ column: Int) throws(Unreadable) -> BusinessDay? {
    guard let text = try row.optionalText(column) else { return nil }
    guard let date = CivilDate(text) else { throw row.unreadable(column, "date") }
    return BusinessDay(date)
  }
}
