// The command `tillsim`: one run of the simulated shop, a hunt over many, or the smallest run that
// still shows a breach.

internal import ArgumentParser
internal import Glibc

/// The simulated shop.
@main
struct Tillsim: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tillsim",
    abstract: "Lives through simulated shop days in which everything fails, and judges the till.",
    subcommands: [
      Run.self, Hunt.self, Shrink.self, FaultsCommand.self, RotCommand.self,
    ], defaultSubcommand: Run.self)
}

/// What every command about one run takes.
struct RunOptions: ParsableArguments {
  @Option(help: "What everything is drawn from.")
  var seed: UInt64 = 1

  @Option(help: "How many operations before the calm.")
  var operations = 2_000

  @Option(help: "A class of faults to leave out; may be given more than once.")
  var without: [FaultClass] = []

  @Option(help: "Operations to leave out, such as 3-7,12.")
  var drop: Ranges = Ranges([])

  var options: SimOptions {
    SimOptions(
      seed: seed, operations: operations, without: Set(without), dropped: drop.numbers)
  }
}

extension FaultClass: ExpressibleByArgument {}

extension Ranges: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}

/// `tillsim --seed N`: one run, told.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Lives through one run.")

  @OptionGroup var one: RunOptions

  func run() throws {
    let result = RunResult(one.options)
    Console.print(result.text)
    if result.violation != nil { throw ExitCode.failure }
  }
}

/// Where everything is said.
enum Console {
  static func print(_ words: String) {
    Swift.print(words)
    fflush(nil)
  }
}
