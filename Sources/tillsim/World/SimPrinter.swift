// A printer of the simulated shop: the strict emulator, and the real conversation with it. Does in
// virtual time what PrinterDesk does on a thread of its own.

internal import Domains
internal import ESCPOS
internal import TillLoop
internal import Values

/// A printer with its cable and perhaps a drawer, and the till's side of the talk.
struct SimPrinter {
  /// A job that the till gave it.
  struct Order {
    let job: Int64
    let bytes: [UInt8]
    let isCopy: Bool
    /// What it looks like on paper.
    let text: String
    /// How often it came out.
    var papers = 0
  }

  let id: String
  let hasDrawer: Bool
  let profile: PrinterProfile
  private(set) var emulator: PrinterEmulator
  var watcher = PaperWatcher()

  // The till's side; gone with the process.
  private var talk: PrinterTalk?
  private var isOpen = false
  private var packet: [UInt8]?
  private var isCancelled = false
  private var orders: [Order] = []
  private var kickWaiting: Int64?
  private var isKicking = false
  private var retryAt: Int64 = 0
  private var told: [String: DeviceView] = [:]

  private var time: Int64
  private var reports: [Input] = []

  private static let retryMilliseconds: Int64 = 1_000
  private static let queue = 8
  /// Steps of a printer that has something to do, in milliseconds.
  private static let grain: Int64 = 10

  init(id: String, hasDrawer: Bool, profile: PrinterProfile, traits: PrinterTraits, at time: Int64)
  {
    (self.id, self.hasDrawer, self.profile, self.time) = (id, hasDrawer, profile, time)
    emulator = PrinterEmulator(profile, traits: traits)
  }

  var drawerID: String { "\(id).drawer" }

  // MARK: - The till

  /// A new process begins to talk to it.
  mutating func begin(at now: Int64, fence: UInt64) {
    end()
    let sensor: DrawerSensor = emulator.traits.drawerOpenIsHigh ? .openIsHigh : .openIsLow
    talk = PrinterTalk(profile, sensor: hasDrawer ? sensor : nil, firstFence: fence)
    retryAt = now
  }

  /// The process is gone: what the printer took goes on by itself.
  mutating func end() {
    (talk, isOpen, packet, isCancelled, orders) = (nil, false, nil, false, [])
    (kickWaiting, isKicking, told, reports) = (nil, false, [:], [])
  }

  mutating func submit(_ order: Order) -> Bool {
    guard orders.count < Self.queue else { return false }
    orders.append(order)
    return true
  }

  mutating func kick(_ job: Int64) -> Bool {
    guard hasDrawer, !isKicking else { return false }
    (kickWaiting, isKicking) = (job, true)
    return true
  }

  mutating func expectRest() { talk?.expectRest() }

  // MARK: - The world

  /// Something happens to the printer.
  mutating func suffer(_ fault: PrinterFault) { emulator.apply(fault) }

  /// Something will happen to it within its work.
  mutating func suffer(_ script: FaultScript) { emulator.follow(script) }

  // MARK: - Time

  /// Lets time pass and does what is to be done.
  ///
  /// - Returns: what the till hears of it.
  mutating func turn(at now: Int64) -> [Input] {
    pass(to: now)
    for _ in 0..<2_000 {
      takeErrands()
      if talk != nil, !isOpen, now >= retryAt { open(now) }
      let acted = act()
      let heard = happen(now)
      if !acted && !heard { break }
    }
    watcher.look(&emulator)
    defer { reports = [] }
    return reports
  }

  /// When it wants its next turn.
  var wantsTurn: Int64 {
    let isBusy = packet != nil || !emulator.isIdle || !emulator.isAttached
    guard let talk else { return time + (isBusy ? Self.grain : 2_000) }
    if isBusy { return time + min(Self.grain, Int64(max(talk.pause, 1))) }
    let pause = min(Int64(max(talk.pause, 1)), 2_000)
    return isOpen ? time + pause : max(time + 1, min(time + pause, retryAt))
  }

  private mutating func pass(to now: Int64) {
    let passed = max(0, now - time)
    time = max(time, now)
    guard passed > 0 else { return }
    let isBusy = packet != nil || !emulator.isIdle || !emulator.isAttached
    // An idle printer does nothing but wait; its pulses and heat are over in a second and a half.
    emulator.pass(milliseconds: Int(min(passed, isBusy ? 60_000 : 1_500)))
    talk?.wait(milliseconds: Int(passed))
  }

  private mutating func takeErrands() {
    if talk?.wantsJob == true, !orders.isEmpty {
      let order = orders.removeFirst()
      watcher.expect(order)
      _ = talk?.submit(job: "\(order.job)", order.bytes)
    }
    if let kick = kickWaiting {
      kickWaiting = nil
      watcher.expect(kick: kick)
      if talk?.kick("\(kick)") != true { ended(kick: "\(kick)", .failed) }
    }
  }

  private mutating func open(_ now: Int64) {
    if emulator.isAttached {
      isOpen = true
      talk?.opened()
    } else {
      retryAt = now + Self.retryMilliseconds
      stayClosed()
    }
  }

  private mutating func stayClosed() {
    talk?.stayedClosed("unplugged")
    tell("absent", why: "unplugged", isUsable: false)
  }

  /// Does all that the talk wants done now; false if that was nothing.
  private mutating func act() -> Bool {
    var acted = false
    while let deed = talk?.next() {
      acted = true
      switch deed {
      case .send(let bytes): if isOpen { packet = bytes }
      case .giveUp: isCancelled = packet != nil
      case .askPort: talk?.port(isOpen ? emulator.portStatus : nil)
      case .printed(let job, let outcome):
        if let job = Int64(job) { reports.append(.printed(job: job, outcome)) }
      case .kicked(let kick, let outcome): ended(kick: kick, outcome)
      case .drawer(let isOpen): reports.append(.drawer(device: drawerID, isOpen: isOpen))
      case .health(let health): tell(health)
      }
    }
    return acted
  }

  private mutating func ended(kick: String, _ outcome: DrawerOutcome) {
    isKicking = false
    if let job = Int64(kick) { reports.append(.kicked(job: job, outcome, why: nil)) }
  }

  /// What the cable brings; false if that was nothing.
  private mutating func happen(_ now: Int64) -> Bool {
    guard isOpen else { return false }
    var heard = false
    if let bytes = packet {
      switch emulator.receive(packet: bytes) {
      case .taken(let count):
        packet = nil
        talk?.took(count)
        heard = true
      case .refused:
        if isCancelled {
          packet = nil
          talk?.took(0)
          heard = true
        }
      case .gone: break
      }
      isCancelled = false
    }
    let answer = emulator.answer()
    if !answer.isEmpty {
      talk?.hear(answer)
      heard = true
    }
    if !emulator.isAttached {
      isOpen = false
      retryAt = now + Self.retryMilliseconds
      talk?.lost("unplugged", inFlight: packet != nil)
      packet = nil
      stayClosed()
      heard = true
    }
    return heard
  }

  // MARK: - Reports

  private mutating func tell(_ health: PrinterHealth) {
    guard isOpen else { return }
    if health.isOpening { return tell("opening", why: nil, isUsable: false) }
    let why = health.troubles.first.map { "\($0.words): \($0.advice)" }
    tell(why == nil ? "ready" : "degraded", why: why, isUsable: health.isUsable)
  }

  private mutating func tell(_ state: String, why: String?, isUsable: Bool) {
    report(DeviceView(id: id, kind: "printer", state: state, why: why), isUsable)
    guard hasDrawer else { return }
    report(
      DeviceView(id: drawerID, kind: "drawer", state: state, why: why),
      state == "ready" || state == "degraded")
  }

  private mutating func report(_ view: DeviceView, _ isUsable: Bool) {
    // Told again only when it changed; a printer that stays degraded may become usable.
    let kept = DeviceView(
      id: view.id, kind: view.kind, state: view.state, why: view.why, paired: isUsable)
    guard told[view.id] != kept else { return }
    told[view.id] = kept
    reports.append(.device(view, isUsable: isUsable))
  }
}
