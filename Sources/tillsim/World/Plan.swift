// What will happen in one run, drawn up front: leaving a line out does not change the others.

internal import Values

/// A class of what goes wrong; each can be switched off.
enum FaultClass: String, CaseIterable, Sendable {
  case kill, power, disk, full, clock, printer, network, restore

  var words: String {
    switch self {
    case .kill: "kill -9"
    case .power: "power cuts"
    case .disk: "disk faults"
    case .full: "a full disk"
    case .clock: "clock jumps"
    case .printer: "printer faults"
    case .network: "lost answers"
    case .restore: "restores"
    }
  }
}

/// What a run is made of.
struct SimOptions: Equatable, Sendable {
  var seed: UInt64
  var operations = 2_000
  var without: Set<FaultClass> = []
  /// Lines of the plan that are left out.
  var dropped: Set<Int> = []

  /// The command line that runs this again.
  var commandLine: String {
    var words = ["tillsim", "--seed", "\(seed)", "--operations", "\(operations)"]
    for fault in FaultClass.allCases where without.contains(fault) {
      words += ["--without", fault.rawValue]
    }
    if !dropped.isEmpty { words += ["--drop", Ranges(dropped).text] }
    return words.joined(separator: " ")
  }
}

/// One line of the plan.
struct Operation: Sendable {
  enum Kind: Equatable, Sendable {
    /// The owner puts a product on the shelf.
    case stock(Int)
    /// A client does what comes next.
    case act(client: Int)
    /// A client sends something again.
    case again(client: Int)
    /// A client uses a command's id for something else.
    case reuse(client: Int)
    case scan
    case fault(FaultClass)
  }

  let index: Int
  let time: Int64
  let kind: Kind
  /// Its own chance: no other line's draws move it.
  var chance: Entropy
}

/// The lines of one run, and its rates.
struct Plan: Sendable {
  private(set) var operations: [Operation] = []
  /// Of each thousand operations.
  private(set) var rates: [(fault: FaultClass, perMille: Int)] = []
  /// When the last operation happens.
  private(set) var end: Int64 = 0

  init(_ options: SimOptions) {
    var chance = Entropy(seed: options.seed)
    for fault in FaultClass.allCases {
      // Each class is absent from some runs, so that what it hides shows as well.
      let isAbsent = Int.random(in: 0..<4, using: &chance) == 0
      let rate = Int.random(in: 1...Self.most(fault), using: &chance)
      rates.append((fault, isAbsent ? 0 : rate))
    }
    // A hurried shop, a usual one, or one where somebody thinks before each key.
    let pace = [20, 80, 300][Int.random(in: 0..<3, using: &chance)]
    var time: Int64 = 0
    for index in 0..<options.operations {
      var own = Entropy(seed: options.seed &* 0x9E37_79B9 &+ UInt64(index) &* 0xD1B5_4A32)
      time += Int64(Int.random(in: 0...(2 * pace), using: &own))
      if Int.random(in: 0..<60, using: &own) == 0 { time += 3_000 }
      let kind = index < Stock.count ? .stock(index) : draw(&own)
      if options.dropped.contains(index) { continue }
      if case .fault(let fault) = kind, options.without.contains(fault) { continue }
      operations.append(Operation(index: index, time: time, kind: kind, chance: own))
    }
    end = time
  }

  private func draw(_ chance: inout Entropy) -> Operation.Kind {
    var left = Int.random(in: 0..<1_000, using: &chance)
    for (fault, perMille) in rates {
      if left < perMille { return .fault(fault) }
      left -= perMille
    }
    switch Int.random(in: 0..<100, using: &chance) {
    case 0..<12: return .scan
    case 12..<16: return .again(client: Int.random(in: 0..<Cast.writers, using: &chance))
    case 16..<17: return .reuse(client: Int.random(in: 0..<Cast.writers, using: &chance))
    default: return .act(client: Cast.draw(&chance))
    }
  }

  private static func most(_ fault: FaultClass) -> Int {
    switch fault {
    case .kill: 6
    case .power: 5
    case .disk: 10
    case .full: 2
    case .clock: 12
    case .printer: 25
    case .network: 40
    case .restore: 2
    }
  }
}

/// Numbers as text: `1-5,9`.
struct Ranges {
  private(set) var numbers: Set<Int>

  init(_ numbers: Set<Int>) { self.numbers = numbers }

  init?(_ text: String) {
    numbers = []
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-").map { Int($0) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2,
        first <= last, last - first < 1_000_000
      else { return nil }
      numbers.formUnion(first...last)
    }
  }

  var text: String {
    var parts: [ClosedRange<Int>] = []
    for number in numbers.sorted() {
      if let last = parts.last, last.upperBound == number - 1 {
        parts[parts.count - 1] = last.lowerBound...number
      } else {
        parts.append(number...number)
      }
    }
    return parts.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}
