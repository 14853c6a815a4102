// The error of a call to the system: what was tried, on what, and why it failed.

internal import Glibc

/// A failed system call.
package struct SystemFault: Error, Equatable, Sendable {
  /// The call, as its manual page is named.
  package let call: String
  /// The file it was made on.
  package let path: String
  /// The call's errno.
  package let code: Int32

  init(_ call: String, _ path: String, code: Int32 = errno) {
    self.call = call
    self.path = path
    self.code = code
  }
}

extension SystemFault: CustomStringConvertible {
  package var description: String { "\(path): \(call): \(Self.reason(of: code))" }

  /// The system's words for an errno (strerror_r(3)).
  static func reason(of code: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
      guard let base = buffer.baseAddress, strerror_r(code, base, buffer.count) == 0 else {
        return "error \(code)"
      }
      return String(cString: base)
    }
  }
}
