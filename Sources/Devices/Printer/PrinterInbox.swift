// What other threads leave for a printer's thread.

internal import Synchronization

/// Orders, kicks and nudges for one printer's thread; bounded, never blocking.
final class PrinterInbox: Sendable {
  private struct Contents {
    var orders: [PrintOrder] = []
    var kick: String?
    /// From when a kick is taken until its end is reported.
    var isKicking = false
    var isNudged = false
    var expectsRest = false
    var isClosed = false
    var link: LinkWaker?
  }

  /// What is there to be done.
  struct Errands {
    var order: PrintOrder?
    var kick: String?
    var isNudged = false
    var expectsRest = false
    var isClosed = false
  }

  private let contents = Mutex(Contents())
  /// Rings while there is no link to wake.
  private let bell = Mailbox<Bool>(bound: 1)

  /// Takes a job, or returns false when too many are waiting or the printer was stopped.
  func put(_ order: PrintOrder) -> Bool {
    change {
      guard !$0.isClosed, $0.orders.count < DeviceLimits.printQueue else { return false }
      $0.orders.append(order)
      return true
    }
  }

  /// Takes a kick, or returns false while another is under way or the printer was stopped.
  func put(kick: String) -> Bool {
    change {
      guard !$0.isClosed, !$0.isKicking else { return false }
      ($0.kick, $0.isKicking) = (kick, true)
      return true
    }
  }

  func nudge() {
    _ = change {
      $0.isNudged = true
      return true
    }
  }

  func expectRest() {
    _ = change {
      $0.expectsRest = true
      return true
    }
  }

  /// Refuses everything from now on and throws away the jobs that wait.
  func close() {
    _ = change {
      $0.isClosed = true
      $0.orders = []
      return true
    }
  }

  private func change(_ change: (inout Contents) -> Bool) -> Bool {
    let (isDone, link) = contents.withLock { contents in (change(&contents), contents.link) }
    if isDone {
      link?.wake()
      _ = bell.put(true)
    }
    return isDone
  }

  // MARK: - The printer's own thread

  /// Takes what is there; an order only if one is wanted.
  func take(wantsJob: Bool) -> Errands {
    contents.withLock { contents in
      var errands = Errands(
        kick: contents.kick, isNudged: contents.isNudged, expectsRest: contents.expectsRest,
        isClosed: contents.isClosed)
      if wantsJob && !contents.orders.isEmpty { errands.order = contents.orders.removeFirst() }
      (contents.kick, contents.isNudged, contents.expectsRest) = (nil, false, false)
      return errands
    }
  }

  /// Whether a job waits.
  var hasOrder: Bool { contents.withLock { !$0.orders.isEmpty } }

  /// The kick that was taken has ended: another one may come.
  func kickEnded() { contents.withLock { $0.isKicking = false } }

  /// Has the link woken too when something comes.
  func connect(_ link: any PrinterLink) {
    let waker = LinkWaker(link)
    contents.withLock { $0.link = waker }
  }

  /// Waits for something to come, without a link.
  func wait(milliseconds: Int64) { _ = bell.take(waitingMilliseconds: milliseconds) }
}
