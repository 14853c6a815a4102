// The way out of a grab for whoever has nothing but the keyboard that was taken: hold Escape.

/// Watches for Escape being held for ten seconds.
///
/// When the wrong keyboard was paired, its owner can type nothing more, not even the command that
/// would help; Escape is the key that everybody tries. Another key ends the hold, so that a
/// scanner that lost the release of an Escape is not given away while it goes on scanning.
package struct WayOut: Equatable, Sendable {
  /// How long Escape is to be held.
  package static let seconds: Int64 = 10

  private var since: Int64?

  /// A node on which Escape is not held.
  package init() {}

  /// When `timePassed(to:)` is due, in microseconds of the monotonic clock, or nil: a keyboard
  /// without autorepeat sends nothing while a key is held.
  package var deadline: Int64? {
    since.map { start in
      let (sum, overflows) = start.addingReportingOverflow(Self.seconds * 1_000_000)
      return overflows ? .max : sum
    }
  }

  /// Takes a key event and tells whether Escape was held long enough.
  package mutating func receive(_ event: KeyEvent) -> Bool {
    guard event.code == Key.escape else {
      // Releases of other keys say nothing.
      if event.value == 1 { since = nil }
      return false
    }
    switch event.value {
    case 0:
      defer { since = nil }
      return timePassed(to: event.time)
    case 1:
      since = event.time
      return false
    // A repeat whose beginning was lost with other events is a hold that begins now.
    case 2:
      since = since ?? event.time
      return timePassed(to: event.time)
    default: return false
    }
  }

  /// Takes the time and tells whether Escape was held long enough.
  package mutating func timePassed(to time: Int64) -> Bool {
    guard let deadline, time >= deadline else { return false }
    since = nil
    return true
  }

  /// Forgets a hold, because events were lost and its end may be among them.
  package mutating func forget() { since = nil }
}
