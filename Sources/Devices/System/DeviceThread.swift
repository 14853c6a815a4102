// A thread of a device's own, the clock it uses and the signal that stops it.
// Blocking C calls belong here and never into a task: the cooperative pool has a thread a core.

// The compiler takes timespec for a part of whichever C module it met it in first.
internal import CEvdev
internal import CLinux
internal import CUSB
internal import CUdev
internal import Glibc
internal import Synchronization

/// One named thread that runs one function to its end (pthread_create(3)).
final class DeviceThread: Sendable {
  private let name: String
  private let thread = Mutex<pthread_t?>(nil)

  /// - Parameter name: shown by `ps -L`, at most 15 bytes.
  init(name: String) {
    precondition(name.utf8.count <= 15, "the kernel keeps 15 bytes of a thread's name")
    self.name = name
  }

  /// Runs the function on the new thread, or returns false when there is none to be had.
  ///
  /// All signals are blocked on it, so that SIGTERM reaches the main thread.
  func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    thread.withLock { thread in
      precondition(thread == nil, "a device is started once; make another one to start again")
      var all = sigset_t()
      var before = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_SETMASK, &all, &before)
      defer { pthread_sigmask(SIG_SETMASK, &before, nil) }

      let work = Unmanaged.passRetained(Work(name: name, body: body))
      var created = pthread_t()
      let code = pthread_create(
        &created, nil,
        { pointer in
          guard let pointer else { return nil }
          let work = Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
          _ = clinux_name_thread(work.name)
          work.body()
          return nil
        }, work.toOpaque())
      guard code == 0 else {
        work.release()
        return false
      }
      thread = created
      return true
    }
  }

  /// Waits until the function has returned; returns at once if it was never started.
  func join() {
    let started = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    if let started { pthread_join(started, nil) }
  }

  private final class Work: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.body = body
    }
  }
}

/// The clock of the kernel's input events: steady, not the time of day.
enum MonotonicClock {
  /// CLOCK_MONOTONIC in microseconds.
  static func microseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }

  static func milliseconds() -> Int64 { microseconds() / 1_000 }

  /// The time so many milliseconds from now, as timed waits want it.
  static func moment(inMilliseconds milliseconds: Int64) -> timespec {
    let moment = microseconds() + milliseconds * 1_000
    return timespec(tv_sec: Int(moment / 1_000_000), tv_nsec: Int(moment % 1_000_000) * 1_000)
  }
}

/// Waits for input on a descriptor until it is told to stop (poll(2) and eventfd(2)).
final class StoppableWait: Sendable {
  enum Wake: Equatable {
    /// Input or an error stands at the descriptor; a read will tell which.
    case input
    case timedOut
    case stopped
  }

  private let signal: Int32

  /// - Throws: when the process has no descriptor left.
  init() throws(SystemFault) {
    signal = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    guard signal >= 0 else { throw SystemFault("eventfd", "stop signal") }
  }

  deinit { close(signal) }

  /// Ends this and every later wait.
  func stop() { eventfd_write(signal, 1) }

  /// Sleeps until one of the three happens; a stop wins over input.
  ///
  /// - Parameters:
  ///   - descriptor: what to wait for, or nil to wait for time or a stop only.
  ///   - milliseconds: the longest wait, or nil for no limit.
  func wait(on descriptor: Int32?, milliseconds: Int64? = nil) -> Wake {
    // poll ignores a negative descriptor.
    var entries = [
      pollfd(fd: signal, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    let limit = milliseconds.map { Int32(clamping: max(0, $0)) } ?? -1
    var count: Int32
    repeat {
      count = poll(&entries, nfds_t(entries.count), limit)
    } while count < 0 && errno == EINTR
    if entries[0].revents != 0 { return .stopped }
    return count > 0 ? .input : .timedOut
  }
}
