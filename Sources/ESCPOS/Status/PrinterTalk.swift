// The conversation with one printer, the same on every cable: what is told to it next, and what is
// told about it. Opening and clearing are in PrinterTalk+Stages.swift, jobs in +Jobs.swift, the
// drawer in +Drawer.swift. Who moves the bytes and keeps the time lives in Devices.

/// Talks with one printer.
///
/// A value without a clock: it is told what happened, `next` says what is to be done, and the same
/// story gives the same deeds. One job and one kick are taken at a time, and each ends once. After
/// a job that broke off nothing is printed before the printer has thrown the rest away.
package struct PrinterTalk: Sendable {
  /// Something to be done, or told.
  package enum Deed: Equatable, Sendable {
    /// A packet is to be sent; `took` or `lost` ends it, and none other is begun before.
    case send([UInt8])
    /// The packet under way is to be given up; `took` says what went out of it.
    case giveUp
    /// The port is to be asked how it is; `port` takes the answer.
    case askPort
    /// The job that was taken has ended.
    case printed(job: String, PrintOutcome)
    /// The kick that was taken has ended.
    case kicked(kick: String, DrawerOutcome)
    /// The drawer's switch moved, or was read for the first time.
    case drawer(isOpen: Bool)
    /// The printer is otherwise than it was told last.
    case health(PrinterHealth)
  }

  /// Where the conversation stands.
  enum Stage: Sendable {
    /// There is no link.
    case closed
    /// Automatic status was switched on, and its first one is awaited.
    case arming
    /// It said nothing unasked, and was asked.
    case asking
    /// It was told to throw away what is in its buffers.
    case clearing
    /// A command that was cut off is filled up with NULs.
    case padding
    /// Nothing old is left, once it can print.
    case cleared
    /// The broken receipt is cut off and a fence awaited.
    case settling(Delivery)
    /// It waits for a job, or prints one.
    case idle
  }

  /// What the packet under way is.
  enum Parcel: Sendable { case control, settling, job, pulse }

  /// A packet that belongs to no job.
  enum Errand: Sendable {
    case bytes([UInt8])
    case question(PrinterQuestion)
  }

  /// What an earlier job may have left in the printer.
  struct Rest: Sendable {
    /// Bytes that the command that was cut off may be waiting for.
    var openBytes = 0
    /// Whether some of it may be on paper, to be cut off.
    var isOnPaper = true
    /// Whether it is left to come out: it is of an earlier life, and perhaps all is well with it.
    var mayComeOut = false
  }

  struct Job: Sendable {
    let name: String
    let bytes: [UInt8]
    /// Milliseconds since it was taken.
    var age = 0
    /// From its first byte on.
    var delivery: Delivery?
  }

  /// NULs that end any command that may have begun; a guess that other programs make too.
  static let longestCommand = 8192

  let profile: PrinterProfile
  let patience: Patience
  /// The drawer's switch; nil if no drawer is wired.
  let sensor: DrawerSensor?

  var stage = Stage.closed
  var condition = PrinterCondition()
  /// What the port said of a printer that takes nothing; worth nothing once it does.
  var port: UInt8?
  /// Why there is no link.
  var whyClosed = "not connected"

  var deeds: [Deed] = []
  var errands: [Errand] = []
  /// What the packet under way is; nil if there is none.
  var parcel: Parcel?
  var packet: [UInt8] = []
  /// Milliseconds that packets waited since one was taken.
  var refused = 0
  var isGivingUp = false

  /// Milliseconds in this stage with nothing left to send.
  var stageTime = 0
  /// Milliseconds since it last was idle.
  var unsettled = 0
  /// Milliseconds since it could last print.
  var unusable = 0
  /// Milliseconds since the question was taken that is not answered; nil if there is none.
  var questionAge: Int?
  /// Milliseconds since it was last asked how it is.
  var unasked = 0
  var told: PrinterHealth?

  var job: Job?
  var rest: Rest?
  var nextFence: UInt64
  /// Whether status comes without being asked for.
  var speaksUnasked = false
  var heardAnything = false
  var heardTurn = false
  var wasPadded = false

  var kick: Kick?
  /// Whether the drawer was open when it was last told of.
  var toldOpen: Bool?
  /// Whether the cover was open when the printer last told.
  var wasCoverOpen = false
  /// Whether the level of the switch is known.
  var isLevelKnown = false

  /// - Parameters:
  ///   - sensor: what the drawer's switch means; nil if no drawer is wired to this printer.
  ///   - firstFence: the number of the first job's fence; another one in each life of the program,
  ///     as a late answer to a fence of an earlier one would pass for a new one.
  package init(
    _ profile: PrinterProfile, sensor: DrawerSensor? = nil, patience: Patience = .usual,
    firstFence: UInt64 = 1
  ) {
    self.profile = profile
    self.sensor = sensor
    self.patience = patience
    nextFence = firstFence
  }

  // MARK: - What is to be done

  /// The next thing to do; nil when there is nothing before something happens.
  package mutating func next() -> Deed? {
    if !deeds.isEmpty { return deeds.removeFirst() }
    guard parcel == nil, let (parcel, bytes) = nextParcel() else { return nil }
    self.parcel = parcel
    packet = bytes
    isGivingUp = false
    return .send(bytes)
  }

  private mutating func nextParcel() -> (Parcel, [UInt8])? {
    if let pulse = nextPulse() { return (.pulse, pulse) }
    switch stage {
    case .closed: return nil
    case .settling(let delivery):
      let packet = delivery.nextPacket
      return packet.isEmpty ? nil : (.settling, packet)
    case .idle:
      if let packet = nextJobPacket() { return packet.isEmpty ? nil : (.job, packet) }
    case .arming, .asking, .clearing, .padding, .cleared: break
    }
    return nextErrand().map { (.control, $0) }
  }

  private mutating func nextErrand() -> [UInt8]? {
    switch errands.first {
    case .bytes(let bytes):
      errands.removeFirst()
      return bytes
    case .question(let question) where questionAge == nil:
      errands.removeFirst()
      questionAge = 0
      return condition.ask(question)
    // One question at a time: answers do not name theirs.
    case .question, nil: return nil
    }
  }

  /// Milliseconds after which `wait` is to be called again though nothing happened.
  package var pause: Int {
    switch stage {
    case .closed: return job == nil && kick == nil ? 60_000 : patience.look
    case .idle where job == nil && kick == nil && parcel == nil && errands.isEmpty:
      return asksNow || !canPrint ? patience.deed : 60_000
    default: return kick == nil ? max(patience.look / 4, 1) : 50
    }
  }

  /// Whether it can take a job: none is in hand.
  package var wantsJob: Bool { job == nil }
  /// Whether it can take a kick: none is under way.
  package var wantsKick: Bool { kick == nil }
  /// Whether nothing of an earlier job is left to be cleared.
  package var isClear: Bool { rest == nil }
  /// Whether nothing is under way that a stop would break off.
  package var isAtRest: Bool { job == nil && kick == nil }

  // MARK: - What happened

  /// The link is made.
  package mutating func opened() {
    condition = PrinterCondition()
    (heardAnything, heardTurn, isLevelKnown, speaksUnasked) = (false, false, false, false)
    told = nil
    unsettled = 0
    questionAge = nil
    if let rest, !rest.mayComeOut { clear() } else { arm() }
  }

  /// There is no link, and why.
  package mutating func stayedClosed(_ why: String) { whyClosed = why }

  /// The link is gone.
  ///
  /// - Parameter inFlight: whether a packet was on its way, so that some of it may have arrived.
  package mutating func lost(_ why: String, inFlight: Bool) {
    whyClosed = why
    losePulse(inFlight: inFlight && parcel == .pulse)
    if job?.delivery != nil {
      job?.delivery?.lose(why, inFlight: inFlight && parcel == .job)
      concludeJob()
    }
    (stage, parcel, errands, port, refused) = (.closed, nil, [], nil, 0)
    condition = PrinterCondition()
    isGivingUp = false
  }

  /// The printer took so many bytes of the packet, which is over.
  package mutating func took(_ count: Int) {
    guard let parcel else { return }
    self.parcel = nil
    if count > 0 {
      port = nil
      refused = 0
    } else if errands.isEmpty {
      // It is found out when it takes something again.
      errands.append(.bytes(JobPlan.arming))
    }
    switch parcel {
    case .control:
      if count < packet.count { errands.insert(.bytes(Array(packet.dropFirst(count))), at: 0) }
    case .settling:
      if case .settling(var delivery) = stage {
        delivery.took(count)
        stage = .settling(delivery)
      }
    case .job: job?.delivery?.took(count)
    case .pulse: tookPulse(count)
    }
    proceed()
  }

  /// The printer said something.
  package mutating func hear(_ bytes: [UInt8]) {
    for news in condition.receive(bytes) {
      heardAnything = true
      notice(news)
      job?.delivery?.hear(news)
      if case .settling(var delivery) = stage {
        delivery.hear(news)
        stage = .settling(delivery)
      }
    }
    noticeDrawer()
    proceed()
  }

  /// The port said how it is, or nil if it could not be asked.
  package mutating func port(_ byte: UInt8?) {
    guard parcel != nil else { return }
    port = byte
    proceed()
  }

  /// Time passed since the last call.
  package mutating func wait(milliseconds: Int) {
    let time = max(milliseconds, 0)
    if parcel != nil {
      let looks = refused / patience.look
      refused += time
      if refused / patience.look > looks { deeds.append(.askPort) }
    }
    unasked += time
    waitForAnswer(time)
    waitInStage(time)
    waitForJob(time)
    waitForKick(time)
    askAgain()
    proceed()
    unusable = health?.isUsable == true ? 0 : unusable + time
  }
}

/// How a printer is that there is a link to.
package struct PrinterHealth: Equatable, Sendable {
  /// Whether it is being opened or cleared, which takes longer than it should.
  package let isOpening: Bool
  /// All that is wrong, the gravest first.
  package let troubles: [PrinterTrouble]

  package init(isOpening: Bool, troubles: [PrinterTrouble]) {
    self.isOpening = isOpening
    self.troubles = troubles
  }

  /// Whether it can print now, as far as it is known.
  package var isUsable: Bool { !isOpening && !troubles.contains { $0.stopsPrinting } }
}

extension PrinterTalk {
  /// What is known of the printer, and of its port while it takes nothing.
  var view: PrinterCondition {
    // A port that says all is well does not end a trouble that the printer told of itself.
    guard let port, port & 0x38 != 0x18 else { return condition }
    var view = condition
    view.receive(port: port)
    return view
  }

  /// All that is wrong, the gravest first.
  var troubles: [PrinterTrouble] {
    let troubles = view.troubles
    guard refused >= patience.look * 6, !troubles.contains(where: \.stopsPrinting) else {
      return troubles
    }
    return [.offline] + troubles
  }

  /// Whether nothing that is known keeps it from printing.
  var canPrint: Bool { !troubles.contains { $0.stopsPrinting } }

  /// How it is; nil without a link, and for a moment while it is found out.
  package var health: PrinterHealth? {
    if case .closed = stage { return nil }
    let troubles = troubles
    let isBlocked = troubles.contains { $0.stopsPrinting }
    if case .idle = stage { return PrinterHealth(isOpening: false, troubles: troubles) }
    let isLate = unsettled >= patience.look
    if told == nil && !isLate && !isBlocked { return nil }
    return PrinterHealth(isOpening: isLate && !isBlocked, troubles: troubles)
  }

  /// What keeps a job from being begun, in words.
  var obstacle: String {
    if case .closed = stage { return whyClosed }
    if let trouble = troubles.first(where: \.stopsPrinting) { return trouble.words }
    return parcel == nil ? "no answer from the printer" : "the printer takes no data"
  }

  /// Ends what has ended and tells how the printer is.
  mutating func proceed() {
    proceedInStage()
    if job?.delivery?.outcome != nil {
      // What was taken of a packet under way is known only when that is given up.
      if parcel == .job { giveUp() } else { concludeJob() }
    }
    if let health, health != told {
      told = health
      deeds.append(.health(health))
    }
  }

  mutating func giveUp() {
    guard !isGivingUp else { return }
    isGivingUp = true
    deeds.append(.giveUp)
  }
}
