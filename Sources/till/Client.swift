// Typed calls over a connection. It makes command ids, and asks once more with the same id when
// the daemon goes away between a question and its answer.

internal import Domains
internal import Glibc
internal import Values
internal import Wire

/// Why a call has no result.
enum ClientFault: Error {
  case noDaemon(ConnectionFault)
  case refused(Fault)
  /// The answer is not what this release knows.
  case notUnderstood(method: String, reason: String)
}

/// A client of the till's socket; not for use by two threads.
final class Client {
  /// A request with the number its answer will carry.
  struct Question {
    let number: Int64
    let method: String
    let line: [UInt8]
    /// Whether the daemon answers a repetition like the first time.
    let mayRepeat: Bool
  }

  /// What came back for a question: a line with a result, or a refusal.
  struct Reply {
    let line: [UInt8]
    let fault: Fault?
  }

  /// Questions on their way at one time; the daemon lets 256 wait.
  private static let window = 64
  /// How long a daemon that went away may take to come back.
  private static let patienceSeconds: Int64 = 5

  let path: String
  /// How often the daemon went away and came back.
  private(set) var reconnects = 0
  /// How often a question is repeated whose connection broke before its answer.
  var repetitions = 1
  /// Hears events that come while an answer is awaited; without it they are dropped.
  var listener: ((AnyJSON) -> Void)?
  private var connection: Connection?
  private var lastNumber: Int64 = 0

  init(path: String) { self.path = path }

  /// A fresh id for one command.
  static func command() -> ID {
    var random = SystemRandomNumberGenerator()
    return ID(milliseconds: Clock.now().milliseconds, random: (random.next(), random.next()))
  }

  /// Asks and waits for the answer.
  func call<M: Method>(_ method: M.Type, _ params: M.Params) throws(ClientFault) -> M.Result {
    let reply = try answers([question(M.self, params)])[0]
    if let fault = reply.fault { throw .refused(fault) }
    return try Self.result(M.self, of: reply)
  }

  /// Asks and waits for the answer as it came, whatever its fields.
  func raw(_ question: Question) throws(ClientFault) -> AnyJSON {
    let reply = try answers([question])[0]
    if let fault = reply.fault { throw .refused(fault) }
    do {
      return try JSON.decode(Whole<AnyJSON>.self, from: reply.line).result
    } catch {
      throw .notUnderstood(method: question.method, reason: "\(error)")
    }
  }

  /// The question that asks a method; a read may always be repeated, a write carries its id.
  func question<M: Method>(_ method: M.Type, _ params: M.Params) -> Question {
    question(named: M.name, params, mayRepeat: true)
  }

  /// The question that asks a method by its name.
  func question(named method: String, _ params: some Encodable, mayRepeat: Bool) -> Question {
    lastNumber += 1
    let line = JSON.bytes(Line(id: lastNumber, method: method, params: params)) + [0x0A]
    return Question(number: lastNumber, method: method, line: line, mayRepeat: mayRepeat)
  }

  /// The result that a reply holds; the reply must hold one.
  static func result<M: Method>(_ method: M.Type, of reply: Reply) throws(ClientFault) -> M.Result {
    do {
      return try JSON.decode(Whole<M.Result>.self, from: reply.line).result
    } catch {
      throw .notUnderstood(method: M.name, reason: "\(error)")
    }
  }

  /// Asks many questions without waiting between them; the replies are in their order.
  ///
  /// When the connection breaks, what has no answer yet is asked again on a new connection.
  func answers(_ questions: [Question]) throws(ClientFault) -> [Reply] {
    var replies: [Reply] = []
    for start in stride(from: 0, to: questions.count, by: Self.window) {
      let end = min(start + Self.window, questions.count)
      replies += try window(questions[start..<end])
    }
    return replies
  }

  private func window(_ questions: ArraySlice<Question>) throws(ClientFault) -> [Reply] {
    var replies: [Int64: Reply] = [:]
    var repeated = 0
    while true {
      let open = questions.filter { replies[$0.number] == nil }
      do throws(ConnectionFault) {
        let connection = try connected()
        try connection.send(open.flatMap(\.line))
        while replies.count < questions.count {
          let line = try connection.line()
          guard let head = try Self.head(of: line) else {
            listener?(AnyJSON.value(of: line))
            continue
          }
          guard case .number(let number)? = head.id else {
            // A refusal without an id concerns a line that the daemon could not read.
            throw .broken(reason: head.error?.message ?? "an answer has no id")
          }
          replies[number] = Reply(line: line, fault: head.error)
        }
        return questions.compactMap { replies[$0.number] }
      } catch {
        connection = nil
        guard case .broken(let reason) = error, repeated < repetitions, open.allSatisfy(\.mayRepeat)
        else {
          throw .noDaemon(error)
        }
        repeated += 1
        Terminal.say(
          "till: \(reason); waiting up to \(Self.patienceSeconds) s for the till to come back, "
            + "then asking again with the same command id")
        try reconnect()
      }
    }
  }

  /// The next line that answers no question: an event.
  func notification() throws(ClientFault) -> AnyJSON {
    do throws(ConnectionFault) {
      let connection = try connected()
      while true {
        let line = try connection.line()
        guard try Self.head(of: line) == nil else { continue }
        return AnyJSON.value(of: line)
      }
    } catch {
      throw .noDaemon(error)
    }
  }

  /// The same, or nil when none comes in time or a signal interrupts the wait.
  func notification(withinMilliseconds patience: Int64) throws(ClientFault) -> AnyJSON? {
    let deadline = Clock.monotonicMilliseconds() + patience
    do throws(ConnectionFault) {
      let connection = try connected()
      while true {
        let rest = deadline - Clock.monotonicMilliseconds()
        guard rest > 0, let line = try connection.line(withinMilliseconds: rest) else { return nil }
        guard try Self.head(of: line) == nil else { continue }
        return AnyJSON.value(of: line)
      }
    } catch {
      throw .noDaemon(error)
    }
  }

  private func connected() throws(ConnectionFault) -> Connection {
    if let connection { return connection }
    let fresh = try Connection(path: path)
    connection = fresh
    return fresh
  }

  /// Connects again and waits for a greeting: the socket of a daemon that is just ending still
  /// takes connections, and answers none of them.
  private func reconnect() throws(ClientFault) {
    let deadline = Clock.monotonicMilliseconds() + Self.patienceSeconds * 1000
    let greeting = question(SessionHello.self, .init(client: "till/\(Release.version)", proto: [1]))
    while true {
      do throws(ConnectionFault) {
        let fresh = try Connection(path: path)
        try fresh.send(greeting.line)
        while try Self.head(of: try fresh.line()) == nil {}
        connection = fresh
        reconnects += 1
        return
      } catch {
        guard Clock.monotonicMilliseconds() < deadline else { throw .noDaemon(error) }
        Clock.sleep(milliseconds: 50)
      }
    }
  }

  private struct Line<Params: Encodable>: Encodable {
    let jsonrpc = "2.0"
    let id: Int64
    let method: String
    let params: Params
  }

  private struct Whole<Result: Decodable>: Decodable {
    let result: Result
  }

  private struct Head: Decodable {
    let id: RequestID?
    let error: Fault?
    let method: String?
  }

  /// Whom a line answers and whether it refuses; nil for a notification.
  private static func head(of line: [UInt8]) throws(ConnectionFault) -> Head? {
    do throws(JSONFault) {
      let head = try JSON.decode(Head.self, from: line)
      return head.method == nil ? head : nil
    } catch {
      if let head = foreignHead(of: line) { return head }
      throw .broken(reason: "an answer was not understood (\(error))")
    }
  }

  /// The head of a refusal whose code this release does not know.
  private static func foreignHead(of line: [UInt8]) -> Head? {
    struct Foreign: Decodable {
      struct Failure: Decodable {
        let code: Int
        let message: String
      }
      let id: RequestID?
      let error: Failure
    }
    guard let foreign = try? JSON.decode(Foreign.self, from: line) else { return nil }
    let fault = Fault(
      .invalid, kind: "code_\(foreign.error.code)", foreign.error.message)
    return Head(id: foreign.id, error: fault, method: nil)
  }
}
