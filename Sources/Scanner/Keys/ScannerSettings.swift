// What is known of one scanner: how it types, frames and marks. Learned by Calibration or written
// by hand; kept per scanner by whoever keeps things.

/// How one scanner sends its scans.
///
/// Everything has a default that fits most scanners as they leave the factory, also when it is
/// missing in what is decoded.
package struct ScannerSettings: Codable, Equatable, Sendable {
  /// The name of the `Keymap` it types on.
  package var layout = "us"
  /// Whether it types as if Caps Lock were on already.
  package var startsCapsLocked = false
  /// Whether Ctrl is applied to the key's place on a US keyboard before the layout's character.
  package var controlsByPosition = false
  /// The keys that end a scan; none when silence does.
  package var terminators: [ScanTerminator] = ScanTerminator.allCases
  /// The longest pause within a scan, in milliseconds, for scanners that end it by a key.
  package var patienceMilliseconds: Int64 = 1_000
  /// The shortest silence that ends a scan, in milliseconds, for those that do not.
  package var silenceMilliseconds: Int64 = 150
  /// What stands before each scan, in front of the AIM identifier, and is taken off.
  package var prefix = ""
  /// What stands after each scan and is taken off.
  package var suffix = ""
  /// Signs and keys that the scanner sends for what it cannot send as it is.
  package var substitutes: [ScanSubstitute] = []
  /// How it sends GS, if that is known.
  package var separator: SeparatorHabit?
  /// Whether it sends AIM identifiers, if that is known.
  package var sendsIdentifiers: Bool?
  /// How fast it types, if that was measured.
  package var gaps: KeyGaps?
  /// The time in which the same code again is told as a repeat, in milliseconds; 0 for off.
  package var duplicateWindowMilliseconds: Int64 = 0

  /// The settings of most scanners as they leave the factory.
  package init() {}

  /// Settings of which some may be missing; `check()` tells whether they can be used.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func value<Value: Decodable>(_ key: CodingKeys, or other: Value) throws -> Value {
      try values.decodeIfPresent(Value.self, forKey: key) ?? other
    }
    layout = try value(.layout, or: layout)
    startsCapsLocked = try value(.startsCapsLocked, or: startsCapsLocked)
    controlsByPosition = try value(.controlsByPosition, or: controlsByPosition)
    terminators = try value(.terminators, or: terminators)
    patienceMilliseconds = try value(.patienceMilliseconds, or: patienceMilliseconds)
    silenceMilliseconds = try value(.silenceMilliseconds, or: silenceMilliseconds)
    prefix = try value(.prefix, or: prefix)
    suffix = try value(.suffix, or: suffix)
    substitutes = try value(.substitutes, or: substitutes)
    separator = try values.decodeIfPresent(SeparatorHabit.self, forKey: .separator)
    sendsIdentifiers = try values.decodeIfPresent(Bool.self, forKey: .sendsIdentifiers)
    gaps = try values.decodeIfPresent(KeyGaps.self, forKey: .gaps)
    duplicateWindowMilliseconds = try value(
      .duplicateWindowMilliseconds, or: duplicateWindowMilliseconds)
  }
}

/// A key that ends a scan.
package enum ScanTerminator: String, Codable, Sendable, CaseIterable {
  /// Enter, also as Ctrl+M, Ctrl+J or Alt+013; LF after CR counts once.
  case enter
  case keypadEnter = "keypad_enter"
  case tab
}

/// Something a scanner sends that stands for something else, mostly GS.
package struct ScanSubstitute: Codable, Equatable, Sendable {
  /// What arrives: either a text of one or more characters.
  package var typed: String?
  /// Or a key that types nothing, by its code (an F key).
  package var key: UInt16?
  /// What it stands for; may be empty for a key that means nothing.
  package var means: String

  /// A text of one or more characters that stands for something else.
  package init(typed: String, means: String) {
    self.typed = typed
    self.means = means
  }

  /// A key that stands for a text, or for nothing when that is empty.
  package init(key: UInt16, means: String) {
    self.key = key
    self.means = means
  }
}

/// How GS, which separates the elements of GS1 content, arrives from a scanner.
package enum SeparatorHabit: String, Codable, Sendable {
  /// Ctrl and a key, as on a terminal.
  case control
  /// Alt and keypad digits, with or without a leading zero.
  case altCode = "alt_code"
  /// A sign or key of `ScannerSettings.substitutes`.
  case substitute
  /// Not at all: lots and dates of this scanner are not to be trusted.
  case missing
}

/// The pauses between the characters of one scan, in microseconds.
package struct KeyGaps: Codable, Equatable, Sendable {
  package let least: Int64
  package let median: Int64
  package let most: Int64

  /// Measured pauses, in microseconds.
  package init(least: Int64, median: Int64, most: Int64) {
    self.least = least
    self.median = median
    self.most = most
  }

  /// The pauses between these times, or nil when there are fewer than two.
  init?(times: [Int64]) {
    let gaps = zip(times, times.dropFirst()).map { earlier, later in
      let (gap, overflows) = later.subtractingReportingOverflow(earlier)
      return overflows ? Int64.max : Swift.max(0, gap)
    }.sorted()
    guard let least = gaps.first, let most = gaps.last else { return nil }
    self.init(least: least, median: gaps[gaps.count / 2], most: most)
  }
}

/// Why settings cannot be used.
package enum ScannerSettingsFault: Error, Equatable, Sendable {
  case tooLong(String)
  case outOfRange(String)
  case emptySubstitute
}

extension ScannerSettings {
  /// Checks settings that came from outside.
  ///
  /// - Throws: when a text has more than 64 bytes, there are more than 32 substitutes or one stands
  ///   for nothing that arrives, or a time is negative or over a minute.
  package func check() throws(ScannerSettingsFault) {
    for (name, text) in [("layout", layout), ("prefix", prefix), ("suffix", suffix)]
    where text.utf8.count > 64 { throw .tooLong(name) }
    guard substitutes.count <= 32, terminators.count <= 8 else { throw .tooLong("substitutes") }
    for substitute in substitutes {
      guard substitute.key != nil || substitute.typed?.isEmpty == false else {
        throw .emptySubstitute
      }
      guard (substitute.typed?.utf8.count ?? 0) <= 64, substitute.means.utf8.count <= 64 else {
        throw .tooLong("substitutes")
      }
    }
    let times = [
      ("patienceMilliseconds", patienceMilliseconds), ("silenceMilliseconds", silenceMilliseconds),
      ("duplicateWindowMilliseconds", duplicateWindowMilliseconds),
    ]
    for (name, time) in times where !(0...60_000).contains(time) { throw .outOfRange(name) }
  }

  /// How a burst of this scanner ends.
  var framing: KeyBurst.Framing {
    terminators.isEmpty
      ? .silence(leastMicroseconds: min(max(0, silenceMilliseconds), 60_000) * 1_000)
      : .terminated(patienceMicroseconds: min(max(0, patienceMilliseconds), 60_000) * 1_000)
  }

  /// The texts of keys that type nothing by themselves.
  var keyTexts: [UInt16: String] {
    var texts: [UInt16: String] = [:]
    for substitute in substitutes {
      if let key = substitute.key { texts[key] = substitute.means }
    }
    return texts
  }

  /// A whole text as it came, without prefix and suffix and with its substitutes put right.
  func finished(_ text: String) -> ScanOutcome {
    var bytes = Array(text.utf8)[...]
    guard bytes.starts(with: prefix.utf8) else { return .rejected(.prefixMissing) }
    bytes = bytes.dropFirst(prefix.utf8.count)
    guard bytes.count >= suffix.utf8.count,
      bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    else { return .rejected(.suffixMissing) }
    bytes = bytes.dropLast(suffix.utf8.count)
    guard !bytes.isEmpty else { return .nothing }
    let whole = replaced(bytes)
    guard whole.count <= Scan.byteCountMax else { return .rejected(.tooLong) }
    return .scan(String(decoding: whole, as: UTF8.self))
  }

  private func replaced(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let rules = substitutes.compactMap { substitute in
      substitute.typed.map { (typed: Array($0.utf8), means: Array(substitute.means.utf8)) }
    }.filter { !$0.typed.isEmpty }
    guard !rules.isEmpty else { return Array(bytes) }
    var whole: [UInt8] = []
    var rest = bytes
    while let first = rest.first {
      if let rule = rules.first(where: { rest.starts(with: $0.typed) }) {
        whole += rule.means
        rest = rest.dropFirst(rule.typed.count)
      } else {
        whole.append(first)
        rest = rest.dropFirst()
      }
    }
    return whole
  }
}
