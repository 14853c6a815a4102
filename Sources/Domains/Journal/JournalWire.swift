// The socket's methods about the till itself, its journal and its backups.

package import Values
package import Wire

/// What a connection may do, from the user id of its peer (protocol.md, Rules).
package enum Role: String, Codable, CaseIterable, Sendable {
  case ui, proxy, display, admin

  /// Whether this role has a right.
  ///
  /// The one place where that is decided.
  package func has(_ right: Right) -> Bool {
    switch (self, right) {
    case (.admin, _): true
    case (.ui, .look), (.ui, .sell), (.ui, .manage): true
    case (.proxy, .look), (.proxy, .sell), (.proxy, .manage): true
    case (.display, .look): true
    case (.ui, .administer), (.proxy, .administer), (.display, _): false
    }
  }
}

/// `session.hello`: says who speaks which protocol.
package enum SessionHello: Method {
  package struct Params: Codable, Sendable {
    package let client: String?
    package let proto: [Int]?
    package init(client: String? = nil, proto: [Int]? = nil) {
      (self.client, self.proto) = (client, proto)
    }
  }
  package struct Result: Codable, Sendable {
    package struct LimitsView: Codable, Sendable {
      package let line: Int
      package let queue: Int
      package init(line: Int, queue: Int) { (self.line, self.queue) = (line, queue) }
    }
    package let proto: Int
    package let till: String
    package let boot: ID
    package let head: Int64
    package let role: Role
    package let limits: LimitsView
    package init(
      proto: Int, till: String, boot: ID, head: Int64, role: Role, limits: LimitsView
    ) {
      (self.proto, self.till, self.boot) = (proto, till, boot)
      (self.head, self.role, self.limits) = (head, role, limits)
    }
  }
  package static let name = "session.hello"
  package static let summary = "Agrees on the protocol and says where the journal stands."
  package static let right = Right.look
  package static var example: (params: Params, result: Result) {
    (
      Params(client: "demo/1", proto: [1]),
      Result(
        proto: 1, till: "T1", boot: Example.shift, head: 48_120, role: .ui,
        limits: .init(line: Limits.lineBytes, queue: Limits.subscriberEvents))
    )
  }
}

/// A device as the till sees it.
package struct DeviceView: Codable, Equatable, Sendable {
  package let id: String
  package let kind: String
  /// absent, opening, ready, degraded or failed.
  package let state: String
  package let why: String?
  /// Where it is, as `device.pair` takes it; nil for a virtual device.
  package let address: String?
  /// Maker and model, or what somebody called it.
  package let name: String?
  /// Whether the till uses it; one that is only plugged in is `false`.
  package let paired: Bool
  /// A printer's profile, a display's command set or a scale's protocol.
  package let profile: String?
  package let drawer: DrawerWiring?
  package init(
    id: String, kind: String, state: String, why: String?, address: String? = nil,
    name: String? = nil, paired: Bool = true, profile: String? = nil, drawer: DrawerWiring? = nil
  ) {
    (self.id, self.kind, self.state, self.why) = (id, kind, state, why)
    (self.address, self.name, self.paired) = (address, name, paired)
    (self.profile, self.drawer) = (profile, drawer)
  }
}

/// `till.status`: how the till is.
package enum TillStatus: Method {
  package struct Result: Codable, Sendable {
    package let till: String
    /// selling, closed (no shift is open) or storage_low.
    package let state: String
    package let shift: ID?
    package let sale: SaleView?
    package let devices: [DeviceView]
    /// Print jobs that wait for paper or a person.
    package let printing: Int
    package let head: Int64
    package let clock: String
    package let version: String
    /// `open` or `closed`; nil where no drawer has a switch that told.
    package let drawer: String?
    package init(
      till: String, state: String, shift: ID?, sale: SaleView?, devices: [DeviceView],
      printing: Int, head: Int64, clock: String, version: String, drawer: String? = nil
    ) {
      self.drawer = drawer
      (self.till, self.state, self.shift, self.sale) = (till, state, shift, sale)
      (self.devices, self.printing, self.head) = (devices, printing, head)
      (self.clock, self.version) = (clock, version)
    }
  }
  package static let name = "till.status"
  package static let summary = "Shows the till: shift, open sale, devices and the journal's head."
  package static let right = Right.look
  package static var example: (params: NoParams, result: Result) {
    (
      NoParams(),
      Result(
        till: "T1", state: "selling", shift: Example.shift, sale: nil,
        devices: [DeviceList.exampleDevice], printing: 0, head: 48_120, clock: "trusted",
        version: Release.version)
    )
  }
}

/// `rpc.discover`: this protocol, as OpenRPC.
package enum RPCDiscover: Method {
  package static let name = "rpc.discover"
  package static let summary = "Describes every method: an OpenRPC document."
  package static let right = Right.look
  package static var example: (params: NoParams, result: AnyJSON) {
    (NoParams(), .object(["openrpc": .string("1.3.2")]))
  }
}

/// `events.subscribe`: events as they happen, or from a position on.
package enum EventsSubscribe: Method {
  package struct Params: Codable, Sendable {
    /// Words before the dot of event types; nil or empty for all.
    package let topics: [String]?
    package let since: Int64?
    package let snapshot: Bool?
    package init(topics: [String]? = nil, since: Int64? = nil, snapshot: Bool? = nil) {
      (self.topics, self.since, self.snapshot) = (topics, since, snapshot)
    }
  }
  package struct Result: Codable, Sendable {
    package let sub: String
    /// The position that the first event's `prev` names.
    package let at: Int64
    package let state: TillStatus.Result?
    package init(sub: String, at: Int64, state: TillStatus.Result?) {
      (self.sub, self.at, self.state) = (sub, at, state)
    }
  }
  package static let name = "events.subscribe"
  package static let summary = "Sends events from now or from a position on, as `event` lines."
  package static let right = Right.look
  package static var example: (params: Params, result: Result) {
    (
      Params(topics: ["sale", "device"], snapshot: true),
      Result(sub: "s1", at: 48_120, state: TillStatus.example.result)
    )
  }
}

/// `events.unsubscribe`: no more of these events.
package enum EventsUnsubscribe: Method {
  package struct Params: Codable, Sendable {
    package let sub: String
    package init(sub: String) { self.sub = sub }
  }
  package struct Result: Codable, Sendable {
    package let sub: String
    package init(sub: String) { self.sub = sub }
  }
  package static let name = "events.unsubscribe"
  package static let summary = "Ends a subscription of this connection."
  package static let right = Right.look
  package static var example: (params: Params, result: Result) {
    (Params(sub: "s1"), Result(sub: "s1"))
  }
}

/// An event of the journal in a result.
package struct EventView: Codable, Equatable, Sendable {
  package let seq: Int64
  package let type: String
  package let v: Int64
  package let at: Timestamp
  package let by: String
  package let till: String
  package let shift: ID?
  package let day: BusinessDay?
  /// What it is about: the id of the sale, shift or product.
  package let subject: ID
  package let rev: Int64
  package let cmd: ID?
  package let hash: Digest
  package let data: AnyJSON

  package init(_ event: Event) {
    seq = event.position
    type = event.type
    v = event.schema
    at = Timestamp(milliseconds: event.time.milliseconds)
    by = event.circumstance.actor
    till = event.circumstance.till
    shift = event.circumstance.shift
    day = event.circumstance.day
    subject = event.stream.id
    rev = event.version
    cmd = event.command
    hash = event.hash
    data = AnyJSON.value(of: event.body)
  }
}

/// `journal.read`: the events themselves.
package enum JournalRead: Method {
  package struct Params: Codable, Sendable {
    /// The first position to read, 1 at first.
    package let from: Int64?
    /// At most 1,000; 100 when left out.
    package let limit: Int?
    package init(from: Int64? = nil, limit: Int? = nil) { (self.from, self.limit) = (from, limit) }
  }
  package struct Result: Codable, Sendable {
    package let events: [EventView]
    package init(events: [EventView]) { self.events = events }
  }
  package static let name = "journal.read"
  package static let summary = "Reads events in order of position."
  package static let right = Right.manage
  package static var example: (params: Params, result: Result) {
    (Params(from: 1, limit: 100), Result(events: []))
  }
}

/// `journal.verify`: recalculates the chain of hashes.
package enum JournalVerify: Method {
  package struct Params: Codable, Sendable {
    package let from: Int64?
    package init(from: Int64? = nil) { self.from = from }
  }
  package static let name = "journal.verify"
  package static let summary =
    "Recalculates every hash; names the first event that is not as chained."
  package static let right = Right.manage
  package static var example: (params: Params, result: ChainReport) {
    (Params(), ChainReport(ok: true, head: 48_120, hash: .zero, events: 48_120))
  }
}

/// `journal.audit`: draws all views again and compares.
package enum JournalAudit: Method {
  package static let name = "journal.audit"
  package static let summary =
    "Redraws every view from the events and compares them, byte for byte."
  package static let right = Right.manage
  package static var example: (params: NoParams, result: ViewReport) {
    (NoParams(), ViewReport(ok: true, stored: .zero, redrawn: .zero, rows: 1))
  }
}

/// `backup.now`: copies the store and verifies the copy.
package enum BackupNow: Method {
  package struct Params: Codable, Sendable {
    /// A file that does not exist yet; nil names one in the state folder's `backups`.
    package let path: String?
    package init(path: String? = nil) { self.path = path }
  }
  package static let name = "backup.now"
  package static let summary = "Copies the store while it sells, then opens and verifies the copy."
  package static let right = Right.administer
  package static var example: (params: Params, result: BackupReport) {
    (Params(), BackupVerify.example.result)
  }
}

/// `backup.verify`: opens a backup and verifies it.
package enum BackupVerify: Method {
  package struct Params: Codable, Sendable {
    package let path: String
    package init(path: String) { self.path = path }
  }
  package static let name = "backup.verify"
  package static let summary = "Opens a backup read-only and verifies its chain and views."
  package static let right = Right.administer
  package static var example: (params: Params, result: BackupReport) {
    (
      Params(path: "/srv/till-2026-01-01.db"),
      BackupReport(
        ok: true, file: "/srv/till-2026-01-01.db", bytes: 1_048_576, head: 48_120, hash: .zero,
        sales: 912)
    )
  }
}
