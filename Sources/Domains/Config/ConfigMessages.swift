// What can happen to the settings, and why something may not.

internal import Values
package import Wire

/// What happened to a setting.
package enum ConfigEvent: DomainEvent {
  case changed(Changed)

  /// A setting has another value; nil takes its default back.
  package struct Changed: Codable, Equatable, Sendable {
    package let key: String
    package let value: AnyJSON?
    package let was: AnyJSON?

    package init(key: String, value: AnyJSON?, was: AnyJSON?) {
      self.key = key
      self.value = value
      self.was = was
    }
  }

  package static let kinds: [EventKind<ConfigEvent>] = [
    EventKind("config.changed", Changed.self) { .changed($0) }
  ]

  package var content: EventContent {
    switch self {
    case .changed(let payload): EventContent("config.changed", payload)
    }
  }
}

/// Why a setting stays as it is.
package enum ConfigRefusal: Refusal, Equatable {
  case unknownKey(String)
  case value(key: String, expected: String)
  case shiftOpen(key: String)

  package var fault: Fault {
    switch self {
    case .unknownKey(let key):
      Fault(
        .notFound, kind: "unknown_setting",
        "There is no setting \(key.prefix(Limits.code).debugDescription); config.get lists them.",
        field: "key")
    case .value(let key, let expected):
      Fault(.invalid, kind: "invalid_setting", "\(key) takes \(expected).", field: "value")
    case .shiftOpen(let key):
      Fault(
        .rule, kind: "shift_open", "\(key) changes what a shift adds up to: close the shift first.")
    }
  }
}
