// The clocks of this machine, read once per input and handed to the loop.

internal import Glibc
internal import TillLoop

/// Reads the clocks.
enum Clocks {
  static func now() -> Now {
    Now(wall: milliseconds(CLOCK_REALTIME), boot: milliseconds(CLOCK_BOOTTIME), zone: zone())
  }

  static func milliseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    guard clock_gettime(clock, &time) == 0 else { return 0 }
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// Seconds east of UTC now: localtime_r(3), which reads /etc/localtime once.
  private static func zone() -> Int {
    var seconds = time(nil)
    var local = tm()
    guard localtime_r(&seconds, &local) != nil else { return 0 }
    return local.tm_gmtoff
  }
}
