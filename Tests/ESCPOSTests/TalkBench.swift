// A conversation with an emulated printer, in emulated time: the transport that needs no machine.

import ESCPOS

/// Carries bytes between a `PrinterTalk` and a `PrinterEmulator`, a millisecond at a time.
///
/// The same story gives the same reports and the same paper on every run.
struct TalkBench {
  var talk: PrinterTalk
  var printer: PrinterEmulator
  /// What was told, in order, but for the state of health.
  private(set) var told: [PrinterTalk.Deed] = []
  private(set) var healths: [PrinterHealth] = []
  /// Packets that were begun.
  private(set) var packets: [[UInt8]] = []
  /// Paper that was torn off at the end of each job.
  private(set) var papers: [String: [UInt8]] = [:]
  /// Times that something was to be done though nothing had happened.
  private(set) var wakes = 0

  /// What the host hears of what the printer says: negative controls break it.
  var ear: ([UInt8]) -> [UInt8] = { $0 }
  /// Milliseconds until a printer that is back is opened.
  var reopening = 5

  private var packet: [UInt8]?
  private var isOpen = false
  private var closedFor = 1000

  init(
    _ profile: PrinterProfile = .virtual80, sensor: DrawerSensor? = nil, patience: Int = 200,
    script: FaultScript = FaultScript(), traits change: (inout PrinterTraits) -> Void = { _ in }
  ) {
    var traits = PrinterTraits()
    traits.dotsPerMillisecond = 40
    change(&traits)
    printer = PrinterEmulator(profile, traits: traits, script: script)
    talk = PrinterTalk(profile, sensor: sensor, patience: Patience(silence: patience))
  }

  /// The outcomes of the jobs, in order.
  var outcomes: [PrintOutcome] {
    told.compactMap { if case .printed(_, let outcome) = $0 { outcome } else { nil } }
  }

  /// The outcomes of the kicks, in order.
  var kicks: [DrawerOutcome] {
    told.compactMap { if case .kicked(_, let outcome) = $0 { outcome } else { nil } }
  }

  /// Lets so many milliseconds pass.
  mutating func run(_ milliseconds: Int) {
    for _ in 0..<milliseconds { step() }
  }

  /// Lets time pass until something is so; false if it never was.
  @discardableResult
  mutating func run(until isSo: (TalkBench) -> Bool, atMost limit: Int = 20_000) -> Bool {
    for _ in 0..<limit {
      if isSo(self) { return true }
      step()
    }
    return isSo(self)
  }

  /// Opens the printer and waits until it can print.
  mutating func open() { run(until: { $0.talk.health?.isUsable == true }) }

  /// Prints a job; what came of it.
  mutating func print(_ name: String, _ bytes: [UInt8], atMost limit: Int = 20_000) -> PrintOutcome?
  {
    let before = outcomes.count
    _ = printer.takePaper()
    guard talk.submit(job: name, bytes) else { return nil }
    run(until: { $0.outcomes.count > before }, atMost: limit)
    return outcomes.count > before ? outcomes[before] : nil
  }

  /// Asks for a kick of the drawer; whether it was taken.
  mutating func kick(_ name: String) -> Bool { talk.kick(name) }

  private mutating func step() {
    act()
    printer.pass(milliseconds: 1)
    if isOpen && !printer.isAttached { lose() }
    let answer = ear(printer.answer())
    if isOpen && !answer.isEmpty { talk.hear(answer) }
    talk.wait(milliseconds: 1)
    if !isOpen && printer.isAttached {
      closedFor += 1
      if closedFor >= reopening {
        isOpen = true
        talk.opened()
      }
    }
    act()
  }

  private mutating func act() {
    // A host sends as fast as the bus takes it, some 19 packets a millisecond at full speed.
    for _ in 0..<19 {
      var didSomething = false
      while let deed = talk.next() {
        didSomething = true
        perform(deed)
      }
      if let packet, isOpen {
        switch printer.receive(packet: packet) {
        case .taken(let count):
          self.packet = nil
          talk.took(count)
          didSomething = true
        case .refused: break
        case .gone:
          lose()
          didSomething = true
        }
      }
      if !didSomething { return }
    }
  }

  private mutating func perform(_ deed: PrinterTalk.Deed) {
    switch deed {
    case .send(let bytes):
      precondition(packet == nil && bytes.count <= 64 && !bytes.isEmpty, "one packet at a time")
      packet = bytes
      packets.append(bytes)
    case .giveUp:
      if packet != nil { talk.took(0) }
      packet = nil
    case .askPort: talk.port(printer.portStatus)
    case .health(let health): healths.append(health)
    case .printed(let name, _):
      told.append(deed)
      papers[name] = printer.takePaper()
    case .kicked, .drawer: told.append(deed)
    }
  }

  private mutating func lose() {
    let inFlight = packet != nil
    packet = nil
    isOpen = false
    closedFor = 0
    talk.lost("not connected", inFlight: inFlight)
  }
}
