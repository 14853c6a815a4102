// The journal walked a second time: hashes, positions, time, revisions, days and numbers.

internal import Domains
internal import Values
internal import Wire

/// What the next event must continue.
struct Chain {
  private(set) var position: Int64 = 0
  private(set) var hash = Digest.zero
  private var heads: [Int64: (sequence: Int64, hash: Digest)] = [:]
  private var newest = HybridTime.zero
  private var versions: [Stream: Int64] = [:]
  private var shift: (id: ID, day: BusinessDay?)?
  private var lastZ: Int64 = 0

  /// Checks one more event.
  mutating func take(_ happening: Happening) throws(Violation) {
    let event = happening.event
    try checkPlace(of: event)
    try checkTime(of: event)
    try checkVersion(of: event)
    try checkShift(of: happening)
    position = event.position
    hash = event.hash
    heads[event.origin] = (event.sequence, event.hash)
    newest = event.time
  }

  private func checkPlace(of event: Event) throws(Violation) {
    guard event.position == position + 1 else {
      throw Violation(
        Law.gapless, "position \(event.position) follows \(position)", at: event.position)
    }
    let head = heads[event.origin] ?? (0, .zero)
    guard event.sequence == head.sequence + 1 else {
      throw Violation(
        Law.gapless,
        "sequence \(event.sequence) of origin \(event.origin) follows \(head.sequence)",
        at: event.position)
    }
    guard event.hash == event.expectedHash(after: head.hash) else {
      throw Violation(
        Law.chain, "\(event.type) does not have the hash that follows from the event before",
        at: event.position)
    }
  }

  /// One till's time rises by itself; only between tills do origin and sequence break a tie.
  private func checkTime(of event: Event) throws(Violation) {
    guard event.time <= newest else { return }
    throw Violation(
      Law.time, "\(event.type) is at \(event.time), not after \(newest)", at: event.position)
  }

  private mutating func checkVersion(of event: Event) throws(Violation) {
    let before = versions[event.stream] ?? 0
    // Jobs name the attempt in their revisions, so these rise with gaps.
    let isNext =
      event.stream.kind == .saga ? event.version > before : event.version == before + 1
    guard isNext else {
      throw Violation(
        Law.gapless, "\(event.type) is revision \(event.version) after \(before)",
        at: event.position)
    }
    versions[event.stream] = event.version
  }

  private mutating func checkShift(of happening: Happening) throws(Violation) {
    let event = happening.event
    if event.type == "shift.opened" {
      shift = (event.stream.id, event.circumstance.day)
      guard event.circumstance.day != nil else {
        throw Violation(Law.day, "the shift has no business day", at: event.position)
      }
    }
    guard event.circumstance.shift == shift?.id, event.circumstance.day == shift?.day else {
      throw Violation(
        Law.day, "\(event.type) is not of the open shift and its day", at: event.position)
    }
    guard event.type == "shift.closed" else { return }
    let z = happening.body.field("z").whole
    guard z == lastZ + 1 else {
      throw Violation(
        Law.numbers, "Z \(z ?? 0) follows Z \(lastZ)", at: event.position)
    }
    let report = happening.body.field("report")
    // The till's own chain: that of a new epoch begins with this event, perhaps.
    let own = heads[event.origin]?.hash ?? .zero
    guard report.field("head").whole == position, report.field("hash").words == own.description
    else {
      throw Violation(
        Law.z, "Z \(lastZ + 1) does not name the event before it", at: event.position)
    }
    lastZ += 1
    shift = nil
  }
}
