// One decision being made: events collect here, and nothing of it is real until it is taken over.

internal import Domains
internal import Values
internal import Wire

/// What the loop does once a batch is durable.
enum Held: Sendable {
  case send(Connection, [UInt8])
  /// The answer to a payment or a drawer command, which waits for the drawer.
  case reply(PendingReply, afterKick: Int64?)
  /// The first answer again, for a retry that came before the first answer was durable.
  case replay(Connection, RequestID, ID)
  case publish(Event)
  case queue(OutboxRow)
  case launch(OutboxRow)
  case importNext(Ticket, after: Int64)
  case show(CustomerLines)
}

/// An answer whose result is fixed but for what the drawer did.
struct PendingReply: Sendable {
  let connection: Connection
  let id: RequestID
  /// Milliseconds that the answer waits for the drawer.
  var patience = Outbox.kickPatience
  let line: @Sendable (DrawerState) -> [UInt8]
}

/// A decision in the making, on copies of the state.
struct Draft {
  private(set) var books: Books
  private(set) var events: [Event] = []
  private(set) var rows: [RowChange] = []
  var outbox: [OutboxRow] = []
  var held: [Held] = []
  var command: CommandRecord?
  /// Sales as this decision leaves them, finished ones included, for its answer.
  var shown: [ID: Order] = [:]
  private(set) var position: Int64
  private(set) var head: ChainHead
  private(set) var clock: Chronometer
  private(set) var lastJob: Int64
  /// How many more print jobs may wait.
  private var printRoom: Int

  let now: Now
  /// The time to work with, in Unix milliseconds.
  let effective: Int64
  let actor: String
  let commandID: ID?
  var entropy: Entropy

  init(_ till: Till, now: Now, effective: Int64, actor: String, command: ID? = nil) {
    books = till.books
    position = till.position
    head = till.head
    clock = till.clock
    lastJob = till.lastJob
    printRoom = Limits.printJobs - till.outbox.printing
    entropy = till.entropy
    self.now = now
    self.effective = effective
    self.actor = actor
    commandID = command
  }

  var time: Timestamp { Timestamp(milliseconds: effective) }

  mutating func newID() -> ID { entropy.id(at: time) }

  /// Takes a parked sale into the books of this decision.
  mutating func load(_ order: Order) { books.load(order) }

  /// Makes one more fact: chained, stamped, taken into the books.
  mutating func record(_ fact: Fact, _ stream: Stream, version: Int64) {
    guard let domainEvent = fact.domainEvent else { return }
    position += 1
    var shift = books.shift?.id
    var day = books.shift?.day
    if case .outlet(.opened(let opened)) = fact {
      shift = stream.id
      day = BusinessDay(
        opening: time, offsetSeconds: opened.zone, closeHour: books.settings.closeHour)
    }
    let unsealed = Event(
      position: position, origin: head.origin, sequence: head.sequence + 1,
      time: clock.next(effective), wall: now.wall, quality: clock.quality, stream: stream,
      version: version, type: domainEvent.type, schema: domainEvent.schema, command: commandID,
      circumstance: Circumstance(
        actor: actor, till: books.settings.till, shift: shift, day: day),
      body: domainEvent.body, hash: .zero)
    let event = unsealed.sealed(after: head.hash)
    head.sequence = event.sequence
    head.hash = event.hash
    events.append(event)
    rows += books.apply(event, fact)
    held.append(.publish(event))
  }

  /// Refuses what can be asked for again, such as a copy or a label, while the queue is full.
  func checkPrintRoom() throws(PrintRefusal) {
    guard printRoom > 0 else { throw .queueFull }
  }

  /// Decides a deed outside the store; it begins once this decision is durable.
  ///
  /// A print job for which the queue has no room is kept all the same, failed, for a person to
  /// print: no sale waits for a printer.
  /// - Returns: the number of its job.
  mutating func intend(_ kind: OutboxRow.Kind, _ intent: (Int64) -> Intent) -> Int64 {
    lastJob += 1
    var row = OutboxRow(number: lastJob, kind: kind, intent: intent(lastJob).bytes)
    if kind == .print {
      guard printRoom > 0 else {
        let why = "the print queue is full"
        (row.state, row.why, row.misses) = (.failed, why, OutboxRow.mostMisses)
        outbox.append(row)
        record(
          .saga(.printFailed(.init(job: lastJob, why: why))), SagaEvent.stream(job: lastJob),
          version: 1)
        return lastJob
      }
      printRoom -= 1
    }
    outbox.append(row)
    held.append(.queue(row))
    return lastJob
  }
}

extension Draft {
  /// How a job stands that this decision made.
  func state(of job: Int64) -> OutboxRow.State {
    outbox.first { $0.number == job }?.state ?? .queued
  }
}

extension Fact {
  /// The event to store; nil for what this release does not write.
  var domainEvent: (any DomainEvent)? {
    switch self {
    case .order(let event): event
    case .payment(let event): event
    case .product(let event): event
    case .category(let event): event
    case .outlet(let event): event
    case .config(let event): event
    case .saga(let event): event
    case .scan(let event): event
    case .foreign: nil
    }
  }
}

extension Event {
  /// The same event with the hash that it must have after `previous`.
  func sealed(after previous: Digest) -> Event {
    Event(
      position: position, origin: origin, sequence: sequence, time: time, wall: wall,
      quality: quality, stream: stream, version: version, type: type, schema: schema,
      command: command, circumstance: circumstance, body: body,
      hash: expectedHash(after: previous))
  }
}
