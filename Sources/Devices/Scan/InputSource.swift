// Where the reader of a keyboard scanner gets its node and its time: the system's, or a test's.

internal import Glibc

/// The way to a scanner's input node, which may be taken again and again.
struct InputSource: Sendable {
  /// Opens the node for its reader alone.
  let open: @Sendable () throws(ReaderFault) -> InputNode
  /// Something that is another when the device was plugged in anew; nil while there is none.
  let mark: @Sendable () -> UInt64?
  /// The clock of the node's events, in microseconds.
  var now: @Sendable () -> Int64 = { MonotonicClock.microseconds() }

  /// The node at a path, grabbed.
  static func node(at path: String) -> InputSource {
    InputSource(
      open: { () throws(ReaderFault) in try InputNode(grabbing: path) },
      mark: {
        var status = stat()
        // The kernel's file system of devices never uses an inode's number again.
        return stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
      })
  }
}
