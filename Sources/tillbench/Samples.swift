// How long things took, and what is said of it: whole nanoseconds, no averages.

internal import Glibc
internal import TillLoop

/// The clocks of the machine.
enum Clock {
  /// Nanoseconds of CLOCK_MONOTONIC.
  static func nanoseconds() -> Int64 { read(CLOCK_MONOTONIC) }

  /// The clocks as the daemon reads them for each input.
  static func now() -> Now {
    Now(wall: read(CLOCK_REALTIME) / 1_000_000, boot: read(CLOCK_BOOTTIME) / 1_000_000, zone: 0)
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// Durations of the same thing done many times.
struct Samples {
  private var nanoseconds: [Int64] = []

  /// Times one turn.
  mutating func time<T, E: Error>(_ body: () throws(E) -> T) throws(E) -> T {
    let start = Clock.nanoseconds()
    let result = try body()
    nanoseconds.append(Clock.nanoseconds() - start)
    return result
  }

  mutating func append(_ duration: Int64) { nanoseconds.append(duration) }

  mutating func append(contentsOf other: Samples) { nanoseconds += other.nanoseconds }

  func figure(_ name: String) -> Figure {
    let sorted = nanoseconds.sorted()
    func rank(_ permille: Int) -> Int64 {
      sorted.isEmpty ? 0 : sorted[min(sorted.count * permille / 1000, sorted.count - 1)]
    }
    return Figure(
      name: name, count: sorted.count, p50: rank(500), p99: rank(990), max: sorted.last ?? 0)
  }
}

/// One line of the bench's output; durations are nanoseconds.
struct Figure: Encodable {
  let name: String
  let count: Int
  let p50: Int64
  let p99: Int64
  let max: Int64
}
