// A scanner that types: texts become key events on a layout, in the ways that scanners have.

@testable import Scanner

/// Types texts as a scanner with a keyboard of some layout does.
struct Typist {
  /// How it types the separator of GS1 content.
  enum Separator: CaseIterable {
    /// Ctrl and the layout's `]`, or the key in the place of the US `]`.
    case control
    case controlByPosition
    /// Alt+029 and Alt+0029.
    case altCode, altCodeWithZero
    /// F8.
    case functionKey
  }

  static let enter: UInt16 = 28
  static let tab: UInt16 = 15
  static let rightBrace: UInt16 = 27
  static let functionKey: UInt16 = 66
  private static let shift: UInt16 = 42
  private static let control: UInt16 = 29
  private static let alt: UInt16 = 56
  private static let altGr: UInt16 = 100
  private static let space: UInt16 = 57
  private static let keypad: [UInt16] = [82, 79, 80, 81, 75, 76, 77, 71, 72, 73]

  let keymap: Keymap
  var separator = Separator.control
  /// Whether the host's Caps Lock is on as far as the scanner knows.
  var capsLock = false
  /// Microseconds from one key event to the next.
  var step: Int64 = 1_000
  var time: Int64 = 1_000_000

  init(_ keymap: Keymap) { self.keymap = keymap }

  /// The events of a text and the key that ends it; nil when the layout has no key for some of it.
  mutating func events(_ text: String, end: UInt16? = enter) -> [KeyEvent]? {
    var events: [KeyEvent] = []
    for scalar in text.unicodeScalars {
      if scalar == "\u{1D}" {
        guard let more = separatorEvents() else { return nil }
        events += more
      } else if let keys = Self.keys(for: scalar, on: keymap, capsLock: capsLock) {
        for key in keys { events += press(key.code, with: key.modifiers) }
      } else {
        return nil
      }
    }
    if let end { events += press(end) }
    return events
  }

  /// One key down and up with others held around it.
  mutating func press(_ code: UInt16, with modifiers: [UInt16] = []) -> [KeyEvent] {
    var events = modifiers.map { event($0, 1) }
    events += [event(code, 1), event(code, 0)]
    return events + modifiers.reversed().map { event($0, 0) }
  }

  /// Alt down, digits on the keypad, Alt up.
  mutating func altCode(_ digits: String) -> [KeyEvent] {
    var events = [event(Self.alt, 1)]
    for digit in digits.utf8 { events += press(Self.keypad[Int(digit) - 48]) }
    return events + [event(Self.alt, 0)]
  }

  mutating func event(_ code: UInt16, _ value: Int32) -> KeyEvent {
    defer { time += step }
    return KeyEvent(time: time, code: code, value: value)
  }

  private mutating func separatorEvents() -> [KeyEvent]? {
    switch separator {
    case .controlByPosition: return press(Self.rightBrace, with: [Self.control])
    case .altCode: return altCode("029")
    case .altCodeWithZero: return altCode("0029")
    case .functionKey: return press(Self.functionKey)
    case .control:
      guard let keys = Self.keys(for: "]", on: keymap, capsLock: capsLock), keys.count == 1
      else { return nil }
      return press(keys[0].code, with: [Self.control] + keys[0].modifiers)
    }
  }

  /// The keys that every keyboard has, then those that not every one has, by their levels.
  private static let places: [([UInt16], Bool, Bool)] = {
    let levels = [(false, false), (true, false), (false, true), (true, true)]
    let rare: [UInt16] = [86, 89, 124]
    return [Keymap.keys.filter { !rare.contains($0) }, rare].flatMap { codes in
      levels.map { (codes, $0.0, $0.1) }
    }
  }()

  private typealias Stroke = (code: UInt16, modifiers: [UInt16])

  private static func keys(
    for scalar: Unicode.Scalar, on keymap: Keymap, capsLock: Bool
  ) -> [(code: UInt16, modifiers: [UInt16])]? {
    if scalar == " " { return [(space, [])] }
    // xkb-data has it on Q as well, as the Spanish keyboard does; scanners know only this one.
    if scalar == "@", keymap.name == "it" { return [(39, [altGr])] }
    var dead: Stroke?
    for (codes, shifted, altGred) in places {
      let modifiers = (shifted ? [shift] : []) + (altGred ? [altGr] : [])
      for code in codes {
        switch keymap.meaning(of: code, shift: shifted, altGr: altGred, capsLock: capsLock) {
        case .text(scalar): return [(code, modifiers)]
        case .accent(let accent) where accent.alone == scalar && dead == nil:
          dead = (code, modifiers)
        default: break
        }
      }
    }
    return dead.map { [$0, (space, [])] }
  }
}

extension KeyScans {
  /// Everything that comes of these events.
  mutating func receive(_ events: [KeyEvent]) -> [ScanOutcome] {
    events.flatMap { receive(.key($0)) }
  }
}
