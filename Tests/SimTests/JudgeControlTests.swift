// For each law, a day of a good till with one lie in it: the judge names the law.

import Domains
import Testing
import Values
import Wire

@testable import tillsim

@Suite struct JudgeControlTests {
  private static let day = Result { try JudgeTests.day(seed: 5) }

  private var day: [Told] { get throws { try Self.day.get() } }

  private func expect(_ law: String, _ tape: [Told], _ note: Comment? = nil) {
    let violation = tape.verdict
    #expect(violation?.law == law, note ?? "\(violation.map(\.description) ?? "no violation")")
  }

  private func allow(_ tape: [Told]) {
    let violation = tape.verdict
    #expect(violation == nil)
  }

  // MARK: - The journal

  @Test func `a changed byte breaks the chain`() throws {
    expect(
      Law.chain,
      try day.replacing {
        guard case .committed(let events, let outbox, let commands) = $0,
          let event = events.first, event.type == "sale.line_added"
        else { return nil }
        let wrong = Event(
          position: event.position, origin: event.origin, sequence: event.sequence,
          time: event.time, wall: event.wall + 1, quality: event.quality, stream: event.stream,
          version: event.version, type: event.type, schema: event.schema, command: event.command,
          circumstance: event.circumstance, body: event.body, hash: event.hash)
        return [.committed([wrong] + events.dropFirst(), outbox, commands)]
      })
  }

  @Test func `a lost event leaves a gap`() throws {
    expect(
      Law.gapless,
      try day.replacing {
        guard case .committed(let events, let outbox, let commands) = $0, events.count > 2 else {
          return nil
        }
        return [.committed([events[0]] + events.dropFirst(2), outbox, commands)]
      })
  }

  @Test func `time that stands still and a day that changes are seen`() throws {
    func changed(_ change: (Event) -> Event) throws -> [Told] {
      try day.replacing {
        guard case .committed(let events, let outbox, let commands) = $0, events.count > 2 else {
          return nil
        }
        return [.committed([events[0], change(events[1])], outbox, commands)]
      }
    }
    let events: [Event] = try day.flatMap { told -> [Event] in
      if case .committed(let events, _, _) = told { events } else { [] }
    }
    expect(
      Law.time,
      try changed {
        let before = events[Int($0.position) - 2]
        return $0.with(time: before.time, after: before.hash)
      })
    expect(
      Law.day,
      try changed { $0.with(day: .some(nil), after: events[Int($0.position) - 2].hash) })
  }

  // MARK: - Money

  @Test(arguments: [
    ("sale.line_added", ["item", "price", "minor"], Law.totals),
    ("sale.line_added", ["item", "rate"], Law.rules),
    ("sale.quantity_changed", ["was"], Law.rules),
    ("sale.completed", ["total", "minor"], Law.money),
    ("sale.completed", ["subtotal", "minor"], Law.totals),
    ("sale.completed", ["tax", "0", "tax", "minor"], Law.tax),
    ("sale.completed", ["change", "minor"], Law.payment),
    ("sale.completed", ["serial"], Law.numbers),
    ("sale.completed", ["printJob"], Law.outbox),
    ("payment.captured", ["applied", "minor"], Law.money),
    ("shift.counted", ["expected", "minor"], Law.drawer),
    ("shift.closed", ["report", "tally", "gross", "minor"], Law.z),
    ("shift.closed", ["report", "expected", "minor"], Law.z),
    ("shift.closed", ["report", "head"], Law.z),
    ("shift.closed", ["z"], Law.numbers),
    ("print.requested", ["copy"], Law.rules),
  ])
  func `one minor unit more is seen`(type: String, path: [String], law: String) throws {
    expect(law, try day.lying(type, path, by: 1), "\(type) \(path)")
  }

  @Test func `a number that is given twice is seen`() throws {
    expect(Law.numbers, try day.lying("sale.completed", skipping: 1, ["serial"], by: -1))
    var numbers: [AnyJSON] = []
    expect(
      Law.numbers,
      try day.lying { event, body in
        guard event.type == "sale.completed" else { return nil }
        numbers.append(body.field("number"))
        return numbers.count == 3 ? body.merging(["number": numbers[0]]) : nil
      })
  }

  @Test(arguments: [
    ("sale.add", ["result", "sale", "total", "minor"], Law.totals),
    ("sale.add", ["result", "sale", "rev"], Law.rules),
    ("sale.pay", ["result", "change", "minor"], Law.payment),
    ("shift.count", ["result", "expected", "minor"], Law.drawer),
    ("shift.close", ["result", "z", "totals", "sales"], Law.z),
    ("product.put", ["result", "product", "price", "minor"], Law.totals),
  ])
  func `an answer that differs from the truth is seen`(
    method: String, path: [String], law: String
  ) throws {
    expect(
      law,
      try day.replacing {
        guard case .answered(let id, let answer, let sent) = $0, sent.method == method else {
          return nil
        }
        let lie = answer.adding(1, at: path[...])
        return lie == answer ? nil : [.answered(id, lie, to: sent)]
      })
  }

  @Test func `a Z that is shown otherwise later is seen`() throws {
    expect(
      Law.z,
      try day.map {
        guard case .finished(let outbox, let z) = $0 else { return $0 }
        return .finished(outbox, z: z.map { $0.adding(1, at: ["totals", "lines"]) })
      })
  }

  @Test func `a sale that the rules refuse is seen`() throws {
    expect(
      Law.rules,
      try day.map {
        guard case .sent(let sent) = $0, sent.method == "sale.pay" else { return $0 }
        return .sent(
          Sent(
            cmd: sent.cmd, method: sent.method, params: sent.params.merging(["rev": .integer(99)])))
      }.map {
        guard case .answered(let id, let answer, let sent) = $0, sent.method == "sale.pay" else {
          return $0
        }
        return .answered(
          id, answer,
          to: Sent(
            cmd: id, method: sent.method, params: sent.params.merging(["rev": .integer(99)])))
      })
  }

  // MARK: - Commands

  /// Where the first answer to a successful sale stands.
  private func answered(_ method: String) throws -> (id: ID, answer: AnyJSON, sent: Sent) {
    for told in try day {
      if case .answered(let id, let answer, let sent) = told, sent.method == method,
        answer.field("result") != .null
      {
        return (id, answer, sent)
      }
    }
    throw Violation("none", "the day has no \(method)")
  }

  @Test func `an answer before its commit, and a commit without its record, are seen`() throws {
    let (id, answer, sent) = try answered("sale.add")
    expect(
      Law.durability,
      try day.replacing {
        guard case .committed(_, _, let commands) = $0, commands.contains(id) else { return nil }
        return [.answered(id, answer, to: sent), $0]
      })
    expect(
      Law.once,
      try day.replacing {
        guard case .committed(let events, let outbox, let commands) = $0, commands.contains(id)
        else { return nil }
        return [.committed(events, outbox, [])]
      })
  }

  @Test func `an answer that changes, and a refusal after it, are seen`() throws {
    let (id, answer, sent) = try answered("sale.add")
    func again(_ next: AnyJSON) throws -> [Told] { try day.resending(id, sent, next) }
    expect(Law.answers, try again(answer.adding(1, at: ["result", "sale", "paid", "minor"])))
    expect(Law.answers, try again(.fault("no_open_shift")))
    expect(Law.conflict, try again(.fault("command_reused")))
    allow(try again(.fault("busy")))
    allow(try again(answer))
  }

  @Test func `another body with the same id must be refused`() throws {
    let (id, answer, sent) = try answered("sale.add")
    let other = Sent(
      cmd: id, method: sent.method, params: sent.params.merging(["qty": .integer(7)]))
    expect(Law.conflict, try day.resending(id, other, answer))
    allow(try day.resending(id, other, .fault("command_reused")))
  }

  @Test func `a command that is carried out again is seen`() throws {
    let (id, _, _) = try answered("drawer.open")
    var seen = 0
    expect(
      Law.once,
      try day.compactMap { told in
        guard case .committed(let events, _, let commands) = told else { return told }
        if commands.contains(id) { seen = events.count }
        guard seen > 0, !commands.contains(id), let event = events.first, event.command != nil
        else { return told }
        seen = 0
        let twin = Event(
          position: event.position, origin: event.origin, sequence: event.sequence,
          time: event.time, wall: event.wall, quality: event.quality, stream: event.stream,
          version: event.version, type: event.type, schema: event.schema, command: id,
          circumstance: event.circumstance, body: event.body, hash: event.hash)
        let before = try day.hash(before: event.position)
        return .committed([twin.with(after: before)], [], commands)
      })
  }

  // MARK: - Crashes, jobs and devices

  @Test func `what a crash takes away is seen`() throws {
    func reopened(
      _ change: ([Event], [OutboxRow], Set<ID>) -> Told
    ) throws -> [Told] {
      try day.replacing {
        guard case .reopened(let events, let outbox, let commands) = $0 else { return nil }
        return [change(events, outbox, commands)]
      }
    }
    expect(Law.durability, try reopened { .reopened($0.dropLast(), $1, $2) })
    expect(Law.durability, try reopened { .reopened($0, $1.dropLast(), $2) })
    expect(Law.durability, try reopened { .reopened($0, $1, Set($2.sorted().dropLast())) })
    expect(
      Law.durability,
      try reopened { events, outbox, commands in
        let last = events[events.count - 1]
        let twin = last.with(
          body: JSON.bytes(AnyJSON.object(["lie": .integer(1)])),
          after: events[events.count - 2].hash)
        return .reopened(events.dropLast() + [twin], outbox, commands)
      })
  }

  @Test func `an event that is told and not on the disk is seen`() throws {
    let pushed = try day.replacing {
      guard case .pushed(let event) = $0, event.field("params").field("seq") != .null else {
        return nil
      }
      return [.pushed(event.adding(1_000_000, at: ["params", "seq"]))]
    }
    expect(Law.durability, pushed)
  }

  @Test func `a paper that comes out twice, or unasked, is seen`() throws {
    expect(
      Law.paper,
      try day.replacing {
        guard case .printed(_, isCopy: false) = $0 else { return nil }
        return [$0, $0]
      })
    expect(
      Law.paper,
      try day.replacing {
        guard case .committed(_, let outbox, _) = $0,
          let row = outbox.first(where: { $0.state == .queued && $0.kind == .print })
        else { return nil }
        return [$0, .printed(row.number, isCopy: false)]
      })
    expect(
      Law.paper,
      try day.replacing {
        guard case .printed(let job, isCopy: true) = $0 else { return nil }
        return [.printed(job, isCopy: false)]
      })
  }

  @Test func `a second pulse of one kick is seen`() throws {
    expect(
      Law.kick,
      try day.replacing { if case .kicked = $0 { [$0, $0] } else { nil } })
  }

  @Test func `a lost job and a step that is left out are seen`() throws {
    func rows(_ change: ([OutboxRow]) -> [OutboxRow]?) throws -> [Told] {
      try day.replacing {
        guard case .committed(let events, let outbox, let commands) = $0,
          let changed = change(outbox)
        else { return nil }
        return [.committed(events, changed, commands)]
      }
    }
    expect(
      Law.outbox, try rows { $0.contains { $0.state == .queued } ? [] : nil })
    expect(
      Law.outbox,
      try rows { rows in
        guard var row = rows.first, row.state == .printed else { return nil }
        row.state = .queued
        return [row]
      })
    // A start that is not on the disk: the paper shows it, or the outcome that follows nothing.
    let unstarted = try rows { rows in
      rows.contains { $0.state == .started && $0.kind == .print } ? [] : nil
    }
    let violation = unstarted.verdict
    #expect([Law.paper, Law.outbox].contains(violation?.law))
  }

  @Test func `a command without an answer and a job that waits for ever are seen`() throws {
    let (id, _, sent) = try answered("product.put")
    expect(
      Law.liveness,
      try day.filter { if case .answered(id, _, _) = $0 { false } else { true } })
    let unsent = Sent(cmd: ID(high: 1, low: 2), method: sent.method, params: sent.params)
    expect(Law.liveness, [.sent(unsent)] + (try day))
    var queued: Int64?
    for told in try day {
      if case .committed(_, let outbox, _) = told, let row = outbox.last, row.state == .started {
        queued = row.number
      }
    }
    let job = try #require(queued)
    // The last job never ends.
    expect(
      Law.outbox,
      try day.map {
        guard case .finished(let outbox, let z) = $0 else { return $0 }
        return .finished(
          outbox.map { row in
            var row = row
            if row.number == job { row.state = .started }
            return row
          }, z: z)
      })
  }
}

extension [Told] {
  /// The same with a command sent again at the end, and answered like this.
  func resending(_ id: ID, _ sent: Sent, _ answer: AnyJSON) -> [Told] {
    replacing {
      guard case .finished = $0 else { return nil }
      return [.sent(sent), .answered(id, answer, to: sent), $0]
    }
  }

  func hash(before position: Int64) -> Digest {
    for told in self {
      if case .committed(let events, _, _) = told,
        let event = events.first(where: { $0.position == position - 1 })
      {
        return event.hash
      }
    }
    return .zero
  }
}

extension AnyJSON {
  static func fault(_ kind: String) -> AnyJSON {
    .object([
      "error": .object([
        "code": .integer(1422), "data": .object(["kind": .string(kind)]),
      ])
    ])
  }
}
