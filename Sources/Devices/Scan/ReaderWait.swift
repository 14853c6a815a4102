// What a scanner's thread sleeps on: its nodes, the time, and whoever wants it.

internal import CLinux
internal import Glibc
internal import Synchronization

/// Waits for input on descriptors until it is told to stop (poll(2) and eventfd(2)).
final class ReaderWait: Sendable {
  enum Wake: Equatable {
    /// Input or an error stands at the descriptors of these places; a read will tell which.
    case input([Int])
    case timedOut
    /// Somebody left word; what it is, the reader looks up.
    case nudged
    case stopped
  }

  private let signal: Int32
  private let stopping = Mutex(false)

  /// Whether the end was asked for.
  var isStopped: Bool { stopping.withLock { $0 } }

  /// - Throws: when the process has no descriptor left.
  init() throws(SystemFault) {
    signal = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    guard signal >= 0 else { throw SystemFault("eventfd", "stop signal") }
  }

  deinit { close(signal) }

  /// Ends this and every later wait.
  func stop() {
    stopping.withLock { $0 = true }
    eventfd_write(signal, 1)
  }

  /// Ends this wait, or the next one, once.
  func nudge() { eventfd_write(signal, 1) }

  /// Sleeps until one of them happens; a stop wins over a nudge and that over input.
  ///
  /// - Parameters:
  ///   - descriptors: what to wait for; negative ones are passed over.
  ///   - milliseconds: the longest wait, or nil for no limit.
  func wait(on descriptors: [Int32], milliseconds: Int64? = nil) -> Wake {
    var entries = ([signal] + descriptors).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let limit = milliseconds.map { Int32(clamping: max(0, $0)) } ?? -1
    var count: Int32
    repeat {
      count = poll(&entries, nfds_t(entries.count), limit)
    } while count < 0 && errno == EINTR
    if isStopped { return .stopped }
    if entries[0].revents != 0 {
      var number: eventfd_t = 0
      eventfd_read(signal, &number)
      return .nudged
    }
    let ready = descriptors.indices.filter { entries[$0 + 1].revents != 0 }
    return ready.isEmpty ? .timedOut : .input(ready)
  }

  /// Sleeps so long, or less when it is stopped or nudged; false after a stop.
  func sleep(milliseconds: Int64) -> Bool {
    wait(on: [], milliseconds: milliseconds) != .stopped
  }

  /// Milliseconds until a moment, rounded up; nil for none.
  ///
  /// Both times are in microseconds.
  static func milliseconds(until deadline: Int64?, from now: Int64) -> Int64? {
    guard let deadline else { return nil }
    let (left, overflows) = deadline.subtractingReportingOverflow(now)
    if overflows { return deadline < now ? 0 : .max }
    return max(0, left) / 1_000 + 1
  }
}
