// What the kernel tells of a keyboard: one key, up or down, at a time. No layout, no text.

/// One key event of an input node (`struct input_event` with type `EV_KEY`).
package struct KeyEvent: Equatable, Hashable, Sendable {
  /// The kernel's own time on the monotonic clock, in microseconds.
  package let time: Int64
  /// The key (linux/input-event-codes.h); a place on the keyboard, not a character.
  package let code: UInt16
  /// 0 for up, 1 for down, 2 for the kernel's autorepeat, which no scanner means.
  package let value: Int32

  /// An event as the kernel gives it; any numbers are taken.
  package init(time: Int64, code: UInt16, value: Int32) {
    self.time = time
    self.code = code
    self.value = value
  }
}

/// The keys that mean the same on every layout (linux/input-event-codes.h).
enum Key {
  static let escape: UInt16 = 1
  static let backspace: UInt16 = 14
  static let tab: UInt16 = 15
  static let enter: UInt16 = 28
  static let leftControl: UInt16 = 29
  static let leftShift: UInt16 = 42
  static let rightShift: UInt16 = 54
  static let leftAlt: UInt16 = 56
  static let space: UInt16 = 57
  static let capsLock: UInt16 = 58
  static let numLock: UInt16 = 69
  static let scrollLock: UInt16 = 70
  static let keypadDot: UInt16 = 83
  static let keypadEnter: UInt16 = 96
  static let rightControl: UInt16 = 97
  static let rightAlt: UInt16 = 100
  static let delete: UInt16 = 111
  static let leftMeta: UInt16 = 125
  static let rightMeta: UInt16 = 126

  /// The digit of a keypad key, whatever Num Lock says, or nil for another key.
  static func keypadDigit(_ code: UInt16) -> Int? {
    switch code {
    case 71...73: Int(code) - 71 + 7
    case 75...77: Int(code) - 75 + 4
    case 79...81: Int(code) - 79 + 1
    case 82: 0
    default: nil
    }
  }

  /// What the other keys of the keypad and the keys beside the letters type on every layout.
  static func constant(_ code: UInt16) -> Unicode.Scalar? {
    switch code {
    case escape: "\u{1B}"
    case backspace: "\u{8}"
    case tab: "\t"
    case enter, keypadEnter: "\r"
    case space: " "
    case 55: "*"
    case 74: "-"
    case 78: "+"
    case 98: "/"
    case 117: "="
    case delete: "\u{7F}"
    default: nil
    }
  }
}
