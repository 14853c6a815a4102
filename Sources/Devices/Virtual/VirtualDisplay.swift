// A customer display that is a file with two lines.

internal import ESCPOS
internal import Glibc

/// A display without hardware: what the customer would read is in its file.
package final class VirtualDisplay: CustomerScreen {
  package let id: String
  private let path: String
  private let report: ReportSink
  private let texts = Mailbox<DisplayText>(bound: 64)
  private let thread = DeviceThread(name: "display")

  /// A display of 20 columns whose file is written when something is shown, mode 0600.
  package init(file path: String, id: String = "virtual-display", report: @escaping ReportSink) {
    self.id = id
    self.path = path
    self.report = report
  }

  package func start() {
    let started = thread.start { [self] in run() }
    if !started { tell(.failed, "the system has no thread left") }
  }

  package func stop() {
    texts.close()
    thread.join()
  }

  package func show(
    _ upper: (left: String, right: String), _ lower: (left: String, right: String)
  ) {
    // A full mailbox means that the disk is slow: a later text will come.
    _ = texts.put(DisplayText(upper, lower, columns: 20, page: DisplayLanguage.epson.page))
  }

  private func run() {
    tell(.ready, nil)
    while true {
      switch texts.take(waitingMilliseconds: 60_000) {
      case .item(let text): write(text)
      case .timedOut: continue
      case .closed: return
      }
    }
  }

  /// Whole or not at all: a reader never sees half a text.
  private func write(_ text: DisplayText) {
    let next = "\(path).next"
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
    let descriptor = open(next, flags, 0o600)
    guard descriptor >= 0 else { return tell(.failed, SystemFault("open", next).description) }
    let bytes = Array("\(text.upper)\n\(text.lower)\n".utf8)
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
    guard count == bytes.count, rename(next, path) == 0 else {
      return tell(.failed, SystemFault("write", path).description)
    }
  }

  private func tell(_ condition: Condition, _ why: String?) {
    report(.state(DeviceState(id: id, kind: .display, condition: condition, why: why)))
  }
}
