// The gateway's flags: where it listens, and where the till's socket is.

/// What the command line said.
struct Options: Equatable {
  /// A loopback address: this release has no logins and no TLS, so it serves this machine only.
  private(set) var address = "127.0.0.1"
  private(set) var port = 8480
  private(set) var socket = "/run/tilld/tilld.sock"
  private(set) var wantsHelp = false

  struct Fault: Error, Equatable {
    let message: String
  }

  static let help = """
    tillweb - the till's socket for programs that speak HTTP

    usage: tillweb [--listen 127.0.0.1:8480] [--socket /run/tilld/tilld.sock]

      POST /rpc      one JSON-RPC request, and its answer
      GET  /healthz  200 while the till answers, 503 otherwise
    """

  /// What a request may call this machine in its Host field (RFC 9110, section 7.2).
  ///
  /// A page of another site that has its own name resolved to this machine sends that name.
  var hosts: Set<String> { ["127.0.0.1:\(port)", "localhost:\(port)", "[::1]:\(port)"] }

  init(_ words: some Sequence<String>) throws(Fault) {
    var rest = Array(words)[...]
    while let word = rest.popFirst() {
      func value() throws(Fault) -> String {
        guard let next = rest.popFirst() else {
          throw Fault(message: "\(word) needs a value; tillweb --help lists the flags")
        }
        return next
      }
      switch word {
      case "--listen": (address, port) = try Self.place(try value())
      case "--socket": socket = try value()
      case "--help", "-h": wantsHelp = true
      default: throw Fault(message: "there is no flag \(word); tillweb --help lists them")
      }
    }
  }

  /// An address and a port as typed, `127.0.0.1:8480` or `[::1]:8480`.
  private static func place(_ text: String) throws(Fault) -> (String, Int) {
    guard let colon = text.lastIndex(of: ":"),
      let port = Int(text[text.index(after: colon)...]), (1...65_535).contains(port)
    else {
      throw Fault(message: "--listen takes ADDRESS:PORT, such as 127.0.0.1:8480, not \(text)")
    }
    switch text[..<colon] {
    case "127.0.0.1", "localhost": return ("127.0.0.1", port)
    case "[::1]": return ("::1", port)
    default:
      throw Fault(
        message: "tillweb has no logins yet, so it listens on 127.0.0.1 or [::1] only, not \(text)")
    }
  }
}
