// Clients and their lines: what they send, again and again if they must, and what they hear.

internal import Domains
internal import TillLoop
internal import Values
internal import Wire

extension World {
  // MARK: - Connections

  func connect(_ client: Int) throws(Violation) {
    guard process != nil, clients[client].connection == nil else { return }
    lastConnection += 1
    let connection = Connection(lastConnection)
    clients[client].connection = connection
    try take(
      .connected(connection, Peer(uid: UInt32(1_000 + client), role: Cast.role(client))))
    if Cast.watchers.contains(client) {
      try subscribe(client)
    } else {
      for command in clients[client].open { try send(client, command) }
      agenda.put(.resend(client: client, connection), at: after(2_000...4_000))
    }
  }

  /// The client hangs up: what is on its way to it is lost.
  func hangUp(_ client: Int) {
    guard let connection = clients[client].connection else { return }
    clients[client].disconnect()
    post(.disconnected(connection))
    agenda.put(.connect(client: client), at: after(10...2_000))
  }

  /// A client that waits too long sends again.
  func resend(_ client: Int, on connection: Connection) throws(Violation) {
    guard process != nil, clients[client].connection == connection else { return }
    for command in clients[client].open
    where clock.time - clients[client].commands[command].lastSent >= 2_000 {
      try send(client, command)
    }
    agenda.put(.resend(client: client, connection), at: after(1_500...3_000))
  }

  // MARK: - Sending

  /// A client makes a command, or asks a question.
  func say(_ client: Int, _ message: Message) throws(Violation) {
    guard message.cmd != nil else {
      guard let connection = clients[client].connection else { return }
      let request = clients[client].newRequest(about: nil)
      methods[request &+ Int64(client) << 40] = message.method
      return try take(.line(connection, message.line(request)))
    }
    clients[client].commands.append(SimClient.Command(message: message))
    counts.commands += 1
    try send(client, clients[client].commands.count - 1)
  }

  /// Sends a command, for the first time or again; without a connection it is sent later.
  func send(_ client: Int, _ command: Int) throws(Violation) {
    guard let connection = clients[client].connection else { return }
    let message = clients[client].commands[command].message
    if clients[client].commands[command].sends > 0 { counts.resends += 1 }
    clients[client].commands[command].sends += 1
    clients[client].commands[command].lastSent = clock.time
    let request = clients[client].newRequest(about: command)
    if let cmd = message.cmd {
      judge.sent(Sent(cmd: cmd, method: message.method, params: message.params))
    }
    try take(.line(connection, message.line(request)))
  }

  /// Uses the id of a command that was carried out for something else.
  func reuse(_ client: Int, _ chance: inout Entropy) throws(Violation) {
    guard let connection = clients[client].connection,
      let index = clients[client].commands.indices.filter({ clients[client].commands[$0].isDone })
        .randomElement(using: &chance),
      let cmd = clients[client].commands[index].message.cmd
    else { return }
    counts.reuses += 1
    let other = Self.other(cmd)
    let request = clients[client].newRequest(about: index, isReuse: true)
    judge.sent(other)
    let message = Message(cmd: cmd, method: other.method, params: other.params)
    try take(.line(connection, message.line(request)))
  }

  /// What an id is used for that was used before.
  private static func other(_ cmd: ID) -> Sent {
    Sent(
      cmd: cmd, method: "drawer.open",
      params: .made(of: ["cmd": .id(cmd), "reason": .string("another reason")]))
  }

  // MARK: - Hearing

  func deliver(_ line: [UInt8], to connection: Connection, isEvent: Bool) throws(Violation) {
    guard let client = clients.firstIndex(where: { $0.connection == connection }) else { return }
    if isEvent {
      agenda.put(.input(.sent(connection, events: 1, bytes: line.count)), at: after(0...4))
    }
    let value = PlainJSON.value(of: line) ?? .null
    if value.at("method").words == "event" { return try hear(client, value.at("params")) }
    guard let request = value.at("id").whole else {
      throw violation(
        "protocol", "an answer without an id: \(String(decoding: line, as: UTF8.self))")
    }
    try hear(client, request, value)
  }

  private func hear(_ client: Int, _ request: Int64, _ answer: AnyJSON) throws(Violation) {
    let kind = answer.at("error", "data", "kind").words
    if clients[client].subscribing == request {
      clients[client].subscribing = nil
      try subscribed(client, answer, kind)
      return
    }
    guard let (command, isReuse) = clients[client].settle(request) else {
      throw violation("answers", "request \(request) of \(Cast.name(client)) is answered twice")
    }
    if asked?.client == client { asked?.answer = answer }
    let isResult = answer.at("result") != .null
    if let code = answer.at("error", "code").whole, code < 0 {
      throw violation("protocol", "what \(Cast.name(client)) sent was not understood: \(answer)")
    }
    guard let command else {
      if let method = methods.removeValue(forKey: request &+ Int64(client) << 40), isResult {
        try judgeReport(method, answer.at("result"))
        knowledge.learn(method, answer.at("result"))
      }
      return
    }
    let message = clients[client].commands[command].message
    guard let cmd = message.cmd else { return }
    if isReuse { return judge.answered(cmd, answer, to: Self.other(cmd)) }
    judge.answered(
      cmd, answer, to: Sent(cmd: cmd, method: message.method, params: message.params))
    let isBusy = kind == "busy"
    if !isBusy { clients[client].answered(command, isDone: isResult) }
    if isResult {
      knowledge.learn(message.method, answer.at("result"))
    } else {
      knowledge.learn(refusal: kind)
    }
  }

  /// The owner asks the till itself whether all is well.
  private func judgeReport(_ method: String, _ result: AnyJSON) throws(Violation) {
    guard ["journal.verify", "journal.audit"].contains(method) else { return }
    guard result.at("ok") == .boolean(true) else {
      throw violation("readable", "\(method) says that something is wrong: \(result)")
    }
  }

  // MARK: - Watchers

  private func subscribe(_ client: Int) throws(Violation) {
    guard let connection = clients[client].connection else { return }
    let request = clients[client].newRequest(about: nil)
    clients[client].subscribing = request
    let seen = clients[client].seen
    let message = Message(
      cmd: nil, method: "events.subscribe", params: .object(["since": .integer(seen)]))
    try take(.line(connection, message.line(request)))
  }

  private func subscribed(_ client: Int, _ answer: AnyJSON, _ kind: String?) throws(Violation) {
    guard answer.at("result") == .null else { return }
    // Only a till that was restored from a copy may know less than its watchers.
    guard kind == "history_gone", counts.restores > 0 else {
      throw violation("history", "\(Cast.name(client)) cannot go on where it was: \(answer)")
    }
    clients[client].seen = 0
    hangUp(client)
  }

  private func hear(_ client: Int, _ params: AnyJSON) throws(Violation) {
    guard params.at("eph") != .boolean(true) else {
      if params.at("type").words == "stream.lost" { hangUp(client) }
      return
    }
    guard let seq = params.at("seq").whole, let previous = params.at("prev").whole else {
      throw violation("history", "an event without a position: \(params)")
    }
    guard previous == clients[client].seen, seq == previous + 1 else {
      throw violation(
        "history",
        "\(Cast.name(client)) saw \(clients[client].seen) and is told \(seq) after \(previous)")
    }
    guard seq <= durable else {
      throw violation("durable", "event \(seq) was shown and only \(durable) are on the disk")
    }
    clients[client].seen = seq
    judge.pushed(params)
  }
}
