// What the store's writer says, heard by the one thread that measures.

internal import Dispatch
internal import Store
internal import Synchronization

/// The news from a store's writer.
final class Disk: Sendable {
  private let state = Mutex<(durable: Int64, at: Int64, fault: String?)>((0, 0, nil))
  private let news = DispatchSemaphore(value: 0)

  /// Starts the writer and listens to it.
  func listen(to store: Store) {
    store.start(
      onCommitted: { batch in
        self.state.withLock { $0 = (batch, Clock.nanoseconds(), $0.fault) }
        self.news.signal()
      },
      onFailed: { fault in
        self.state.withLock { $0.fault = "\(fault)" }
        self.news.signal()
      })
  }

  /// The last batch that is on the disk.
  var durable: Int64 { state.withLock { $0.durable } }

  /// Waits until a batch is on the disk.
  ///
  /// - Returns: when the store said so, which is before this thread could wake.
  @discardableResult
  func wait(for batch: Int64) throws(BenchFault) -> Int64 {
    while true {
      let (durable, at, fault) = state.withLock { $0 }
      if let fault { throw BenchFault(fault) }
      if durable >= batch { return at }
      news.wait()
    }
  }
}
