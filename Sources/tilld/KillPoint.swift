// Where a debug build ends itself as if the power were cut, for the test that counts such moments.

internal import Glibc
internal import Synchronization

/// The moments of a life at which the outside world learns something, counted from 1.
///
/// `TILLD_KILL_AT=7` ends a debug build with SIGKILL right before the seventh; a release never
/// looks.
enum KillPoint {
  #if DEBUG
    private static let chosen = getenv("TILLD_KILL_AT").flatMap { Int(String(cString: $0)) }
    private static let passed = Atomic<Int>(0)
  #endif

  /// One more moment: something is about to be done that cannot be taken back.
  static func pass() {
    #if DEBUG
      guard let chosen else { return }
      let count = passed.add(1, ordering: .sequentiallyConsistent).newValue
      if count == chosen { kill(getpid(), SIGKILL) }
    #endif
  }
}
