// Time that only rises: the hybrid clock, and whether the wall clock can be believed.

package import Domains
package import Values

/// The till's own time (reliability.md 3.5, rules 1 to 3 and 6).
///
/// While the wall clock cannot be believed, time goes on from the last moment that could be,
/// by the boot clock, and every event says so.
package struct Chronometer: Sendable {
  /// No wall clock before this release was made is right: 2026-01-01.
  package static let buildDate: Int64 = 1_767_225_600_000
  /// How far the wall clock may move against the boot clock before it is not believed.
  package static let tolerance: Int64 = 60_000

  package private(set) var last: HybridTime
  package private(set) var quality = TimeQuality.trusted
  /// A believed moment: wall and boot clock together.
  private var anchor: (wall: Int64, boot: Int64)?

  /// - Parameter highWater: the highest time ever stored.
  package init(highWater: HybridTime) { last = highWater }

  /// Looks at the clocks.
  ///
  /// - Returns: the time to work with, in Unix milliseconds.
  package mutating func observe(_ now: Now) -> Int64 {
    let expected =
      anchor.map { $0.wall + (now.boot - $0.boot) } ?? max(last.milliseconds, Self.buildDate)
    let moved = anchor != nil && abs(now.wall - expected) > Self.tolerance
    let past = now.wall < Self.buildDate || now.wall + Self.tolerance < last.milliseconds
    if moved || past {
      quality = .untrusted
      if anchor == nil { anchor = (expected, now.boot) }
      return expected
    }
    quality = .trusted
    anchor = (now.wall, now.boot)
    return now.wall
  }

  /// The hybrid time of the next event.
  package mutating func next(_ effective: Int64) -> HybridTime {
    last = last.next(wall: effective)
    return last
  }
}
