// Everything that a judge was told in one run, so that it can be told again with one thing changed.

import Domains
import Values
import Wire

@testable import tillsim

/// One thing that a judge is told.
enum Told {
  case sent(Sent)
  case answered(ID, AnyJSON, to: Sent)
  case pushed(AnyJSON)
  case committed([Event], [OutboxRow], [ID])
  case reopened([Event], [OutboxRow], Set<ID>)
  case printed(Int64, isCopy: Bool)
  case kicked(Int64)
  case finished([OutboxRow], z: [AnyJSON])
}

extension [Told] {
  /// What a fresh judge says of it all.
  var verdict: Violation? {
    var judge = Judge()
    for told in self {
      switch told {
      case .sent(let sent): judge.sent(sent)
      case .answered(let id, let answer, let body): judge.answered(id, answer, to: body)
      case .pushed(let event): judge.pushed(event)
      case .committed(let events, let outbox, let commands):
        judge.committed(events, outbox: outbox, commands: commands)
      case .reopened(let events, let outbox, let commands):
        judge.reopened(
          head: events.last?.position ?? 0, hash: events.last?.hash ?? .zero, events: events,
          commands: commands, outbox: outbox)
      case .printed(let job, let isCopy): judge.printed(job: job, text: "", isCopy: isCopy)
      case .kicked(let job): judge.kicked(job: job)
      case .finished(let outbox, let z):
        if let violation = judge.finish(outbox: outbox, z: z) { return violation }
      }
      if let violation = judge.check() { return violation }
    }
    return nil
  }

  /// The same with every event changed as told, and the chain sealed again as a liar would.
  func lying(_ change: (Event, AnyJSON) -> AnyJSON?) -> [Told] {
    var previous = Digest.zero
    var changed: [Int64: Event] = [:]
    func sealed(_ events: [Event]) -> [Event] {
      events.map { event in
        if let known = changed[event.position] { return known }
        let body = PlainJSON.value(of: event.body).flatMap { change(event, $0) }
        let next = event.with(body: body.map(JSON.bytes) ?? event.body, after: previous)
        (previous, changed[event.position]) = (next.hash, next)
        return next
      }
    }
    return map {
      switch $0 {
      case .committed(let events, let outbox, let commands):
        .committed(sealed(events), outbox, commands)
      case .reopened(let events, let outbox, let commands):
        .reopened(sealed(events), outbox, commands)
      default: $0
      }
    }
  }

  /// The same with the first event of this type, from `from` on, changed by this much at a path.
  func lying(_ type: String, skipping: Int = 0, _ path: [String], by step: Int64) -> [Told] {
    var left = skipping
    return lying { event, body in
      guard event.type == type, left >= 0 else { return nil }
      left -= 1
      return left < 0 ? body.adding(step, at: path[...]) : nil
    }
  }

  /// The same with the first thing replaced that this is not nil for.
  func replacing(_ change: (Told) -> [Told]?) -> [Told] {
    var next: [Told] = []
    var isDone = false
    for told in self {
      if !isDone, let changed = change(told) {
        next += changed
        isDone = true
      } else {
        next.append(told)
      }
    }
    return next
  }
}

extension Event {
  func with(
    body: [UInt8]? = nil, time: HybridTime? = nil, day: BusinessDay?? = nil,
    after previous: Digest
  ) -> Event {
    var circumstance = circumstance
    if let day { circumstance.day = day }
    func make(_ hash: Digest) -> Event {
      Event(
        position: position, origin: origin, sequence: sequence, time: time ?? self.time,
        wall: wall, quality: quality, stream: stream, version: version, type: type,
        schema: schema, command: command, circumstance: circumstance, body: body ?? self.body,
        hash: hash)
    }
    return make(make(.zero).expectedHash(after: previous))
  }
}

extension AnyJSON {
  /// The same with the number at a path changed.
  func adding(_ step: Int64, at path: ArraySlice<String>) -> AnyJSON {
    switch self {
    case .integer(let value) where path.isEmpty: return .integer(value + step)
    case .object(var fields):
      guard let name = path.first, let inner = fields[name] else { return self }
      fields[name] = inner.adding(step, at: path.dropFirst())
      return .object(fields)
    case .array(var items):
      guard let index = path.first.flatMap({ Int($0) }), items.indices.contains(index) else {
        return self
      }
      items[index] = items[index].adding(step, at: path.dropFirst())
      return .array(items)
    default: return self
    }
  }
}
