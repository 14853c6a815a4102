// Events as they happen, and any method by its name.

internal import ArgumentParser
internal import Domains
internal import Values
internal import Wire

/// `till events [TOPIC…]`.
struct EventsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events", abstract: EventsSubscribe.summary,
    discussion: "Runs until it is interrupted.")

  @OptionGroup var common: Common
  @Argument(
    help: "What to hear of: \(Topic.allCases.map(\.rawValue).joined(separator: ", ")).",
    completion: .list(Topic.allCases.map(\.rawValue)))
  var topics: [String] = []
  @Option(help: "Also the events after this position.") var since: Int64?

  func run() throws {
    let client = common.client
    let params = EventsSubscribe.Params(
      topics: topics.isEmpty ? nil : topics, since: since, snapshot: nil)
    let subscription = try client.call(EventsSubscribe.self, params)
    Terminal.say("Listening from position \(subscription.at); end with Ctrl-C.")
    while true {
      let notification = try client.notification()
      guard case .object(let line) = notification, case .object(let event)? = line["params"]
      else { continue }
      if common.json {
        Terminal.write(JSON.text(AnyJSON.object(event)))
      } else if let text = Self.text(event) {
        Terminal.write(Terminal.harmless(text))
      }
    }
  }

  /// An event in one line, or nil for a tick that only says that the line is alive.
  private static func text(_ event: [String: AnyJSON]) -> String? {
    guard case .string(let type)? = event["type"] else { return nil }
    if type == "tick" {
      guard case .object(let data)? = event["data"], data["clock"] == .string("untrusted") else {
        return nil
      }
    }
    let seq = if case .integer(let seq)? = event["seq"] { "\(seq)" } else { "-" }
    let by = if case .string(let by)? = event["by"] { "  by \(by)" } else { "" }
    let data = event["data"].map { JSON.text($0) } ?? ""
    return "\(Table.pad(seq, 8, .right))  \(Table.pad(type, 22, .left))  \(data)\(by)"
  }
}

/// `till rpc METHOD [JSON]`.
struct RPCCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rpc", abstract: "Calls any method and writes its result as JSON.",
    discussion: """
      Every write needs a `cmd`; --write makes one.
        till rpc rpc.discover
        till rpc sale.scan '{"code":"4006381333931"}' --write
      """)

  @OptionGroup var common: Common
  @Argument(help: "The method, such as till.status.") var method: String
  @Argument(help: "Its parameters, one JSON object.") var params: String = "{}"
  @Flag(help: "Add a fresh command id as `cmd`.") var write = false

  func validate() throws { _ = try fields() }

  func run() throws {
    var fields = try fields()
    if write { fields["cmd"] = .string(Client.command().description) }
    let client = common.client
    let question = client.question(
      named: method, AnyJSON.object(fields), mayRepeat: fields["cmd"] != nil)
    Terminal.write(JSON.text(try client.raw(question)))
  }

  private func fields() throws -> [String: AnyJSON] {
    do throws(JSONFault) {
      if case .object(let fields) = try JSON.decode(AnyJSON.self, from: params.utf8) {
        return fields
      }
    } catch {
      throw ValidationError(
        "The parameters were not understood (\(error)); numbers are whole numbers only.")
    }
    throw ValidationError("The parameters are one JSON object, such as '{\"limit\":10}'.")
  }
}
