// What decisions look up: asked of the store's read connection, or of memory in tests.

package import Values

/// Committed knowledge that is too large to be held in memory.
///
/// Answers are about what is committed; the loop asks only when nothing that would change the
/// answer is on its way to the disk. About 5 us each.
package protocol Facts {
  /// What a command came to, or nil if it was never seen.
  func command(_ id: ID) throws(FactsFault) -> CommandRecord?
  func product(sku: String) throws(FactsFault) -> Product?
  func product(barcode: Barcode) throws(FactsFault) -> Product?
  /// Every event of a stream, in order.
  func events(of stream: Stream) throws(FactsFault) -> [Event]
  func event(at position: Int64) throws(FactsFault) -> Event?
  /// The sale with this receipt number, and how many copies of it were printed.
  func receipt(number: String) throws(FactsFault) -> (sale: ID, copies: Int64)?
  /// Sales in one of these states, newest first.
  func sales(in states: [SaleState], limit: Int) throws(FactsFault) -> [SaleRow]
  /// The shift that ended with this Z; the last one for nil.
  func shift(z number: Int64?) throws(FactsFault) -> ID?
  func category(_ code: String) throws(FactsFault) -> Category?
  func categories() throws(FactsFault) -> [Category]
  func job(_ number: Int64) throws(FactsFault) -> OutboxRow?
  /// The original and the copies of one receipt, oldest first.
  func printJobs(ofReceipt number: String, limit: Int) throws(FactsFault) -> [OutboxRow]
  /// Jobs in one of these states, newest first; every state when the list is empty.
  func jobs(in states: [OutboxRow.State], limit: Int) throws(FactsFault) -> [OutboxRow]
}

/// The store could not be read: the till stops rather than decide on a guess.
package struct FactsFault: Error, Equatable, Sendable {
  /// What the store said, without any customer's data.
  package let reason: String

  package init(_ reason: String) { self.reason = reason }
}

/// What the disk knows when the daemon starts: all that the loop holds in memory.
package struct Recovery: Sendable {
  /// The last position, 0 in an empty store.
  package var position: Int64
  package var head: ChainHead
  /// The highest hybrid time ever stored.
  package var time: HybridTime
  /// How often this till's data was restored from a copy: 1 at first.
  package var epoch: Int64
  package var settings: [SettingRow]
  /// The till's counters, as JSON of `Outlet`; nil before the first event.
  package var outlet: [UInt8]?
  /// The open shift as JSON of `Shift`.
  package var shift: [UInt8]?
  /// The events of every sale that is open and not parked.
  package var openSales: [[Event]]
  /// Jobs that are queued or started, and failed ones that may be tried again, oldest first.
  package var unsettled: [OutboxRow]
  package var lastJob: Int64
  /// Imports that were staged and never applied, to be forgotten.
  package var unfinishedImports: [ID]

  package init(
    position: Int64, head: ChainHead, time: HybridTime, epoch: Int64, settings: [SettingRow],
    outlet: [UInt8]?, shift: [UInt8]?, openSales: [[Event]], unsettled: [OutboxRow],
    lastJob: Int64, unfinishedImports: [ID]
  ) {
    self.position = position
    self.head = head
    self.time = time
    self.epoch = epoch
    self.settings = settings
    self.outlet = outlet
    self.shift = shift
    self.openSales = openSales
    self.unsettled = unsettled
    self.lastJob = lastJob
    self.unfinishedImports = unfinishedImports
  }

  /// What an empty store recovers to.
  package static let fresh = Recovery(
    position: 0, head: ChainHead(origin: 1, sequence: 0, hash: .zero), time: .zero, epoch: 1,
    settings: [], outlet: nil, shift: nil, openSales: [], unsettled: [], lastJob: 0,
    unfinishedImports: [])
}
