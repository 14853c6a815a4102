// One job as it is sent: what is added to it, where its commands end, where its last cut begins.

/// The bytes of a job with all that a host adds to them.
///
/// The job itself is sent unchanged and in its order. Added are a `GS a` after each `ESC @`, which
/// switches automatic status off; the fence at the end; and the fence once more before the last
/// cut, so that a jammed knife after a whole receipt leaves no doubt about the receipt.
struct JobPlan: Sendable {
  /// All bytes to send.
  let bytes: [UInt8]
  /// Bytes up to the end of the fence before the cut; the rest waits for its answer.
  ///
  /// Nil if the
  /// job's end is its only fence.
  let gate: Int?
  /// Whether the job forbids the real-time pulse of the drawer somewhere (`GS ( D`).
  let forbidsPulse: Bool
  /// Where each command ends, ascending; real-time commands may stand there.
  private let ends: [Int]

  /// `GS a 255`: every status is told unasked, the present one at once.
  static let arming: [UInt8] = [Control.gs, 0x61, 0xFF]

  /// - Parameter rearms: whether automatic status is switched on again after each `ESC @`.
  init(_ job: [UInt8], fence: [UInt8], rearms: Bool) {
    let commands = PrintDecoder.commands(in: job)
    let cut = fence.isEmpty ? nil : Self.lastCut(commands)
    var bytes: [UInt8] = []
    var ends: [Int] = []
    var gate: Int?
    var forbidsPulse = false
    bytes.reserveCapacity(job.count + 2 * fence.count + 8)
    for (index, command) in commands.enumerated() {
      if index == cut {
        bytes += fence
        gate = bytes.count
        ends.append(bytes.count)
      }
      // What the decoder gave up on is sent as it stands.
      bytes += command.meaning == .unread ? Array(job[command.offset...]) : command.bytes
      if rearms && command.meaning == .initialize { bytes += Self.arming }
      if command.bytes.starts(with: [Control.gs, 0x28, 0x44]) { forbidsPulse = true }
      ends.append(bytes.count)
    }
    if !fence.isEmpty {
      bytes += fence
      ends.append(bytes.count)
    }
    self.bytes = bytes
    self.ends = ends
    self.gate = gate
    self.forbidsPulse = forbidsPulse
  }

  /// Whether no command is half sent after so many bytes.
  func isBoundary(_ sent: Int) -> Bool { sent == 0 || end(after: sent - 1) == sent }

  /// Where the command ends that the byte at this place belongs to.
  func end(after place: Int) -> Int {
    // The first end beyond the place, by halves.
    var (low, high) = (0, ends.count)
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] > place { high = middle } else { low = middle + 1 }
    }
    return low < ends.count ? ends[low] : bytes.count
  }

  /// The cut that nothing is printed after, or nil.
  ///
  /// The line before it must have ended: a fence within a line is answered only when the line is
  /// printed, which the cut would have to do.
  private static func lastCut(_ commands: [DecodedCommand]) -> Int? {
    var cut: Int?
    for index in commands.indices.reversed() {
      switch commands[index].meaning {
      case .cut: cut = index
      case .lineFeed, .formFeed, .feedLines, .feedDots, .image, .symbol, .printBuffer,
        .printStored, .printSheet, .matrix(_, .print):
        return cut
      case .text, .tab, .lineImage, .macroRun, .unknown, .truncated, .unread: return nil
      default: break
      }
    }
    return nil
  }
}
