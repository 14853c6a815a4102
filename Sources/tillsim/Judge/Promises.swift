// Commands and their answers: what was sent, what was carried out, what was said about it.

internal import Values
internal import Wire

/// Every command that a client sent.
struct Promises {
  struct Command {
    /// The different bodies that were sent under this id, in order.
    var bodies: [Sent] = []
    /// Which of them was carried out.
    var carriedOut: Int?
    var isDurable = false
    /// Whether the shop worked out what the answer shows.
    var isJudged = false
    var expected: AnyJSON?
    /// The first result that a client got.
    var result: AnyJSON?
    /// Whether it was sent again after that.
    var wasResent = false
    /// Whether a client got any answer since it was sent last.
    var isAnswered = false
  }

  private(set) var commands: [ID: Command] = [:]

  subscript(_ id: ID) -> Command {
    get { commands[id] ?? Command() }
    set { commands[id] = newValue }
  }

  func isKnown(_ id: ID) -> Bool { commands[id] != nil }

  mutating func sent(_ sent: Sent) {
    var command = self[sent.cmd]
    if !command.bodies.contains(sent) { command.bodies.append(sent) }
    if command.result != nil { command.wasResent = true }
    command.isAnswered = command.isAnswered && command.result != nil
    self[sent.cmd] = command
  }

  mutating func answered(_ id: ID, _ answer: AnyJSON, to body: Sent?) throws(Violation) {
    guard isKnown(id) else {
      throw Violation(Law.answers, "\(id) was answered and nobody sent it")
    }
    self[id].isAnswered = true
    if answer.field("result") != .null {
      try fulfilled(id, answer.field("result"), body)
    } else {
      try refused(id, answer.field("error"), body)
    }
  }

  private mutating func fulfilled(
    _ id: ID, _ result: AnyJSON, _ body: Sent?
  ) throws(Violation) {
    let command = self[id]
    let name = command.bodies.first?.method ?? ""
    // A dry run writes nothing.
    if command.bodies.allSatisfy({ $0.params.field("dryRun").truth == true }) { return }
    guard command.isDurable else {
      throw Violation(Law.durability, "\(name) \(id) was answered before it was on the disk")
    }
    if let body, let index = command.carriedOut, command.bodies[index] != body {
      throw Violation(
        Law.conflict, "\(name) \(id) was answered for a body that was not carried out")
    }
    if let first = command.result {
      if let difference = result.stable.difference(from: first.stable) {
        throw Violation(Law.answers, "\(name) \(id) was answered anew: \(difference)")
      }
      guard result.drawerMayFollow(first) else {
        throw Violation(
          Law.answers,
          "\(name) \(id): the drawer is \(JSON.text(result.field("drawer"))), was "
            + JSON.text(first.field("drawer")))
      }
    }
    self[id].result = result
    try checkExpected(id)
  }

  /// Compares what a client was told with what the naive shop came to.
  func checkExpected(_ id: ID) throws(Violation) {
    let command = self[id]
    guard let expected = command.expected, let result = command.result else { return }
    let name = command.bodies.first?.method ?? ""
    if let difference = result.judged(for: expected).difference(from: expected) {
      throw Violation(
        Difference.law(of: difference, in: name), "the answer to \(name) \(id): \(difference)")
    }
  }

  private func refused(_ id: ID, _ fault: AnyJSON, _ body: Sent?) throws(Violation) {
    let command = self[id]
    let name = command.bodies.first?.method ?? ""
    let kind = fault.field("data").field("kind").words ?? ""
    if kind == "command_reused" {
      let isOther =
        body.map { body in command.carriedOut.map { command.bodies[$0] != body } ?? true } ?? true
      guard command.bodies.count > 1, isOther else {
        throw Violation(Law.conflict, "\(name) \(id) was sent with one body and called reused")
      }
      return
    }
    guard command.result != nil, command.wasResent, !Self.passing.contains(kind) else { return }
    let isOther = body.map { body in command.bodies.first != body } ?? (command.bodies.count > 1)
    guard !isOther else { return }
    throw Violation(
      Law.answers, "\(name) \(id) was carried out, then refused as \(kind)")
  }

  /// Faults of the moment, which say nothing of the command.
  private static let passing: Set = [
    "busy", "too_many_connections", "storage", "disk_full", "out_of_memory", "forbidden",
    "no_daemon", "no_answer", "line_too_long",
  ]

  /// What was answered of commands that an older copy of the till does not know is void.
  mutating func restored(_ known: Set<ID>) {
    for id in commands.keys where !known.contains(id) {
      self[id].isDurable = false
      self[id].carriedOut = nil
      self[id].isJudged = false
      self[id].expected = nil
      self[id].result = nil
      self[id].wasResent = false
    }
  }

  func checkAnswered() throws(Violation) {
    for (id, command) in commands.sorted(by: { $0.key < $1.key }) where !command.isAnswered {
      let name = command.bodies.first?.method ?? ""
      throw Violation(Law.liveness, "\(name) \(id) never got an answer")
    }
  }
}

extension AnyJSON {
  /// An answer without what may differ when it is given again.
  fileprivate var stable: AnyJSON { without(["replayed", "drawer"]) }

  /// The drawer may turn out later; what was told of it stays.
  fileprivate func drawerMayFollow(_ first: AnyJSON) -> Bool {
    let (now, then) = (field("drawer"), first.field("drawer"))
    return now == then || then == .string("unverified") && now != .string(Drawer.none)
  }

  /// An answer's part that the naive shop can know.
  fileprivate func judged(for expected: AnyJSON) -> AnyJSON {
    var fields = without(["replayed"]).fields
    if fields["print"] != nil {
      fields["print"] = .object(["job": field("print").field("job")])
    }
    if fields["z"] != nil { fields["z"] = field("z").without(["text"]) }
    if case .object(let setting)? = fields["setting"] {
      let names = expected.field("setting").fields
      fields["setting"] = .object(setting.filter { names[$0.key] != nil })
    }
    if let drawer = field("drawer").words, ["opened", "failed", "unverified"].contains(drawer) {
      fields["drawer"] = .string(Drawer.any)
    }
    return .object(fields)
  }
}
