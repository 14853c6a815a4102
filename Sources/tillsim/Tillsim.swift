// The simulator's command line.

internal import ArgumentParser

@main
struct Tillsim: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tillsim", abstract: "Simulates a shop around the real till, from a seed.")
}
