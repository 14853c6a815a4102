// What waits for the writer: a bounded list under a plain lock and condition.

internal import Domains
internal import Glibc

/// The way into the writer's thread; any thread may use it.
final class Mailbox: @unchecked Sendable {
  enum Item {
    case batch(Batch)
    case probe(@Sendable (Int64) -> Void)
  }

  /// How many batches may wait.
  static let capacity = 4096
  /// How many are taken at once, and so share a commit.
  static let group = 256

  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var items: [Item] = []
  private var isClosed = false

  init() {
    pthread_mutex_init(mutex, nil)
    // The monotonic clock: a wall clock that is set must not stretch an idle moment.
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(changed, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Adds an item; false if the box is full or closed, and then nothing is kept.
  func put(_ item: Item) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    guard !isClosed, items.count < Self.capacity else { return false }
    items.append(item)
    if items.count == 1 { pthread_cond_signal(changed) }
    return true
  }

  /// Takes nothing more; what waits can still be taken.
  func close() {
    pthread_mutex_lock(mutex)
    isClosed = true
    pthread_cond_signal(changed)
    pthread_mutex_unlock(mutex)
  }

  /// Everything that waits, up to a group, in order: empty after so many milliseconds without
  /// any, and nil once the box is closed and empty.
  func take(waiting milliseconds: Int?) -> [Item]? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    var deadline = timespec()
    if let milliseconds {
      clock_gettime(CLOCK_MONOTONIC, &deadline)
      let nanoseconds = deadline.tv_nsec + milliseconds * 1_000_000
      deadline.tv_sec += nanoseconds / 1_000_000_000
      deadline.tv_nsec = nanoseconds % 1_000_000_000
    }
    while items.isEmpty {
      if isClosed { return nil }
      if milliseconds == nil {
        pthread_cond_wait(changed, mutex)
      } else if pthread_cond_timedwait(changed, mutex, &deadline) == ETIMEDOUT {
        return []
      }
    }
    let taken = Array(items.prefix(Self.group))
    items.removeFirst(taken.count)
    return taken
  }
}
