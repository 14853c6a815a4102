// What systemd is told: ready, alive, stopping (sd_notify(3)).

internal import CSystemd
internal import Glibc

/// The supervisor of this process; without systemd every call does nothing.
enum Supervisor {
  static func ready() { tell("READY=1") }
  static func alive() { tell("WATCHDOG=1") }
  static func stopping() { tell("STOPPING=1") }

  /// How often to say that the till is alive, in milliseconds: half of WatchdogSec; nil without.
  static func patience() -> Int64? {
    var microseconds: UInt64 = 0
    guard sd_watchdog_enabled(0, &microseconds) > 0 else { return nil }
    return Int64(microseconds / 2000)
  }

  private static func tell(_ state: String) { _ = sd_notify(0, state) }
}
