// A bounded queue from any thread to one device's thread.

internal import Glibc

/// A bounded first-in first-out queue that one thread takes from.
///
/// A pthread mutex and condition, because the standard library's `Mutex` has nothing to wait on.
/// `@unchecked`: `items` and `isClosed` are touched only with the mutex held.
final class Mailbox<Item: Sendable>: @unchecked Sendable {
  enum Taken {
    case item(Item)
    case timedOut
    case closed
  }

  private let bound: Int
  private var items: [Item] = []
  private var isClosed = false
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let filled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// - Parameter bound: how many items may wait, at least one.
  init(bound: Int) {
    precondition(bound > 0, "a mailbox holds at least one item")
    self.bound = bound
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    filled.initialize(to: pthread_cond_t())
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    // Timed waits must not move with the time of day.
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(filled, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(filled)
    pthread_mutex_destroy(mutex)
    filled.deallocate()
    mutex.deallocate()
  }

  /// Appends an item, or returns false when the mailbox is full or closed.
  func put(_ item: Item) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    guard !isClosed, items.count < bound else { return false }
    items.append(item)
    pthread_cond_signal(filled)
    return true
  }

  /// Takes the oldest item, waiting for one at most so long; a closed mailbox gives none.
  func take(waitingMilliseconds: Int64) -> Taken {
    var until = MonotonicClock.moment(inMilliseconds: waitingMilliseconds)
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if isClosed { return .closed }
      if !items.isEmpty { return .item(items.removeFirst()) }
      if pthread_cond_timedwait(filled, mutex, &until) == ETIMEDOUT, items.isEmpty, !isClosed {
        return .timedOut
      }
    }
  }

  /// Refuses every further item and throws away those that wait.
  func close() {
    pthread_mutex_lock(mutex)
    isClosed = true
    items.removeAll()
    pthread_cond_broadcast(filled)
    pthread_mutex_unlock(mutex)
  }
}
