// `tillsim shrink`: the smallest run that still breaks the same law.

internal import ArgumentParser
internal import Glibc

/// Leaves out whatever a breach does not need.
struct Shrink: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds a smaller run that breaks the same law.")

  @OptionGroup var one: RunOptions

  @Option(help: "How many runs may be tried.")
  var tries = 300

  func run() throws {
    guard var smallest = Shrinking(one.options, tries: tries) else {
      Console.print("\(one.options.commandLine): all laws hold, there is nothing to shrink")
      return
    }
    smallest.shrink()
    let result = smallest.result
    Console.print("the smallest run found, \(smallest.plan.count) operations:")
    for operation in smallest.plan {
      Console.print("  operation \(operation.index), \(operation.time) ms: \(operation.words)")
    }
    Console.print(result.text)
  }
}

/// The search for the smallest run.
struct Shrinking {
  private(set) var result: RunResult
  private let law: String
  private var left: Int

  /// Nil if the run breaks no law.
  init?(_ options: SimOptions, tries: Int) {
    result = RunResult(options)
    guard let violation = result.violation else { return nil }
    (law, left) = (violation.law, tries)
  }

  /// The lines of the smallest run found so far.
  var plan: [Operation] { Plan(result.options).operations }

  mutating func shrink() {
    cutEnd()
    for fault in FaultClass.allCases {
      var options = result.options
      options.without.insert(fault)
      attempt(options)
    }
    var size = max(plan.count / 2, 1)
    while left > 0 {
      let before = plan.count
      var start = 0
      while start < plan.count, left > 0 {
        var options = result.options
        options.dropped.formUnion(plan[start..<min(start + size, plan.count)].map(\.index))
        if !attempt(options) { start += size }
      }
      if size == 1 && plan.count == before { break }
      size = max(size / 2, 1)
    }
  }

  /// Leaves out what comes after the breach, then as much more as half and half again allows.
  private mutating func cutEnd() {
    var options = result.options
    if let last = plan.prefix(result.counts.operations).last { options.operations = last.index + 1 }
    attempt(options)
    var step = result.options.operations / 2
    while step > 0, left > 0 {
      var options = result.options
      options.operations -= step
      if options.operations > 0, attempt(options) { continue }
      step /= 2
    }
  }

  /// Keeps a smaller run if it breaks the same law.
  @discardableResult
  private mutating func attempt(_ options: SimOptions) -> Bool {
    guard left > 0 else { return false }
    left -= 1
    let smaller = RunResult(options)
    guard smaller.violation?.law == law else { return false }
    result = smaller
    Console.print("\(plan.count) operations are enough, \(left) tries left")
    fflush(nil)
    return true
  }
}

extension Operation {
  var words: String {
    switch kind {
    case .stock(let index): "the owner puts \(Stock.sku(index)) on the shelf"
    case .act(let client): "\(Cast.name(client)) does what comes next"
    case .again(let client): "\(Cast.name(client)) sends something again"
    case .reuse(let client): "\(Cast.name(client)) uses an id again"
    case .scan: "something is scanned"
    case .fault(let fault): fault.words
    }
  }
}
