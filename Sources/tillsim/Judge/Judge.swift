// The judge of a run: hears everything that clients, the disk and the devices saw, and names the
// first law that is broken.

internal import Domains
internal import Values
internal import Wire

/// Listens to a till from outside.
///
/// Hand things over in the order in which they happened: a commit before the answers that it
/// lets out, a command before it is sent, the answers of one command in the order of the till.
struct Judge {
  var chain = Chain()
  var takings = Takings()
  var trail = Trail()
  var promises = Promises()
  var shop = NaiveShop()
  /// Every event that is durable.
  var journal: [Happening] = []
  var found: Violation?

  init() {}

  /// The first law that was broken so far.
  mutating func check() -> Violation? { found }

  /// Runs one check; after the first violation nothing is judged any more.
  private mutating func judge(_ body: (inout Judge) throws(Violation) -> Void) {
    guard found == nil else { return }
    do throws(Violation) { try body(&self) } catch { found = error }
  }

  // MARK: - Clients

  /// A command goes out, for the first time or again.
  mutating func sent(_ command: Sent) { promises.sent(command) }

  /// An answer reached a client.
  ///
  /// - Parameter body: the request that it answers, where the client knows.
  mutating func answered(_ cmd: ID, _ answer: AnyJSON, to body: Sent? = nil) {
    judge { judge throws(Violation) in try judge.promises.answered(cmd, answer, to: body) }
  }

  /// A subscriber saw an event: the notification, or its `params`.
  mutating func pushed(_ event: AnyJSON) {
    let told = event.field("params") == .null ? event : event.field("params")
    guard let position = told.field("seq").whole else { return }
    judge { judge throws(Violation) in
      guard position > 0, position <= judge.chain.position else {
        throw Violation(Law.durability, "an event was told that is not on the disk", at: position)
      }
      let known = judge.journal[Int(position) - 1]
      guard told.field("type").words == known.event.type,
        told.field("data").withoutNulls == known.body.withoutNulls,
        told.id("subject") == known.event.stream.id,
        told.field("rev").whole == known.event.version
      else {
        throw Violation(
          Law.durability,
          "\(told.field("type").words ?? "?") was told where the disk has "
            + known.event.type, at: position)
      }
    }
  }

  // MARK: - The disk

  /// The disk acknowledged a group of batches.
  mutating func committed(_ events: [Event], outbox: [OutboxRow], commands: [ID]) {
    judge { judge throws(Violation) in
      try judge.take(events, outbox: outbox, commands: commands)
    }
  }

  /// The till was started again and this is what the disk has.
  ///
  /// - Parameters:
  ///   - events: from the first that is not known to be durable, or from an earlier one.
  ///   - commands: every command that the disk knows.
  ///   - outbox: every job that the disk knows.
  mutating func reopened(
    head: Int64, hash: Digest, events: [Event], commands: Set<ID>, outbox: [OutboxRow]
  ) {
    judge { judge throws(Violation) in
      guard head >= judge.chain.position else {
        throw Violation(
          Law.durability, "the journal ends at \(head), and \(judge.chain.position) was durable",
          at: head)
      }
      try judge.compare(events)
      let lost = judge.promises.commands.filter { $0.value.isDurable && !commands.contains($0.key) }
      if let id = lost.keys.min() {
        throw Violation(Law.durability, "command \(id) was durable and is gone")
      }
      let new = commands.filter { !judge.promises[$0].isDurable }.sorted()
      let known = judge.chain.position
      try judge.takeReopened(events.filter { $0.position > known }, new, outbox)
      try judge.checkEnd(head, hash)
    }
  }

  /// An older copy of the till goes on somewhere else.
  ///
  /// What came after the copy is void, but its receipt numbers stay given.
  mutating func restored(
    head: Int64, hash: Digest, events: [Event], commands: Set<ID>, outbox: [OutboxRow]
  ) {
    judge { judge throws(Violation) in
      try judge.compare(events)
      var next = Judge()
      next.promises = judge.promises
      next.promises.restored(commands)
      let kept = judge.journal.prefix(Int(min(head, Int64(judge.journal.count))))
      try next.replay(kept.map(\.event) + events.filter { $0.position > Int64(kept.count) })
      next.trail = try judge.trail.restored(outbox)
      next.takings.keepNumbers(of: judge.takings)
      try next.checkEnd(head, hash)
      judge = next
    }
  }

  // MARK: - Devices

  /// A paper came out of a printer.
  mutating func printed(job: Int64, text: String, isCopy: Bool) {
    judge { judge throws(Violation) in try judge.trail.printed(job: job, isCopy: isCopy) }
  }

  /// A pulse reached the drawer.
  mutating func kicked(job: Int64) {
    judge { judge throws(Violation) in try judge.trail.kicked(job: job) }
  }

  // MARK: - The end

  /// Everybody had time to finish.
  ///
  /// - Parameter z: the results of `report.z`, in any order.
  mutating func finish(outbox: [OutboxRow], z: [AnyJSON]) -> Violation? {
    judge { judge throws(Violation) in
      try judge.trail.checkSettled(outbox)
      try judge.promises.checkAnswered()
      for report in z { try judge.check(report) }
    }
    return found
  }

  private func check(_ report: AnyJSON) throws(Violation) {
    let report = report.field("result") == .null ? report : report.field("result")
    guard let closed = shop.closed.last(where: { $0.shift == report.id("shift") }) else {
      throw Violation(Law.z, "there is a Z of a shift that nobody closed")
    }
    let shown = report.without(["shift", "day", "text", "replayed"])
    if let difference = shown.difference(from: closed.shown) {
      throw Violation(Law.z, "report.z: \(difference)")
    }
  }
}
