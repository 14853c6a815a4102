// A shift as its events make it: cash, sums, count. And the till's own counters.

package import Values

/// The state of one shift.
package struct Shift: Codable, Equatable, Sendable {
  package let id: ID
  package let day: BusinessDay
  package let openedAt: Timestamp
  package let zone: Int
  package let taxIncluded: Bool
  package let float: Money
  /// The grand total of all shifts before this one.
  package let perpetualBefore: Money
  /// The number of the shift's own events.
  package var version: Int64 = 1
  package var tally: Tally
  package var counted: OutletEvent.Counted?
  package var z: Int64?

  package init(id: ID, day: BusinessDay, openedAt: Timestamp, _ opened: OutletEvent.Opened) {
    self.id = id
    self.day = day
    self.openedAt = openedAt
    zone = opened.zone
    taxIncluded = opened.taxIncluded
    float = opened.float
    perpetualBefore = opened.perpetual
    tally = Tally(opened.float.currency)
  }

  package var isOpen: Bool { z == nil }

  package var row: ShiftRow { ShiftRow(id: id, isOpen: isOpen, z: z, body: JSONBody.of(self)) }

  package mutating func evolve(_ event: OutletEvent) {
    switch event {
    case .opened: break
    case .cashMoved(let move):
      version += 1
      tally.add(move)
    case .counted(let count):
      version += 1
      counted = count
    case .closed(let closed):
      version += 1
      z = closed.z
    }
  }

  /// What the drawer should hold: float, cash of sales and cash moves.
  ///
  /// - Throws: `overflow`.
  package func expected() throws(ValueFault) -> Money {
    var sum = try float.adding(tally.cash)
    sum = try sum.adding(tally.payIns)
    sum = try sum.subtracting(tally.payOuts)
    return try sum.subtracting(tally.drops)
  }

  /// The grand total, this shift included.
  package func perpetual() throws(ValueFault) -> Money { try perpetualBefore.adding(tally.gross) }
}

/// The till's own counters, which outlive shifts.
package struct Outlet: Codable, Equatable, Sendable {
  /// The last receipt number given, by series.
  package var receipts: [String: Int64] = [:]
  /// The number of the last Z.
  package var z: Int64 = 0
  /// The grand total of all closed shifts, in minor units; nil before the first.
  package var perpetual: Money?
  /// How often a setting was changed.
  package var settingChanges: Int64 = 0

  package init() {}
}
