// The text form of a key recording: read and written.

extension KeyRecording {
  /// Reads a recording.
  ///
  /// - Throws: the first line that is none, and why.
  package init(_ text: String) throws(KeyRecordingFault) {
    var settings = ScannerSettings()
    var inputs: [KeyInput] = []
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() {
      let line = Self.trimmed(String(decoding: bytes, as: UTF8.self))
      if line.isEmpty || line.hasPrefix("#") { continue }
      do throws(KeyRecordingFault.Why) {
        if let input = Self.input(line) {
          guard inputs.count < Self.eventCountMax else { throw .tooLong }
          inputs.append(input)
        } else if let colon = line.firstIndex(of: ":") {
          let name = String(line[..<colon])
          guard inputs.isEmpty else { throw .settingTooLate(name) }
          let value = Self.trimmed(String(line[line.index(after: colon)...]))
          try Self.set(name, to: value, in: &settings)
        } else {
          throw .notUnderstood
        }
      } catch {
        throw KeyRecordingFault(line: index + 1, why: error)
      }
    }
    self.init(settings: settings, inputs: inputs)
  }

  /// The recording as a text that reads back as the same recording.
  ///
  /// Only what a text has lines for is kept: how a scanner was measured is not.
  package var text: String {
    let plain = ScannerSettings()
    var lines = ["layout: \(settings.layout)"]
    if settings.startsCapsLocked { lines.append("caps: on") }
    if settings.controlsByPosition { lines.append("controls: position") }
    if settings.terminators != plain.terminators {
      let names = settings.terminators.map(\.rawValue).joined(separator: " ")
      lines.append("ends: \(names.isEmpty ? "silence" : names)")
    }
    if settings.patienceMilliseconds != plain.patienceMilliseconds {
      lines.append("patience: \(settings.patienceMilliseconds)")
    }
    if settings.silenceMilliseconds != plain.silenceMilliseconds {
      lines.append("silence: \(settings.silenceMilliseconds)")
    }
    if !settings.prefix.isEmpty { lines.append("prefix: \(ScanEscapes.escaped(settings.prefix))") }
    if !settings.suffix.isEmpty { lines.append("suffix: \(ScanEscapes.escaped(settings.suffix))") }
    for substitute in settings.substitutes {
      let means = ScanEscapes.escaped(substitute.means)
      if let key = substitute.key { lines.append("key: \(key) \(means)") }
      if let typed = substitute.typed {
        lines.append("substitute: \(ScanEscapes.escaped(typed)) \(means)")
      }
    }
    for input in inputs {
      switch input {
      case .opened(let time): lines.append("\(time) opened")
      case .lost(let time): lines.append("\(time) lost")
      case .unplugged(let time): lines.append("\(time) unplugged")
      case .quiet(let time): lines.append("\(time) quiet")
      case .key(let event): lines.append("\(event.time) \(event.code) \(event.value)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func input(_ line: String) -> KeyInput? {
    let words = line.split { $0 == " " || $0 == "\t" }
    guard let first = words.first, let time = Int64(first) else { return nil }
    switch (words.count, words.last) {
    case (2, "opened"): return .opened(at: time)
    case (2, "lost"): return .lost(at: time)
    case (2, "unplugged"): return .unplugged(at: time)
    case (2, "quiet"): return .quiet(until: time)
    case (3, let last?):
      guard let code = UInt16(words[1]), let value = Int32(last) else { return nil }
      return .key(KeyEvent(time: time, code: code, value: value))
    default: return nil
    }
  }

  private static func set(
    _ name: String, to value: String, in settings: inout ScannerSettings
  ) throws(KeyRecordingFault.Why) {
    switch name {
    case "layout": settings.layout = value
    case "caps": settings.startsCapsLocked = try choice(value, name, "off", "on")
    case "controls":
      settings.controlsByPosition = try choice(value, name, "layout", "position")
    case "ends":
      let words = value == "silence" ? [] : value.split(separator: " " as Character)
      settings.terminators = words.compactMap { ScanTerminator(rawValue: String($0)) }
      guard settings.terminators.count == words.count else { throw .badValue(name) }
    case "patience": settings.patienceMilliseconds = try milliseconds(value, name)
    case "silence": settings.silenceMilliseconds = try milliseconds(value, name)
    case "prefix": settings.prefix = try content(value, name)
    case "suffix": settings.suffix = try content(value, name)
    case "key", "substitute":
      let words = value.split(separator: " " as Character, maxSplits: 1)
      let means = try content(words.count == 2 ? String(words[1]) : "", name)
      guard let first = words.first else { throw .badValue(name) }
      if name == "key" {
        guard let key = UInt16(first) else { throw .badValue(name) }
        settings.substitutes.append(ScanSubstitute(key: key, means: means))
      } else {
        let typed = try content(String(first), name)
        settings.substitutes.append(ScanSubstitute(typed: typed, means: means))
      }
    default: throw .unknownSetting(name)
    }
    guard (try? settings.check()) != nil else { throw .badValue(name) }
  }

  private static func choice(
    _ value: String, _ name: String, _ no: String, _ yes: String
  ) throws(KeyRecordingFault.Why) -> Bool {
    guard value == no || value == yes else { throw .badValue(name) }
    return value == yes
  }

  private static func milliseconds(
    _ value: String, _ name: String
  ) throws(KeyRecordingFault.Why) -> Int64 {
    guard let number = Int64(value) else { throw .badValue(name) }
    return number
  }

  private static func content(
    _ value: String, _ name: String
  ) throws(KeyRecordingFault.Why) -> String {
    guard let content = ScanEscapes.unescaped(value) else { throw .badValue(name) }
    return content
  }

  private static func trimmed(_ text: String) -> String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    var bytes = Array(text.utf8)[...].drop(while: isBlank)
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Texts with control characters, in a form that can be seen and typed: `\x1d`, `\\`.
enum ScanEscapes {
  /// Blanks, control characters and the backslash as escapes, the rest as it is.
  static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      if scalar == "\\" { return "\\\\" }
      guard scalar.value <= 0x20 || scalar.value == 0x7F else { return String(scalar) }
      let hex = String(scalar.value, radix: 16)
      return hex.count == 1 ? "\\x0\(hex)" : "\\x\(hex)"
    }.joined()
  }

  /// The text behind escapes, or nil when a backslash begins none.
  static func unescaped(_ text: String) -> String? {
    var whole = String.UnicodeScalarView()
    var rest = Array(text.unicodeScalars)[...]
    while let first = rest.popFirst() {
      guard first == "\\" else {
        whole.append(first)
        continue
      }
      switch rest.popFirst() {
      case "\\": whole.append("\\")
      case "x":
        let digits = rest.prefix(2)
        var hex = String.UnicodeScalarView()
        hex.append(contentsOf: digits)
        guard digits.count == 2, digits.allSatisfy(\.properties.isASCIIHexDigit),
          let value = UInt8(String(hex), radix: 16), value < 0x80
        else { return nil }
        whole.append(Unicode.Scalar(value))
        rest = rest.dropFirst(2)
      default: return nil
      }
    }
    return String(whole)
  }
}
