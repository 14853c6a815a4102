// Key events in a text file, to be looked at and decoded again on any machine.
// Which file, and what the scans in it mean, is the caller's business.

/// What one scanner typed, and what is known of the scanner.
///
/// The file has one event a line, in the kernel's own numbers; settings stand before the events
/// and `#` begins a remark:
///
///     # Two characters of a French scanner.
///     layout: fr
///     ends: enter
///     1000 42 1
///     2000 2 1
///
/// Beside keys there are `TIME opened`, `TIME lost`, `TIME unplugged` and `TIME quiet`.
package struct KeyRecording: Equatable, Sendable {
  package var settings: ScannerSettings
  package var inputs: [KeyInput]

  /// The most events of one file; a scan of 4096 bytes has less than a tenth.
  package static let eventCountMax = 200_000

  /// A recording of these inputs, in the order in which they came.
  package init(settings: ScannerSettings = ScannerSettings(), inputs: [KeyInput]) {
    self.settings = settings
    self.inputs = inputs
  }

  /// One thing that a recording led to, and when.
  package struct Result: Equatable, Sendable {
    /// Microseconds of the monotonic clock.
    package let time: Int64
    /// Never `.nothing`.
    package let outcome: ScanOutcome
  }

  /// The scans and rejections in the recording, in order.
  ///
  /// After the last event time goes on until nothing is under way any more.
  ///
  /// - Parameter keymap: the layout to decode by; `nil` takes the one that the settings name.
  /// - Throws: when the settings name a layout that has no rows here.
  package func scans(on keymap: Keymap? = nil) throws(KeyRecordingFault) -> [Result] {
    guard let keymap = keymap ?? Keymap.known(settings.layout) else {
      throw KeyRecordingFault(line: 0, why: .layout(settings.layout))
    }
    var scans = KeyScans(keymap: keymap, settings: settings)
    var results: [Result] = []
    for input in inputs {
      results += scans.receive(input).map { Result(time: input.time, outcome: $0) }
    }
    if let deadline = scans.deadline {
      results += scans.receive(.quiet(until: deadline + 1)).map {
        Result(time: deadline, outcome: $0)
      }
    }
    return results
  }
}

/// Why a text is no recording, and in which line.
package struct KeyRecordingFault: Error, Equatable, Sendable {
  package enum Why: Error, Equatable, Sendable {
    case tooLong
    /// The line is neither an event nor a setting nor a remark.
    case notUnderstood
    case unknownSetting(String)
    case badValue(String)
    /// A setting after the first event.
    case settingTooLate(String)
    case layout(String)
  }

  /// Counted from 1; 0 when the fault is of no line.
  package let line: Int
  package let why: Why
}

extension KeyRecordingFault: CustomStringConvertible {
  package var description: String {
    let place = line > 0 ? "line \(line): " : ""
    switch why {
    case .tooLong: return place + "more than \(KeyRecording.eventCountMax) events"
    case .notUnderstood:
      return place + "neither `TIME CODE VALUE` nor `name: value` nor a `#` remark"
    case .unknownSetting(let name): return place + "no setting is named \(name)"
    case .badValue(let name): return place + "the value of \(name) cannot be used"
    case .settingTooLate(let name): return place + "\(name) must stand before the first event"
    case .layout(let name): return place + "no layout named \(name) is known here"
    }
  }
}

extension KeyInput {
  var time: Int64 {
    switch self {
    case .opened(let time), .lost(let time), .unplugged(let time), .quiet(let time): time
    case .key(let event): event.time
    }
  }
}
