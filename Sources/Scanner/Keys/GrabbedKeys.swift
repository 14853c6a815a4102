// All that a till makes of the keys of a node it holds alone: scans, suspicion, and the way out.

/// One grabbed input node, as a value.
///
/// The scans are those of `KeyScans`; beside them it says when the node begins to look like a
/// keyboard, when a scan at a scanner's pace clears it, and when somebody wants it back.
package struct GrabbedKeys: Equatable, Sendable {
  /// What the reader has to do.
  package enum Notice: Equatable, Sendable {
    case scan(String)
    case rejected(ScanRejection)
    /// It types like a person. Told once, until `looksLikeScanner`.
    case looksLikeKeyboard
    case looksLikeScanner
    /// Escape was held: give the node back.
    case wayOut
  }

  private var scans: KeyScans
  private var judge: TypingJudge
  private var wayOut = WayOut()

  /// A node whose scanner types on this layout.
  package init(keymap: Keymap, settings: ScannerSettings = ScannerSettings()) {
    scans = KeyScans(keymap: keymap, settings: settings)
    judge = TypingJudge(settings: settings)
  }

  /// When a `quiet` input is due if no more events come, in microseconds of the monotonic clock.
  package var deadline: Int64? {
    [scans.deadline, wayOut.deadline].compactMap { $0 }.min()
  }

  /// Takes what happened next and tells what came of it, a scan before what it says of the node.
  package mutating func receive(_ input: KeyInput) -> [Notice] {
    let wasSuspect = judge.looksLikeKeyboard
    var notices: [Notice] = []
    for outcome in scans.receive(input) {
      switch outcome {
      case .nothing: break
      case .scan(let raw):
        notices.append(.scan(raw))
        judge.scanned()
      case .rejected(let rejection): notices.append(.rejected(rejection))
      }
    }
    var wantsOut = false
    switch input {
    case .key(let event):
      judge.receive(event)
      wantsOut = wayOut.receive(event)
    case .quiet(let time): wantsOut = wayOut.timePassed(to: time)
    case .opened, .lost, .unplugged:
      judge.forget()
      wayOut.forget()
    }
    if judge.looksLikeKeyboard != wasSuspect {
      notices.append(wasSuspect ? .looksLikeScanner : .looksLikeKeyboard)
    }
    return wantsOut ? notices + [.wayOut] : notices
  }
}
