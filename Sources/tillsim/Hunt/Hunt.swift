// `tillsim hunt`: many runs, one seed after the other, in as many processes as there are to be.

internal import ArgumentParser
internal import Glibc
internal import Wire

/// Hunts for a breach over a range of seeds.
struct Hunt: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lives through many runs and reports every breach.")

  @Option(help: "How many seeds.")
  var seeds = 100

  @Option(help: "The first seed.")
  var first: UInt64 = 1

  @Option(help: "How many operations each.")
  var operations = 2_000

  @Option(help: "How many processes hunt beside each other.")
  var jobs = 1

  @Flag(help: "Live the first 20 runs twice: both must leave the same trace.")
  var twice = false

  @Flag(help: "Stop at the first breach.")
  var stop = false

  @Option(help: "The bug to wake in a build that has bugs planted; see Tests/Bugs.")
  var bug: String?

  @Option(help: "Write what came of it to this file, as JSON.")
  var report: String?

  func validate() throws {
    guard seeds > 0, operations > 0, (1...64).contains(jobs) else {
      throw ValidationError("give at least one seed and operation, and 1 to 64 jobs")
    }
  }

  func run() throws {
    let began = ContinuousClock.now
    var total = Sums()
    if jobs > 1 {
      total = try Pack(self).hunt()
    } else {
      for offset in 0..<seeds {
        hunt(seed: first + UInt64(offset), checksTrace: twice && offset < 20, &total)
        if stop && total.breaches > 0 { break }
      }
    }
    let seconds = (ContinuousClock.now - began).components.seconds
    let perMinute = seeds * 60 / Int(max(seconds, 1))
    Console.print("\(seeds) seeds, \(total.breaches) breaches, \(perMinute) seeds a minute")
    if let report {
      let command = "make sim SEEDS=\(seeds) FIRST=\(first)"
      try Report.write(
        total.report(command: command, seeds: seeds, perMinute: perMinute, seconds: seconds),
        to: report)
    }
    if total.breaches > 0 { throw ExitCode.failure }
  }

  private func hunt(seed: UInt64, checksTrace: Bool, _ total: inout Sums) {
    let options = SimOptions(seed: seed, operations: operations)
    let result = RunResult(options)
    total.add(result.counts)
    if result.violation != nil {
      total.breaches += 1
      Console.print(result.text)
    } else if checksTrace {
      let again = RunResult(options)
      total.repeated += 1
      if again.hash != result.hash {
        total.breaches += 1
        Console.print("seed \(seed) cannot be repeated: \(result.hash) and \(again.hash)")
      }
    }
    if seed % 10 == 0 { Console.print("seed \(seed), \(total.breaches) breaches so far") }
    fflush(nil)
  }
}

/// Several processes that hunt beside each other, a range of seeds each.
struct Pack {
  private let order: Hunt

  init(_ order: Hunt) { self.order = order }

  func hunt() throws -> Sums {
    var total = Sums()
    var hounds: [(pid: pid_t, report: String)] = []
    for job in 0..<order.jobs {
      let from = order.seeds * job / order.jobs
      let count = order.seeds * (job + 1) / order.jobs - from
      guard count > 0 else { continue }
      let report = "/tmp/tillsim-\(getpid())-\(job).json"
      var words = [
        "tillsim", "hunt", "--seeds", "\(count)", "--first", "\(order.first + UInt64(from))",
        "--operations", "\(order.operations)", "--report", report,
      ]
      if order.twice && job == 0 { words.append("--twice") }
      if order.stop { words.append("--stop") }
      if let bug = order.bug { words += ["--bug", bug] }
      hounds.append((try Self.start(words), report))
    }
    for (pid, report) in hounds {
      var status: Int32 = 0
      waitpid(pid, &status, 0)
      defer { unlink(report) }
      guard let sums = Sums(of: report) else {
        total.breaches += 1
        Console.print("a hunting process died with status \(status); its last seed is above")
        continue
      }
      total.add(sums)
      if status != 0 && sums.breaches == 0 { total.breaches += 1 }
    }
    return total
  }

  private static func start(_ words: [String]) throws -> pid_t {
    var pid = pid_t()
    var arguments = words.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    let error = posix_spawn(&pid, "/proc/self/exe", nil, nil, arguments, environ)
    guard error == 0 else {
      throw ValidationError("no process could be started: \(String(cString: strerror(error)))")
    }
    return pid
  }
}
