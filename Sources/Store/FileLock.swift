// One daemon per store: a lock on a file beside the database, held until the process ends.

internal import Glibc

/// The lock of a store's directory (flock(2)); it ends with the process, however
/// that ends.
final class FileLock: StoreLock {
  private let file: Int32

  /// Takes the lock and writes this process's number into it.
  ///
  /// - Throws: `locked` with the number of the holder, `unusable` if the file cannot be opened.
  init(directory: String) throws(StoreFault) {
    let path = directory + "/lock"
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw .unusable(path: path, reason: String(cString: strerror(errno)))
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let text = (try? FileSystem().read(path, limit: 16)) ?? []
      close(file)
      let digits = String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      throw .locked(path: directory, holder: Int32(digits))
    }
    let number = Array("\(getpid())\n".utf8)
    ftruncate(file, 0)
    pwrite(file, number, number.count, 0)
  }

  deinit { close(file) }

  /// Lets the next process have the store; it may be called more than once.
  func release() { flock(file, LOCK_UN) }
}
