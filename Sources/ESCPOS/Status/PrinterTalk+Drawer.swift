// How the cash drawer on the printer's connector is opened, and how it is seen to be open.

extension PrinterTalk {
  /// A kick of the drawer, from when it is asked for until its end is known.
  struct Kick: Sendable {
    enum State: Sendable {
      /// It has not gone out yet.
      case waiting
      /// It went out and the switch is watched.
      case watched
    }

    let name: String
    var state = State.waiting
    /// Milliseconds in this state.
    var age = 0
    /// Whether the drawer was open before; nil where the switch cannot say.
    var wasOpen: Bool?

    var isWaiting: Bool { if case .waiting = state { true } else { false } }
    var isWatched: Bool { if case .watched = state { true } else { false } }
  }

  /// Takes a kick.
  ///
  /// - Returns: false while another one is under way, and if no drawer is wired to this printer.
  package mutating func kick(_ name: String) -> Bool {
    guard kick == nil, sensor != nil else { return false }
    kick = Kick(name: name)
    return true
  }

  /// Whether the drawer is open; nil if there is no switch or its level is not known.
  var isDrawerOpen: Bool? {
    isLevelKnown ? sensor?.isOpen(pinHigh: condition.status.isDrawerPinHigh) : nil
  }

  /// The pulse, if one waits and can be sent now.
  ///
  /// Between jobs it is a command among others. While something is printed, or nothing can be, it
  /// is the one that printers obey at once; in the middle of a command it would be taken for data.
  mutating func nextPulse() -> [UInt8]? {
    guard let pulse = duePulse else { return nil }
    // Read now: the switch may be heard to open before the pulse is known to have gone out.
    let wasOpen = isDrawerOpen
    kick?.wasOpen = wasOpen
    return pulse
  }

  private var duePulse: [UInt8]? {
    guard kick?.isWaiting == true else { return nil }
    switch stage {
    case .closed, .settling, .padding, .clearing: return nil
    case .idle:
      guard let delivery = job?.delivery else {
        return canPrint ? profile.drawerPulse : urgentPulse
      }
      let isAllowed =
        delivery.outcome == nil && delivery.allowsPulse
        && !profile.quirks.contains(.kicksOnlyWhenIdle)
      return isAllowed && delivery.isAtBoundary ? urgentPulse : nil
    case .arming, .asking, .cleared:
      return errands.isEmpty ? urgentPulse : nil
    }
  }

  /// `DLE DC4` function 1: pin, and the time in units of 100 ms, 1 to 8 (Epson TM-L90 programming
  /// guide, DLE DC4).
  private var urgentPulse: [UInt8] {
    let tenths = min(max((Int(profile.drawer.onUnits) + 49) / 50, 1), 8)
    return [
      Control.dle, Control.dc4, 1, profile.drawer.pin == .pin2 ? 0 : 1, UInt8(tenths),
    ]
  }

  /// The pulse went out, or was given up.
  mutating func tookPulse(_ count: Int) {
    guard kick != nil else { return }
    if count == 0 {
      if isGivingUp { endKick(.failed) }
      return
    }
    // A switch that says open before the pulse may be wired the other way round, and an open
    // drawer cannot be seen to open: the pulse is given, and nothing is claimed.
    guard count >= packet.count, kick?.wasOpen == false, let isOpen = isDrawerOpen else {
      return endKick(.unverified)
    }
    if isOpen { return endKick(.opened) }
    kick?.state = .watched
    kick?.age = 0
    unasked = 0
  }

  /// The link is gone.
  mutating func losePulse(inFlight: Bool) {
    guard let kick else { return }
    if kick.isWatched || inFlight { endKick(.unverified) }
  }

  /// Time passed for the kick.
  mutating func waitForKick(_ time: Int) {
    guard kick != nil else { return }
    kick?.age += time
    guard let kick else { return }
    switch kick.state {
    case .watched: if kick.age >= patience.deed { endKick(.failed) }
    case .waiting:
      // Long enough for a receipt to end; whoever stands there tries again or takes the key.
      guard kick.age >= (refused > 0 ? patience.deed : patience.silence / 2) else { return }
      if parcel == .pulse { giveUp() } else { endKick(.failed) }
    }
  }

  /// The switch may have moved.
  mutating func noticeDrawer() {
    guard let isOpen = isDrawerOpen, isOpen != toldOpen else { return }
    toldOpen = isOpen
    deeds.append(.drawer(isOpen: isOpen))
    if isOpen, kick?.isWatched == true { endKick(.opened) }
  }

  mutating func endKick(_ outcome: DrawerOutcome) {
    guard let kick else { return }
    deeds.append(.kicked(kick: kick.name, outcome))
    self.kick = nil
  }
}
