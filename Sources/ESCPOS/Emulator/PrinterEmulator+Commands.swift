// What each command does to an emulated printer. Where a command ends is in CommandAssembler.swift;
// how it looks on paper is for Page to say.

extension PrinterEmulator {
  /// Obeys one whole command from the buffer.
  mutating func obey(_ command: [UInt8]) {
    switch command[0] {
    case Control.space...:
      let width = profile.cellDots(carriage.font) * carriage.width
      ink(command, width: width, height: carriage.font.heightDots * carriage.height)
    case Control.lineFeed: endLine(command)
    case Control.tab: ink(command, width: 0, height: 0)
    case Control.esc: escape(command)
    case Control.gs: group(command)
    case Control.fs: if command[1] == 0x70 { advance(command, dots: 24) } else { set(command) }
    // A real-time command was obeyed when it came; alone, a carriage return or a NUL does nothing.
    default: break
    }
  }

  // MARK: - ESC

  private mutating func escape(_ command: [UInt8]) {
    let value = command.count > 2 ? command[2] : 0
    switch UnicodeScalar(command[1]) {
    case "@": initialize(command)
    case "d": advance(command, dots: Int(value) * carriage.spacing)
    case "J": advance(command, dots: Int(value))
    case "i", "m": cut(command, dots: 0)
    case "p":
      kick(pin: value & 1 == 0 ? 2 : 5, milliseconds: (Int(command[3]) + Int(command[4])) * 2)
      set(command)
    case "*":
      let columns = Int(command[3]) | Int(command[4]) << 8
      // Coarse modes print each dot wider or taller.
      ink(command, width: value & 1 == 0 ? columns * 2 : columns, height: 24)
    case "u", "v": say([command[1] == 0x76 ? status.paperAnswer : drawerLevel])
    default:
      switch UnicodeScalar(command[1]) {
      case "2": carriage.spacing = 30
      case "3": carriage.spacing = Int(value)
      case "M": carriage.font = value & 1 == 1 ? .b : .a
      case "!":
        carriage.font = value & 1 == 1 ? .b : .a
        carriage.height = value & 0x10 != 0 ? 2 : 1
        carriage.width = value & 0x20 != 0 ? 2 : 1
      default: break
      }
      set(command)
    }
  }

  /// `ESC @`: the line that is being filled is forgotten, lines before it are printed.
  private mutating func initialize(_ command: [UInt8]) {
    if hasInk {
      note(.cleared(bytes: line.count))
      if let fence = pendingFence, fence.after > motionsQueued {
        note(.fenceDropped(fence.id))
        pendingFence = nil
      }
    }
    line = []
    hasInk = false
    carriage = Carriage()
    mayPulse = true
    maySwitchOff = false
    if traits.resetSilences { statusMask = 0 }
    set(command)
  }

  private mutating func cut(_ command: [UInt8], dots: Int) {
    if hasInk { endLine([]) }
    move(profile.hasCutter ? command : [], profile.hasCutter ? .cut : .line, dots: dots)
  }

  // MARK: - GS

  private mutating func group(_ command: [UInt8]) {
    let value = command.count > 2 ? command[2] : 0
    switch UnicodeScalar(command[1]) {
    case "V": cut(command, dots: command.count > 3 ? Int(command[3]) : 0)
    case "k": advance(command, dots: carriage.symbolHeight)
    case "v":
      guard command.count >= 8 else { return }
      let rows = Int(command[6]) | Int(command[7]) << 8
      if hasInk { endLine([]) }
      move(command, .picture(at: line.count), dots: rows * (command[3] & 2 == 0 ? 1 : 2))
    case "/": advance(command, dots: 24)
    case "(": function(UnicodeScalar(value), command, header: 5)
    case "8": function(UnicodeScalar(value), command, header: 7)
    case "r":
      jobs += value & 3 == 1 ? 1 : 0
      say([value & 3 == 1 ? status.paperAnswer : drawerLevel])
      fireDue()
    case "I": identify(value)
    case "a":
      statusMask = value
      if value != 0 { sendStatus() }
    default:
      switch UnicodeScalar(command[1]) {
      case "!":
        carriage.width = Int(value >> 4 & 7) + 1
        carriage.height = Int(value & 7) + 1
      case "h": carriage.symbolHeight = Int(value)
      default: break
      }
      set(command)
    }
  }

  /// Bit 0 is the level of the drawer's pin.
  private var drawerLevel: UInt8 { status.isDrawerPinHigh ? 1 : 0 }

  private mutating func identify(_ number: UInt8) {
    let digit = (49...51).contains(number) ? number - 48 : number
    guard let answer = traits.identity[digit] else { return }
    switch digit {
    case 1...3: say(Array(answer.prefix(1)))
    case 35...36: say([0x3D, digit] + answer + [Control.nul])
    default: say([0x5F] + answer + [Control.nul])
    }
  }

  /// `GS ( X` and `GS 8 X`.
  private mutating func function(_ family: UnicodeScalar, _ command: [UInt8], header: Int) {
    let letter = UInt8(truncatingIfNeeded: family.value)
    if traits.spilledFunctions.contains(letter) {
      note(.spilled(Array(command.prefix(8))))
      return unread(Array(command.dropFirst(2)))
    }
    if traits.silentFunctions.contains(letter) { return }
    let data = command.dropFirst(header)
    switch (family, Array(data.prefix(2))) {
    case ("H", [0x30, 0x30]): if let id = FenceID(bytes: data.dropFirst(2)) { hold(id) }
    case ("H", [0x31, 0x30]): report(offline: data.last ?? 0)
    case ("D", _): permit(Array(data))
    case ("L", [0x30, 0x70]), ("L", [0x30, 0x71]):
      if data.count > 9 {
        let bytes = Array(data)
        carriage.storedRows = (Int(bytes[8]) | Int(bytes[9]) << 8) * max(1, Int(bytes[4] & 3))
      }
      set(command)
    case ("L", [0x30, 0x32]), ("L", [0x30, 0x02]): advance(command, dots: carriage.storedRows)
    case ("L", [0x30, 0x45]), ("L", [0x30, 0x55]): advance(command, dots: 24)
    case ("k", let start) where start.count == 2 && start[1] == 81: advance(command, dots: 100)
    default: set(command)
    }
  }

  /// `GS ( D`: which real-time commands are obeyed.
  ///
  /// Epson TM-T81 programming guide p. 86; `ESC @` and power-on undo it.
  private mutating func permit(_ data: [UInt8]) {
    guard data.first == 20 else { return }
    for index in stride(from: 1, to: data.count - 1, by: 2) {
      let isAllowed = data[index + 1] == 1 || data[index + 1] == 49
      switch data[index] {
      case 1, 49: mayPulse = isAllowed
      case 2, 50: maySwitchOff = isAllowed
      default: break
      }
    }
  }

  /// `GS ( H` function 49: the causes of being offline are sent now and when they change.
  private mutating func report(offline mode: UInt8) {
    offlineReport = mode & 0x0F
    if offlineReport > 0 { sendOffline() }
  }

  /// One cause stands for all: the table of causes is each model's own.
  mutating func sendOffline() {
    toldOffline = !status.isReady
    say([0x37, 0x23] + (toldOffline ? [0x40] : []) + [Control.nul])
  }

  // MARK: - The drawer

  /// A pulse on a pin.
  ///
  /// The drawer hangs on the one that the profile says.
  mutating func kick(pin: Int, milliseconds: Int) {
    note(.kicked(pin: pin))
    pulseUntil = now + milliseconds
    if pin == (profile.drawer.pin == .pin2 ? 2 : 5) && milliseconds > 0 { isDrawerOpen = true }
  }

  // MARK: - Real-time commands

  /// Obeys a command that does not wait for its turn.
  mutating func obey(urgent command: [UInt8]) {
    let number = command[2]
    switch (command[1], number) {
    case (Control.eot, _):
      note(.urgent(command))
      if let question = StatusQuestion(rawValue: number) { say([status.answer(to: question)]) }
    case (Control.enq, 0):
      note(.urgent(command))
      isWaitingForFeed = false
    case (Control.enq, _):
      guard hasCutterError else { return }
      note(.urgent(command))
      if number == 2 { clearBuffers() }
      hasCutterError = false
      isKnifeBlocked = false
      if number == 1 { finishMotion() }
    case (Control.dc4, 1):
      guard mayPulse, status.isReady, now >= pulseUntil else {
        note(.kickIgnored)
        return
      }
      note(.urgent(command))
      kick(pin: command[3] == 0 ? 2 : 5, milliseconds: Int(command[4]) * 200)
    case (Control.dc4, 2):
      guard maySwitchOff else { return }
      note(.urgent(command))
      say([0x3B, 0x30, Control.nul])
      clearBuffers()
      isOn = false
      note(.poweredOff)
    case (Control.dc4, 7):
      note(.urgent(command))
      if command[3] == 1 { sendStatus() }
    case (Control.dc4, 8):
      note(.urgent(command))
      clearBuffers()
      say([0x37, 0x25, Control.nul])
    default: break
    }
  }
}
