// A scale on its line: asked when somebody wants to know, silent otherwise.

internal import Values

/// Something that weighs.
package protocol WeighingScale: Sendable {
  var id: String { get }
  func start()
  func stop()
  /// Weighs, or returns false when too many wait already; the reading comes as a report.
  ///
  /// Never blocks; a reading comes within three seconds.
  func weigh(_ ticket: Int64) -> Bool
}

/// A scale, mostly on a serial line.
package final class SerialScale: WeighingScale {
  package let id: String
  private let language: ScaleProtocol
  private let makeLink: @Sendable () -> any PrinterLink
  private let report: ReportSink
  private let tickets = Mailbox<Int64>(bound: DeviceLimits.weighings)
  private let thread = DeviceThread(name: "scale")

  /// How long a scale may take to come to rest, and how long to say anything.
  private static let restMilliseconds: Int64 = 2_000
  private static let answerMilliseconds: Int64 = 600
  /// How soon an unstable scale is asked again.
  private static let againMilliseconds: Int64 = 100
  private static let idleMilliseconds: Int64 = 1_000

  package init(
    id: String, language: ScaleProtocol = .toledo8217,
    link: @escaping @Sendable () -> any PrinterLink, report: @escaping ReportSink
  ) {
    self.id = id
    self.language = language
    makeLink = link
    self.report = report
  }

  package func start() {
    let started = thread.start { [self] in run() }
    if !started { tell(.failed, "the system has no thread left") }
  }

  package func stop() {
    tickets.close()
    thread.join()
  }

  package func weigh(_ ticket: Int64) -> Bool { tickets.put(ticket) }

  // MARK: - The scale's own thread

  private func run() {
    let link = makeLink()
    var isOpen = false
    var told: LinkFault?
    tell(.opening, nil)
    while true {
      if !isOpen {
        do {
          try link.open()
          isOpen = true
          told = nil
          tell(.ready, nil)
        } catch {
          if error != told { tell(error.condition, error.words) }
          told = error
        }
      }
      switch tickets.take(waitingMilliseconds: Self.idleMilliseconds) {
      case .closed:
        link.close()
        return
      case .timedOut:
        // A cable that was pulled out is noticed here, and not at the next weighing.
        if isOpen, let fault = loss(in: link.turn(milliseconds: 0)) {
          isOpen = close(link, fault, &told)
        }
      case .item(let ticket):
        guard isOpen else {
          report(.weighed(ticket: ticket, .failed(told?.words ?? "the scale is not there")))
          continue
        }
        do {
          report(.weighed(ticket: ticket, try reading(link)))
        } catch {
          report(.weighed(ticket: ticket, .failed(error.words)))
          isOpen = close(link, error, &told)
        }
      }
    }
  }

  /// - Returns: false, for the link is closed then.
  private func close(_ link: any PrinterLink, _ fault: LinkFault, _ told: inout LinkFault?) -> Bool
  {
    link.close()
    tell(fault.condition, fault.words)
    told = fault
    return false
  }

  /// Asks until the scale is at rest, or the patience is over.
  private func reading(_ link: any PrinterLink) throws(LinkFault) -> Weighing {
    let end = MonotonicClock.milliseconds() + Self.restMilliseconds
    while true {
      // What an earlier question may still get is not the answer to this one.
      if let fault = loss(in: link.turn(milliseconds: 0)) { throw fault }
      let weighing = try ask(link)
      guard weighing == .unstable, MonotonicClock.milliseconds() < end else { return weighing }
      let pause = MonotonicClock.milliseconds() + Self.againMilliseconds
      while MonotonicClock.milliseconds() < pause {
        let left = pause - MonotonicClock.milliseconds()
        if let fault = loss(in: link.turn(milliseconds: max(left, 1))) { throw fault }
      }
    }
  }

  private func ask(_ link: any PrinterLink) throws(LinkFault) -> Weighing {
    var talk = ScaleTalk(language)
    link.begin(language.question)
    let end = MonotonicClock.milliseconds() + Self.answerMilliseconds
    while true {
      let left = end - MonotonicClock.milliseconds()
      guard left > 0 else {
        link.cancel()
        _ = link.turn(milliseconds: 10)
        return .silent
      }
      for event in link.turn(milliseconds: left) {
        switch event {
        case .taken: break
        case .lost(let fault, _): throw fault
        case .received(let bytes):
          switch talk.receive(bytes) {
          case .more: break
          case .send(let reply): if !link.isSending { link.begin(reply) }
          case .done(let weighing): return weighing
          }
        }
      }
    }
  }

  private func loss(in events: [LinkEvent]) -> LinkFault? {
    for event in events { if case .lost(let fault, _) = event { return fault } }
    return nil
  }

  private func tell(_ condition: Condition, _ why: String?) {
    report(.state(DeviceState(id: id, kind: .scale, condition: condition, why: why)))
  }
}
