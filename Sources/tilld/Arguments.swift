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
      --virtual          adds a virtual printer, drawer and scanner inside DIR
      --log-level LEVEL  trace, debug, info, notice, warning, error or critical
      --allow-volatile   keeps a store on tmpfs or an overlay, where a power cut loses it
      --config FILE      settings in YAML; a missing file is an error
      --rebuild          redraws all views from the events before it starts
      --restore FILE     restores a backup into an empty DIR, verifies it, and ends
      --version, --help

    The first five are also variables (TILLD_STATE, TILLD_SOCKET, TILLD_VIRTUAL, TILLD_LOG_LEVEL,
    TILLD_ALLOW_VOLATILE) and keys of the file (state, socket, virtual, log.level, allow.volatile,
    and roles). Flags win over variables, those over the file.
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
