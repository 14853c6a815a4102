// One scanner's typing put together: key events in, whole scans or rejections out.

internal import Scanner

/// The keyboard of one scanner and the burst it is typing.
///
/// The keyboard is forgotten whenever a scan ends or is lost, so that a stuck Shift or Caps Lock
/// never crosses from one scan into the next. Confined to its reader's thread.
struct ScannerKeyboard {
  private let layout: KeyLayout
  private var burst: KeyBurst

  init(layout: KeyLayout, framing: KeyBurst.Framing) {
    self.layout = layout
    burst = KeyBurst(framing: framing)
  }

  /// When `timePassed(to:)` is due if no more events come, in microseconds of the monotonic clock.
  var deadline: Int64? { burst.deadline }

  /// Takes one event of the input node; `now` is when it was read, in microseconds.
  mutating func receive(_ event: InputNode.Event, now: Int64) -> KeyBurst.Outcome {
    switch event {
    case .lost:
      // Which keys are held is lost too.
      layout.reset()
      return burst.eventsLost(at: now)
    case .key(let code, let isDown, let time):
      let text = layout.text(ofKey: code, isDown: isDown)
      return text.isEmpty ? .nothing : settling { $0.receive(text, at: time) }
    }
  }

  mutating func timePassed(to now: Int64) -> KeyBurst.Outcome {
    settling { $0.timePassed(to: now) }
  }

  mutating func unplugged() -> KeyBurst.Outcome { settling { $0.unplugged() } }

  private mutating func settling(
    _ change: (inout KeyBurst) -> KeyBurst.Outcome
  ) -> KeyBurst.Outcome {
    let wasIdle = burst.isIdle
    let outcome = change(&burst)
    if !wasIdle, burst.isIdle { layout.reset() }
    return outcome
  }
}
