// What every command has: the socket, the choice of JSON, and the way from a call to its output.

internal import ArgumentParser
internal import Domains
internal import Values
internal import Wire

/// The options of every command; they stand before or after the verb.
struct Common: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The daemon's socket (default: $TILL_SOCKET, then /run/tilld/tilld.sock).",
      valueName: "path"),
    completion: .file())
  var socket: String?

  @Flag(help: "Write one JSON object to stdout instead of text.")
  var json = false

  var path: String {
    socket ?? Terminal.variable("TILL_SOCKET") ?? "/run/tilld/tilld.sock"
  }

  var client: Client { Client(path: path) }

  /// Calls a method and writes its result: as JSON as it came, or as the lines of `text`.
  func show<M: Method>(
    _ method: M.Type, _ params: M.Params, text: (M.Result) -> [String]
  ) throws {
    try show(M.self, params, by: client, text: text)
  }

  /// The same by a client that is in use already.
  func show<M: Method>(
    _ method: M.Type, _ params: M.Params, by client: Client, text: (M.Result) -> [String]
  ) throws {
    if json {
      Terminal.write(JSON.text(try client.raw(client.question(M.self, params))))
    } else {
      write(text(try client.call(M.self, params)))
    }
  }

  func write(_ lines: [String]) {
    for line in lines { Terminal.write(line) }
  }
}

extension Client {
  /// The currency of the till.
  func currency() throws -> Currency {
    let settings = try call(ConfigGet.self, .init(key: "currency")).settings
    guard case .string(let code)? = settings.first?.value, let currency = Currency(code: code)
    else { throw ClientFault.notUnderstood(method: ConfigGet.name, reason: "no currency code") }
    return currency
  }

  /// Imports products, and tells on stderr how far it is.
  func importProducts(_ params: ProductImport.Params) throws(ClientFault) -> ProductImport.Result {
    _ = try call(EventsSubscribe.self, .init(topics: [Topic.job.rawValue]))
    var progress = Progress()
    listener = { event in
      guard case .object(let line) = event, case .object(let notice)? = line["params"],
        case .object(let job)? = notice["data"], case .integer(let done)? = job["done"],
        progress.isDue()
      else { return }
      let total = if case .integer(let total)? = job["total"] { " of \(total)" } else { "" }
      Progress.show("\(done)\(total) rows")
    }
    defer {
      listener = nil
      Progress.clear()
    }
    return try call(ProductImport.self, params)
  }

  /// The given sale, or the open one if none is given.
  func openSale(_ given: ID?) throws -> ID {
    if let given { return given }
    return try call(SaleGet.self, .init()).sale.id
  }
}
