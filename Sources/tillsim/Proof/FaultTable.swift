// What every fault at every operation came to.

/// The table of an exhaustive run.
struct FaultTable {
  private let operations: [DiskOperation]
  private let wanted: Trial.Books
  private let began = ContinuousClock.now
  private(set) var trials = 0
  /// By fault, lasting or not, and operation: how often each verdict.
  private var rows: [Row: [Verdict: Int]] = [:]
  private(set) var broken: [String] = []

  private struct Row: Hashable {
    let operation: DiskOperation
    let fault: DiskFault
    let isPersistent: Bool
  }

  init(operations: [DiskOperation], wanted: Trial.Books) {
    self.operations = operations
    self.wanted = wanted
  }

  var isBroken: Bool { !broken.isEmpty || trials == 0 }

  /// One day with one fault.
  func trial(_ planned: PlannedFault) -> (verdict: Verdict, why: String?, ends: [String]) {
    let disk = SimDisk(seed: UInt64(planned.operation))
    disk.plan = [planned]
    var trial = Trial(on: disk, seed: 1)
    let (verdict, why) = trial.run(wanted: wanted)
    return (verdict, why, trial.ends)
  }

  mutating func run(faults: [DiskFault], operations numbers: StrideThrough<Int>) {
    let total = Array(numbers).count
    var done = 0
    for number in numbers {
      done += 1
      let operation = operations[number - 1]
      for fault in faults where fault.fits(operation) {
        for isPersistent in [false, true] {
          let planned = PlannedFault(
            operation: number, fault: fault, isPersistent: isPersistent)
          let (verdict, why, _) = trial(planned)
          trials += 1
          let row = Row(operation: operation, fault: fault, isPersistent: isPersistent)
          rows[row, default: [:]][verdict, default: 0] += 1
          if verdict == .broken {
            broken.append(
              "\(number):\(fault.rawValue)\(isPersistent ? ":lasting" : "") "
                + "(\(operation.rawValue)): "
                + (why ?? ""))
          }
        }
      }
      if done.isMultiple(of: 50) {
        Console.print(
          "faults: \(done) of \(total) operations, \(trials) days, \(broken.count) broken")
      }
    }
  }

  /// The table in words, and the first broken days with what replays them.
  var text: String {
    var lines: [String] = []
    for operation in DiskOperation.allCases {
      for fault in DiskFault.allCases {
        for isPersistent in [false, true] {
          let row = Row(operation: operation, fault: fault, isPersistent: isPersistent)
          guard let counts = rows[row] else { continue }
          let words = Verdict.allCases.compactMap { verdict in
            counts[verdict].map { "\($0) \(verdict.rawValue)" }
          }
          lines.append(
            "\(operation.rawValue), \(fault.rawValue)\(isPersistent ? ", lasting" : ""): "
              + words.joined(separator: "; "))
        }
      }
    }
    for bad in broken.prefix(20) { lines.append("BROKEN tillsim faults --only \(bad)") }
    lines.append("\(trials) days, \(broken.count) broken, \(seconds) s")
    return lines.joined(separator: "\n")
  }

  private var seconds: Int64 { (ContinuousClock.now - began).components.seconds }

  func report(every: Int) -> Report {
    var counts: [(String, Int)] = [("disk operations of the day", operations.count)]
    counts.append(("days lived through, each with one fault", trials))
    for verdict in Verdict.allCases {
      counts.append((verdict.rawValue, rows.values.reduce(0) { $0 + ($1[verdict] ?? 0) }))
    }
    return Report(
      part: "faults", title: "Every fault at every disk operation",
      command: "make faults EVERY=\(every)", counts: counts, seconds: seconds, ok: !isBroken)
  }
}
