// One scanner's typing put together: key events in, whole scans or rejections out.
// Opening the scanner and reading its events is the edge's part.

/// Something that happened at a scanner's input node.
package enum KeyInput: Equatable, Sendable {
  /// The node was opened, at a time of the monotonic clock in microseconds.
  case opened(at: Int64)
  case key(KeyEvent)
  /// The kernel dropped events (`SYN_DROPPED`).
  case lost(at: Int64)
  case unplugged(at: Int64)
  /// No event came until then.
  case quiet(until: Int64)
}

/// The keyboard of one scanner and the burst it is typing.
///
/// The keyboard is forgotten whenever a scan ends or is lost, so that a stuck Shift or Caps Lock
/// never crosses from one scan into the next. Every input gives the outcomes it led to, none of
/// them `.nothing`; there are two when a late key also spoils what it begins.
package struct KeyScans: Equatable, Sendable {
  private let settings: ScannerSettings
  private var keyboard: Keyboard
  private var burst: KeyBurst
  private var latest: Int64 = 0

  /// A key that was held this long before anything was typed belongs to no scan.
  private static let forgetMicroseconds: Int64 = 1_000_000

  /// A scanner that types on this layout; the settings' own name of a layout is not looked up.
  package init(keymap: Keymap, settings: ScannerSettings = ScannerSettings()) {
    self.settings = settings
    keyboard = Keyboard(
      keymap, startsCapsLocked: settings.startsCapsLocked,
      controlKeys: settings.controlsByPosition ? .position : .layout, keys: settings.keyTexts)
    burst = KeyBurst(framing: settings.framing)
  }

  /// When a `quiet` input is due if no more events come, in microseconds of the monotonic clock.
  package var deadline: Int64? { burst.deadline }

  /// Takes what happened next and gives what became of it.
  ///
  /// Any input is taken, also times that run backwards and codes of no keyboard.
  package mutating func receive(_ input: KeyInput) -> [ScanOutcome] {
    let outcomes: [ScanOutcome]
    switch input {
    case .opened(let time):
      keyboard.forget()
      burst.opened(at: time)
      outcomes = []
    case .key(let event):
      outcomes = receive(event)
    case .lost(let time):
      // Which keys are held is lost too.
      keyboard.forget()
      outcomes = [burst.eventsLost(at: time)]
    case .unplugged:
      outcomes = [burst.unplugged()]
      keyboard.forget()
    case .quiet(let time):
      outcomes = [timePassed(to: time)]
    }
    return outcomes.filter { $0 != .nothing }
  }

  private mutating func receive(_ event: KeyEvent) -> [ScanOutcome] {
    // Autorepeat comes only while a key is held far too long, and is no typing.
    guard event.value == 0 || event.value == 1 else { return [] }
    let earlier = timePassed(to: event.time)
    let (pause, overflows) = event.time.subtractingReportingOverflow(latest)
    if burst.isIdle, overflows || pause > Self.forgetMicroseconds { keyboard.reset() }
    latest = event.time
    let outcome: ScanOutcome
    switch keyboard.receive(event) {
    case .nothing: outcome = burst.heard(at: event.time)
    case .text(let text): outcome = take(text, of: event)
    // A key without text before a scan begins is a power or a function key: nothing is missing.
    case .unknownKey where burst.isIdle: outcome = .nothing
    case .unknownKey: outcome = burst.spoilt(by: .unknownKey, at: event.time)
    case .badCode: outcome = burst.spoilt(by: .badCode, at: event.time)
    case .alreadyDown: outcome = burst.spoilt(by: .releaseMissing, at: event.time)
    case .neverDown: outcome = burst.spoilt(by: .pressMissing, at: event.time)
    }
    return [earlier, outcome]
  }

  private mutating func take(_ typed: String, of event: KeyEvent) -> ScanOutcome {
    let wasIdle = burst.isIdle
    var text = typed
    if typed.unicodeScalars.count > 1, let end = typed.unicodeScalars.last, end < " " {
      // An accent that waited for a letter stands alone when the end comes instead.
      let front = burst.receive(
        String(typed.unicodeScalars.dropLast()), at: event.time, ends: false)
      guard front == .nothing else { return front }
      text = String(end)
    }
    let ends = terminator(text, of: event).map(settings.terminators.contains) ?? false
    let outcome = burst.receive(text, at: event.time, ends: ends)
    let isHolding = keyboard.isHolding(atEndBy: event.code)
    if burst.isIdle, ends || !wasIdle { keyboard.reset() }
    guard case .scan(let whole) = outcome else { return outcome }
    return isHolding ? .rejected(.releaseMissing) : settings.finished(whole)
  }

  private mutating func timePassed(to time: Int64) -> ScanOutcome {
    let wasIdle = burst.isIdle
    let outcome = burst.timePassed(to: time)
    guard !wasIdle, burst.isIdle else { return outcome }
    let isHolding = keyboard.isHolding(atEndBy: nil)
    keyboard.reset()
    guard case .scan(let whole) = outcome else { return outcome }
    return isHolding ? .rejected(.releaseMissing) : settings.finished(whole)
  }

  private func terminator(_ text: String, of event: KeyEvent) -> ScanTerminator? {
    switch text {
    case "\r" where event.code == Key.keypadEnter: .keypadEnter
    case "\r", "\n": .enter
    case "\t": .tab
    default: nil
    }
  }
}
