// What an event says, typed: the one list of everything that can happen in this till.

internal import Values
internal import Wire

/// The payload of an event, by the domain that it belongs to.
package enum Fact: Sendable, Equatable {
  case order(OrderEvent)
  case payment(PaymentEvent)
  case product(ProductEvent)
  case category(CategoryEvent)
  case outlet(OutletEvent)
  case config(ConfigEvent)
  case saga(SagaEvent)
  case scan(ScanEvent)
  /// An event of a newer till: stored, chained and passed on as it is, never understood.
  case foreign

  /// The fact that a stored event holds.
  ///
  /// - Throws: `JSONFault` if a known type's body is not what it must be: the store is damaged.
  package init(_ event: Event) throws {
    if let fact = try OrderEvent.read(event) {
      self = .order(fact)
    } else if let fact = try PaymentEvent.read(event) {
      self = .payment(fact)
    } else if let fact = try ProductEvent.read(event) {
      self = .product(fact)
    } else if let fact = try OutletEvent.read(event) {
      self = .outlet(fact)
    } else if let fact = try SagaEvent.read(event) {
      self = .saga(fact)
    } else if let fact = try ScanEvent.read(event) {
      self = .scan(fact)
    } else if let fact = try CategoryEvent.read(event) {
      self = .category(fact)
    } else if let fact = try ConfigEvent.read(event) {
      self = .config(fact)
    } else {
      self = .foreign
    }
  }

  /// Every type of event that this release writes, for documents and tests.
  package static let types: [String] =
    OrderEvent.kinds.map(\.type) + PaymentEvent.kinds.map(\.type) + ProductEvent.kinds.map(\.type)
    + CategoryEvent.kinds.map(\.type) + OutletEvent.kinds.map(\.type)
    + ConfigEvent.kinds.map(\.type) + SagaEvent.kinds.map(\.type)
    + ScanEvent.kinds.map(\.type)
}

/// The events of one domain: an enum whose cases each hold one payload.
package protocol DomainEvent: Sendable, Equatable {
  static var kinds: [EventKind<Self>] { get }
  /// The payload of the case at hand, with its wire name.
  var content: EventContent { get }
}

/// A payload and the name it is stored under.
package struct EventContent {
  package let type: String
  package let payload: any Encodable & Sendable

  package init(_ type: String, _ payload: any Encodable & Sendable) {
    self.type = type
    self.payload = payload
  }
}

/// How one type of stored event is read back.
package struct EventKind<E: Sendable>: Sendable {
  package let type: String
  /// The newest shape this release reads and the one it writes.
  package let schema: Int64
  package let read: @Sendable ([UInt8]) throws -> E

  package init<Payload: Codable & Sendable>(
    _ type: String, schema: Int64 = 1, _ payload: Payload.Type,
    _ embed: @escaping @Sendable (Payload) -> E
  ) {
    self.type = type
    self.schema = schema
    read = { bytes in embed(try JSON.decode(Payload.self, from: bytes)) }
  }
}

extension DomainEvent {
  package var type: String { content.type }

  package var schema: Int64 {
    let type = content.type
    return Self.kinds.first { $0.type == type }?.schema ?? 1
  }

  /// The payload as it is stored: JSON with sorted keys.
  package var body: [UInt8] {
    func open(_ payload: some Encodable) -> [UInt8] { JSON.bytes(payload) }
    return open(content.payload)
  }

  static func read(_ event: Event) throws -> Self? {
    guard let kind = kinds.first(where: { $0.type == event.type }), event.schema <= kind.schema
    else { return nil }
    return try kind.read(event.body)
  }
}
