// A scale that is a file: the grams that are on it, as digits.

internal import Glibc
internal import Values

/// A scale without hardware: `echo 250 > virtual-scale` puts a quarter kilo on it.
///
/// The file may also hold a word: `unstable`, `overload`, `negative` or `silent`. Without the file
/// the scale is empty.
package final class VirtualScale: WeighingScale {
  package let id: String
  private let path: String
  private let report: ReportSink
  private let tickets = Mailbox<Int64>(bound: DeviceLimits.weighings)
  private let thread = DeviceThread(name: "scale")

  package init(file path: String, id: String = "virtual-scale", report: @escaping ReportSink) {
    self.id = id
    self.path = path
    self.report = report
  }

  package func start() {
    let started = thread.start { [self] in run() }
    let condition: Condition = started ? .ready : .failed
    let why = started ? nil : "the system has no thread left"
    report(.state(DeviceState(id: id, kind: .scale, condition: condition, why: why)))
  }

  package func stop() {
    tickets.close()
    thread.join()
  }

  package func weigh(_ ticket: Int64) -> Bool { tickets.put(ticket) }

  private func run() {
    while true {
      switch tickets.take(waitingMilliseconds: 60_000) {
      case .item(let ticket): report(.weighed(ticket: ticket, Self.reading(content())))
      case .timedOut: continue
      case .closed: return
      }
    }
  }

  static func reading(_ text: String) -> Weighing {
    switch text {
    case "": .weight(.zero, .kilogram)
    case "unstable": .unstable
    case "overload": .overloaded
    case "negative": .negative
    case "silent": .silent
    default:
      if text.utf8.count <= 9, let grams = Int64(text), grams >= 0 {
        .weight(Quantity(milli: grams), .kilogram)
      } else {
        .failed("virtual-scale holds neither grams nor a word that it knows")
      }
    }
  }

  private func content() -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return "" }
    let words = String(decoding: buffer[..<count], as: UTF8.self).split(
      whereSeparator: \.isWhitespace)
    return words.first.map(String.init) ?? ""
  }
}
