// How many columns a character takes. The wide ones are listed in TextWidth+Table.swift.

/// Columns of text, counted as a printer advances.
package enum TextWidth {
  /// Columns of normal width that a text takes: 1 a character, 2 for wide ones (Chinese, Japanese
  /// and Korean characters and emoji), 0 for marks and joiners that stand alone.
  ///
  /// An accent or a vowel sign takes no column beside its letter.
  package static func columns(_ text: some StringProtocol) -> Int {
    // Below U+0300 every scalar is one column, and no two of them are one character.
    var count = 0
    for scalar in text.unicodeScalars {
      if scalar.value >= 0x300 || scalar == "\r" { return slowly(text) }
      count += 1
    }
    return count
  }

  /// Columns that one character takes: 0, 1 or 2.
  package static func columns(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if isWide(first) { return 2 }
    // An emoji made of a plain sign by a variation selector, or a flag of two letters.
    if character.unicodeScalars.contains("\u{FE0F}") { return 2 }
    if (0x1F1E6...0x1F1FF).contains(first.value) { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
  }

  private static func slowly(_ text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + columns(of: $1) }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x1100 else { return false }
    var (low, high) = (0, wide.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if wide[middle].first <= scalar.value { low = middle } else { high = middle }
    }
    return wide[low].first <= scalar.value && scalar.value <= wide[low].last
  }
}
