// Why a scan of the sheet taught nothing, and what to do about it.

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
