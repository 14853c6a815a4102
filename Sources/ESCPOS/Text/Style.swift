// How characters look and where they stand: the words that encoder, decoder and pages share.

/// One of the two fonts that every printer has: A is larger (12 x 24 dots), B smaller (9 x 17).
package enum Font: UInt8, Sendable {
  case a, b
}

/// Where a line stands between the margins; the raw value is that of `ESC a`.
package enum Alignment: UInt8, Sendable {
  case left, center, right
}

/// How the paper is cut.
///
/// A printer whose knife cuts in one way only cuts in that way.
package enum Cut: Sendable {
  /// One point is left so that the receipt does not fall.
  case partial
  case full
}

/// The look of a character.
package struct Style: Hashable, Sendable {
  package let font: Font
  package let bold: Bool
  package let underline: Bool
  /// Times the normal width, 1 to 8.
  package let width: Int
  /// Times the normal height, 1 to 8.
  package let height: Int
  /// Printed twice over; on most thermal printers it looks as bold does.
  package let doubleStrike: Bool
  /// White on black.
  package let reversed: Bool
  /// Turned by 180 degrees; holds for whole lines.
  package let upsideDown: Bool
  /// Each character turned by 90 degrees clockwise.
  package let rotated: Bool

  /// - Parameters:
  ///   - width: 1 to 8.
  ///   - height: 1 to 8.
  package init(
    font: Font = .a, bold: Bool = false, underline: Bool = false, width: Int = 1, height: Int = 1,
    doubleStrike: Bool = false, reversed: Bool = false, upsideDown: Bool = false,
    rotated: Bool = false
  ) {
    precondition(
      (1...8).contains(width) && (1...8).contains(height), "characters grow 1 to 8 times")
    self.font = font
    self.bold = bold
    self.underline = underline
    self.width = width
    self.height = height
    self.doubleStrike = doubleStrike
    self.reversed = reversed
    self.upsideDown = upsideDown
    self.rotated = rotated
  }

  /// The same look with some of it changed.
  func with(
    font: Font? = nil, bold: Bool? = nil, underline: Bool? = nil, width: Int? = nil,
    height: Int? = nil, doubleStrike: Bool? = nil, reversed: Bool? = nil,
    upsideDown: Bool? = nil, rotated: Bool? = nil
  ) -> Style {
    Style(
      font: font ?? self.font, bold: bold ?? self.bold, underline: underline ?? self.underline,
      width: width ?? self.width, height: height ?? self.height,
      doubleStrike: doubleStrike ?? self.doubleStrike, reversed: reversed ?? self.reversed,
      upsideDown: upsideDown ?? self.upsideDown, rotated: rotated ?? self.rotated)
  }
}
