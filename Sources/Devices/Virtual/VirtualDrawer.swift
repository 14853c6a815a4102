// A cash drawer that is a file: every kick is a line in it.

internal import ESCPOS
internal import Glibc

/// A drawer without hardware: it opens by growing a line in its file.
package final class VirtualDrawer: Drawer {
  package let id: String
  private let path: String
  private let report: ReportSink
  private let kicks = Mailbox<String>(bound: DeviceLimits.kickQueue)
  private let thread = DeviceThread(name: "drawer")

  private static let idleMilliseconds: Int64 = 60_000

  /// A drawer whose file is made at the first kick, mode 0600; its folder must exist.
  package init(file path: String, id: String = "virtual-drawer", report: @escaping ReportSink) {
    self.id = id
    self.path = path
    self.report = report
  }

  package func start() {
    let started = thread.start { [self] in run() }
    if !started { tell(.failed, why: "the system has no thread left") }
  }

  package func stop() {
    kicks.close()
    thread.join()
  }

  package func kick(_ kick: String) -> Bool { kicks.put(kick) }

  private func run() {
    tell(.ready)
    while true {
      switch kicks.take(waitingMilliseconds: Self.idleMilliseconds) {
      case .item(let kick): report(.kicked(kick: kick, open(kick)))
      case .timedOut: continue
      case .closed: return
      }
    }
  }

  /// One line per kick: its name, with anything that would break the line replaced.
  private func open(_ kick: String) -> DrawerOutcome {
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW
    let descriptor = Glibc.open(path, flags, 0o600)
    guard descriptor >= 0 else { return .failed }
    defer { close(descriptor) }
    let line = kick.utf8.map { $0 < 0x20 ? UInt8(ascii: "?") : $0 } + [UInt8(ascii: "\n")]
    let count = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    return count == line.count ? .opened : .failed
  }

  private func tell(_ condition: Condition, why: String? = nil) {
    report(.state(DeviceState(id: id, kind: .drawer, condition: condition, why: why)))
  }
}
