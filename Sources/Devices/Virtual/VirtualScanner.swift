// A barcode scanner that is a named pipe: `echo 4006381333931 > virtual-scanner` is a scan.

internal import Glibc

/// A scanner without hardware: each line written to its pipe is one scan.
package final class VirtualScanner: ScannerReader {
  package let id: String
  private let path: String
  private let report: ReportSink
  private let wait: StoppableWait?
  private let thread = DeviceThread(name: "scanner")

  /// How long a begun line may wait for its end before it is dropped.
  private static let patienceMilliseconds: Int64 = 2_000

  /// A scanner that makes the pipe at `path`, mode 0600, when it is started.
  package init(pipe path: String, id: String = "virtual-scanner", report: @escaping ReportSink) {
    self.id = id
    self.path = path
    self.report = report
    self.wait = try? StoppableWait()
  }

  package func start() {
    let started = thread.start { [self] in run() }
    if !started { tell(.failed, why: "the system has no thread left") }
  }

  /// Ends the reader; the pipe stays, so that a writer never makes a plain file in its place.
  package func stop() {
    wait?.stop()
    thread.join()
  }

  private func run() {
    guard let wait else { return tell(.failed, why: "the system has no descriptor left") }
    do {
      let descriptor = try Self.openPipe(path)
      defer { close(descriptor) }
      tell(.ready)
      try read(descriptor, wait)
    } catch {
      tell(.failed, why: error.description)
    }
  }

  /// Makes the pipe anew, so that no scan of an earlier life is left in it, and opens it.
  private static func openPipe(_ path: String) throws(SystemFault) -> Int32 {
    var status = stat()
    if lstat(path, &status) == 0 {
      guard isPipe(status) else { throw SystemFault("mkfifo", path, code: EEXIST) }
      guard unlink(path) == 0 else { throw SystemFault("unlink", path) }
    }
    guard mkfifo(path, 0o600) == 0 else { throw SystemFault("mkfifo", path) }
    // Open for writing too: with a writer always there, poll never reports the end of one,
    // which would spin (fifo(7)).
    let descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw SystemFault("open", path) }
    guard fstat(descriptor, &status) == 0, isPipe(status) else {
      close(descriptor)
      throw SystemFault("open", path, code: EEXIST)
    }
    return descriptor
  }

  private static func isPipe(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFIFO }

  private func read(_ descriptor: Int32, _ wait: StoppableWait) throws(SystemFault) {
    var lines = ScanLines()
    var isDegraded = false
    var buffer = [UInt8](repeating: 0, count: DeviceLimits.scanLineBytes)
    while true {
      let patience = lines.isUnfinished ? Self.patienceMilliseconds : nil
      switch wait.wait(on: descriptor, milliseconds: patience) {
      case .stopped:
        return
      case .timedOut:
        guard lines.isUnfinished else { continue }
        lines.forget()
        isDegraded = true
        tell(.degraded, why: "a line without its end was dropped")
      case .input:
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        if count < 0, errno == EAGAIN || errno == EINTR { continue }
        guard count > 0 else { throw SystemFault("read", path) }
        for line in lines.receive(buffer[..<count]) {
          switch line {
          case .text(let raw):
            if isDegraded { tell(.ready) }
            isDegraded = false
            report(.scanned(device: id, raw: raw, at: MonotonicClock.milliseconds()))
          case .tooLong, .notUTF8:
            isDegraded = true
            tell(
              .degraded,
              why: line == .tooLong
                ? "a line over \(DeviceLimits.scanLineBytes) bytes was dropped"
                : "a line that is not UTF-8 was dropped")
          }
        }
      }
    }
  }

  private func tell(_ condition: Condition, why: String? = nil) {
    report(.state(DeviceState(id: id, kind: .scanner, condition: condition, why: why)))
  }
}
