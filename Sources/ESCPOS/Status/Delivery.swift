// One print job on its way into a printer, and how it ends. Who moves the bytes and keeps the time
// lives in Devices.

/// Decides what became of one job, from what the printer took and what it said.
///
/// Printed is only what the printer's fence confirmed; silence never is. Not printed is only what
/// no byte of was taken. Everything between is unknown, and a person decides.
///
/// A printer that confirms by `GS r 1` alone names no job: after one that ended unknown its buffers
/// have to be cleared before the next, or the late answer of the first would pass for the second's.
package struct Delivery: Sendable {
  private let bytes: [UInt8]
  private let fence: FenceID
  private let kind: PrinterProfile.Fence
  /// Bytes that the printer took.
  private var sent = 0
  /// Milliseconds without a byte taken or an answer.
  private var idle = 0
  private let patience: Int
  private var wasCleared = false

  /// How the job ended; nil while it is under way.
  package private(set) var outcome: PrintOutcome?

  /// - Parameters:
  ///   - job: must end with a line feed, a feed or a cut; the fence is added here.
  ///   - fence: no other job of this printer may have it.
  ///   - patience: milliseconds without any progress after which the job is given up.
  package init(
    _ job: [UInt8], fence: FenceID, for profile: PrinterProfile, patience: Int = 10_000
  ) {
    bytes = job + profile.fenceBytes(fence)
    self.fence = fence
    kind = profile.fence
    self.patience = patience
  }

  /// What to send next: up to 64 bytes, the largest packet of a full-speed bulk endpoint (USB 2.0,
  /// 5.8.3); empty once all is sent.
  package var nextPacket: [UInt8] {
    outcome == nil ? Array(bytes[sent..<min(sent + 64, bytes.count)]) : []
  }

  /// Whether the whole job was taken and only its end is waited for.
  package var isSent: Bool { sent == bytes.count }

  /// The printer took bytes of the last packet.
  package mutating func took(_ count: Int) {
    sent = min(sent + max(count, 0), bytes.count)
    if count > 0 { idle = 0 }
  }

  /// The printer told something.
  ///
  /// - Parameter status: as known now, for printers that can confirm nothing.
  package mutating func hear(_ news: PrinterNews) {
    guard outcome == nil else { return }
    switch news {
    case .fence(let id) where id == fence && isSent:
      outcome = wasCleared ? .unknown("the printer dropped part of it") : .printed(.fence)
    case .stray(.byte(let byte)) where kind == .paperStatus && isSent && byte & 0x0C == 0:
      // `GS r 1` went out with the job and not through the condition: its answer has no question.
      outcome = wasCleared ? .unknown("the printer dropped part of it") : .printed(.fence)
    case .cleared: wasCleared = wasCleared || sent > 0
    case .poweredOff: end("the printer switched itself off")
    default: break
    }
  }

  /// Time passed.
  ///
  /// - Parameter condition: what is known of the printer, for the reason when it is given up.
  package mutating func wait(milliseconds: Int, _ condition: PrinterCondition) {
    guard outcome == nil else { return }
    if kind == .none && isSent && condition.isTold && condition.status.isReady {
      outcome = wasCleared ? .unknown("the printer dropped part of it") : .printed(.status)
      return
    }
    idle += max(milliseconds, 0)
    guard idle >= patience else { return }
    let trouble = condition.troubles.first { $0.stopsPrinting }
    end(trouble?.words ?? (isSent ? "no answer from the printer" : "the printer takes no data"))
  }

  /// The printer is gone, or the job is given up.
  ///
  /// - Parameter inFlight: whether a packet was on its way, so that some of it may have arrived.
  package mutating func lose(_ why: String, inFlight: Bool = false) {
    if inFlight && sent == 0 { sent = 1 }
    end(why)
  }

  private mutating func end(_ why: String) {
    guard outcome == nil else { return }
    outcome = sent == 0 ? .failed(why) : .unknown(why)
  }
}
