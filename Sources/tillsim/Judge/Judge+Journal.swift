// The judge takes the journal over: each event by itself, then command by command beside the shop.

internal import Domains
internal import Values
internal import Wire

extension Judge {
  mutating func take(
    _ events: [Event], outbox: [OutboxRow], commands: [ID]
  ) throws(Violation) {
    try noteDurable(commands)
    try follow(try chained(events))
    for row in outbox { try trail.take(row) }
    try trail.keepPromises()
    for id in commands where !promises[id].isJudged { try carryOut(id, []) }
  }

  mutating func takeReopened(
    _ events: [Event], _ commands: [ID], _ outbox: [OutboxRow]
  ) throws(Violation) {
    try noteDurable(commands)
    try follow(try chained(events))
    try trail.reopened(outbox)
    try trail.keepPromises()
    for id in commands where !promises[id].isJudged { try carryOut(id, []) }
  }

  /// These commands are on the disk, and somebody sent each of them.
  private mutating func noteDurable(_ commands: [ID]) throws(Violation) {
    for id in commands {
      guard promises.isKnown(id) else {
        throw Violation(Law.once, "the disk has a command \(id) that nobody sent")
      }
      promises[id].isDurable = true
    }
  }

  /// Checks each event by itself and keeps it.
  private mutating func chained(_ events: [Event]) throws(Violation) -> [Happening] {
    var happenings: [Happening] = []
    for event in events {
      let happening = try Happening(event)
      try chain.take(happening)
      try takings.take(happening)
      trail.note(happening)
      happenings.append(happening)
    }
    journal += happenings
    return happenings
  }

  /// Lets the shop carry out what the events came from, command by command.
  private mutating func follow(_ happenings: [Happening]) throws(Violation) {
    var start = happenings.startIndex
    while start < happenings.endIndex {
      let command = happenings[start].event.command
      let end =
        happenings[start...].firstIndex { $0.event.command != command } ?? happenings.endIndex
      // Jobs that found no room are told among the events of what wanted them.
      let own = happenings[start..<end].filter { $0.event.type != "print.failed" }
      if let command {
        try carryOut(command, ArraySlice(own))
      } else {
        for happening in own { try shop.follow(happening) }
      }
      start = end
    }
  }

  private mutating func carryOut(_ id: ID, _ own: ArraySlice<Happening>) throws(Violation) {
    let command = promises[id]
    let position = own.first?.event.position
    guard command.isDurable else {
      throw Violation(
        Law.once,
        promises.isKnown(id)
          ? "the events of command \(id) are on the disk without its record"
          : "the events of command \(id) are on the disk and nobody sent it", at: position)
    }
    let isImport = command.bodies.contains { $0.method == "product.import" }
    guard !command.isJudged || isImport else {
      throw Violation(Law.once, "command \(id) was carried out twice", at: position)
    }
    promises[id].isJudged = true
    // Which of several bodies was carried out shows in what was written.
    let before = command.bodies.count > 1 ? shop : nil
    var first: Violation?
    for (index, body) in command.bodies.enumerated() {
      do throws(Violation) {
        promises[id].expected = try shop.carryOut(body, own)
        promises[id].carriedOut = index
        return try promises.checkExpected(id)
      } catch {
        first = first ?? error
        if let before { shop = before }
      }
    }
    if let first { throw first }
  }

  // MARK: - After a crash

  /// Compares events with those that are known already.
  func compare(_ events: [Event]) throws(Violation) {
    for event in events where event.position > 0 && event.position <= chain.position {
      guard journal[Int(event.position) - 1].event == event else {
        throw Violation(
          Law.durability, "\(event.type) is not the event that was durable", at: event.position)
      }
    }
  }

  func checkEnd(_ head: Int64, _ hash: Digest) throws(Violation) {
    guard chain.position == head, head == 0 || chain.hash == hash else {
      throw Violation(
        Law.durability,
        "the store says that it ends at \(head) \(hash.short), its events at "
          + "\(chain.position) \(chain.hash.short)", at: head)
    }
  }

  /// Plays a journal from its beginning.
  mutating func replay(_ events: [Event]) throws(Violation) {
    for id in promises.commands.keys { promises[id].isJudged = false }
    for event in events { if let id = event.command { promises[id].isDurable = true } }
    try follow(try chained(events))
  }
}
