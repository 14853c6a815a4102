// What comes out of every assembler of scans, whatever the scanner speaks: a whole scan or a
// reason.

/// What an input of a scanner led to.
package enum ScanOutcome: Equatable, Sendable {
  case nothing
  /// A whole scan, undecoded, without what frames it.
  case scan(String)
  case rejected(ScanRejection)
}

/// Why what a scanner sent was thrown away, whole.
///
/// The raw values are what a till tells (`device.state`), so they never change.
package enum ScanRejection: String, Codable, Equatable, Sendable, CaseIterable {
  /// The kernel's ring overflowed (`SYN_DROPPED`): which characters are missing cannot be known.
  case eventsLost = "events_lost"
  case timedOut = "timed_out"
  case tooLong = "too_long"
  case unplugged
  /// The reader was opened while the scanner was already sending.
  case beginningMissing = "beginning_missing"
  /// A key went up that never went down: what it typed is missing.
  case pressMissing = "press_missing"
  /// A key never went up again: what followed may be missing or shifted.
  case releaseMissing = "release_missing"
  /// A key without text in the middle of a scan; perhaps the scanner's sign for GS.
  case unknownKey = "unknown_key"
  /// An Alt code that is no character.
  case badCode = "bad_code"
  /// The prefix or suffix of the scanner's settings is not there.
  case prefixMissing = "prefix_missing"
  case suffixMissing = "suffix_missing"
  /// A report said that more was to come, and it did not.
  case continuationMissing = "continuation_missing"
  /// A report or frame that does not hold what its own description says.
  case malformed
  /// Bytes that are no text in the scanner's encoding.
  case notText = "not_text"
}

extension ScanRejection: CustomStringConvertible {
  /// What to tell a cashier or a technician, without any of the content.
  package var description: String {
    switch self {
    case .eventsLost: "characters were lost on the way: scan again"
    case .timedOut: "the scanner stopped in the middle: scan again"
    case .tooLong: "the code has more than \(Scan.byteCountMax) bytes"
    case .unplugged: "the scanner was unplugged in the middle of a scan"
    case .beginningMissing: "the beginning of the scan was missed: scan again"
    case .pressMissing, .releaseMissing: "key events are missing: scan again"
    case .unknownKey: "the scanner typed a key that stands for nothing: calibrate the scanner"
    case .badCode: "the scanner typed an Alt code that is no character: calibrate the scanner"
    case .prefixMissing: "the scanner's prefix is missing: scan again or calibrate the scanner"
    case .suffixMissing: "the scanner's suffix is missing: scan again or calibrate the scanner"
    case .continuationMissing: "a part of the code did not arrive: scan again"
    case .malformed: "the scanner sent a broken report: scan again"
    case .notText: "the code is no text in the encoding that the scanner is set to"
    }
  }
}
