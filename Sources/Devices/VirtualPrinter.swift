// A printer that prints into a folder: the bytes of each job, and the picture they make.

package import ESCPOS
internal import Glibc

/// A printer without hardware.
///
/// Each job becomes `<job>.escpos` in its folder, complete or not at all, and beside it
/// `<job>.svg` and `<job>.txt`, drawn from those bytes. A file named `offline` in the folder takes
/// the paper out: jobs fail until it is removed.
package final class VirtualPrinter: Printer {
  package let id: String
  private let folder: Folder
  private let profile: PrinterProfile
  private let report: ReportSink
  private let orders = Mailbox<PrintOrder>(bound: DeviceLimits.printQueue)
  private let thread = DeviceThread(name: "printer")

  /// How soon a change of the paper is noticed while nothing is printed.
  private static let watchMilliseconds: Int64 = 500

  /// A printer into `directory`, which is made when it is missing; its parent must exist.
  ///
  /// The profile decides how the pictures look, not what is kept.
  package init(
    directory: String, id: String = "virtual-printer", profile: PrinterProfile = .virtual80,
    report: @escaping ReportSink
  ) {
    self.id = id
    self.profile = profile
    self.folder = Folder(path: directory)
    self.report = report
  }

  package func start() {
    let started = thread.start { [self] in run() }
    if !started { tell(Trouble(condition: .failed, why: "the system has no thread left")) }
  }

  package func stop() {
    orders.close()
    thread.join()
  }

  package func submit(_ order: PrintOrder) -> Bool { orders.put(order) }

  package func knows(job: String) -> Bool? {
    Self.isFileName(job) ? try? folder.contains(job + ".escpos") : false
  }

  private func run() {
    var trouble = trouble()
    tell(trouble)
    while true {
      let taken = orders.take(waitingMilliseconds: Self.watchMilliseconds)
      let before = trouble
      trouble = self.trouble()
      if trouble != before { tell(trouble) }
      switch taken {
      case .item(let order):
        report(.printed(job: order.job, trouble.map { .failed($0.why) } ?? print(order)))
      case .timedOut: continue
      case .closed: return
      }
    }
  }

  /// Why nothing can be printed now.
  private struct Trouble: Equatable {
    let condition: Condition
    let why: String
  }

  private func trouble() -> Trouble? {
    do {
      try folder.create()
      let isOffline = try folder.contains("offline")
      return isOffline ? Trouble(condition: .degraded, why: "paper out") : nil
    } catch {
      return Trouble(condition: .failed, why: error.description)
    }
  }

  private func print(_ order: PrintOrder) -> PrintOutcome {
    guard Self.isFileName(order.job) else { return .failed("the job's name is no file name") }
    let name = order.job + ".escpos"
    do {
      try folder.write(order.bytes, to: name + ".tmp")
      try folder.rename(name + ".tmp", to: name)
    } catch {
      return .failed(error.description)
    }
    do {
      // Until the folder itself is on disk, a power cut may take the name away again.
      try folder.sync()
    } catch {
      return .unknown(error.description)
    }
    draw(order)
    return .printed(.fence)
  }

  /// Draws what the bytes say; the paper exists without its picture, so a failure is no failure.
  private func draw(_ order: PrintOrder) {
    let page = Page(decoding: order.bytes, profile: profile)
    try? folder.write(Array(page.svg().utf8), to: order.job + ".svg")
    try? folder.write(Array(page.text().utf8), to: order.job + ".txt")
  }

  private func tell(_ trouble: Trouble?) {
    let condition = trouble?.condition ?? .ready
    report(.state(DeviceState(id: id, kind: .printer, condition: condition, why: trouble?.why)))
  }

  /// Whether a job's name can be a file's name without leaving the folder.
  static func isFileName(_ job: String) -> Bool {
    !job.isEmpty && job.utf8.count <= 200 && !job.hasPrefix(".")
      && job.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: "."):
          true
        default: false
        }
      }
  }
}
