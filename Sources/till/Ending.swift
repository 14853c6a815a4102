// How a command ends: the exit code, the sentence on stderr and what to do next.

internal import ArgumentParser
internal import Glibc
internal import Wire

/// The exit codes of `till` (protocol.md, Command line).
enum Ending: Int32 {
  case done = 0
  case refused = 1
  case usage = 2
  case noDaemon = 69
  case tryAgain = 75
  case noRight = 77

  /// What a refusal of the daemon ends with.
  init(_ fault: Fault) {
    switch (fault.code, fault.data.retry) {
    case (.login, _), (.forbidden, _): self = .noRight
    case (.throttled, _), (.locked, _), (.timeout, _), (_, .now), (_, .after): self = .tryAgain
    default: self = .refused
    }
  }

  /// Ends the process with what went wrong: words on stderr, and an object on stdout if the
  /// command was asked for JSON.
  static func end(with error: any Error, json: Bool) -> Never {
    if let error = error as? ClientFault {
      let (ending, fault, advice) = explain(error)
      if json { Terminal.write(fault) }
      Terminal.say("till: \(Terminal.harmless(message(of: error)))")
      if let advice { Terminal.say("      \(advice)") }
      exit(ending.rawValue)
    }
    Progress.clear()
    guard let error = error as? ValidationError else { Till.exit(withError: error) }
    Terminal.say("till: \(error.message)")
    exit(Ending.usage.rawValue)
  }

  /// Ends the process with what was wrong with its arguments, or with the help they asked for.
  static func endParsing(with error: any Error) -> Never {
    guard Till.exitCode(for: error) == .validationFailure else { Till.exit(withError: error) }
    Terminal.say(Till.fullMessage(for: error))
    exit(Ending.usage.rawValue)
  }

  private static func message(of error: ClientFault) -> String {
    switch error {
    case .refused(let fault): fault.message
    case .notUnderstood(let method, let reason):
      "the answer to \(method) was not understood: \(reason)"
    case .noDaemon(.broken(let reason)): "the till went away before it answered: \(reason)"
    case .noDaemon(.unreachable(let path, let code)):
      "no till answers at \(path): \(String(cString: strerror(code)))"
    }
  }

  private static func explain(
    _ error: ClientFault
  ) -> (ending: Ending, json: String, advice: String?) {
    switch error {
    case .refused(let fault): return (Ending(fault), JSON.text(fault), Advice.after(fault))
    case .notUnderstood:
      return (
        .refused, object(1, "not_understood", message(of: error)),
        "This command and the daemon may be of different releases; `till doctor` compares them."
      )
    case .noDaemon(.broken):
      return (
        .noDaemon, object(69, "no_daemon", message(of: error)),
        "If it was to change something, look whether it did: till status"
      )
    case .noDaemon(.unreachable(_, let code)):
      let advice =
        switch code {
        case EACCES: "Become a member of the group `till`, then log in again."
        case ENOENT, ECONNREFUSED:
          "Start it (`systemctl start tilld`), or name its socket with --socket; see `till doctor`."
        default: "`till doctor` looks for the reason."
        }
      return (.noDaemon, object(69, "no_daemon", message(of: error)), advice)
    }
  }

  /// An error object of the command itself, of the same shape as the daemon's.
  private static func object(_ code: Int64, _ kind: String, _ message: String) -> String {
    JSON.text(
      AnyJSON.object([
        "code": .integer(code), "message": .string(message),
        "data": .object([
          "kind": .string(kind), "retry": .string("never"), "text_key": .string("fault.\(kind)"),
        ]),
      ]))
  }
}

/// What to type after a refusal.
enum Advice {
  /// The next step for a refusal, or nil where its own sentence says it all.
  static func after(_ fault: Fault) -> String? {
    switch fault.data.kind {
    case "no_open_shift": "Next: till shift open --float 100.00"
    case "shift_already_open": "Next: till shift status"
    case "unknown_lines": "Next: till sale show, then till sale void-line LINE --reason WHY"
    case "sale_part_paid": "Next: till sale show, then till pay cash"
    case "nothing_to_pay": "Next: till scan CODE"
    case "no_such_sale": "Next: till sale list, or till scan CODE"
    case "sale_open": "Next: till sale hold, or till pay cash"
    case "sale_not_parked", "stale_revision": "Next: till sale list"
    case "no_such_job": "Next: till receipt jobs"
    case "unknown_setting": "Next: till config get"
    case "unknown_category": "Next: till categories list"
    case "barcode_taken": "Next: till products find CODE"
    default: general(fault)
    }
  }

  private static func general(_ fault: Fault) -> String? {
    switch (fault.code, fault.data.retry) {
    case (.login, _), (.forbidden, _):
      "Run it as the till's own user, or ask somebody who may: sudo -u tilld till …"
    case (_, .after(let milliseconds)): "Try again in \(milliseconds) ms."
    case (.throttled, _), (.locked, _), (.timeout, _), (_, .now): "Try again."
    case (.storage, _), (.device, _): "Next: till doctor"
    case (.unknownMethod, _): "Next: till rpc rpc.discover"
    default: nil
    }
  }
}
