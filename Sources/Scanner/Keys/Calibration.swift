// What one scan of a known sheet teaches about a scanner, learned from its bare key events.
// The sheet is printed elsewhere; keeping what was learned is the caller's business.

/// What was learned of a scanner.
///
/// Nothing is repaired after the fact: each layout types the same keys, and the right one gives
/// what the sheet holds. What stands before, between and after the known parts is then the
/// scanner's prefix, its sign for GS, its suffix and its terminator.
package struct Calibration: Equatable, Sendable {
  /// Ready to be kept and used.
  package let settings: ScannerSettings
  /// The layouts that fit as well, for the sheet does not part them.
  package let alsoFit: [String]
  /// Characters that those type differently; never a letter or a digit.
  package let undecided: [String]

  /// All layouts that are known here, and the two that Windows has with a Caps Lock for all keys.
  package static var layouts: [Keymap] {
    Keymap.all + ["fr-caps", "be-caps"].compactMap(Keymap.known)
  }

  /// Learns a scanner from one scan of a sheet.
  ///
  /// - Parameters:
  ///   - events: the scan from its first key to its last; no other typing.
  ///   - expected: what the sheet holds, with U+001D where GS is.
  ///   - layouts: those to try, in the order in which one is preferred when several fit.
  ///   - known: settings to keep for all that a scan does not tell.
  /// - Throws: why nothing can be learned, and what to do about it.
  package static func learn(
    _ events: [KeyEvent], expecting expected: String, layouts: [Keymap] = Self.layouts,
    known: ScannerSettings = ScannerSettings()
  ) throws(CalibrationFault) -> Calibration {
    let events = events.prefix(KeyRecording.eventCountMax).filter { $0.value == 0 || $0.value == 1 }
    let parts = expected.unicodeScalars.split(separator: "\u{1D}").map(Array.init)
    guard !events.isEmpty, !parts.isEmpty else { throw .nothingTyped }

    let guesses = CalibrationGuess.all(of: layouts, for: events)
    var fits: [CalibrationFit] = []
    for guess in guesses {
      if let fit = CalibrationFit(try guess.units(events), guess, parts) { fits.append(fit) }
    }
    guard let best = fits.map(\.habit.rank).min(),
      let chosen = fits.first(where: { $0.habit.rank == best })
    else { throw try CalibrationMismatch.fault(guesses, events, expected) }

    let others = fits.filter { $0.habit.rank == best && $0.guess.keymap != chosen.guess.keymap }
    var undecided: Set<Unicode.Scalar> = []
    for other in others { undecided.formUnion(chosen.guess.differences(from: other.guess)) }
    var names: [String] = []
    for other in others where !names.contains(other.guess.keymap.name) {
      names.append(other.guess.keymap.name)
    }
    let signs = undecided.sorted().map { String($0) }
    guard !undecided.contains(where: { $0.properties.isAlphabetic || "0"..."9" ~= $0 }) else {
      throw .ambiguous(layouts: [chosen.guess.keymap.name] + names, characters: signs)
    }
    let settings = try chosen.settings(known)
    return Calibration(
      settings: settings, alsoFit: undecided.isEmpty ? [] : names, undecided: signs)
  }
}
