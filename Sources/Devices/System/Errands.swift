// Work of one room, one thing after another, on a thread that may wait.

/// A thread that does what it is given, in order.
///
/// For what waits for devices: starting and stopping them must keep neither the sale loop nor
/// another device's thread.
package final class Errands: Sendable {
  private let box: Mailbox<@Sendable () -> Void>
  private let thread: DeviceThread

  /// - Parameters:
  ///   - name: of the thread, at most 15 bytes.
  ///   - bound: how many errands may wait.
  package init(name: String, bound: Int) {
    box = Mailbox(bound: bound)
    thread = DeviceThread(name: name)
  }

  /// Starts the thread, once, or returns false when the system has none left.
  package func start() -> Bool {
    thread.start { [box] in
      while true {
        switch box.take(waitingMilliseconds: 60_000) {
        case .item(let errand): errand()
        case .timedOut: continue
        case .closed: return
        }
      }
    }
  }

  /// Takes an errand, or returns false when too many wait or the thread was stopped.
  package func post(_ errand: @escaping @Sendable () -> Void) -> Bool { box.put(errand) }

  /// Ends the thread once the errand in hand is done; those that wait are not done.
  package func stop() {
    box.close()
    thread.join()
  }

  /// Does all of this at the same time and returns when the last has ended: ten printers that each
  /// need three seconds to stop need three.
  package static func together(_ all: [@Sendable () -> Void]) {
    guard all.count > 1 else { return all.forEach { $0() } }
    let threads = all.map { errand in
      let thread = DeviceThread(name: "errand")
      // Without a thread left it is done here and now, one after the other.
      if !thread.start(errand) { errand() }
      return thread
    }
    for thread in threads { thread.join() }
  }
}
