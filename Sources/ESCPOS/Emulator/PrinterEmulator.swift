// A receipt printer as a value: its buffers, its clock, what the host sees of it. Its mechanics are
// in PrinterEmulator+Printing.swift, its commands in +Commands.swift, its faults in +Faults.swift.

/// A receipt printer that exists only here, and is as strict as a real one.
///
/// It takes packets of 64 bytes into a buffer of 4 KiB and refuses them when that is full or the
/// printer offline; it obeys real-time commands the moment they arrive, even within a picture; it
/// prints line by line and stops in the middle of one; it confirms a fence only when the paper has
/// moved. Nothing happens but by `receive`, `pass` and `apply`: the same calls give the same paper,
/// answers and log. Any bytes are taken; memory is bounded.
package struct PrinterEmulator: Sendable {
  package let profile: PrinterProfile
  package let traits: PrinterTraits

  /// What became of a packet from the host.
  package enum Reception: Sendable, Equatable {
    /// So many bytes of it were taken; all, unless it was longer than a packet can be.
    case taken(Int)
    /// Refused; the host will try it again (a NAK on the bus).
    case refused
    /// The printer is not there; whether some of the packet arrived cannot be known.
    case gone
  }

  /// The largest packet of a full-speed bulk endpoint (USB 2.0, 5.8.3).
  package static let packetLimit = 64
  /// Events that are kept; of more the oldest are forgotten.
  package static let eventLimit = 10_000
  /// Bytes of one roll of paper; at its end the paper is out.
  package static let rollLimit = 8 << 20

  /// Milliseconds since the emulator began.
  package private(set) var now = 0
  /// What it did, oldest first.
  package private(set) var events: [PrinterEvent] = []

  // Set by faults, by people as it were.
  var isOn = true
  var isPlugged = true
  var powerReturns: Int?
  var hungUntil = 0
  var hotUntil = 0
  var isCoverOpen = false
  var wasOpenedWhilePrinting = false
  var paperLevel = PrinterStatus.Paper.ok
  var isKnifeBlocked = false
  var hasCutterError = false
  var isBroken = false
  var isWaitingForFeed = false
  package internal(set) var isDrawerOpen = false
  var script: [FaultScript.Step] = []
  var scriptStart = (bytes: 0, dots: 0, jobs: 0, time: 0)

  // From the host.
  var buffer: [UInt8] = []
  var bufferStart = 0
  var ear = RealTimeEar()
  var assembler = CommandAssembler()
  /// A command that waits until the paper stands still.
  var held: [UInt8]?
  /// Real-time commands that were obeyed, by where they stand in the stream, to be looked for in
  /// data.
  var heard: [(range: Range<Int>, bytes: [UInt8])] = []
  /// Bytes taken from the host since the beginning.
  package internal(set) var taken = 0
  var consumed = 0

  // The paper.
  var carriage = Carriage()
  /// Commands read that are not on paper and belong to no motion yet.
  var line: [UInt8] = []
  var hasInk = false
  var motions: [Motion] = []
  var motionsQueued = 0
  var motionsDone = 0
  var printed: [UInt8] = []
  /// Dots that the paper has moved since the beginning.
  package internal(set) var dots = 0
  /// Fences read since the beginning.
  package internal(set) var jobs = 0

  // To the host.
  var answers: [UInt8] = []
  var statusMask: UInt8 = 0
  var statusTold: UInt32 = 0
  var offlineReport: UInt8 = 0
  var toldOffline = false
  var pendingFence: (id: FenceID, after: Int)?
  var pulseUntil = 0
  var mayPulse = true
  var maySwitchOff = false

  /// A printer that has just been switched on.
  package init(
    _ profile: PrinterProfile, traits: PrinterTraits = PrinterTraits(),
    script: FaultScript = FaultScript()
  ) {
    self.profile = profile
    var traits = traits
    if profile.fence != .processID { traits.silentFunctions.insert(UInt8(ascii: "H")) }
    self.traits = traits
    follow(script)
    wake()
  }

  /// Begins a script; what was left of an earlier one is forgotten.
  package mutating func follow(_ script: FaultScript) {
    self.script = script.steps
    scriptStart = (taken, dots, jobs, now)
    fireDue()
  }

  // MARK: - What the host does

  /// A packet from the host, on the bulk OUT endpoint.
  ///
  /// Only the first 64 bytes of a longer one are taken: it could not be one packet.
  package mutating func receive(packet: [UInt8]) -> Reception {
    fireDue()
    guard isOn && isPlugged else { return .gone }
    let packet = packet.prefix(Self.packetLimit)
    guard !refuses(packet.count) else { return .refused }
    for byte in packet {
      guard isOn && isPlugged else { return .gone }
      take(byte)
      fireDue()
    }
    noticeStatus()
    return isOn && isPlugged ? .taken(packet.count) : .gone
  }

  /// What the host reads next from the bulk IN endpoint, at most 64 bytes; empty is a NAK.
  package mutating func answer() -> [UInt8] {
    guard isOn, isPlugged, now >= hungUntil else { return [] }
    let packet = Array(answers.prefix(Self.packetLimit))
    answers.removeFirst(packet.count)
    answerFence()
    return packet
  }

  /// Lets time pass.
  package mutating func pass(milliseconds: Int) {
    for _ in 0..<max(milliseconds, 0) {
      now += 1
      if let back = powerReturns, now >= back {
        powerReturns = nil
        isOn = true
        wake()
      }
      fireDue()
      if isOn { work(dots: traits.dotsPerMillisecond) }
      noticeStatus()
    }
  }

  /// Whether the host sees it on the bus.
  package var isAttached: Bool { isOn && isPlugged }

  /// The answer to GET_PORT_STATUS, which comes even when every packet is refused; nil if gone.
  package var portStatus: UInt8? { isAttached ? status.port : nil }

  /// The answer to GET_DEVICE_ID without its two bytes of length (IEEE 1284-2000, 7.6).
  package var deviceID: [UInt8] {
    let model = String(decoding: traits.identity[67] ?? [], as: UTF8.self)
    return Array("MFG:EPSON;CMD:ESC/POS;MDL:\(model);CLS:PRINTER;".utf8)
  }

  /// SOFT_RESET: the buffers are emptied, the settings stay (USB printer class 1.1, 4.2.3).
  package mutating func softReset() {
    guard isAttached else { return }
    clearBuffers()
    answers = []
    noticeStatus()
  }

  // MARK: - What people see

  /// What is on paper since it was last torn off, as bytes that `Page` can draw.
  ///
  /// Of a picture that is not finished it holds the rows that are; of a line, nothing.
  package var paper: [UInt8] {
    var paper = printed
    if let motion = motions.first { paper += motion.half }
    if motions.isEmpty && !hasInk && assembler.bytes.starts(with: [Control.gs, 0x76]) {
      paper += line + Motion.rows(of: assembler.bytes[...])
    }
    return paper
  }

  /// Tears the paper off and gives what was on it.
  package mutating func takePaper() -> [UInt8] {
    defer { printed = [] }
    return paper
  }

  /// How the printer is; the host learns it only by asking or by automatic status.
  package var status: PrinterStatus {
    var status = PrinterStatus()
    status.isCoverOpen = isCoverOpen
    status.paper = paperLevel
    status.hasCutterError = hasCutterError
    status.hasUnrecoverableError = isBroken
    status.hasPassingError = now < hotUntil || (isCoverOpen && wasOpenedWhilePrinting)
    status.isWaitingForFeed = isWaitingForFeed
    status.isDrawerPinHigh = isDrawerOpen == traits.drawerOpenIsHigh
    // Offline is the one of them that has a cause.
    status.isOffline = !status.isReady
    return status
  }

  /// Whether nothing is left to be printed or answered.
  package var isIdle: Bool {
    motions.isEmpty && held == nil && bufferStart == buffer.count && pendingFence == nil
  }

  // MARK: - Inside

  mutating func note(_ deed: PrinterDeed) {
    if events.count >= Self.eventLimit { events.removeFirst(Self.eventLimit / 10) }
    events.append(PrinterEvent(at: now, deed: deed))
  }

  /// Puts an answer into the send buffer, whole or not at all.
  mutating func say(_ bytes: [UInt8]) {
    guard answers.count + bytes.count <= traits.answerBytes else {
      note(.answerLost)
      return
    }
    answers += bytes
  }

  /// Sends the status if one of those asked for has changed.
  mutating func noticeStatus() {
    guard isOn else { return }
    let bits = status.asb
    if offlineReport > 0, toldOffline == status.isReady { sendOffline() }
    guard (bits ^ statusTold) & PrinterStatus.asbBits(enabledBy: statusMask) != 0 else { return }
    sendStatus()
  }

  mutating func sendStatus() {
    let bits = status.asb
    statusTold = bits
    let bytes = [24, 16, 8].map { UInt8(truncatingIfNeeded: bits >> UInt32($0)) }
    say(bytes + [traits.statusTail])
  }

  private func refuses(_ count: Int) -> Bool {
    if now < hungUntil { return true }
    if traits.refusesWhenOffline && !status.isReady { return true }
    return buffer.count - bufferStart + count > traits.bufferBytes
  }

  private mutating func take(_ byte: UInt8) {
    taken += 1
    buffer.append(byte)
    guard let command = ear.hear(byte) else { return }
    if heard.count < traits.bufferBytes {
      heard.append((range: (taken - command.count)..<taken, bytes: command))
    }
    obey(urgent: command)
  }
}
