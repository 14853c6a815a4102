// Guesses that do not fit: the nearest one tells what went wrong.

/// How far a guess that does not fit is from what the sheet holds.
struct CalibrationMismatch {
  let guess: CalibrationGuess
  private let pairs: [(expected: Unicode.Scalar, typed: Unicode.Scalar?)]

  private var count: Int { pairs.count }

  /// Lays the expected text beside the typed one where the fewest characters differ.
  init(_ typed: [Unicode.Scalar?], _ guess: CalibrationGuess, _ expected: String) {
    self.guess = guess
    var best: [(expected: Unicode.Scalar, typed: Unicode.Scalar?)]?
    for text in [expected, expected.filter { $0 != "\u{1D}" }] {
      let scalars = Array(text.unicodeScalars)
      for offset in 0...min(64, max(0, typed.count - 1)) {
        let pairs = scalars.enumerated().compactMap { index, scalar in
          let place = offset + index
          let other = place < typed.count ? typed[place] : nil
          return other == scalar ? nil : (expected: scalar, typed: other)
        }
        if pairs.count < best?.count ?? .max { best = pairs }
      }
    }
    pairs = best ?? []
  }

  /// The fault that the nearest guess stands for.
  static func fault(
    _ guesses: [CalibrationGuess], _ events: [KeyEvent], _ expected: String
  ) throws(CalibrationFault) -> CalibrationFault {
    var nearest: CalibrationMismatch?
    for guess in guesses {
      let mismatch = CalibrationMismatch(try guess.units(events).map(\.scalar), guess, expected)
      if mismatch.count < nearest?.count ?? .max { nearest = mismatch }
    }
    return nearest?.fault ?? .nothingTyped
  }

  private var fault: CalibrationFault {
    let turned = pairs.allSatisfy { pair in
      guard let typed = pair.typed, typed != pair.expected else { return false }
      return String(typed).lowercased() == String(pair.expected).lowercased()
    }
    if turned, !pairs.isEmpty { return .caseChanged }
    let shown = pairs.prefix(12)
    return .noLayout(
      nearest: guess.keymap.name, expected: shown.map { ScanEscapes.escaped(String($0.expected)) },
      typed: shown.map { $0.typed.map { ScanEscapes.escaped(String($0)) } ?? "nothing" })
  }
}
