// One print job on its way into a printer, and how it ends. What is sent besides it is in
// JobPlan.swift, what each trouble does to it in Patience.swift; who moves the bytes and keeps the
// time lives in Devices.

/// Decides what became of one job, from what the printer took and what it said.
///
/// Printed is only what the printer's fence confirmed; silence never is. Not printed is only what
/// no byte of was taken. Everything between is unknown, and a person decides. A printer without
/// fences is believed by its status, or not at all; the evidence says so.
///
/// A printer that confirms by `GS r 1` alone names no job: after one that ended unknown its buffers
/// have to be cleared before the next, or the late answer of the first would pass for the second's.
package struct Delivery: Sendable {
  private let plan: JobPlan
  private let fence: FenceID
  private let kind: PrinterProfile.Fence
  private let patience: Patience
  /// Bytes that the printer took.
  private var sent = 0
  /// Milliseconds without a byte taken or an answer.
  private var idle = 0
  /// Milliseconds that a trouble lasts.
  private var troubled = 0
  private var wasCleared = false
  /// Answers to `GS r 1` that came.
  private var turns = 0
  /// Whether what comes before the cut is on paper.
  private var isBodyPrinted = false
  /// Whether the cut was sent without an answer to the fence before it.
  private var isGateOpen = false

  /// How the job ended; nil while it is under way.
  package private(set) var outcome: PrintOutcome?
  /// Whether nothing of the job can be left in the printer.
  package private(set) var isSettled = false

  /// - Parameters:
  ///   - job: must end with a line feed, a feed or a cut; the fences are added here.
  ///   - fence: no other job of this printer may have it.
  ///   - patience: milliseconds without any progress after which the job is given up.
  ///   - rearms: whether automatic status is switched on again after each `ESC @`.
  package init(
    _ job: [UInt8], fence: FenceID, for profile: PrinterProfile, patience: Int = 10_000,
    rearms: Bool = false
  ) {
    plan = JobPlan(job, fence: profile.fenceBytes(fence), rearms: rearms)
    self.fence = fence
    kind = profile.fence
    self.patience = Patience(silence: patience)
  }

  // MARK: - What to send

  /// What to send next: up to 64 bytes, the largest packet of a full-speed bulk endpoint (USB 2.0,
  /// 5.8.3).
  ///
  /// Empty once all is sent, and while the answer to the fence before the cut is waited for.
  package var nextPacket: [UInt8] {
    let end = limit
    return outcome == nil ? Array(plan.bytes[sent..<max(sent, min(sent + 64, end))]) : []
  }

  /// The same, but no further than to the end of a command.
  var nextPacketToBoundary: [UInt8] {
    Array(nextPacket.prefix(plan.end(after: sent) - sent))
  }

  /// How far the job may be sent now.
  private var limit: Int {
    guard let gate = plan.gate, !isBodyPrinted, !isGateOpen else { return plan.bytes.count }
    return gate
  }

  /// Whether the whole job was taken and only its end is waited for.
  package var isSent: Bool { sent == plan.bytes.count }

  /// Whether no command is half sent, so that another may be sent in between.
  var isAtBoundary: Bool { plan.isBoundary(sent) }

  /// Whether the job lets the drawer be kicked in real time.
  var allowsPulse: Bool { !plan.forbidsPulse }

  /// Bytes that the printer may still be waiting for to end a command.
  ///
  /// Some of a packet may have arrived that was never counted; more than enough does no harm.
  var openBytes: Int { plan.end(after: min(sent + 64, plan.bytes.count - 1)) - sent }

  // MARK: - What happened

  /// The printer took bytes of the last packet.
  package mutating func took(_ count: Int) {
    guard count > 0 else { return }
    sent = min(sent + count, plan.bytes.count)
    idle = 0
    // It was given up just when the printer began to take it.
    if case .failed(let why) = outcome {
      outcome = .unknown(why)
      isSettled = false
    }
  }

  /// The printer told something.
  package mutating func hear(_ news: PrinterNews) {
    guard outcome == nil else { return }
    switch news {
    case .fence(let id) where id == fence: confirm()
    case .stray(.byte(let byte))
    where kind == .paperStatus && byte & 0x0C == 0 && (isSent || sent == plan.gate):
      // `GS r 1` went out with the job and not through the condition: its answer has no question.
      turns += 1
      // It names no job, so each that was asked is waited for.
      if turns == (isGateOpen ? 2 : 1) || isBodyPrinted { confirm() }
    case .cleared: wasCleared = wasCleared || sent > 0
    case .poweredOff: end("the printer switched itself off")
    default: break
    }
  }

  /// A fence of this job came back.
  private mutating func confirm() {
    let isWhole = isSent
    guard isWhole || (plan.gate == sent && !isBodyPrinted) else { return }
    idle = 0
    guard isBodyPrinted || !wasCleared else {
      return end("the printer dropped part of it", isSettled: isWhole)
    }
    isBodyPrinted = true
    if isWhole {
      outcome = .printed(.fence)
      isSettled = true
    }
  }

  /// Time passed.
  ///
  /// - Parameter condition: what is known of the printer.
  package mutating func wait(milliseconds: Int, _ condition: PrinterCondition) {
    guard outcome == nil else { return }
    let time = max(milliseconds, 0)
    idle += time
    let trouble = condition.troubles.first { $0.stopsPrinting }
    troubled = trouble == nil ? 0 : troubled + time
    if let trouble {
      let rule = condition.status.rule(for: trouble)
      let isOver =
        switch sent == 0 ? .unclear : rule {
        case .goesOn: false
        case .waits: isHeldTooLong()
        case .spoils: troubled >= patience.ended
        case .unclear: idle >= patience.silence
        }
      if isOver { end(trouble.words) }
    } else if kind == .none && isSent {
      if idle >= patience.ended { believe(condition) }
    } else if sent < limit {
      if idle >= patience.silence { end("the printer takes no data") }
    } else if idle >= answerPatience {
      end("no answer from the printer")
    } else if plan.gate == sent && idle >= answerPatience / 2 {
      // It may have no fence at all: then at least the receipt is cut.
      isGateOpen = true
    }
  }

  /// A trouble that passes is no silence: that begins when it is over.
  private mutating func isHeldTooLong() -> Bool {
    idle = 0
    return troubled >= patience.held
  }

  /// Milliseconds in which the fence is answered, or never.
  ///
  /// What was taken may all be waiting to be printed, as networks and large buffers take a job
  /// whole; a line of 40 letters takes a slow printer some 40 ms.
  private var answerPatience: Int {
    patience.silence + min(plan.bytes.count, patience.silence * 3)
  }

  /// A printer that cannot confirm has taken the whole job and was well for a while after.
  private mutating func believe(_ condition: PrinterCondition) {
    isSettled = true
    guard !wasCleared else { return end("the printer dropped part of it", isSettled: true) }
    outcome = .printed(condition.isTold ? .status : .none)
  }

  /// The printer is gone, or the job is given up.
  ///
  /// - Parameter inFlight: whether a packet was on its way, so that some of it may have arrived.
  package mutating func lose(_ why: String, inFlight: Bool = false) {
    if inFlight && sent == 0 { sent = 1 }
    end(why)
  }

  private mutating func end(_ why: String, isSettled: Bool = false) {
    guard outcome == nil else { return }
    self.isSettled = isSettled || sent == 0
    if isBodyPrinted {
      outcome = .printed(.fence)
    } else {
      outcome = sent == 0 ? .failed(why) : .unknown(why)
    }
  }
}
