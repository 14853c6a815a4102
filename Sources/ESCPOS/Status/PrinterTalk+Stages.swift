// How a printer is opened, and how what a broken job left in it is thrown away.

extension PrinterProfile {
  /// Whether it throws its buffers away when told and says so (`DLE DC4` function 8).
  ///
  /// The answer is of the same family as the fence's and came with it (Epson TM-L90 programming
  /// guide p. 425-431: process id, offline, clear).
  var knowsClear: Bool { fence == .processID }
}

extension PrinterTalk {
  mutating func enter(_ stage: Stage) {
    self.stage = stage
    stageTime = 0
  }

  /// Switches automatic status on; the first status comes at once, unless a command was cut off in
  /// an earlier life and swallows this.
  mutating func arm() {
    enter(.arming)
    errands = [.bytes(JobPlan.arming)]
  }

  /// Asks what it does not say by itself; the last question is answered in its turn, and only if
  /// no command is open.
  private mutating func ask() {
    enter(.asking)
    errands = StatusQuestion.allCases.map { .question(.status($0)) } + [.question(.paper)]
    unasked = 0
  }

  /// Has the printer forget what a broken job left in it.
  mutating func clear() {
    errands = []
    if profile.knowsClear {
      enter(.clearing)
      // It empties the buffers at once, even of a printer that is offline, if that takes it; if
      // not, it is the first thing that is taken then, before the old line is printed on.
      errands.append(.bytes(recovery + UrgentCommand.clear.bytes))
    } else {
      pad()
    }
  }

  /// Ends the command that was cut off.
  private mutating func pad() {
    enter(.padding)
    errands = recovery.isEmpty ? [] : [.bytes(recovery)]
    var left = rest?.openBytes ?? 0
    while left > 0 {
      errands.append(.bytes([UInt8](repeating: Control.nul, count: min(left, 64))))
      left -= 64
    }
    errands.append(.bytes([Control.esc, 0x40] + JobPlan.arming))
  }

  /// What lets a jammed knife try again, and forgets the rest; empty if none is told.
  private var recovery: [UInt8] {
    condition.status.hasCutterError || condition.status.hasRecoverableError
      ? UrgentCommand.recoverCleared.bytes : []
  }

  /// Has a jammed knife try again: somebody has seen to it, or wants to print.
  mutating func recover() {
    guard !recovery.isEmpty, errands.isEmpty, job?.delivery == nil else { return }
    errands.append(.bytes(recovery))
  }

  /// Cuts the broken receipt off and waits until that is done, so that the next one stands alone.
  private mutating func settle() {
    var encoder = PrintEncoder(for: profile)
    if rest?.isOnPaper ?? true { encoder.cut() }
    nextFence += 1
    errands = []
    enter(
      .settling(
        Delivery(
          encoder.bytes, fence: FenceID(job: nextFence), for: profile, patience: patience.silence,
          rearms: true)))
  }

  // MARK: - What happened

  /// Something was told that matters to the stage.
  mutating func notice(_ news: PrinterNews) {
    switch news {
    case .status(let status):
      isLevelKnown = true
      // It speaks for itself; what its port said is older.
      port = nil
      questionAge = nil
      if case .arming = stage, condition.isTold {
        speaksUnasked = true
        enter(rest == nil ? .idle : .cleared)
      }
      if status.isCoverOpen {
        wasCoverOpen = true
      } else if wasCoverOpen {
        wasCoverOpen = false
        recover()
      }
    case .turn:
      heardTurn = true
      questionAge = nil
    case .cleared:
      if case .clearing = stage, errands.isEmpty {
        errands = [.bytes(JobPlan.arming)]
        enter(.cleared)
      }
    default: break
    }
  }

  /// Time passed in the stage.
  mutating func waitInStage(_ time: Int) {
    if case .idle = stage { unsettled = 0 } else { unsettled = canPrint ? unsettled + time : 0 }
    if parcel == nil && errands.isEmpty { stageTime += time }
    if case .settling(var delivery) = stage {
      delivery.wait(milliseconds: time, view)
      stage = .settling(delivery)
    }
  }

  /// Goes on to the next stage when this one is over.
  mutating func proceedInStage() {
    switch stage {
    case .closed, .idle: break
    case .arming: if stageTime >= patience.answer { ask() }
    case .asking:
      if heardTurn || stageTime >= patience.answer { decide() }
    case .clearing: if stageTime >= patience.deed { pad() }
    case .padding: if parcel == nil && errands.isEmpty { enter(.cleared) }
    case .cleared:
      // A late `GS r 1` of the old job would pass for one of the next.
      let pause = profile.fence == .paperStatus ? patience.ended : 0
      if parcel == nil, errands.isEmpty, canPrint, stageTime >= pause { settle() }
    case .settling(let delivery):
      guard let outcome = delivery.outcome else { break }
      if parcel == .settling { return giveUp() }
      if case .printed = outcome {
        rest = nil
        enter(.idle)
      } else if canPrint {
        // It prints and answers no fence: that is the profile's mistake, and no reason to wait.
        rest = nil
        enter(.idle)
      } else {
        rest?.openBytes = delivery.openBytes
        enter(.cleared)
      }
    }
  }

  /// What a printer is that says nothing unasked.
  private mutating func decide() {
    // It hears what is real time and nothing else: an earlier life left a command open.
    guard heardAnything, !heardTurn, canPrint, !wasPadded else {
      return enter(rest == nil ? .idle : .cleared)
    }
    wasPadded = true
    rest = Rest(openBytes: Self.longestCommand, isOnPaper: false)
    clear()
  }

  // MARK: - Questions

  /// Whether the printer has to be asked how it is: something is wrong that its next status may
  /// not tell the end of, or it tells nothing unasked.
  var asksNow: Bool {
    guard heardAnything || speaksUnasked else { return false }
    return !canPrint || !speaksUnasked || kick?.isWatched == true
  }

  /// Time passed for the question that is not answered.
  mutating func waitForAnswer(_ time: Int) {
    guard let age = questionAge, parcel == nil else { return }
    questionAge = age + time
    guard age + time >= patience.answer else { return }
    condition.forgetQuestions()
    questionAge = nil
    // A printer that is mute is not asked all there is to ask.
    if case .asking = stage, !heardAnything { errands = [] }
  }

  /// Asks again from time to time.
  mutating func askAgain() {
    switch stage {
    case .idle, .cleared: break
    default: return
    }
    guard parcel == nil, errands.isEmpty, questionAge == nil, asksNow else { return }
    var pause = patience.deed
    if let delivery = job?.delivery {
      // Between jobs only, or once all of it is sent and nothing else will tell its end.
      guard delivery.isSent, profile.fence == .none, !speaksUnasked else { return }
      pause = patience.look
    } else if kick?.isWatched == true {
      pause = patience.look / 2
    }
    guard unasked >= pause else { return }
    unasked = 0
    errands =
      kick?.isWatched == true && canPrint
      ? [.question(.status(.printer))] : StatusQuestion.allCases.map { .question(.status($0)) }
  }
}
