// Whether a paired node types like a person: the wrong keyboard was paired, or the scanner was
// swapped for one. What is done about it is the reader's business.

/// A judge over the key events of one node that should be a scanner.
///
/// To the kernel a scanner is a keyboard, and a till that holds a real keyboard takes it away from
/// its owner. Three things tell them apart: keys that no scanner sends, keys that are held down,
/// and a pace that is both slow and uneven. Scanners were seen from 1 to 100 ms a character, each
/// of them even; people need 100 to 400 ms and never the same twice. A single sign is no proof,
/// since a cable or a setup sheet makes one now and then.
package struct TypingJudge: Equatable, Sendable {
  /// Whether the node types like a person, by all that was seen since its last scan.
  package private(set) var looksLikeKeyboard = false

  private let ownKeys: Set<UInt16>
  private let isSlow: Bool
  private var signs = 0
  /// Gaps between presses, the oldest first, in microseconds.
  private var gaps: [Int64] = []
  private var latest: (code: UInt16, time: Int64)?
  /// Whether the hold of the latest key was counted.
  private var isHoldCounted = false

  private static let signCountMax = 3
  private static let gapCountMax = 7
  /// A pause that parts two strings of typing.
  private static let pauseMicroseconds: Int64 = 2_000_000
  /// No scanner holds a key this long; the kernel's own autorepeat begins at 250 ms.
  private static let holdMicroseconds: Int64 = 450_000
  /// A key that stands this far from the one before it was not sent in one go with it.
  private static let apartMicroseconds: Int64 = 60_000
  private static let slowMicroseconds: Int64 = 130_000

  /// A judge of a scanner with these settings: keys that they give a meaning count for nothing,
  /// and the pace does not either when the scanner was measured to be slow.
  package init(settings: ScannerSettings = ScannerSettings()) {
    ownKeys = Set(settings.substitutes.compactMap(\.key))
    isSlow = (settings.gaps?.median ?? 0) >= Self.slowMicroseconds / 2
  }

  /// Takes a key event, the kernel's autorepeat (value 2) among them.
  package mutating func receive(_ event: KeyEvent) {
    guard !Self.isModifier(event.code) else { return }
    switch event.value {
    case 1: press(event)
    case 0, 2: hold(event)
    default: break
    }
    if signs >= Self.signCountMax { looksLikeKeyboard = true }
  }

  /// Takes the news that the presses so far made a whole scan: at a scanner's pace it clears the
  /// node of suspicion.
  package mutating func scanned() {
    if gaps.count >= 3, !isHuman(gaps) {
      signs = 0
      looksLikeKeyboard = false
    }
    forget()
  }

  /// Forgets what is under way, because events were lost; the signs stay.
  package mutating func forget() {
    gaps = []
    latest = nil
    isHoldCounted = false
  }

  private mutating func press(_ event: KeyEvent) {
    let gap = latest.map { Self.gap(from: $0.time, to: event.time) }
    latest = (event.code, event.time)
    isHoldCounted = false
    if let gap, gap < Self.pauseMicroseconds {
      gaps.append(gap)
      if gaps.count > Self.gapCountMax { gaps.removeFirst() }
    } else {
      gaps = []
    }
    let isApart = gap.map { $0 >= Self.apartMicroseconds } ?? true
    if isApart, Self.isTelltale(event.code), !ownKeys.contains(event.code) { signs += 1 }
    if gaps.count == Self.gapCountMax, isHuman(gaps) { signs = Self.signCountMax }
    signs = min(signs, Self.signCountMax)
  }

  private mutating func hold(_ event: KeyEvent) {
    guard !isHoldCounted, let latest, latest.code == event.code,
      Self.gap(from: latest.time, to: event.time) >= Self.holdMicroseconds
    else { return }
    isHoldCounted = true
    signs = min(signs + 1, Self.signCountMax)
  }

  /// Whether gaps are slow and most of them unlike all others.
  ///
  /// A slow scanner has two or three that come again and again: a letter, a capital, an Alt code.
  private func isHuman(_ gaps: [Int64]) -> Bool {
    let sorted = gaps.sorted()
    guard !isSlow, !sorted.isEmpty, sorted[sorted.count / 2] >= Self.slowMicroseconds else {
      return false
    }
    // Two are alike when they differ by less than a twelfth: USB and the scanner's own clock jitter
    // by some milliseconds.
    let kinds = 1 + zip(sorted, sorted.dropFirst()).count { $1 - $0 > $0 / 12 }
    return kinds * 2 > gaps.count
  }

  private static func gap(from earlier: Int64, to later: Int64) -> Int64 {
    let (gap, overflows) = later.subtractingReportingOverflow(earlier)
    return overflows ? .max : max(0, gap)
  }

  private static func isModifier(_ code: UInt16) -> Bool {
    switch code {
    case Key.leftShift, Key.rightShift, Key.leftControl, Key.rightControl, Key.leftAlt,
      Key.rightAlt, Key.numLock, Key.scrollLock, Key.capsLock:
      true
    default: false
    }
  }

  /// Keys that move, erase or call the desktop.
  ///
  /// Function keys are not among them: scanners send them for what has no key.
  private static func isTelltale(_ code: UInt16) -> Bool {
    switch code {
    case Key.escape, Key.backspace, Key.delete, Key.leftMeta, Key.rightMeta: true
    // Home, Up, PageUp, Left, Right, End, Down, PageDown, Insert; Print, Pause, Menu.
    case 102...110, 99, 119, 127: true
    default: false
    }
  }

  /// Whether both have seen the same.
  package static func == (left: Self, right: Self) -> Bool {
    left.looksLikeKeyboard == right.looksLikeKeyboard && left.ownKeys == right.ownKeys
      && left.isSlow == right.isSlow && left.signs == right.signs && left.gaps == right.gaps
      && left.latest?.code == right.latest?.code && left.latest?.time == right.latest?.time
      && left.isHoldCounted == right.isHoldCounted
  }
}
