// A guess that fits: what stands around the known parts of the sheet becomes settings.

/// A guess under which the scan holds what the sheet does.
struct CalibrationFit {
  let guess: CalibrationGuess
  let head: ArraySlice<CalibrationGuess.Unit>
  let separator: ArraySlice<CalibrationGuess.Unit>
  let tail: ArraySlice<CalibrationGuess.Unit>
  let habit: Habit
  /// When each character came.
  private let times: [Int64]

  enum Habit {
    case direct, altCode, substitute, missing, none

    /// The smaller, the likelier it is that the scanner was made so.
    var rank: Int { self == .missing ? 2 : self == .substitute ? 1 : 0 }
  }

  private static let separatorCountMax = 8

  init?(_ units: [CalibrationGuess.Unit], _ guess: CalibrationGuess, _ parts: [[Unicode.Scalar]]) {
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
    of part: [Unicode.Scalar], at start: Int, in units: [CalibrationGuess.Unit]
  ) -> Int? {
    guard start + part.count <= units.count,
      units[start..<(start + part.count)].elementsEqual(part, by: { $0.scalar == $1 })
    else { return nil }
    return start + part.count
  }

  private static func end(
    of parts: ArraySlice<[Unicode.Scalar]>, by separator: ArraySlice<CalibrationGuess.Unit>,
    at start: Int,
    in units: [CalibrationGuess.Unit]
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

  private static func habit(_ separator: ArraySlice<CalibrationGuess.Unit>) -> Habit {
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
  private func ignoreKeys(
    _ units: ArraySlice<CalibrationGuess.Unit>, _ settings: inout ScannerSettings
  ) {
    for unit in units where unit.scalar == nil && !unit.isAltCode {
      let isNew = !settings.substitutes.contains { $0.key == unit.code }
      if isNew, settings.substitutes.count < 32 {
        settings.substitutes.append(ScanSubstitute(key: unit.code, means: ""))
      }
    }
  }

  private static func terminator(_ unit: CalibrationGuess.Unit) -> ScanTerminator? {
    switch unit.scalar {
    case "\r" where unit.code == Key.keypadEnter: .keypadEnter
    case "\r", "\n": .enter
    case "\t": .tab
    default: nil
    }
  }

  private static func text(_ units: ArraySlice<CalibrationGuess.Unit>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: units.compactMap(\.scalar))
    return String(text)
  }
}
