// Lines in, lines out: requests, answers, subscriptions.

internal import Domains
internal import Values
internal import Wire

/// A request that was understood as far as its method.
struct Call {
  let connection: Connection
  /// Nil on a notification, which gets no answer.
  let id: RequestID?
  let request: Request
  let peer: Peer
  let actor: String
}

extension Till {
  mutating func receive(
    _ line: [UInt8], from connection: Connection, _ work: inout Work
  ) throws(Interruption) {
    guard let client = clients[connection] else { return }
    if deferredConnections[connection] != nil { throw .wait(batch: committed + 1) }
    let request: Request
    do {
      request = try Request(line: line)
    } catch {
      send(connection, Answer.fault(nil, error), &work)
      return
    }
    let call = Call(
      connection: connection, id: request.id, request: request, peer: client.peer,
      actor: client.actor)
    do {
      guard let handler = Handler.all[request.method] else {
        throw Fault(
          .unknownMethod, kind: "unknown_method",
          "There is no method \(request.method.prefix(Limits.code).debugDescription); "
            + "rpc.discover lists them.")
      }
      guard client.peer.role.has(handler.card.right) else {
        throw Fault(
          .forbidden, kind: "forbidden",
          "\(handler.card.name) needs the right to \(handler.card.right.rawValue), which the role "
            + "\(client.peer.role.rawValue) has not.", retry: .afterApproval)
      }
      if !handler.card.isWrite { try wait(for: client.lastBatch) }
      try handler.run(&self, call, &work)
    } catch let interruption as Interruption {
      throw interruption
    } catch let fault as FactsFault {
      throw .stop(reason: fault.reason)
    } catch let fault as Fault {
      refuse(call, fault, &work)
    } catch let refusal as any Refusal {
      refuse(call, refusal.fault, &work)
    } catch {
      throw .stop(reason: "\(error)")
    }
  }

  /// Sends an answer or another line that is no event.
  mutating func send(_ connection: Connection, _ line: [UInt8], _ work: inout Work) {
    guard clients[connection] != nil else { return }
    work.effects.append(.send(connection, line, isEvent: false))
  }

  func refuse(_ call: Call, _ fault: Fault, _ work: inout Work) {
    guard let id = call.id else { return }
    work.effects.append(.send(call.connection, Answer.fault(id, fault), isEvent: false))
  }

  func answer(_ call: Call, _ result: some Encodable, _ work: inout Work) {
    guard let id = call.id else { return }
    work.effects.append(.send(call.connection, Answer.result(id, result), isEvent: false))
  }

  // MARK: - Subscriptions

  mutating func subscribe(
    _ call: Call, _ params: EventsSubscribe.Params, _ work: inout Work
  ) throws(Fault) {
    guard var client = clients[call.connection] else { return }
    guard client.subscriptions.count < Limits.subscriptions else {
      throw Fault(
        .throttled, kind: "too_many_subscriptions",
        "A connection has at most \(Limits.subscriptions) subscriptions.")
    }
    var topics: Set<Topic>?
    if let words = params.topics, !words.isEmpty {
      topics = []
      for word in words {
        guard let topic = Topic(rawValue: word) else {
          throw Fault(
            .invalid, kind: "unknown_topic",
            "There is no topic \(word.prefix(Limits.code).debugDescription); there are "
              + Topic.allCases.map(\.rawValue).joined(separator: ", ") + ".", field: "topics")
        }
        topics?.insert(topic)
      }
    }
    let since = params.since ?? committedPosition
    guard (0...committedPosition).contains(since) else {
      throw Fault(
        .gone, kind: "history_gone",
        "The journal stands at \(committedPosition); \(since) is not in it. Take a snapshot.",
        retry: .snapshot, field: "since")
    }
    client.lastSubscription += 1
    let name = "s\(client.lastSubscription)"
    client.subscriptions.append(
      Subscription(
        name: name, topics: topics, previous: since,
        catchingUp: since < committedPosition ? since : nil))
    clients[call.connection] = client
    let state = params.snapshot == true ? status() : nil
    answer(call, EventsSubscribe.Result(sub: name, at: since, state: state), &work)
    readHistory(for: call.connection, &work)
  }

  mutating func unsubscribe(
    _ call: Call, _ params: EventsUnsubscribe.Params, _ work: inout Work
  ) throws(Fault) {
    guard
      let index = clients[call.connection]?.subscriptions.firstIndex(where: {
        $0.name == params.sub
      })
    else {
      throw Fault(
        .notFound, kind: "no_such_subscription",
        "This connection has no subscription \(params.sub.prefix(Limits.code).debugDescription).")
    }
    clients[call.connection]?.subscriptions.remove(at: index)
    answer(call, EventsUnsubscribe.Result(sub: params.sub), &work)
  }

  /// Tells every live subscriber about a committed event.
  mutating func publish(_ event: Event, _ work: inout Work) {
    var view: EventView?
    for connection in listeners {
      guard let client = clients[connection] else { continue }
      for index in client.subscriptions.indices {
        let subscription = client.subscriptions[index]
        guard subscription.catchingUp == nil, subscription.wants(event.type) else { continue }
        let shown = view ?? EventView(event)
        view = shown
        emit(shown, to: connection, index, &work)
      }
    }
  }

  /// Tells every subscriber of its topic about something that is not stored.
  mutating func broadcast(_ type: String, _ data: some Encodable, _ work: inout Work) {
    let everyone = Topic(type: type) == nil
    for connection in listeners {
      for subscription in clients[connection]?.subscriptions ?? []
      where everyone || subscription.wants(type) {
        push(Notice.ephemeral(type, data, sub: subscription.name), to: connection, &work)
      }
    }
  }

  /// Who listens, by connection: the same inputs give the same lines in the same order.
  private var listeners: [Connection] {
    clients.lazy.filter { !$0.value.subscriptions.isEmpty }.map(\.key)
      .sorted { $0.number < $1.number }
  }

  private mutating func emit(
    _ event: EventView, to connection: Connection, _ index: Int, _ work: inout Work
  ) {
    guard let subscription = clients[connection]?.subscriptions[safe: index] else { return }
    let line = Notice.stored(event, sub: subscription.name, previous: subscription.previous)
    clients[connection]?.subscriptions[index].previous = event.seq
    push(line, to: connection, &work)
  }

  private mutating func push(_ line: [UInt8], to connection: Connection, _ work: inout Work) {
    guard var client = clients[connection], !client.subscriptions.isEmpty else { return }
    client.waitingEvents += 1
    client.waitingBytes += line.count
    work.effects.append(.send(connection, line, isEvent: true))
    if client.isBehind {
      // The reader does not read: it is told once, behind what waits already, and left alone.
      for subscription in client.subscriptions {
        let lost = Notice.Lost(why: "the reader fell behind", at: subscription.previous)
        work.effects.append(
          .send(
            connection, Notice.ephemeral("stream.lost", lost, sub: subscription.name),
            isEvent: false))
      }
      client.subscriptions = []
      work.effects.append(.log(LogLine(.notice, "a subscriber fell behind and lost its stream")))
    }
    clients[connection] = client
  }

  // MARK: - History

  /// Events that may be on their way to a subscriber which catches up.
  private static let historyWindow = 256

  mutating func readHistory(for connection: Connection, _ work: inout Work) {
    guard let client = clients[connection], client.waitingEvents < Self.historyWindow,
      client.waitingBytes < Limits.subscriberBytes / 2
    else { return }
    for index in client.subscriptions.indices {
      let subscription = client.subscriptions[index]
      guard let from = subscription.catchingUp, !subscription.isReading else { continue }
      clients[connection]?.subscriptions[index].isReading = true
      inquire(
        .history(after: from, limit: Self.historyWindow),
        .history(connection, subscription.name, after: from), &work)
    }
  }

  mutating func tellHistory(
    _ events: [Event], to connection: Connection, _ name: String, after: Int64, _ work: inout Work
  ) {
    guard let index = clients[connection]?.subscriptions.firstIndex(where: { $0.name == name })
    else { return }
    clients[connection]?.subscriptions[index].isReading = false
    var reached = after
    for event in events where event.position <= committedPosition {
      // Events of imports are large: a window is bounded by bytes as well.
      guard let waiting = clients[connection]?.waitingBytes,
        waiting < Limits.subscriberBytes / 2
      else { break }
      reached = event.position
      guard clients[connection]?.subscriptions[safe: index]?.wants(event.type) == true else {
        continue
      }
      emit(EventView(event), to: connection, index, &work)
    }
    guard clients[connection]?.subscriptions[safe: index]?.name == name else { return }
    clients[connection]?.subscriptions[index].catchingUp =
      reached < committedPosition ? reached : nil
    readHistory(for: connection, &work)
  }
}

extension Array {
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
