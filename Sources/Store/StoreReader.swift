// What is looked up: each answer is one statement on a connection that cannot write.

package import Domains
internal import GRDB
package import Values

/// A reader of the store with a connection of its own.
///
/// Calls from several threads are answered one after the other: a thread that must not wait has
/// its own reader.
package final class StoreReader: Archive, Sendable {
  let queue: DatabaseQueue
  let files: StoreFiles
  let projection: (@Sendable () -> any Projection)?
  /// Whether it reads the till's own store, and no copy of it.
  private let leavesWord: Bool

  init(
    queue: DatabaseQueue, files: StoreFiles, projection: (@Sendable () -> any Projection)?,
    leavesWord: Bool = true
  ) {
    self.leavesWord = leavesWord
    self.queue = queue
    self.files = files
    self.projection = projection
  }

  func read<T>(_ body: (Database) throws -> T) throws(FactsFault) -> T {
    do {
      return try queue.unsafeRead(body)
    } catch let error as Unreadable {
      throw FactsFault(error.reason)
    } catch {
      throw fault(error)
    }
  }

  /// What is answered; if it is damage, the next run looks at everything before it sells.
  func fault(_ error: any Error) -> FactsFault {
    if leavesWord { files.noteFailure(error) }
    return FactsFault(StoreFault.reason(error))
  }

  package func command(_ id: ID) throws(FactsFault) -> CommandRecord? {
    try read { try Answer.command(id, in: $0) }
  }

  package func product(sku: String) throws(FactsFault) -> Product? {
    try read { try Catalogue.product(sku: sku, in: $0) }
  }

  package func product(barcode: Barcode) throws(FactsFault) -> Product? {
    try read { try Catalogue.product(barcode: barcode, in: $0) }
  }

  package func events(of stream: Stream) throws(FactsFault) -> [Event] {
    try read { try EventRow.events(of: stream, in: $0) }
  }

  package func event(at position: Int64) throws(FactsFault) -> Event? {
    try read { db in
      try db.first(
        "SELECT \(EventRow.columns) FROM event WHERE pos = ?", [position], read: EventRow.event)
    }
  }

  package func history(after position: Int64, limit: Int) throws(FactsFault) -> [Event] {
    try read { try EventRow.events(after: position, limit: limit, in: $0) }
  }

  package func receipt(number: String) throws(FactsFault) -> (sale: ID, copies: Int64)? {
    try read { db in
      try db.first("SELECT id, copies FROM sale WHERE number = ?", [number]) { row in
        (sale: try row.id(0), copies: try row.integer(1))
      }
    }
  }

  package func sales(in states: [SaleState], limit: Int) throws(FactsFault) -> [SaleRow] {
    try read { db in
      // Ids of version 7 sort by time, so that the newest come first without an index for it.
      try db.all(
        """
        SELECT \(Views.saleColumns) FROM sale WHERE state IN (\(Self.list(states)))
        \(states.contains(.completed) ? "" : "AND state <> 'completed'")
        ORDER BY id DESC LIMIT ?
        """, [limit], read: Views.sale)
    }
  }

  package func shift(z number: Int64?) throws(FactsFault) -> ID? {
    try read { db in
      if let number {
        return try db.first("SELECT id FROM shift WHERE z = ?", [number]) { try $0.id(0) }
      }
      return try db.first("SELECT id FROM shift WHERE z > 0 ORDER BY z DESC LIMIT 1", []) {
        try $0.id(0)
      }
    }
  }

  package func category(_ code: String) throws(FactsFault) -> Category? {
    try read { db in
      try db.first(
        "SELECT \(Views.categoryColumns) FROM category WHERE code = ?", [code],
        read: Views.category)
    }
  }

  package func categories() throws(FactsFault) -> [Category] {
    try read { db in
      try db.all(
        "SELECT \(Views.categoryColumns) FROM category ORDER BY sort, code", read: Views.category)
    }
  }

  package func job(_ number: Int64) throws(FactsFault) -> OutboxRow? {
    try read { db in
      try db.first(
        "SELECT \(Outbox.columns) FROM outbox WHERE number = ?", [number], read: Outbox.job)
    }
  }

  package func printJobs(
    ofReceipt number: String, limit: Int
  ) throws(FactsFault) -> [OutboxRow] {
    try read { db in
      try db.all(
        """
        SELECT \(Outbox.columns) FROM outbox
        WHERE receipt = ? ORDER BY number LIMIT ?
        """, [number, limit], read: Outbox.job)
    }
  }

  package func jobs(
    in states: [OutboxRow.State], limit: Int
  ) throws(FactsFault) -> [OutboxRow] {
    let waiting: Set<OutboxRow.State> = [.queued, .started, .failed, .unknown]
    let wanted = states.isEmpty ? OutboxRow.State.allCases : states
    return try read { db in
      // The second condition is that of an index, without which SQLite would not use it.
      try db.all(
        """
        SELECT \(Outbox.columns) FROM outbox WHERE state IN (\(Self.list(wanted)))
        \(waiting.isSuperset(of: wanted) ? "AND \(Outbox.isWaiting)" : "")
        ORDER BY number DESC LIMIT ?
        """, [limit], read: Outbox.job)
    }
  }

  /// Names of states as SQL: they are ours, and no data.
  private static func list(_ states: [some RawRepresentable<String>]) -> String {
    states.map { "'\($0.rawValue)'" }.joined(separator: ",")
  }
}
