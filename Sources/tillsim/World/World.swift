// The simulated shop: one machine, one till, the people and devices around it, and the judge who
// sees everything. One thread, virtual time, one seed.

internal import Domains
internal import ESCPOS
internal import Store
internal import TillLoop
internal import Values
internal import Wire

/// A run of the simulation.
final class World {
  let options: SimOptions
  let plan: Plan
  var chance: Entropy
  var clock: SimClock
  var agenda = Agenda()
  var trace = Trace()
  var judge = Judge()
  var counts = Counts()

  // The machine.
  let machine: SimMachine
  /// Nil while no process runs.
  var process: SimProcess?
  /// Nothing is faulty any more.
  var isCalm = false
  /// Deeds of this moment so far.
  private var deedsNow = 0
  /// A process is opening its store.
  var isStarting = false

  // The shop.
  var clients: [SimClient] = []
  var printers: [SimPrinter] = []
  /// Printers' turns that are on the agenda, by printer.
  var turns: [Int64?] = []
  var knowledge = Knowledge()
  var lastConnection: Int64 = 0
  /// Methods of questions that are on their way, by client and request.
  var methods: [Int64: String] = [:]
  /// Who asked something at the end, and the answer once it came.
  var asked: (client: Int, answer: AnyJSON?)?
  /// What is durable, as the store acknowledged it.
  var durable: Int64 = 0
  /// A backup that waits to be needed.
  var backup: String?
  /// The store was restored, and the judge has not seen it yet.
  var isRestored = false
  /// The end of the journal when the views were last audited.
  var audited: Int64 = -1

  /// An ordinary day: Monday 2026-03-02, nine o'clock.
  private static let morning: Int64 = 1_772_442_000_000
  /// Deeds of one moment, by far more than any moment has.
  private static let mostDeeds = 20_000
  /// How long after the last fault everything has to be settled.
  static let patience: Int64 = 900_000

  init(_ options: SimOptions) {
    self.options = options
    plan = Plan(options)
    chance = Entropy(seed: options.seed ^ 0x51_0B_5E_ED)
    clock = SimClock(beginning: Self.morning)
    machine = SimMachine(seed: options.seed)
    for number in 0..<Cast.count { clients.append(SimClient(number: number)) }
    furnish()
  }

  private func furnish() {
    let profiles = ["virtual80", "epson-tm-t20iii", "epson-tm-t88v", "epson-tm-m30"]
    for index in 0..<2 {
      let name = profiles[Int.random(in: 0..<profiles.count, using: &chance)]
      var traits = PrinterTraits()
      traits.dotsPerMillisecond = [2, 4, 10][Int.random(in: 0..<3, using: &chance)]
      traits.drawerOpenIsHigh = Bool.random(using: &chance)
      printers.append(
        SimPrinter(
          id: "printer\(index)", hasDrawer: index == 0,
          profile: PrinterProfile.named(name) ?? .virtual80, traits: traits, at: clock.time))
      turns.append(nil)
    }
  }

  // MARK: - The run

  /// Lives through the plan, then through a calm time in which everything is settled.
  ///
  /// - Throws: the first `Violation`.
  func run() throws(Violation) {
    for (index, operation) in plan.operations.enumerated() {
      agenda.put(.operation(index), at: operation.time)
    }
    agenda.put(.start, at: 0)
    while let due = agenda.nextTime, due <= plan.end { try step() }
    try calmDown()
    try conclude()
  }

  func step() throws(Violation) {
    guard let (time, deed) = agenda.take() else { return }
    deedsNow = time > clock.time ? 0 : deedsNow + 1
    guard deedsNow < Self.mostDeeds else {
      throw violation("liveness", "one moment never ends: \(deed)")
    }
    clock.move(to: time)
    try perform(deed)
    if let violation = judge.check() { throw violation }
  }

  private func perform(_ deed: Deed) throws(Violation) {
    switch deed {
    case .operation(let index): try carryOut(plan.operations[index])
    case .input(let input): try take(input)
    case .commit: try commit()
    case .rest: try rest()
    case .probe: try probe()
    case .alarm: try ring()
    case .answer(let ticket, let inquiry): try answer(ticket, inquiry)
    case .draw(let job, let intent, let asCopy, let printer):
      try draw(job, intent, asCopy: asCopy, on: printer)
    case .start: try start()
    case .connect(let client): try connect(client)
    case .resend(let client, let connection): try resend(client, on: connection)
    case .turn(let printer): try turn(printer)
    case .repair(let printer, let fault):
      printers[printer].suffer(fault)
      wake(printer, at: clock.time)
    case .roomAgain: machine.makeRoom()
    }
    _ = try survives()
  }

  func note(_ words: String) { trace.note(words, at: clock.time) }

  /// A breach that the world itself sees.
  func violation(_ law: String, _ what: String) -> Violation {
    Violation(law, what, at: durable)
  }

  func after(_ range: ClosedRange<Int64>) -> Int64 {
    clock.time + .random(in: range, using: &chance)
  }
}

/// What happened in a run, counted.
struct Counts {
  var operations = 0
  var crashes = 0
  var powerCuts = 0
  var diskFaults = 0
  var printerFaults = 0
  var clockJumps = 0
  var restores = 0
  var sales = 0
  var events: Int64 = 0
  var commands = 0
  var resends = 0
  var reuses = 0
  var papers = 0
  var kicks = 0
  var audits = 0
  var starts = 0
  /// Starts and runs that ended because the store said that it could not go on.
  var refusals = 0

  /// Every figure with its name.
  var figures: [(name: String, count: Int)] {
    [
      ("operations", operations), ("crashes", crashes), ("power cuts", powerCuts),
      ("disk faults", diskFaults), ("printer faults", printerFaults),
      ("clock jumps", clockJumps), ("restores", restores), ("starts", starts),
      ("ends by a fault of the store", refusals), ("commands", commands), ("resends", resends),
      ("ids used twice", reuses), ("sales paid", sales), ("events", Int(events)),
      ("papers", papers), ("drawer kicks", kicks), ("audits of all views", audits),
    ]
  }
}
