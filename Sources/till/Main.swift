// The command `till`: a plain client of the till's socket. The verbs live in their own files.

internal import ArgumentParser
internal import Domains
internal import Glibc
internal import Wire

/// The root of all verbs.
@main
struct Till: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "till",
    abstract: "Sell, look and look after a till, through its socket.",
    discussion: """
      Data goes to stdout, talk to stderr. Every verb takes --socket PATH and --json, before or \
      after its name.

      Exit codes: 0 done, 1 refused, 2 usage, 69 no daemon, 75 try again, 77 no right.

      First steps: till doctor, then till pair or till demo.
      """,
    version: Release.version,
    groupedSubcommands: [
      CommandGroup(
        name: "Selling:",
        subcommands: [
          ScanCommands.self, SaleCommands.self, PayCommand.self, ReceiptCommands.self,
          DrawerCommands.self,
        ]),
      CommandGroup(
        name: "The day:", subcommands: [ShiftCommands.self, ReportCommands.self]),
      CommandGroup(
        name: "The shop:",
        subcommands: [ProductCommands.self, CategoryCommands.self, ConfigCommands.self]),
      CommandGroup(
        name: "The machine:",
        subcommands: [
          StatusCommand.self, PairCommand.self, DeviceCommands.self, JournalCommands.self,
          BackupCommands.self,
          EventsCommand.self, RPCCommand.self, EscposCommands.self, DoctorCommand.self,
          DemoCommand.self,
        ]),
    ])

  @OptionGroup var common: Common

  static func main() {
    let arguments = Arguments.withOptionsLast(Array(CommandLine.arguments.dropFirst()))
    var command: any ParsableCommand
    do {
      command = try parseAsRoot(arguments)
    } catch {
      Ending.endParsing(with: error)
    }
    do {
      try command.run()
    } catch {
      Ending.end(with: error, json: arguments.contains("--json"))
    }
  }
}

/// The order of arguments.
enum Arguments {
  /// The arguments with `--socket` and `--json` moved behind the verb that reads them.
  ///
  /// What follows `--` stays as it is.
  static func withOptionsLast(_ arguments: [String]) -> [String] {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    var words: [String] = []
    var options: [String] = []
    var index = 0
    while index < end {
      let word = arguments[index]
      index += 1
      if word == "--socket", index < end {
        options += [word, arguments[index]]
        index += 1
      } else if word == "--json" || word.hasPrefix("--socket=") {
        options.append(word)
      } else {
        words.append(word)
      }
    }
    return words + (words.isEmpty ? [] : options) + arguments[end...]
  }
}
