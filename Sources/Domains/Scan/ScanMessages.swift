// What a scanner read, kept as it came. Names and shapes are frozen.

internal import Wire

/// What happened at a scanner.
package enum ScanEvent: DomainEvent {
  case received(Received)

  /// A scanner read something: the raw line, whatever became of it.
  ///
  /// It is in the journal before what was made of it, in the same commit, so that a better decoder
  /// can read old scans again. Payment cards and claimed scans are never kept.
  package struct Received: Codable, Equatable, Sendable {
    package let device: String
    /// The line as the scanner sent it, without its terminator; at most 4,096 bytes.
    package let raw: String

    package init(device: String, raw: String) {
      self.device = device
      self.raw = raw
    }
  }

  package static let kinds: [EventKind<ScanEvent>] = [
    EventKind("scan.received", Received.self) { .received($0) }
  ]

  package var content: EventContent {
    switch self {
    case .received(let payload): EventContent("scan.received", payload)
    }
  }
}
