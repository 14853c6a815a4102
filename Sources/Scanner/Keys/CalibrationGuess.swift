// One way in which a scanner may type: a layout, Caps Lock and Ctrl. Calibration tries them all.

/// A layout and the ways of a scanner with it that are tried together.
struct CalibrationGuess: Equatable {
  let keymap: Keymap
  let startsCapsLocked: Bool
  let controlKeys: Keyboard.ControlKeys

  static func all(of layouts: [Keymap], for events: [KeyEvent]) -> [CalibrationGuess] {
    let hasControl = events.contains { $0.code == Key.leftControl || $0.code == Key.rightControl }
    let ways: [Keyboard.ControlKeys] = hasControl ? [.layout, .position] : [.layout]
    var guesses: [CalibrationGuess] = []
    for keymap in layouts {
      for startsCapsLocked in [false, true] {
        for controlKeys in ways {
          guesses.append(
            CalibrationGuess(
              keymap: keymap, startsCapsLocked: startsCapsLocked, controlKeys: controlKeys))
        }
      }
    }
    return guesses
  }

  /// One character or one key without text.
  struct Unit: Equatable {
    let scalar: Unicode.Scalar?
    let code: UInt16
    let isAltCode: Bool
    let time: Int64

    func isSame(as other: Unit) -> Bool {
      scalar == other.scalar && code == other.code && isAltCode == other.isAltCode
    }
  }

  func units(_ events: [KeyEvent]) throws(CalibrationFault) -> [Unit] {
    var keyboard = Keyboard(keymap, startsCapsLocked: startsCapsLocked, controlKeys: controlKeys)
    var units: [Unit] = []
    for event in events {
      switch keyboard.receive(event) {
      case .nothing: break
      case .text(let text):
        units += text.unicodeScalars.map {
          Unit(scalar: $0, code: event.code, isAltCode: event.value == 0, time: event.time)
        }
      case .unknownKey, .badCode:
        units.append(
          Unit(scalar: nil, code: event.code, isAltCode: event.value == 0, time: event.time))
      // The key that was down when the reading began may go up first.
      case .neverDown where units.isEmpty: break
      case .alreadyDown, .neverDown: throw .incomplete
      }
      guard units.count <= Scan.byteCountMax else { break }
    }
    return units
  }

  /// The ASCII characters that one of the guesses types with keys that give the other another.
  func differences(from other: CalibrationGuess) -> Set<Unicode.Scalar> {
    var scalars: Set<Unicode.Scalar> = []
    for (one, two) in [(self, other), (other, self)] {
      var seen: Set<Unicode.Scalar> = []
      // Only the nearest key of a character counts, for that is the one a scanner takes.
      for (code, shift, altGr) in Self.places {
        guard case .text(let scalar) = one.meaning(of: code, shift, altGr), scalar.isASCII,
          seen.insert(scalar).inserted
        else { continue }
        if two.meaning(of: code, shift, altGr) != .text(scalar) { scalars.insert(scalar) }
      }
    }
    return scalars
  }

  /// Keys with Shift and AltGr, the nearest first: those that not every keyboard has are the last.
  private static let places: [(UInt16, Bool, Bool)] = {
    let levels = [(false, false), (true, false), (false, true)]
    let rare: Set<UInt16> = [86, 89, 124]
    let common = Keymap.keys.filter { !rare.contains($0) }
    return [common, rare.sorted()].flatMap { codes in
      levels.flatMap { level in codes.map { ($0, level.0, level.1) } }
    }
  }()

  private func meaning(of code: UInt16, _ shift: Bool, _ altGr: Bool) -> Keymap.Meaning {
    keymap.meaning(
      of: code, shift: shift, altGr: altGr && keymap.hasAltGr, capsLock: startsCapsLocked)
  }
}
