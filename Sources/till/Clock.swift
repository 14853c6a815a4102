// The clocks of a command: the wall's for ids, the monotonic one for waiting and measuring.

internal import Glibc
internal import Values

/// Readings of the system's clocks (clock_gettime(2)).
enum Clock {
  /// The wall clock.
  static func now() -> Timestamp { Timestamp(milliseconds: milliseconds(of: CLOCK_REALTIME)) }

  /// Milliseconds since an arbitrary moment; never goes back.
  static func monotonicMilliseconds() -> Int64 { milliseconds(of: CLOCK_MONOTONIC) }

  static func sleep(milliseconds: Int64) {
    guard milliseconds > 0 else { return }
    var rest = timespec(
      tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
    var request = rest
    while nanosleep(&request, &rest) != 0 && errno == EINTR { request = rest }
  }

  private static func milliseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
