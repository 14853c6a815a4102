// How fast a printer is listened to, so that one that never stops talking costs nothing.

/// The pace at which a link reads.
///
/// There are printers whose bulk IN endpoint answers "nothing" without a pause where it should
/// refuse (NAK), and a broken one may send rubbish as fast as the bus carries it. Both would keep
/// a core busy for ever. So an empty read earns a pause, and so does having read too often; while
/// it lasts the printer is not asked, and loses nothing: it keeps what it has to say.
struct ReadPace {
  /// Reads in one window: ten times as many as a printer needs that reports every line.
  static let readsInWindow = 64
  static let windowMilliseconds: Int64 = 100
  /// The pause after an empty read; a fence's answer is never delayed by more than this.
  static let emptyRestMilliseconds: Int64 = 20

  private var windowStart: Int64 = .min
  private var reads = 0

  /// Counts a read and returns when the next may be made; times are of the monotonic clock.
  mutating func read(bytes: Int, at now: Int64) -> Int64 {
    if windowStart == .min || now - windowStart >= Self.windowMilliseconds {
      windowStart = now
      reads = 0
    }
    reads += 1
    let rest = bytes == 0 ? now + Self.emptyRestMilliseconds : now
    guard reads >= Self.readsInWindow else { return rest }
    return max(rest, windowStart + Self.windowMilliseconds)
  }
}
