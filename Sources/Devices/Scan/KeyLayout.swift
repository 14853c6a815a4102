// The layouts of the system's xkb-data, for those that Scanner has no rows for (libxkbcommon).

internal import CXKB
internal import Scanner

/// A keyboard of one layout, as libxkbcommon has it.
///
/// The layout is the scanner's and not the host's: nearly all leave the factory as a US keyboard.
/// Scans are decoded by the `Keymap` that is read off it here, and the tables in Scanner were made
/// in the same way; the live state is what tests judge both by. Confined to one thread.
final class KeyLayout {
  private let context: OpaquePointer
  private let keymap: OpaquePointer
  private var state: OpaquePointer

  /// The kernel's key codes start 8 below those of xkb (X11's first key code).
  private static let offset: UInt32 = 8
  // Keys of linux/input-event-codes.h.
  private static let numLock: UInt16 = 69
  private static let leftShift: UInt16 = 42
  private static let rightAlt: UInt16 = 100
  private static let keypadDot: UInt16 = 83

  /// The layout of this name, from Scanner's tables or else from xkb-data; nil when neither has it.
  ///
  /// - Parameter name: as `ScannerSettings.layout` has it: `us`, `ch(fr)`, `fr-caps`.
  static func keymap(named name: String) -> Keymap? {
    if let known = Keymap.known(name) { return known }
    let isShifting = name.hasSuffix("-caps")
    let plain = KeyLayout(isShifting ? String(name.dropLast(5)) : name)?.table()
    return isShifting ? plain?.shiftedByCapsLock() : plain
  }

  /// A keyboard of the given xkb layout, with a variant in brackets if it has one; nil when the
  /// system has no such layout.
  init?(_ name: String = "us") {
    guard let context = xkb_context_new(XKB_CONTEXT_NO_ENVIRONMENT_NAMES) else { return nil }
    let parts = name.split(separator: "(", maxSplits: 1)
    let variant = parts.count == 2 ? String(parts[1].prefix { $0 != ")" }) : ""
    let keymap = "evdev".withCString { rules in
      "pc105".withCString { model in
        String(parts.first ?? "").withCString { layout in
          variant.withCString { variant in
            var names = xkb_rule_names(
              rules: rules, model: model, layout: layout, variant: variant, options: nil)
            return xkb_keymap_new_from_names(context, &names, XKB_KEYMAP_COMPILE_NO_FLAGS)
          }
        }
      }
    }
    guard let keymap, let state = xkb_state_new(keymap) else {
      xkb_keymap_unref(keymap)
      xkb_context_unref(context)
      return nil
    }
    self.name = name
    self.context = context
    self.keymap = keymap
    self.state = state
    lockNumbers()
  }

  deinit {
    xkb_state_unref(state)
    xkb_keymap_unref(keymap)
    xkb_context_unref(context)
  }

  private let name: String

  /// What every key of the layout types, as a value; nil when the layout is stranger than four
  /// levels of single characters.
  func table() -> Keymap? {
    let levels: [[UInt16]] = [
      [], [Self.leftShift], [Self.rightAlt], [Self.leftShift, Self.rightAlt],
    ]
    let rows = levels.map { held in
      reset()
      for key in held { _ = text(ofKey: key, isDown: true) }
      defer { reset() }
      return Keymap.keys.map { String(sign(ofKey: $0)) }.joined()
    }
    let decimal = utf8(of: UInt32(Self.keypadDot) + Self.offset).unicodeScalars.first
    return Keymap(name: name, decimal: decimal ?? ".", rows: rows)
  }

  /// Takes a key going down or up (evdev code) and gives the text it types, empty for none.
  func text(ofKey code: UInt16, isDown: Bool) -> String {
    let key = UInt32(code) + Self.offset
    let text = isDown ? utf8(of: key) : ""
    xkb_state_update_key(state, key, isDown ? XKB_KEY_DOWN : XKB_KEY_UP)
    return text
  }

  /// Forgets every key that is held or locked.
  func reset() {
    guard let fresh = xkb_state_new(keymap) else { return }
    xkb_state_unref(state)
    state = fresh
    lockNumbers()
  }

  /// Some scanners type on the keypad, which gives digits only under NumLock.
  private func lockNumbers() {
    _ = text(ofKey: Self.numLock, isDown: true)
    _ = text(ofKey: Self.numLock, isDown: false)
  }

  /// What stands for a key in a row of `Keymap`: its character, the sign of its accent, or nothing.
  private func sign(ofKey code: UInt16) -> Unicode.Scalar {
    let key = UInt32(code) + Self.offset
    let text = utf8(of: key).unicodeScalars
    if let scalar = text.first {
      let isSeen = text.count == 1 && scalar > " " && scalar.properties.generalCategory != .format
      return isSeen ? scalar : Keymap.nothing
    }
    return Keymap.accentSigns[symbolName(of: key)] ?? Keymap.nothing
  }

  private func symbolName(of key: UInt32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      let symbol = xkb_state_key_get_one_sym(state, key)
      let count = xkb_keysym_get_name(symbol, buffer.baseAddress, buffer.count)
      guard count > 0, count < buffer.count, let base = buffer.baseAddress else { return "" }
      return String(cString: base)
    }
  }

  private func utf8(of key: UInt32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
      // The count leaves out the final zero and may exceed the buffer, which then holds less.
      let count = xkb_state_key_get_utf8(state, key, buffer.baseAddress, buffer.count)
      guard count > 0, count < buffer.count, let base = buffer.baseAddress else { return "" }
      return String(cString: base)
    }
  }
}
