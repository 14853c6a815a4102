// `tillsim rot`: single bits of the stored bytes flip, ten thousand times.

internal import ArgumentParser
internal import Values

struct RotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rot", abstract: "Flips single bits of a stored shop and starts the till.")

  @Option(help: "How many bits, one at a time.") var flips = 10_000
  @Option(help: "The first seed; each flip has its own.") var first = 1
  @Option(help: "How many sales are stored.") var sales = 300
  @Option(help: "Write the result there, as JSON.") var report: String?

  func run() throws {
    let began = ContinuousClock.now
    let shops = [
      try Rot(sales: sales, leavesJournal: false), try Rot(sales: sales, leavesJournal: true),
    ]
    var fates: [Rot.Fate: Int] = [:]
    var believed: [String] = []
    for number in 0..<flips {
      let seed = first + number
      let (fate, why) = shops[number % 2].flip(seed: UInt64(seed))
      fates[fate, default: 0] += 1
      if fate == .believed { believed.append("seed \(seed): \(why)") }
      if flips == 1 { Console.print("\(fate.rawValue): \(why)") }
      if (number + 1).isMultiple(of: 500) {
        Console.print("rot: \(number + 1) of \(flips) bits, \(believed.count) believed")
      }
    }
    for line in believed.prefix(20) { Console.print("BELIEVED \(line)") }
    var counts: [(String, Int)] = [
      ("events stored", shops[0].eventCount), ("bits flipped, one at a time", flips),
    ]
    for fate in Rot.Fate.allCases {
      counts.append((fate.rawValue, fates[fate] ?? 0))
      Console.print("\(fate.rawValue): \(fates[fate] ?? 0)")
    }
    if let report {
      try Report.write(
        Report(
          part: "rot", title: "Bit rot", command: "make rot FLIPS=\(flips)", counts: counts,
          seconds: (ContinuousClock.now - began).components.seconds, ok: believed.isEmpty),
        to: report)
    }
    if !believed.isEmpty { throw ExitCode.failure }
  }
}
