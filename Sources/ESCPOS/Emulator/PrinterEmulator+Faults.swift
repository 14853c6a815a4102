// What people and chance do to an emulated printer, and the script that says when.

extension PrinterEmulator {
  /// Something happens to the printer, now.
  package mutating func apply(_ fault: PrinterFault) {
    note(.fault(fault))
    switch fault {
    case .paperNearEnd: if paperLevel == .ok { paperLevel = .nearEnd }
    case .paperEnd:
      paperLevel = .out
      // The sensor is before the head: a line that has begun still fits.
      if let motion = motions.first, motion.done > 0, case .line = motion.kind { finishMotion() }
      tear()
    case .paperLoaded:
      isWaitingForFeed = paperLevel == .out && traits.waitsForFeed
      paperLevel = .ok
    case .coverOpened:
      isCoverOpen = true
      wasOpenedWhilePrinting = motions.first.map { $0.done > 0 } ?? false
      tear()
    case .coverClosed:
      isCoverOpen = false
      wasOpenedWhilePrinting = false
    case .cutterJammed: isKnifeBlocked = true
    case .overheated(let time): hotUntil = max(hotUntil, now + time)
    case .broken: isBroken = true
    case .powerCut(let time):
      switchOff()
      powerReturns = now + max(time, 1)
    case .unplugged: isPlugged = false
    case .plugged: isPlugged = true
    case .drawerOpened: isDrawerOpen = true
    case .drawerShut: isDrawerOpen = false
    case .feedPressed: isWaitingForFeed = false
    case .hung(let time): hungUntil = max(hungUntil, now + time)
    case .noise(let bytes): answers += bytes.prefix(max(0, traits.answerBytes - answers.count))
    }
    noticeStatus()
  }

  /// Does what the script has for this moment.
  mutating func fireDue() {
    while let index = script.firstIndex(where: { isDue($0.moment) }) {
      apply(script.remove(at: index).fault)
    }
  }

  private func isDue(_ moment: FaultScript.Moment) -> Bool {
    switch moment {
    case .byte(let count): taken - scriptStart.bytes >= count
    case .millisecond(let time): now - scriptStart.time >= time
    case .dot(let count): dots - scriptStart.dots >= count
    case .job(let count): jobs - scriptStart.jobs >= count
    }
  }

  /// Dots until the script has something to do.
  var dotsUntilFault: Int {
    var least = Int.max
    for step in script {
      if case .dot(let count) = step.moment {
        least = min(least, count - (dots - scriptStart.dots))
      }
    }
    return max(least, 1)
  }

  /// The mechanism stops where it is.
  ///
  /// A line is printed again from its beginning, a picture goes on from the row that failed.
  private mutating func tear() {
    guard let motion = motions.first, motion.done > 0 else { return }
    note(.torn(dots: motion.done))
    if case .line = motion.kind { motions[0].done = 0 }
  }

  /// The power is gone, and all that was not on paper with it.
  mutating func switchOff() {
    guard isOn else { return }
    tear()
    clearBuffers()
    answers = []
    isOn = false
    note(.poweredOff)
  }

  /// The power is back: nothing is remembered.
  mutating func wake() {
    buffer = []
    bufferStart = 0
    consumed = taken
    ear.clear()
    carriage = Carriage()
    hasCutterError = false
    // The knife goes home when the power comes.
    isKnifeBlocked = false
    isWaitingForFeed = false
    hotUntil = min(hotUntil, now)
    hungUntil = min(hungUntil, now)
    mayPulse = true
    maySwitchOff = false
    offlineReport = 0
    pulseUntil = now
    statusMask = traits.statusAtPowerOn
    statusTold = 0
    note(.poweredOn)
    noticeStatus()
  }
}
