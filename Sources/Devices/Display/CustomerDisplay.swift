// A customer display on its line: shows the latest, and forgets what it had no time for.

internal import ESCPOS
internal import Synchronization

/// Something that shows the customer two lines.
package protocol CustomerScreen: Sendable {
  var id: String { get }
  func start()
  func stop()
  /// Shows this as soon as it can; what was to be shown before and was not is forgotten.
  ///
  /// Never blocks.
  func show(_ upper: (left: String, right: String), _ lower: (left: String, right: String))
}

/// A customer display, mostly on a serial line.
///
/// It has a thread and one place for a text: a display that is slow, hung or unplugged costs
/// nobody anything, and shows the latest text when it is back.
package final class CustomerDisplay: CustomerScreen {
  package let id: String
  private let language: DisplayLanguage
  private let columns: Int
  private let makeLink: @Sendable () -> any PrinterLink
  private let report: ReportSink
  private let thread = DeviceThread(name: "display")
  private let desk = Mutex(Desk())

  private struct Desk {
    var text: DisplayText?
    var isStopped = false
    /// Wakes the thread; there while it runs.
    var wake: (@Sendable () -> Void)?
  }

  /// How long a display may take for one packet before it counts as hung.
  private static let patienceMilliseconds: Int64 = 2_000
  private static let retryMilliseconds: Int64 = 1_000

  /// A display of so many columns, usually 20.
  package init(
    id: String, language: DisplayLanguage = .epson, columns: Int = 20,
    link: @escaping @Sendable () -> any PrinterLink, report: @escaping ReportSink
  ) {
    precondition((8...80).contains(columns), "a display has 8 to 80 columns")
    self.id = id
    self.language = language
    self.columns = columns
    makeLink = link
    self.report = report
  }

  package func start() {
    let started = thread.start { [self] in run() }
    if !started { tell(.failed, "the system has no thread left") }
  }

  package func stop() {
    let wake = desk.withLock { desk in
      desk.isStopped = true
      return desk.wake
    }
    wake?()
    thread.join()
  }

  package func show(
    _ upper: (left: String, right: String), _ lower: (left: String, right: String)
  ) {
    let text = DisplayText(upper, lower, columns: columns, page: language.page)
    let wake = desk.withLock { desk in
      desk.text = text
      return desk.wake
    }
    wake?()
  }

  // MARK: - The display's own thread

  private func run() {
    let link = makeLink()
    let waker = LinkWaker(link)
    desk.withLock { $0.wake = { waker.wake() } }
    defer { desk.withLock { $0.wake = nil } }
    var told: LinkFault?
    tell(.opening, nil)
    while !isStopped {
      do {
        try link.open()
        told = nil
        tell(.ready, nil)
        try serve(link)
        link.close()
        return
      } catch {
        link.close()
        if error != told { tell(error.condition, error.words) }
        told = error
      }
      rest(link)
    }
  }

  private var isStopped: Bool { desk.withLock { $0.isStopped } }

  /// Waits for the next try; a text or a stop ends the wait early, the text costs one more try.
  private func rest(_ link: any PrinterLink) {
    let until = MonotonicClock.milliseconds() + Self.retryMilliseconds
    while !isStopped {
      let left = until - MonotonicClock.milliseconds()
      guard left > 0 else { return }
      _ = link.turn(milliseconds: left)
    }
  }

  /// Shows what is to be shown until a stop.
  private func serve(_ link: any PrinterLink) throws(LinkFault) {
    try send(language.beginning, link)
    var shown: DisplayText?
    while !isStopped {
      let text = desk.withLock { $0.text }
      if let text, text != shown {
        try send(language.bytes(text), link)
        shown = text
      } else {
        try hear(link.turn(milliseconds: 60_000))
      }
    }
  }

  private func send(_ bytes: [UInt8], _ link: any PrinterLink) throws(LinkFault) {
    var rest = bytes[...]
    while !rest.isEmpty, !isStopped {
      let packet = Array(rest.prefix(64))
      link.begin(packet)
      let deadline = MonotonicClock.milliseconds() + Self.patienceMilliseconds
      var taken = 0
      while link.isSending {
        let left = deadline - MonotonicClock.milliseconds()
        if left <= 0 { link.cancel() }
        taken += try hear(link.turn(milliseconds: max(left, 10)))
        guard left > -Self.patienceMilliseconds else {
          throw .unusable("the display takes no data: switch it off and on")
        }
      }
      taken += try hear(link.turn(milliseconds: 0))
      guard taken > 0 else { throw .unusable("the display takes no data: switch it off and on") }
      rest = rest.dropFirst(taken)
    }
  }

  /// The bytes that were taken; what a display says means nothing here.
  @discardableResult
  private func hear(_ events: [LinkEvent]) throws(LinkFault) -> Int {
    var taken = 0
    for event in events {
      switch event {
      case .taken(let count): taken += count
      case .received: break
      case .lost(let fault, _): throw fault
      }
    }
    return taken
  }

  private func tell(_ condition: Condition, _ why: String?) {
    report(.state(DeviceState(id: id, kind: .display, condition: condition, why: why)))
  }
}
