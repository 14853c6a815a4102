// A reader that takes its device from everybody else, and can give it back.

/// A scanner's reader that holds an input node alone.
package protocol GrabbingReader: ScannerReader {
  /// Gives the node back for so many seconds, 1 to 600, and takes it again then.
  ///
  /// Never blocks; may be called from any thread. Does nothing while the node is not held.
  func release(seconds: Int64)
}
