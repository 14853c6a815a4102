// The daemon's flags. Few and stable: they are part of the protocol document.

/// What the command line said.
struct Arguments: Equatable {
  var config: String?
  var state: String?
  var socket: String?
  var logLevel: String?
  var virtual: Bool?
  var allowVolatile: Bool?
  /// Redraw all views from the events before anything else.
  var rebuild = false
  /// Restore this backup into the state folder, then end.
  var restore: String?
  var wantsHelp = false
  var wantsVersion = false

  struct Fault: Error {
    let message: String
  }

  static let help = """
    tilld - the till that keeps selling

    usage: tilld --state DIR --socket PATH [--config FILE] [--virtual]

      --state DIR        the folder that holds everything the till knows
      --socket PATH      the unix socket to answer on
      --config FILE      settings in YAML; a missing file is an error
      --virtual          adds a virtual printer, drawer and scanner inside DIR
      --log-level LEVEL  debug, info, notice, warning or error
      --allow-volatile   keeps a store on tmpfs or an overlay, where a power cut loses it
      --rebuild          redraws all views from the events before it starts
      --restore FILE     restores a backup into an empty DIR, verifies it, and ends
      --version, --help

    Each flag but the last two is also a variable (TILLD_STATE, TILLD_SOCKET, TILLD_VIRTUAL …)
    and a key of the file (state, socket, virtual …). Flags win over variables, those over the file.
    It prints one line `ready socket=PATH` once it can sell, and ends on SIGTERM.

    """

  init(_ words: some Sequence<String>) throws(Fault) {
    var rest = Array(words)[...]
    while let word = rest.popFirst() {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      func value() throws(Fault) -> String {
        if parts.count == 2 { return parts[1] }
        guard let next = rest.popFirst() else {
          throw Fault(message: "\(word) needs a value; tilld --help lists the flags")
        }
        return next
      }
      switch parts.first ?? word {
      case "--config": config = try value()
      case "--state": state = try value()
      case "--socket": socket = try value()
      case "--log-level": logLevel = try value()
      case "--restore": restore = try value()
      case "--virtual": virtual = true
      case "--allow-volatile": allowVolatile = true
      case "--rebuild": rebuild = true
      case "--help", "-h": wantsHelp = true
      case "--version": wantsVersion = true
      default:
        throw Fault(message: "there is no flag \(word); tilld --help lists them")
      }
    }
  }
}
