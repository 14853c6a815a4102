// The clocks of the simulated machine: the one that only goes on, and the one that people,
// batteries and time servers get wrong.

internal import TillLoop
internal import Values

/// What happens to the wall clock.
enum ClockChange: Equatable, Sendable {
  /// It is set to so many milliseconds beside the true time.
  case set(beside: Int64)
  /// The battery was empty: it begins with 1970.
  case forgotten
  /// It stands still.
  case stopped
  /// Somebody sets it right, and it goes.
  case mended
  /// The zone moves to so many seconds east of UTC: summer, winter, or a till that was moved.
  case zone(Int)
}

/// The clocks of one machine.
struct SimClock {
  /// Milliseconds since the simulation began; never told to the till.
  private(set) var time: Int64 = 0
  private var bootedAt: Int64 = -60_000
  /// How far the wall clock is beside the true time.
  private var error: Int64 = 0
  /// What the wall clock shows while it stands still.
  private var standsAt: Int64?
  private var zone = 0
  /// The true time at the beginning.
  private let beginning: Int64

  static let year: Int64 = 365 * 86_400_000

  /// - Parameter beginning: Unix milliseconds.
  init(beginning: Int64) { self.beginning = beginning }

  mutating func move(to time: Int64) { self.time = max(self.time, time) }

  /// The machine lost its power: it has just booted.
  mutating func boot() { bootedAt = time }

  mutating func take(_ change: ClockChange) {
    switch change {
    case .set(let beside): (error, standsAt) = (beside, nil)
    case .forgotten: (error, standsAt) = (-truth, nil)
    case .stopped: standsAt = wall
    case .mended: (error, standsAt) = (0, nil)
    case .zone(let seconds): zone = seconds
    }
  }

  private var truth: Int64 { beginning + time }
  private var wall: Int64 { max(0, standsAt ?? truth + error) }

  var now: Now { Now(wall: wall, boot: time - bootedAt, zone: zone) }

  /// The moment of the simulation at which this much has passed since boot.
  func time(atBoot boot: Int64) -> Int64 { bootedAt + boot }
}

extension ClockChange {
  /// Any change, the usual ones more often.
  static func draw(_ chance: inout Entropy) -> ClockChange {
    let sign: Int64 = .random(in: 0...1, using: &chance) == 0 ? -1 : 1
    switch Int.random(in: 0..<14, using: &chance) {
    case 0, 1: return .set(beside: sign * 50 * SimClock.year)
    case 2: return .set(beside: sign * .random(in: 1...50, using: &chance) * SimClock.year)
    case 3: return .set(beside: sign * 86_400_000)
    case 4: return .set(beside: sign * 3_600_000)
    // A leap second that is stepped, and a time server that corrects.
    case 5: return .set(beside: sign * 1_000)
    case 6: return .set(beside: sign * .random(in: 1...900, using: &chance))
    case 7: return .forgotten
    case 8, 9: return .stopped
    case 10: return .zone(.random(in: -12...14, using: &chance) * 3600)
    case 11: return .zone(sign > 0 ? 3600 : 7200)
    default: return .mended
    }
  }

  var words: String {
    switch self {
    case .set(let beside): "the clock is set \(beside) ms beside the true time"
    case .forgotten: "the clock begins with 1970"
    case .stopped: "the clock stands still"
    case .mended: "the clock is set right"
    case .zone(let seconds): "the zone is \(seconds) s east of UTC"
    }
  }
}
