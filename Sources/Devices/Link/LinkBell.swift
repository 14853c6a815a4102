// What wakes a link's thread while it waits.

internal import CLinux
internal import Glibc

/// A bell that any thread rings and one thread hears, also when it rang before (eventfd(2)).
final class LinkBell: Sendable {
  /// What to wait on; -1, which poll(2) passes over, when the system had no descriptor left.
  let descriptor: Int32

  init() { descriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK)) }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func ring() { eventfd_write(descriptor, 1) }

  /// Whether it was rung and not stilled since.
  var isRung: Bool { Poll.wait(bell: self, on: -1, for: 0, milliseconds: 0).isRung }

  /// Stills the bell; returns whether it had been rung.
  @discardableResult func hush() -> Bool {
    var rings: eventfd_t = 0
    return eventfd_read(descriptor, &rings) == 0
  }

  /// Sleeps until the bell rings or the time is over, and stills it.
  func wait(milliseconds: Int64) {
    _ = Poll.wait(bell: self, on: -1, for: 0, milliseconds: milliseconds)
    hush()
  }
}

/// One wait for a descriptor or a bell (poll(2)).
enum Poll {
  struct Outcome {
    let isRung: Bool
    /// What happened at the descriptor: POLLIN and its kin.
    let events: Int32
  }

  /// Sleeps until the bell rings, one of the events is there, or the time is over.
  ///
  /// POLLERR and POLLHUP come without being asked for.
  static func wait(
    bell: LinkBell, on descriptor: Int32, for events: Int32, milliseconds: Int64
  ) -> Outcome {
    var entries = [
      pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0),
    ]
    let end = MonotonicClock.milliseconds() + max(0, milliseconds)
    var count: Int32
    repeat {
      let rest = max(0, end - MonotonicClock.milliseconds())
      count = poll(&entries, nfds_t(entries.count), Int32(clamping: rest))
    } while count < 0 && errno == EINTR
    guard count > 0 else { return Outcome(isRung: false, events: 0) }
    return Outcome(isRung: entries[0].revents != 0, events: Int32(entries[1].revents))
  }
}
