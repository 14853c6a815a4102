// Long reads: they run on a thread of their own, never in the loop.

package import Values

/// Everything that can be asked of the store and may take long.
package protocol Archive: Facts {
  /// Events after a position, in order of position.
  func history(after position: Int64, limit: Int) throws(FactsFault) -> [Event]
  /// Products whose name holds words that begin like the query's words.
  ///
  /// An exact SKU or barcode comes first; the rest is ranked within windows of candidates, so
  /// that the time does not grow with the number of hits.
  /// - Parameter after: what `next` of the page before held; nil for the first page.
  func search(_ query: String, limit: Int, after: String?) throws(FactsFault) -> ProductPage
  /// Recalculates every hash of every origin from a position on, and checks that positions and
  /// sequences have no gap.
  func verify(from position: Int64) throws(FactsFault) -> ChainReport
  /// Draws all views again from the events in a scratch store and compares them with what the
  /// store holds.
  func audit() throws(FactsFault) -> ViewReport
  /// Copies the store while it is in use, then opens the copy and verifies it.
  ///
  /// - Parameter path: a file that does not exist yet, in an existing folder.
  func backup(to path: String) throws(FactsFault) -> BackupReport
  /// Opens a backup read-only and verifies its chain and its views.
  func verifyBackup(at path: String) throws(FactsFault) -> BackupReport
}

/// A page of products in the order they should be shown.
package struct ProductPage: Codable, Equatable, Sendable {
  package var items: [Product]
  /// What to ask for the next page with; nil on the last.
  package var next: String?

  package init(items: [Product], next: String?) {
    self.items = items
    self.next = next
  }
}

/// What walking the chain found.
package struct ChainReport: Codable, Equatable, Sendable {
  package var ok: Bool
  /// The last position, and the hash of the event there.
  package var head: Int64
  package var hash: Digest
  package var events: Int64
  /// The first position whose event is missing or not what was chained.
  package var firstBad: Int64?
  package var why: String?

  package init(
    ok: Bool, head: Int64, hash: Digest, events: Int64, firstBad: Int64? = nil, why: String? = nil
  ) {
    self.ok = ok
    self.head = head
    self.hash = hash
    self.events = events
    self.firstBad = firstBad
    self.why = why
  }
}

/// Whether the views are what the events say.
package struct ViewReport: Codable, Equatable, Sendable {
  package var ok: Bool
  /// SHA-256 over every row of every view in key order, as stored and as redrawn.
  package var stored: Digest
  package var redrawn: Digest
  package var rows: Int64
  /// The first view that differs.
  package var firstBad: String?

  package init(ok: Bool, stored: Digest, redrawn: Digest, rows: Int64, firstBad: String? = nil) {
    self.ok = ok
    self.stored = stored
    self.redrawn = redrawn
    self.rows = rows
    self.firstBad = firstBad
  }
}

/// A backup that was opened and verified.
package struct BackupReport: Codable, Equatable, Sendable {
  package var ok: Bool
  package var file: String
  package var bytes: Int64
  package var head: Int64
  package var hash: Digest
  package var sales: Int64
  package var why: String?

  package init(
    ok: Bool, file: String, bytes: Int64, head: Int64, hash: Digest, sales: Int64,
    why: String? = nil
  ) {
    self.ok = ok
    self.file = file
    self.bytes = bytes
    self.head = head
    self.hash = hash
    self.sales = sales
    self.why = why
  }
}

/// Draws views from events, one after the other, beginning with the first.
package protocol Projection {
  /// The rows that change because of this event.
  ///
  /// - Throws: if the event's body is not what its type promises.
  mutating func rows(for event: Event) throws -> [RowChange]
}
