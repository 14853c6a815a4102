// `till doctor`: what is well, what is not, and what to do about it.

internal import ArgumentParser
internal import Glibc
internal import Wire

/// One thing that was looked at.
struct Finding: Encodable, Equatable {
  enum Grade: String, Encodable { case ok, warn, fail }

  let grade: Grade
  let what: String
  let found: String
  /// What to do; nil if nothing is to be done.
  let fix: String?

  static func ok(_ what: String, _ found: String) -> Finding {
    Finding(grade: .ok, what: what, found: found, fix: nil)
  }

  static func warn(_ what: String, _ found: String, fix: String) -> Finding {
    Finding(grade: .warn, what: what, found: found, fix: fix)
  }

  static func fail(_ what: String, _ found: String, fix: String) -> Finding {
    Finding(grade: .fail, what: what, found: found, fix: fix)
  }
}

/// `till doctor`.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Checks the till and this machine, and says how to mend them.",
    discussion: "Ends with 0 if nothing failed; a warning does not fail.")

  @OptionGroup var common: Common
  @Option(help: "The daemon's state folder.", completion: .directory)
  var state = "/var/lib/tilld"

  private struct Report: Encodable {
    let ok: Bool
    let findings: [Finding]
  }

  func run() throws {
    let daemon = DaemonFacts.ask(common.client)
    let machine = MachineEye().facts(
      state: state, socket: common.path, devices: daemon.devices, paired: daemon.paired)
    let findings = DaemonChecks.findings(daemon) + MachineChecks.findings(machine)
    let failures = findings.count { $0.grade == .fail }
    if common.json {
      Terminal.write(JSON.text(Report(ok: failures == 0, findings: findings)))
    } else {
      for finding in findings { write(finding) }
      Terminal.say(
        failures == 0
          ? "All is well. Next: till pair, or till demo"
          : "\(failures) of \(findings.count) failed.")
    }
    if failures > 0 { throw ExitCode(Ending.refused.rawValue) }
  }

  private func write(_ finding: Finding) {
    let (word, colour): (String, Terminal.Colour) =
      switch finding.grade {
      case .ok: ("ok  ", .green)
      case .warn: ("warn", .yellow)
      case .fail: ("FAIL", .red)
      }
    let what = Table.pad(finding.what, 14, .left)
    Terminal.write(
      "\(Terminal.colour(word, colour))  \(what)  \(Terminal.harmless(finding.found))")
    if let fix = finding.fix { Terminal.write("                      fix: \(fix)") }
  }
}
