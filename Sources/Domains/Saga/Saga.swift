// What follows from a fact in one domain for the world outside: receipts to print, drawers to
// open. Each step is an intent in the outbox, settled once.

package import Values
internal import Wire

/// A deed outside the store, decided in the commit of what it follows from.
package enum Intent: Codable, Equatable, Sendable {
  /// The receipt of a completed sale; `copy` counts reprints from 1, nil is the original.
  case receipt(sale: ID, number: String, copy: Int64?)
  /// The Z of a closed shift, found by the position of its event.
  case z(number: Int64, shift: ID)
  case kick(cause: KickCause)
  /// What one station of the kitchen makes of a completed sale; `route` names the station.
  case kitchen(sale: ID, number: String, route: String)
  /// Shelf labels of one product, as it is when they are drawn.
  case label(sku: String, count: Int64)
  /// A test page for exactly this printer.
  case test(device: String)
  /// A code that a scanner is found by, on exactly this printer.
  case code(device: String, code: String)
  /// One drawer, opened to see that it does.
  case testKick(device: String)

  package enum KickCause: String, Codable, CaseIterable, Sendable {
    case sale
    case cashMove = "cash_move"
    case noSale = "no_sale"
    /// Somebody tries the drawer; no sale, and no shift needs to be open.
    case test
  }

  /// Why a drawer is opened; nil for what is printed.
  package var kickCause: KickCause? {
    switch self {
    case .kick(let cause): cause
    case .testKick: .test
    case .receipt, .z, .kitchen, .label, .test, .code: nil
    }
  }

  /// The printer that somebody stands at and waits: no other will do, and later is too late.
  package var onlyPrinter: String? {
    switch self {
    case .test(let device), .code(let device, _): device
    case .receipt, .z, .kitchen, .label, .kick, .testKick: nil
    }
  }

  package var bytes: [UInt8] { JSONBody.of(self) }

  /// The intent stored in a row, or nil for one of a newer till.
  package init?(_ row: OutboxRow) {
    guard let intent = try? JSON.decode(Intent.self, from: row.intent) else { return nil }
    self = intent
  }
}

/// What became of an intent.
package enum SagaEvent: DomainEvent {
  case printRequested(PrintRequested)
  case printed(Printed)
  case printFailed(Unsettled)
  case printUnknown(Unsettled)
  case printDiscarded(Discarded)
  case drawerOpened(Kicked)
  case drawerFailed(Kicked)
  case drawerUnverified(Kicked)
  /// All bytes of a job went out and nothing came back.
  case sent(Sent)
  case drawerOpenedUnasked(OpenedUnasked)
  case drawerLeftOpen(LeftOpen)

  /// A copy was asked for.
  package struct PrintRequested: Codable, Equatable, Sendable {
    package let job: Int64
    package let sale: ID
    package let number: String
    package let copy: Int64

    package init(job: Int64, sale: ID, number: String, copy: Int64) {
      self.job = job
      self.sale = sale
      self.number = number
      self.copy = copy
    }
  }

  package struct Printed: Codable, Equatable, Sendable {
    package let job: Int64
    /// How it is known: `fence` or `status`.
    package let evidence: String
    /// The printer, by its id; nil in events of releases that knew only one.
    package let printer: String?

    package init(job: Int64, evidence: String, printer: String? = nil) {
      self.job = job
      self.evidence = evidence
      self.printer = printer
    }
  }

  package struct Sent: Codable, Equatable, Sendable {
    package let job: Int64
    package let printer: String?

    package init(job: Int64, printer: String?) {
      self.job = job
      self.printer = printer
    }
  }

  package struct Unsettled: Codable, Equatable, Sendable {
    package let job: Int64
    package let why: String
    /// The printer, by its id; nil where none took it, and in events of older releases.
    package let printer: String?

    package init(job: Int64, why: String, printer: String? = nil) {
      self.job = job
      self.why = why
      self.printer = printer
    }
  }

  package struct Discarded: Codable, Equatable, Sendable {
    package let job: Int64
    package let reason: String

    package init(job: Int64, reason: String) {
      self.job = job
      self.reason = reason
    }
  }

  package struct Kicked: Codable, Equatable, Sendable {
    package let job: Int64
    package let cause: Intent.KickCause
    package let why: String?

    package init(job: Int64, cause: Intent.KickCause, why: String?) {
      self.job = job
      self.cause = cause
      self.why = why
    }
  }

  /// A drawer's switch said open, and nobody had told it to.
  package struct OpenedUnasked: Codable, Equatable, Sendable {
    package let device: String

    package init(device: String) {
      self.device = device
    }
  }

  /// A drawer stands open longer than the shop allows.
  package struct LeftOpen: Codable, Equatable, Sendable {
    package let device: String
    /// How long it may stand open.
    package let seconds: Int64

    package init(device: String, seconds: Int64) {
      self.device = device
      self.seconds = seconds
    }
  }

  package static let kinds: [EventKind<SagaEvent>] = [
    EventKind("print.requested", PrintRequested.self) { .printRequested($0) },
    EventKind("print.printed", Printed.self) { .printed($0) },
    EventKind("print.failed", Unsettled.self) { .printFailed($0) },
    EventKind("print.unknown", Unsettled.self) { .printUnknown($0) },
    EventKind("print.discarded", Discarded.self) { .printDiscarded($0) },
    EventKind("drawer.opened", Kicked.self) { .drawerOpened($0) },
    EventKind("drawer.failed", Kicked.self) { .drawerFailed($0) },
    EventKind("drawer.unverified", Kicked.self) { .drawerUnverified($0) },
    EventKind("print.sent", Sent.self) { .sent($0) },
    EventKind("drawer.opened_unasked", OpenedUnasked.self) { .drawerOpenedUnasked($0) },
    EventKind("drawer.left_open", LeftOpen.self) { .drawerLeftOpen($0) },
  ]

  package var content: EventContent {
    switch self {
    case .printRequested(let payload): EventContent("print.requested", payload)
    case .printed(let payload): EventContent("print.printed", payload)
    case .printFailed(let payload): EventContent("print.failed", payload)
    case .printUnknown(let payload): EventContent("print.unknown", payload)
    case .printDiscarded(let payload): EventContent("print.discarded", payload)
    case .drawerOpened(let payload): EventContent("drawer.opened", payload)
    case .drawerFailed(let payload): EventContent("drawer.failed", payload)
    case .drawerUnverified(let payload): EventContent("drawer.unverified", payload)
    case .sent(let payload): EventContent("print.sent", payload)
    case .drawerOpenedUnasked(let payload): EventContent("drawer.opened_unasked", payload)
    case .drawerLeftOpen(let payload): EventContent("drawer.left_open", payload)
    }
  }

  /// The stream of one job's events.
  package static func stream(job: Int64) -> Stream {
    Stream(.saga, ID(high: 0, low: UInt64(bitPattern: job)))
  }
}
