// Key codes become characters, with a keyboard state of one scanner's own (libxkbcommon).

internal import CXKB

/// The keyboard that one scanner types on.
///
/// The layout is the scanner's and not the host's: nearly all leave the factory as a US keyboard.
/// Confined to its reader's thread.
final class KeyLayout {
  private let context: OpaquePointer
  private let keymap: OpaquePointer
  private var state: OpaquePointer

  /// The kernel's key codes start 8 below those of xkb (X11's first key code).
  private static let offset: UInt32 = 8
  /// KEY_NUMLOCK of linux/input-event-codes.h.
  private static let numLock: UInt32 = 69

  /// A keyboard of the given xkb layout, or nil when the system has no such layout (xkb-data).
  init?(_ layout: String = "us") {
    guard let context = xkb_context_new(XKB_CONTEXT_NO_ENVIRONMENT_NAMES) else { return nil }
    let keymap = "evdev".withCString { rules in
      "pc105".withCString { model in
        layout.withCString { layout in
          var names = xkb_rule_names(
            rules: rules, model: model, layout: layout, variant: nil, options: nil)
          return xkb_keymap_new_from_names(context, &names, XKB_KEYMAP_COMPILE_NO_FLAGS)
        }
      }
    }
    guard let keymap, let state = xkb_state_new(keymap) else {
      xkb_keymap_unref(keymap)
      xkb_context_unref(context)
      return nil
    }
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

  /// Takes a key going down or up (evdev code) and gives the text it types, empty for none.
  func text(ofKey code: UInt16, isDown: Bool) -> String {
    let key = UInt32(code) + Self.offset
    let text = isDown ? utf8(of: key) : ""
    xkb_state_update_key(state, key, isDown ? XKB_KEY_DOWN : XKB_KEY_UP)
    return text
  }

  /// Forgets every key that is held or locked, so that a stuck Shift never reaches the next scan.
  func reset() {
    guard let fresh = xkb_state_new(keymap) else { return }
    xkb_state_unref(state)
    state = fresh
    lockNumbers()
  }

  /// Some scanners type on the keypad, which gives digits only under NumLock.
  private func lockNumbers() {
    xkb_state_update_key(state, Self.numLock + Self.offset, XKB_KEY_DOWN)
    xkb_state_update_key(state, Self.numLock + Self.offset, XKB_KEY_UP)
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
