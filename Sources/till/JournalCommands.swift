// The verbs about the journal and its backups: `till journal …` and `till backup …`.

internal import ArgumentParser
internal import Domains
internal import Glibc
internal import Values
internal import Wire

/// `till journal …`.
struct JournalCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "Read and check what happened, for ever.",
    subcommands: [Verify.self, Read.self, Audit.self, Export.self])

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: JournalVerify.summary)
    @OptionGroup var common: Common
    @Option(help: "The first position to check.") var from: Int64?

    func run() throws {
      let report = try common.client.call(JournalVerify.self, .init(from: from))
      var lines = ["events  \(report.events)", "head    \(report.head)", "hash    \(report.hash)"]
      if let bad = report.firstBad { lines.append("first bad position: \(bad)") }
      try CheckText.end(report, ok: report.ok, why: report.why, lines, common)
    }
  }

  struct Read: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: JournalRead.summary)
    @OptionGroup var common: Common
    @Option(help: "The first position, 1 at first.") var from: Int64?
    @Option(help: "How many, at most 1000; 100 when left out.") var limit: Int?

    func run() throws {
      try common.show(JournalRead.self, .init(from: from, limit: limit)) { answer in
        var table = Table(
          ("seq", .right), ("at", .left), ("type", .left), ("by", .left), ("data", .left))
        for event in answer.events {
          table.add(
            "\(event.seq)", "\(event.at)", event.type, event.by,
            String(JSON.text(event.data).prefix(120)))
        }
        return table.lines
      }
    }
  }

  struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: JournalAudit.summary)
    @OptionGroup var common: Common

    func run() throws {
      let report = try common.client.call(JournalAudit.self, NoParams())
      let lines = [
        "rows     \(report.rows)", "stored   \(report.stored)", "redrawn  \(report.redrawn)",
      ]
      let why = report.firstBad.map { "the view \($0) differs from its events" }
      try CheckText.end(report, ok: report.ok, why: why, lines, common)
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes every event to stdout, one JSON object a line.")
    @OptionGroup var common: Common
    @Option(help: "The first position, 1 at first.") var from: Int64 = 1

    func run() throws {
      let client = common.client
      var next = from
      var progress = Progress()
      while true {
        let page = try client.raw(
          client.question(JournalRead.self, .init(from: next, limit: 1000)))
        guard case .object(let fields) = page, case .array(let events)? = fields["events"],
          case .object(let last)? = events.last, case .integer(let seq)? = last["seq"]
        else { break }
        Terminal.write(events.map { JSON.text($0) }.joined(separator: "\n"))
        if progress.isDue() { Progress.show("\(seq) events") }
        next = seq + 1
      }
      Progress.clear()
    }
  }
}

/// `till backup …`.
struct BackupCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Make, check and bring back copies of the store.",
    subcommands: [Now.self, Verify.self, Restore.self])

  struct Now: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: BackupNow.summary)
    @OptionGroup var common: Common
    @Argument(
      help: "A file that does not exist yet; without it, one in the till's own folder.",
      completion: .file())
    var path: String?

    func run() throws {
      let path = try path.map { try TextFile.absoluteOfNew($0) }
      let report = try common.client.call(BackupNow.self, .init(path: path))
      try CheckText.end(
        report, ok: report.ok, why: report.why, CheckText.lines(report), common,
        advice: "Do not rely on it; make another: till backup now")
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: BackupVerify.summary)
    @OptionGroup var common: Common
    @Argument(help: "The backup.", completion: .file()) var path: String

    func run() throws {
      let report = try common.client.call(
        BackupVerify.self, .init(path: try TextFile.absoluteOfNew(path)))
      try CheckText.end(
        report, ok: report.ok, why: report.why, CheckText.lines(report), common,
        advice: "Do not rely on it; make another: till backup now")
    }
  }

  struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes a state folder from a backup; the daemon must not be running on it.",
      discussion: "This starts `tilld --restore FILE --state DIR`, which checks the backup first.")
    @OptionGroup var common: Common
    @Argument(help: "The backup.", completion: .file()) var file: String
    @Option(help: "The state folder to make.", completion: .directory) var state: String
    @Flag(help: "Do not ask.") var yes = false

    func run() throws {
      guard yes || Terminal.confirms("Restore \(file) into \(state)?") else {
        Terminal.say("Nothing was restored.")
        throw ExitCode(Ending.refused.rawValue)
      }
      let words = ["tilld", "--restore", file, "--state", state]
      var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
      defer { for argument in arguments { free(argument) } }
      arguments.append(nil)
      if let beside = Self.daemonBeside() { execv(beside, arguments) }
      execvp("tilld", arguments)
      throw ValidationError("tilld could not be started: \(String(cString: strerror(errno))).")
    }

    /// The daemon in the folder of this command.
    private static func daemonBeside() -> String? {
      guard let own = try? TextFile.absolute("/proc/self/exe"),
        let slash = own.lastIndex(of: "/")
      else { return nil }
      return String(own[...slash]) + "tilld"
    }
  }
}

/// Checks in words.
enum CheckText {
  static func lines(_ report: BackupReport) -> [String] {
    [
      "file   \(report.file)", "bytes  \(report.bytes)", "head   \(report.head)",
      "hash   \(report.hash)", "sales  \(report.sales)",
    ]
  }

  /// Writes a check's report and ends the command: well, or with exit code 1.
  static func end(
    _ report: some Encodable, ok: Bool, why: String?, _ lines: [String], _ common: Common,
    advice: String = "Keep everything as it is, and verify the last backup: till backup verify"
  ) throws {
    common.write(common.json ? [JSON.text(report)] : [ok ? "ok" : "DAMAGED"] + lines)
    guard ok else {
      Terminal.say("till: \(why ?? "the check failed")")
      Terminal.say("      \(advice)")
      throw ExitCode(Ending.refused.rawValue)
    }
  }
}
