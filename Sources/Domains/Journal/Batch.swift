// What one commit holds. The store writes it whole or not at all.

package import Values
internal import Wire

/// Everything that one decision makes durable: events, the command's answer, views, intents.
package struct Batch: Sendable {
  /// Rises by one with every batch of a run; `committed(upTo:)` names it.
  package let number: Int64
  /// In order, chained, gapless after everything appended before.
  package var events: [Event]
  package var command: CommandRecord?
  package var rows: [RowChange]
  package var outbox: [OutboxRow]

  package init(
    number: Int64, events: [Event] = [], command: CommandRecord? = nil, rows: [RowChange] = [],
    outbox: [OutboxRow] = []
  ) {
    self.number = number
    self.events = events
    self.command = command
    self.rows = rows
    self.outbox = outbox
  }
}

/// What a client's command came to, kept for ever so that a retry gets the first answer.
package struct CommandRecord: Equatable, Sendable {
  package let id: ID
  /// SHA-256 of the method's name and its parameters as they were understood.
  package let request: Digest
  /// The position of the last event when the answer was made.
  package let position: Int64
  /// The `Outcome` as JSON, from which the answer is drawn again.
  package let outcome: [UInt8]

  package init(id: ID, request: Digest, position: Int64, outcome: [UInt8]) {
    self.id = id
    self.request = request
    self.position = position
    self.outcome = outcome
  }
}

/// A change of the views.
///
/// Views are drawn from events only, and can be dropped and redrawn.
package enum RowChange: Equatable, Sendable {
  case sale(SaleRow)
  /// One more copy of this sale's receipt was printed.
  case copied(sale: ID)
  case shift(ShiftRow)
  /// The till's own counters, as JSON of `Outlet`.
  case outlet([UInt8])
  case product(Product)
  /// Rows of an import that is not in force yet: nobody sees them.
  case staged(import: ID, [Product])
  /// Everything staged by this import is in force now, at once.
  case applied(import: ID)
  /// Everything staged by this import is to be forgotten.
  case abandoned(import: ID)
  case category(Category)
  case setting(SettingRow)
}

/// A sale as lists show it.
package struct SaleRow: Equatable, Sendable {
  package let id: ID
  package let state: SaleState
  package let revision: Int64
  package let opened: Int64
  package let shift: ID?
  package let total: Money
  /// The receipt's number, once completed.
  package let number: String?

  package init(
    id: ID, state: SaleState, revision: Int64, opened: Int64, shift: ID?, total: Money,
    number: String?
  ) {
    self.id = id
    self.state = state
    self.revision = revision
    self.opened = opened
    self.shift = shift
    self.total = total
    self.number = number
  }
}

/// A shift with its running totals, redrawn in the commit of every event that moves them.
package struct ShiftRow: Equatable, Sendable {
  package let id: ID
  package let isOpen: Bool
  /// The number of its Z, once closed.
  package let z: Int64?
  /// The `Shift` as JSON with sorted keys.
  package let body: [UInt8]

  package init(id: ID, isOpen: Bool, z: Int64?, body: [UInt8]) {
    self.id = id
    self.isOpen = isOpen
    self.z = z
    self.body = body
  }
}

/// A setting that was set; the others have their default.
package struct SettingRow: Equatable, Sendable {
  package let key: String
  /// The value as JSON; nil takes the default back.
  package let value: [UInt8]?

  package init(key: String, value: [UInt8]?) {
    self.key = key
    self.value = value
  }
}

/// A deed outside the store that was decided in the commit which holds this row.
package struct OutboxRow: Equatable, Sendable {
  package enum Kind: String, Codable, CaseIterable, Sendable { case print, kick }

  /// `queued` and `started` are unsettled; the rest are ends.
  ///
  /// A `failed` job goes to the next usable printer by itself until it was refused too often; then,
  /// as with `unknown`, it waits for a person. `sent` is `printed` with nothing to prove it: all
  /// bytes went out.
  package enum State: String, Codable, CaseIterable, Sendable {
    case queued, started, printed, sent, failed, unknown, discarded, opened, unverified
  }

  /// Rises by one with every job of this till; `p77` on the wire is number 77.
  package let number: Int64
  package let kind: Kind
  package var state: State
  /// What to print or why the drawer opens, as JSON of `Intent`.
  package let intent: [UInt8]
  package var attempts: Int64
  package var evidence: String?
  package var why: String?
  /// The printer of the last attempt, by its id; nil before the first, and for kicks.
  package var printer: String?
  /// Attempts in a row of which no byte went out.
  package var misses: Int64
  /// Whether an earlier attempt may be on paper, so that the next one has to say COPY.
  package var isDoubtful: Bool

  /// With so many misses a job waits for a person.
  package static let mostMisses = Limits.printMisses

  /// Whether the till tries a failed job again by itself.
  package var mayRetry: Bool {
    kind == .print && state == .failed && misses < Self.mostMisses
  }

  package init(
    number: Int64, kind: Kind, state: State = .queued, intent: [UInt8], attempts: Int64 = 0,
    evidence: String? = nil, why: String? = nil, printer: String? = nil, misses: Int64 = 0,
    isDoubtful: Bool = false
  ) {
    self.number = number
    self.kind = kind
    self.state = state
    self.intent = intent
    self.attempts = attempts
    self.evidence = evidence
    self.why = why
    self.printer = printer
    self.misses = misses
    self.isDoubtful = isDoubtful
  }
}
