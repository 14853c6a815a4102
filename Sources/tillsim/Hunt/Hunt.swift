internal import ArgumentParser
struct Hunt: ParsableCommand {
  func run() throws {}
}
struct Shrink: ParsableCommand {
  func run() throws {}
}
