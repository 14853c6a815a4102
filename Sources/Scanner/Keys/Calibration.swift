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

    let guesses = Guess.all(of: layouts, for: events)
    var fits: [Fit] = []
    for guess in guesses {
      if let fit = Fit(try guess.units(events), guess, parts) { fits.append(fit) }
    }
    guard let best = fits.map(\.habit.rank).min(),
      let chosen = fits.first(where: { $0.habit.rank == best })
    else { throw try Mismatch.fault(guesses, events, expected) }

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

/// Why a scan of the sheet taught nothing.
package enum CalibrationFault: Error, Equatable, Sendable {
  case nothingTyped
  /// Key events are missing: a key went up that never went down, or the other way round.
  case incomplete
  /// No layout gives what the sheet holds; the nearest one gives these instead of those.
  case noLayout(nearest: String, expected: [String], typed: [String])
  /// The scanner turns capitals to small letters or the other way round.
  case caseChanged
  /// Layouts that fit alike differ in letters or digits, which the sheet must part.
  case ambiguous(layouts: [String], characters: [String])
  /// An AIM identifier stands before the prefix, where it cannot be taken off.
  case identifierBeforePrefix
  /// What the scanner sends for GS are letters or digits, which are content everywhere else.
  case separatorIsContent(String)
  /// Characters stand between two keys that end a scan.
  case unclearEnd
}

extension CalibrationFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .nothingTyped: "the scanner typed nothing: scan the sheet"
    case .incomplete: "key events are missing: scan the sheet again"
    case .noLayout(let nearest, let expected, let typed):
      "no layout fits: \(nearest) comes nearest and gives \(typed.joined(separator: " ")) for "
        + "\(expected.joined(separator: " ")); set the scanner to its US keyboard and scan again"
    case .caseChanged:
      "the scanner changes capitals and small letters: switch its case conversion off"
    case .ambiguous(let layouts, let characters):
      "the layouts \(layouts.joined(separator: ", ")) fit alike and differ in "
        + "\(characters.prefix(12).joined(separator: " ")): scan the larger code of the sheet"
    case .identifierBeforePrefix:
      "the scanner sends the AIM identifier before its prefix: clear the prefix in the scanner"
    case .separatorIsContent(let text):
      "the scanner sends \(text) for GS: set it to Ctrl+], an Alt code or a sign of its own"
    case .unclearEnd:
      "characters follow the key that ends a scan: clear the scanner's suffix and scan again"
    }
  }
}

/// A layout and the ways of a scanner with it that are tried together.
private struct Guess: Equatable {
  let keymap: Keymap
  let startsCapsLocked: Bool
  let controlKeys: Keyboard.ControlKeys

  static func all(of layouts: [Keymap], for events: [KeyEvent]) -> [Guess] {
    let hasControl = events.contains { $0.code == Key.leftControl || $0.code == Key.rightControl }
    let ways: [Keyboard.ControlKeys] = hasControl ? [.layout, .position] : [.layout]
    var guesses: [Guess] = []
    for keymap in layouts {
      for startsCapsLocked in [false, true] {
        for controlKeys in ways {
          guesses.append(
            Guess(keymap: keymap, startsCapsLocked: startsCapsLocked, controlKeys: controlKeys))
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
  func differences(from other: Guess) -> Set<Unicode.Scalar> {
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

/// A guess under which the scan holds what the sheet does.
private struct Fit {
  let guess: Guess
  let head: ArraySlice<Guess.Unit>
  let separator: ArraySlice<Guess.Unit>
  let tail: ArraySlice<Guess.Unit>
  let habit: Habit
  /// When each character came.
  private let times: [Int64]

  enum Habit {
    case direct, altCode, substitute, missing, none

    /// The smaller, the likelier it is that the scanner was made so.
    var rank: Int { self == .missing ? 2 : self == .substitute ? 1 : 0 }
  }

  private static let separatorCountMax = 8

  init?(_ units: [Guess.Unit], _ guess: Guess, _ parts: [[Unicode.Scalar]]) {
    for start in units.indices {
      guard let first = Self.end(of: parts[0], at: start, in: units) else { continue }
      let counts = parts.count > 1 ? 0...Self.separatorCountMax : 0...0
      for count in counts where first + count <= units.count {
        let separator = units[first..<(first + count)]
        guard let end = Self.end(of: parts.dropFirst(), by: separator, at: first, in: units)
        else { continue }
        self.guess = guess
        self.head = units[..<start]
        self.separator = separator
        self.tail = units[end...]
        times = units.map(\.time)
        habit = parts.count == 1 ? .none : Self.habit(separator)
        return
      }
    }
    return nil
  }

  private static func end(
    of part: [Unicode.Scalar], at start: Int, in units: [Guess.Unit]
  ) -> Int? {
    guard start + part.count <= units.count,
      units[start..<(start + part.count)].elementsEqual(part, by: { $0.scalar == $1 })
    else { return nil }
    return start + part.count
  }

  private static func end(
    of parts: ArraySlice<[Unicode.Scalar]>, by separator: ArraySlice<Guess.Unit>, at start: Int,
    in units: [Guess.Unit]
  ) -> Int? {
    var place = start
    for part in parts {
      guard units[place...].starts(with: separator, by: { $0.isSame(as: $1) }),
        let next = end(of: part, at: place + separator.count, in: units)
      else { return nil }
      place = next
    }
    return place
  }

  private static func habit(_ separator: ArraySlice<Guess.Unit>) -> Habit {
    guard let first = separator.first else { return .missing }
    guard separator.count == 1, first.scalar == "\u{1D}" else { return .substitute }
    return first.isAltCode ? .altCode : .direct
  }

  /// What was learned, as settings.
  func settings(_ known: ScannerSettings) throws(CalibrationFault) -> ScannerSettings {
    var settings = known
    settings.layout = guess.keymap.name
    settings.startsCapsLocked = guess.startsCapsLocked
    settings.controlsByPosition = guess.controlKeys == .position
    if habit != .none { settings.substitutes = [] }
    try takeSeparator(&settings)
    try takeHead(&settings)
    try takeTail(&settings)
    settings.gaps = KeyGaps(times: times)
    if let gaps = settings.gaps {
      settings.patienceMilliseconds = min(60_000, max(1_000, gaps.most / 125))
      settings.silenceMilliseconds = min(60_000, max(150, gaps.median / 250))
    }
    return settings
  }

  private func takeSeparator(_ settings: inout ScannerSettings) throws(CalibrationFault) {
    switch habit {
    // The sheet has no GS, so what was known of it still holds.
    case .none: break
    case .direct: settings.separator = .control
    case .altCode: settings.separator = .altCode
    case .missing: settings.separator = .missing
    case .substitute:
      settings.separator = .substitute
      if separator.count == 1, let key = separator.first, key.scalar == nil {
        settings.substitutes = [ScanSubstitute(key: key.code, means: "\u{1D}")]
        return
      }
      let text = Self.text(separator)
      guard text.unicodeScalars.count == separator.count,
        text.unicodeScalars.contains(where: { !$0.properties.isAlphabetic && !("0"..."9" ~= $0) })
      else { throw .separatorIsContent(text) }
      settings.substitutes = [ScanSubstitute(typed: text, means: "\u{1D}")]
    }
  }

  private func takeHead(_ settings: inout ScannerSettings) throws(CalibrationFault) {
    ignoreKeys(head, &settings)
    // An Enter before the first character ends nothing.
    let text = Self.text(head.drop { $0.scalar == "\r" || $0.scalar == "\n" || $0.scalar == "\t" })
    let bytes = Array(text.utf8)
    if bytes.count >= 3,
      AIMIdentifier.split(String(decoding: bytes.suffix(3), as: UTF8.self)) != nil
    {
      settings.sendsIdentifiers = true
      settings.prefix = String(decoding: bytes.dropLast(3), as: UTF8.self)
    } else {
      guard AIMIdentifier.split(text) == nil else { throw .identifierBeforePrefix }
      settings.sendsIdentifiers = false
      settings.prefix = text
    }
  }

  private func takeTail(_ settings: inout ScannerSettings) throws(CalibrationFault) {
    ignoreKeys(tail, &settings)
    let ends = tail.reversed().prefix { Self.terminator($0) != nil }
    let rest = tail.dropLast(ends.count)
    guard !rest.contains(where: { Self.terminator($0) != nil }) else { throw .unclearEnd }
    let found = Set(ends.compactMap(Self.terminator))
    settings.terminators = ScanTerminator.allCases.filter(found.contains)
    settings.suffix = Self.text(rest)
  }

  /// Keys that stand for nothing around the content are nothing in every scan.
  private func ignoreKeys(_ units: ArraySlice<Guess.Unit>, _ settings: inout ScannerSettings) {
    for unit in units where unit.scalar == nil && !unit.isAltCode {
      let isNew = !settings.substitutes.contains { $0.key == unit.code }
      if isNew, settings.substitutes.count < 32 {
        settings.substitutes.append(ScanSubstitute(key: unit.code, means: ""))
      }
    }
  }

  private static func terminator(_ unit: Guess.Unit) -> ScanTerminator? {
    switch unit.scalar {
    case "\r" where unit.code == Key.keypadEnter: .keypadEnter
    case "\r", "\n": .enter
    case "\t": .tab
    default: nil
    }
  }

  private static func text(_ units: ArraySlice<Guess.Unit>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: units.compactMap(\.scalar))
    return String(text)
  }
}

/// How far a guess that does not fit is from what the sheet holds.
private struct Mismatch {
  let guess: Guess
  private let pairs: [(expected: Unicode.Scalar, typed: Unicode.Scalar?)]

  private var count: Int { pairs.count }

  /// Lays the expected text beside the typed one where the fewest characters differ.
  init(_ typed: [Unicode.Scalar?], _ guess: Guess, _ expected: String) {
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
    _ guesses: [Guess], _ events: [KeyEvent], _ expected: String
  ) throws(CalibrationFault) -> CalibrationFault {
    var nearest: Mismatch?
    for guess in guesses {
      let mismatch = Mismatch(try guess.units(events).map(\.scalar), guess, expected)
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
