// The thread of one printer: it opens the link, does what the talk says and tells what came of it.
// It decides nothing: what is decided is PrinterTalk's.

internal import ESCPOS

/// Runs one printer's conversation to its end.
///
/// While nothing is to be done the thread sleeps in the link's `turn`, or at the inbox when there
/// is no link: a printer that takes nothing for ever costs a look at its port twice a second.
struct PrinterDesk {
  private let id: String
  private let drawer: DrawerPort?
  private let link: any PrinterLink
  private let inbox: PrinterInbox
  private let witness: any PrintWitness
  private let report: ReportSink
  private var talk: PrinterTalk

  private var isOpen = false
  private var time = MonotonicClock.milliseconds()
  /// When the link is tried again.
  private var retryAt: Int64
  /// When the printer must have ended; nil before it is stopped.
  private var stopAt: Int64?
  private var toldPrinter: DeviceState?
  private var toldDrawer: DeviceState?

  /// Between two tries to open a printer that is not there.
  private static let retryMilliseconds: Int64 = 1_000
  /// For the job in hand when the printer is stopped: the daemon has waited for it before.
  private static let stopMilliseconds: Int64 = 500
  /// For a packet that is taken back then.
  private static let takeBackTurns = 4
  private static let takeBackMilliseconds: Int64 = 100
  /// Between two looks of the witness.
  private static let lookMilliseconds: Int64 = 500

  init(
    id: String, profile: PrinterProfile, drawer: DrawerPort?, patience: Patience,
    link: any PrinterLink, inbox: PrinterInbox, witness: any PrintWitness,
    report: @escaping ReportSink
  ) {
    self.id = id
    self.drawer = drawer
    self.link = link
    self.inbox = inbox
    self.witness = witness
    self.report = report
    retryAt = time
    // Fences of two lives differ, unless both began in the same millisecond of half an hour.
    talk = PrinterTalk(
      profile, sensor: drawer?.sensor, patience: patience, firstFence: UInt64(max(time, 0)))
    inbox.connect(link)
  }

  /// Runs until the inbox is closed and the job in hand has ended.
  mutating func run() {
    while true {
      witness.looks()
      takeErrands()
      if let stopAt, talk.isAtRest || time >= stopAt { break }
      if !isOpen && time >= retryAt { open() }
      act()
      rest()
    }
    takeBack()
    talk.abandon("the till was stopped", inFlight: isOpen && link.isSending)
    act()
    link.close()
  }

  /// Gives up the packet under way, so that it is known what of it went out.
  private mutating func takeBack() {
    guard isOpen, link.isSending else { return }
    link.cancel()
    for _ in 0..<Self.takeBackTurns where isOpen && link.isSending {
      for event in link.turn(milliseconds: Self.takeBackMilliseconds) { hear(event) }
    }
  }

  /// Waits for what comes next, and tells the talk of it and of the time.
  private mutating func rest() {
    var pause = min(Int64(talk.pause), Self.lookMilliseconds)
    if talk.wantsJob && inbox.hasOrder { pause = 0 }
    if isOpen {
      for event in link.turn(milliseconds: pause) { hear(event) }
    } else {
      inbox.wait(milliseconds: min(pause, max(retryAt - time, 0)))
    }
    let now = MonotonicClock.milliseconds()
    talk.wait(milliseconds: Int(clamping: now - time))
    time = now
  }

  private mutating func takeErrands() {
    let errands = inbox.take(wantsJob: talk.wantsJob && stopAt == nil)
    if errands.isNudged { retryAt = time }
    if errands.expectsRest { talk.expectRest() }
    if let order = errands.order {
      if let why = witness.begins(order) {
        report(.printed(job: order.job, .failed(why)))
      } else {
        _ = talk.submit(job: order.job, order.bytes)
      }
    }
    if let kick = errands.kick, !talk.kick(kick) { tell(kick, .failed) }
    if errands.isClosed && stopAt == nil { stopAt = time + Self.stopMilliseconds }
  }

  // MARK: - The link

  private mutating func open() {
    do throws(LinkFault) {
      try link.open()
      isOpen = true
      talk.opened()
    } catch {
      retryAt = time + Self.retryMilliseconds
      stayClosed(error)
    }
  }

  private mutating func stayClosed(_ fault: LinkFault) {
    talk.stayedClosed(fault.words)
    tell(fault.condition, why: fault.words)
  }

  private mutating func hear(_ event: LinkEvent) {
    // What comes after the loss belongs to a link that is no more.
    guard isOpen else { return }
    switch event {
    case .taken(let count): talk.took(count)
    case .received(let bytes): talk.hear(bytes)
    case .lost(let fault, let inFlight):
      isOpen = false
      link.close()
      retryAt = time + Self.retryMilliseconds
      talk.lost(fault.words, inFlight: inFlight)
      stayClosed(fault)
    }
  }

  /// Does all that the talk wants done now.
  private mutating func act() {
    while let deed = talk.next() {
      switch deed {
      case .send(let packet): if isOpen { link.begin(packet) }
      case .giveUp: if isOpen { link.cancel() }
      case .askPort: talk.port(isOpen ? link.portStatus() : nil)
      case .printed(let job, let outcome):
        report(.printed(job: job, witness.ended(job, outcome)))
      case .kicked(let kick, let outcome): tell(kick, outcome)
      case .drawer(let isOpen):
        if let drawer { report(.drawer(device: drawer.id, isOpen: isOpen)) }
      case .health(let health): tell(health)
      }
    }
  }

  // MARK: - Reports

  private mutating func tell(_ kick: String, _ outcome: DrawerOutcome) {
    inbox.kickEnded()
    report(.kicked(kick: kick, outcome))
  }

  private mutating func tell(_ health: PrinterHealth) {
    guard isOpen else { return }
    if health.isOpening { return tell(.opening, why: nil) }
    let why = health.troubles.first.map { "\($0.words): \($0.advice)" }
    tell(why == nil ? .ready : .degraded, why: why, isUsable: health.isUsable)
  }

  private mutating func tell(_ condition: Condition, why: String?, isUsable: Bool = false) {
    let printer = DeviceState(
      id: id, kind: .printer, condition: condition, why: why, isUsable: isUsable)
    if printer != toldPrinter {
      toldPrinter = printer
      report(.state(printer))
    }
    guard let drawer else { return }
    // A printer in trouble may kick all the same.
    let state = DeviceState(
      id: drawer.id, kind: .drawer, condition: condition, why: why,
      isUsable: condition == .ready || condition == .degraded)
    if state != toldDrawer {
      toldDrawer = state
      report(.state(state))
    }
  }
}
