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
  /// The longest time between two looks, so that a doubt is told within a second.
  ///
  /// A clock that stops is known by the second look after that, so two looks fit into a second.
  /// Looks a whole second apart would take the second that a leap repeats for a clock that stands.
  package static let lookMilliseconds: Int64 = 400
  /// A wall clock that reads the same for this long stands still.
  private static let stillMilliseconds: Int64 = 300
  /// Clocks are steered by at most a tenth of the time that passes; chrony does by a twelfth.
  private static let steering: Int64 = 10
  /// The last moment that `HybridTime` has, in the year 6429.
  private static let lastMoment: Int64 = 1 << 47 - 1

  package private(set) var last: HybridTime
  package private(set) var quality = TimeQuality.trusted
  private var anchor: Anchor?
  /// What the wall clock read last, and when it read so first.
  private var reading: (wall: Int64, boot: Int64)?

  /// A moment from which time goes on by the boot clock.
  private struct Anchor {
    var wall: Int64
    var boot: Int64
    /// Whether a wall clock said so; otherwise it is only known not to be later.
    var isBelieved: Bool

    func wall(at boot: Int64) -> Int64 { wall + (boot - self.boot) }
  }

  /// - Parameter highWater: the highest time ever stored.
  package init(highWater: HybridTime) { last = highWater }

  /// Looks at the clocks.
  ///
  /// - Returns: the time to work with, in Unix milliseconds.
  package mutating func observe(_ now: Now) -> Int64 {
    let wall = min(max(now.wall, 0), Self.lastMoment)
    let known =
      anchor
      ?? Anchor(
        wall: max(last.milliseconds, Self.buildDate), boot: now.boot, isBelieved: false)
    let expected = known.wall(at: now.boot)
    let moved = known.isBelieved ? abs(wall - expected) : expected - wall
    let past = wall < Self.buildDate || wall + Self.tolerance < last.milliseconds
    if stands(wall, now.boot) || past || moved > Self.tolerance {
      quality = .untrusted
      anchor = known
      return expected
    }
    quality = .trusted
    follow(wall, now.boot, known)
    return wall
  }

  private mutating func stands(_ wall: Int64, _ boot: Int64) -> Bool {
    if let reading, reading.wall == wall { return boot - reading.boot >= Self.stillMilliseconds }
    reading = (wall, boot)
    return false
  }

  /// Moves the anchor towards the wall clock, no faster than clocks are steered.
  ///
  /// So a clock that creeps, or that moves by many small steps, is found out as well.
  private mutating func follow(_ wall: Int64, _ boot: Int64, _ known: Anchor) {
    guard known.isBelieved else {
      anchor = Anchor(wall: wall, boot: boot, isBelieved: true)
      return
    }
    let reach = (boot - known.boot) / Self.steering
    guard reach > 0 else { return }
    let expected = known.wall(at: boot)
    anchor = Anchor(
      wall: min(max(wall, expected - reach), expected + reach), boot: boot, isBelieved: true)
  }

  /// The hybrid time of the next event.
  package mutating func next(_ effective: Int64) -> HybridTime {
    last = last.next(wall: effective)
    return last
  }
}
