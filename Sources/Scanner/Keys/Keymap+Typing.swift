// The other way round: which keys a scanner presses to type a text on a layout. What keys mean is
// in Keymap.swift.

/// One key and those that are held with it.
package struct Stroke: Equatable, Sendable {
  /// The key's code (linux/input-event-codes.h).
  package let code: UInt16
  package let shift: Bool
  package let altGr: Bool
  package let control: Bool

  package init(code: UInt16, shift: Bool = false, altGr: Bool = false, control: Bool = false) {
    self.code = code
    self.shift = shift
    self.altGr = altGr
    self.control = control
  }
}

extension Keymap {
  private static let space = Stroke(code: 57)

  /// The strokes that type a text, or nil when the layout has no key for some of it.
  ///
  /// Carriage return is Enter and tab is Tab; the separator of GS1 content is Ctrl and the
  /// layout's `]`, as most scanners send it. Letters come without Caps Lock.
  package func strokes(typing text: String) -> [Stroke]? {
    var strokes: [Stroke] = []
    for scalar in text.unicodeScalars {
      guard let more = self.strokes(for: scalar) else { return nil }
      strokes += more
    }
    return strokes
  }

  private func strokes(for scalar: Unicode.Scalar) -> [Stroke]? {
    switch scalar {
    case " ": return [Self.space]
    case "\r": return [Stroke(code: 28)]
    case "\t": return [Stroke(code: 15)]
    case "\u{1D}":
      guard let bracket = strokes(for: "]"), bracket.count == 1 else { return nil }
      let key = bracket[0]
      return [Stroke(code: key.code, shift: key.shift, altGr: key.altGr, control: true)]
    default: return key(for: scalar)
    }
  }

  /// The key of a character; an accent that waits for its letter is followed by a space.
  private func key(for scalar: Unicode.Scalar) -> [Stroke]? {
    // Keys that not every keyboard has are used only for what is nowhere else.
    let rare: [UInt16] = [86, 89, 124]
    let codes = Self.keys.filter { !rare.contains($0) } + rare
    var accent: Stroke?
    for (shift, altGr) in [(false, false), (true, false), (false, true), (true, true)] {
      for code in codes {
        let stroke = Stroke(code: code, shift: shift, altGr: altGr)
        switch meaning(of: code, shift: shift, altGr: altGr, capsLock: false) {
        case .text(scalar): return [stroke]
        case .accent(let dead) where dead.alone == scalar && accent == nil: accent = stroke
        default: break
        }
      }
    }
    return accent.map { [$0, Self.space] }
  }
}
