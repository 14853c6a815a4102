// The mechanism of an emulated printer: commands taken from the buffer, motions, the paper.

extension PrinterEmulator {
  /// Whether commands are read and paper is moved.
  var canPrint: Bool { isOn && now >= hungUntil && status.isReady }

  /// Reads commands and moves the paper, by so many dots.
  mutating func work(dots budget: Int) {
    var budget = budget
    while canPrint {
      if motions.count < traits.linesAhead, readCommand() { continue }
      guard budget > 0, let motion = motions.first else { break }
      let step = min(budget, motion.dots - motion.done, dotsUntilFault)
      motions[0].done += step
      dots += step
      budget -= step
      if motions[0].done >= motion.dots { finishMotion() }
      fireDue()
    }
    answerFence()
  }

  /// Obeys the next command if there is a whole one; false if there is not, or it has to wait.
  private mutating func readCommand() -> Bool {
    if let command = held {
      guard isQuiet else { return false }
      held = nil
      obey(command)
      return true
    }
    while bufferStart < buffer.count {
      let byte = buffer[bufferStart]
      bufferStart += 1
      consumed += 1
      if bufferStart == buffer.count || bufferStart > 4096 {
        buffer.removeFirst(bufferStart)
        bufferStart = 0
      }
      let begin = consumed - assembler.count - 1
      guard let command = assembler.take(byte) else { continue }
      unread(command.rest)
      noteUrgentData(in: begin..<consumed)
      guard command.isWhole else { return true }
      if command.isUnknown {
        set(command.bytes)
        return true
      }
      if needsQuiet(command.bytes) && !isQuiet {
        held = command.bytes
        return false
      }
      obey(command.bytes)
      return true
    }
    return false
  }

  /// Puts bytes back in front of those that wait.
  mutating func unread(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    buffer.replaceSubrange(..<bufferStart, with: bytes)
    bufferStart = 0
    consumed -= bytes.count
  }

  /// Whether the paper stands still and no pulse is being given.
  private var isQuiet: Bool { motions.isEmpty && now >= pulseUntil }

  /// A kick and an answer of `GS r` follow what was printed before them.
  private func needsQuiet(_ command: [UInt8]) -> Bool {
    command.count > 1
      && (command[0] == Control.esc && command[1] == 0x70
        || command[0] == Control.gs && command[1] == 0x72)
  }

  private mutating func noteUrgentData(in command: Range<Int>) {
    while let first = heard.first, first.range.upperBound <= command.upperBound {
      if first.range.lowerBound > command.lowerBound { note(.urgentInData(first.bytes)) }
      heard.removeFirst()
    }
  }

  // MARK: - Motions

  /// Adds a command that puts nothing on paper by itself.
  mutating func set(_ command: [UInt8]) {
    line += command
    settle()
  }

  /// Adds what fills a line and is printed with it.
  mutating func ink(_ command: [UInt8], width: Int, height: Int) {
    if carriage.used > 0, carriage.used + width > profile.dotsPerLine { endLine([]) }
    line += command
    hasInk = true
    carriage.used += width
    carriage.tallest = max(carriage.tallest, height)
  }

  /// Prints the line, with the command that ended it.
  mutating func endLine(_ command: [UInt8]) { move(command, .line, dots: carriage.lineDots) }

  /// Prints the line if something is in it, then moves the paper for the command.
  mutating func advance(_ command: [UInt8], dots: Int) {
    if hasInk { endLine([]) }
    move(command, .line, dots: dots)
  }

  mutating func move(_ command: [UInt8], _ kind: Motion.Kind, dots: Int) {
    motions.append(Motion(kind: kind, bytes: line + command, dots: dots))
    motionsQueued += 1
    line = []
    hasInk = false
    carriage.used = 0
    carriage.tallest = 0
    if dots == 0 && motions.count == 1 { finishMotion() }
  }

  /// The first motion has come to its end.
  mutating func finishMotion() {
    guard let motion = motions.first else { return }
    if case .cut = motion.kind {
      guard !isKnifeBlocked else {
        hasCutterError = true
        note(.jammed)
        return
      }
      note(.cut)
    }
    motions.removeFirst()
    motionsDone += 1
    put(motion.bytes)
    if motion.dots > 0 { note(.printed(dots: motion.dots)) }
    settle()
    answerFence()
    if let next = motions.first, next.dots == 0 { finishMotion() }
  }

  /// Settings after the last line belong to the paper once nothing is in front of them.
  private mutating func settle() {
    guard motions.isEmpty, !hasInk else { return }
    put(line)
    line = []
  }

  private mutating func put(_ bytes: [UInt8]) {
    printed += bytes
    if printed.count > Self.rollLimit && paperLevel != .out { apply(.paperEnd) }
  }

  /// Forgets all that is not on paper; fences of it will never be answered.
  mutating func clearBuffers() {
    var lost = buffer.count - bufferStart + assembler.count + line.count + (held?.count ?? 0)
    // What is on paper already stays there, be it half a picture.
    printed = paper
    for motion in motions { lost += motion.bytes.count }
    motionsQueued = 0
    motionsDone = 0
    motions = []
    line = []
    hasInk = false
    held = nil
    carriage.used = 0
    carriage.tallest = 0
    buffer = []
    bufferStart = 0
    consumed = taken
    heard = []
    assembler.clear()
    if let fence = pendingFence { note(.fenceDropped(fence.id)) }
    pendingFence = nil
    note(.cleared(bytes: lost))
  }

  // MARK: - Fences

  /// A job's id is to be echoed.
  ///
  /// Of several that wait only the last one ever is (Epson TM-L90 programming guide p. 425-431).
  mutating func hold(_ id: FenceID) {
    jobs += 1
    if let fence = pendingFence { note(.fenceDropped(fence.id)) }
    let after = traits.confirmsEarly ? 0 : hasInk ? motionsQueued + 1 : motionsQueued
    pendingFence = (id, after)
    answerFence()
    fireDue()
  }

  /// Sends the fence that waits, if what was before it is on paper and there is room.
  mutating func answerFence() {
    guard let fence = pendingFence, motionsDone >= fence.after,
      answers.count + 7 <= traits.answerBytes
    else { return }
    pendingFence = nil
    note(.fenced(fence.id))
    say([0x37, 0x22] + fence.id.bytes + [Control.nul])
  }
}
