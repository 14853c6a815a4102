// The keyboard of one scanner: which keys are held, and what the next key types because of it.
// When a scan begins and ends is KeyBurst's business, which layout it is Keymap's.

/// The state of one scanner's keyboard, private to it.
///
/// Beyond the layout it knows how scanners type what no key has: control characters by Ctrl,
/// codes by Alt and the keypad, and keys that stand for a text by the scanner's settings.
struct Keyboard: Equatable, Sendable {
  /// What a key event comes to.
  enum Stroke: Equatable {
    case nothing
    case text(String)
    /// A key that stands for no text and is no modifier.
    case unknownKey
    /// An Alt code that is no character.
    case badCode
    /// A key goes down that is down: its release, and who knows what else, is missing.
    case alreadyDown
    /// A key goes up that never went down.
    case neverDown
  }

  /// Which character Ctrl is applied to first: that of the layout or that of the key's place on
  /// a US keyboard.
  enum ControlKeys: String, Codable, Sendable {
    case layout, position
  }

  private let keymap: Keymap
  private let startsCapsLocked: Bool
  private let controlKeys: ControlKeys
  /// Texts of keys by the scanner's settings; they come before the layout.
  private let keys: [UInt16: String]

  private var held: Set<UInt16> = []
  /// Keys that were held when the last scan ended; their release is nobody's loss.
  private var stale: Set<UInt16> = []
  /// The keys that went down last and before that, modifiers left out.
  private var latest: UInt16?
  private var before: UInt16?
  private var isCapsLocked: Bool
  private var accent: Accent?
  /// Keypad digits typed while Alt is held.
  private var altDigits: [Int] = []

  /// Codes above this are of no keyboard (KEY_MAX of linux/input-event-codes.h).
  private static let codeMax: UInt16 = 0x2FF
  private static let altDigitCountMax = 7

  init(
    _ keymap: Keymap, startsCapsLocked: Bool = false, controlKeys: ControlKeys = .layout,
    keys: [UInt16: String] = [:]
  ) {
    self.keymap = keymap
    self.startsCapsLocked = startsCapsLocked
    self.controlKeys = controlKeys
    self.keys = keys
    isCapsLocked = startsCapsLocked
  }

  /// Lets go of every key and lock, so that nothing crosses from one scan into the next.
  mutating func reset() {
    stale = held
    held = []
    latest = nil
    before = nil
    isCapsLocked = startsCapsLocked
    accent = nil
    altDigits = []
  }

  /// Forgets which keys are down, because events were lost.
  mutating func forget() {
    reset()
    stale = []
  }

  /// Whether a key is down that should be up at the end of a scan.
  ///
  /// - Parameter terminator: the key that ends it, or nil when silence does. It and the key before
  ///   it may still be down, for fast scanners press the next key before they let go of the last.
  ///   Ctrl may be down when it helped to type the end (Ctrl+M), Shift never.
  func isHolding(atEndBy terminator: UInt16?) -> Bool {
    held.contains { code in
      guard let terminator else { return true }
      if Self.isModifier(code) {
        let isControl = code == Key.leftControl || code == Key.rightControl
        return !isControl || Key.constant(terminator) != nil
      }
      return code != terminator && code != before
    }
  }

  /// Takes one event; autorepeat (value 2) and codes of no keyboard are nothing.
  mutating func receive(_ event: KeyEvent) -> Stroke {
    guard event.code <= Self.codeMax else { return .nothing }
    switch event.value {
    case 0: return released(event.code)
    case 1: return pressed(event.code)
    default: return .nothing
    }
  }

  private static func isModifier(_ code: UInt16) -> Bool {
    switch code {
    case Key.leftShift, Key.rightShift, Key.leftControl, Key.rightControl, Key.leftAlt,
      Key.rightAlt, Key.leftMeta, Key.rightMeta, Key.numLock, Key.scrollLock, Key.capsLock:
      true
    default: false
    }
  }

  private mutating func released(_ code: UInt16) -> Stroke {
    if stale.remove(code) != nil { return .nothing }
    guard held.remove(code) != nil else { return .neverDown }
    guard isAlt(code), !altDigits.isEmpty else { return .nothing }
    defer { altDigits = [] }
    guard let scalar = AltCode.scalar(altDigits) else { return .badCode }
    return .text(afterAccent(scalar))
  }

  private mutating func pressed(_ code: UInt16) -> Stroke {
    stale.remove(code)
    guard held.insert(code).inserted else { return .alreadyDown }
    if code == Key.capsLock { isCapsLocked.toggle() }
    // The keypad types digits whatever Num Lock says, so its taps are only a frame.
    if Self.isModifier(code) { return .nothing }
    before = latest
    latest = code
    if let text = keys[code] { return text.isEmpty ? .nothing : .text(text) }
    if let digit = Key.keypadDigit(code) {
      guard isAltHeld else { return .text(afterAccent(Self.digit(digit))) }
      // A code that is too long stays too long, and bounded.
      if altDigits.count <= Self.altDigitCountMax { altDigits.append(digit) }
      return .nothing
    }
    if code == Key.keypadDot { return .text(afterAccent(keymap.decimal)) }
    if let scalar = Key.constant(code) { return .text(afterAccent(scalar)) }
    return typed(code)
  }

  private mutating func typed(_ code: UInt16) -> Stroke {
    let isShifted = held.contains(Key.leftShift) || held.contains(Key.rightShift)
    let isControlled = held.contains(Key.leftControl) || held.contains(Key.rightControl)
    let isAltGr = keymap.hasAltGr && held.contains(Key.rightAlt)
    if isControlled, held.contains(Key.leftAlt), keymap.hasAltGr {
      // Ctrl and Alt together are AltGr on Windows, and some scanners type it that way.
      let meaning = keymap.meaning(
        of: code, shift: isShifted, altGr: true, capsLock: isCapsLocked)
      if meaning != .nothing { return typed(meaning) }
    }
    let meaning = keymap.meaning(
      of: code, shift: isShifted, altGr: isAltGr, capsLock: isCapsLocked)
    guard isControlled else { return typed(meaning) }
    let position = Keymap.us.meaning(of: code, shift: isShifted, altGr: false, capsLock: false)
    let byPosition = Self.control(of: position, isStrict: true)
    let byLayout = Self.control(of: meaning, isStrict: false)
    let control = controlKeys == .layout ? byLayout ?? byPosition : byPosition ?? byLayout
    return control.map { .text(afterAccent($0)) } ?? typed(meaning)
  }

  private mutating func typed(_ meaning: Keymap.Meaning) -> Stroke {
    switch meaning {
    case .nothing: return .unknownKey
    case .text(let scalar): return .text(afterAccent(scalar))
    case .accent(let next):
      defer { accent = next }
      return accent.map { .text(String($0.alone)) } ?? .nothing
    }
  }

  private mutating func afterAccent(_ scalar: Unicode.Scalar) -> String {
    defer { accent = nil }
    return accent?.typed(before: scalar) ?? String(scalar)
  }

  private var isAltHeld: Bool {
    held.contains(Key.leftAlt) || held.contains(Key.rightAlt)
  }

  private func isAlt(_ code: UInt16) -> Bool { code == Key.leftAlt || code == Key.rightAlt }

  private static func digit(_ value: Int) -> Unicode.Scalar {
    Unicode.Scalar(UInt8(ascii: "0") + UInt8(clamping: value))
  }

  /// The control character of Ctrl and a key, as X11 has had it (and terminals before it).
  ///
  /// - Parameter isStrict: whether only letters and `@[\]^_` count, and not the digits of old
  ///   terminals (Ctrl+5 is GS there).
  private static func control(of meaning: Keymap.Meaning, isStrict: Bool) -> Unicode.Scalar? {
    guard case .text(let scalar) = meaning, scalar.isASCII else { return nil }
    let code = UInt8(truncatingIfNeeded: scalar.value)
    switch scalar {
    case "A"..."Z", "a"..."z", "@", "[", "\\", "]", "^", "_": return Unicode.Scalar(code & 0x1F)
    case "`", "{", "|", "}", "~", " ": return isStrict ? nil : Unicode.Scalar(code & 0x1F)
    case "2": return isStrict ? nil : "\u{0}"
    case "3"..."7": return isStrict ? nil : Unicode.Scalar(code - UInt8(ascii: "3") + 0x1B)
    case "8": return isStrict ? nil : "\u{7F}"
    case "/": return isStrict ? nil : "\u{1F}"
    default: return nil
    }
  }
}
