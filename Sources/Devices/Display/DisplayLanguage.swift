// The languages of customer displays: how two lines of text become bytes. Bytes only; who sends
// them is in CustomerDisplay.swift.

package import ESCPOS

/// Two lines as a customer display shows them, each exactly as wide as the display.
package struct DisplayText: Equatable, Sendable {
  package let upper: String
  package let lower: String

  /// Two lines of text at the left and text at the right, made `columns` characters wide.
  ///
  /// The left text is cut where it would meet the right one, which is never cut unless it is wider
  /// than the display: an amount that lost a digit would be a lie.
  ///
  /// - Parameter page: what the display can show; the rest is replaced before it is counted.
  package init(
    _ upper: (left: String, right: String), _ lower: (left: String, right: String), columns: Int,
    page: CodePage
  ) {
    self.upper = Self.line(page.plain(upper.left), page.plain(upper.right), columns)
    self.lower = Self.line(page.plain(lower.left), page.plain(lower.right), columns)
  }

  private static func line(_ left: String, _ right: String, _ columns: Int) -> String {
    let right = String(right.suffix(columns))
    let room = columns - right.count - (right.isEmpty || left.isEmpty ? 0 : 1)
    let left = String(left.prefix(max(0, room)))
    let gap = String(repeating: " ", count: max(0, columns - left.count - right.count))
    return left + gap + right
  }
}

/// The command set of a customer display.
///
/// Every one writes whole lines, so that nothing is left of what stood there before, and no display
/// has to be cleared, which some do slowly.
package enum DisplayLanguage: String, CaseIterable, Sendable {
  /// Epson DM-D series (DM-D110 command reference): `US $` moves, `ESC t` chooses the characters.
  case epson
  /// CD5220, of most Asian displays (Partner Tech CD-7220 manual): `ESC Q A` and `ESC Q B`.
  case cd5220
  /// AEDEX and EMAX (Partner Tech CD-7220 manual): `! # 1` and `! # 2`.
  case aedex
  /// UTC standard (Partner Tech CD-7220 manual): `ESC u A` and `ESC u B`.
  case utc
  /// Logic Controls PD3000 and LD9000 (programmer's manual): `DLE` and a place.
  case logicControls = "logic-controls"
  /// DSP-800 (Birch DSP-800 manual): `EOT SOH P`, a place from 31, `ETB`.
  case dsp800 = "dsp-800"

  /// What makes a display ready that has just been switched on.
  var beginning: [UInt8] {
    switch self {
    // ESC @ clears, US C 0 takes the cursor away.
    case .epson: [0x1B, 0x40, 0x1F, 0x43, 0x00, 0x1B, 0x74, Self.table(page)]
    case .cd5220, .utc: [0x1B, 0x40, 0x1B, 0x5F, 0x00, 0x1B, 0x74, Self.table(page)]
    case .aedex: []
    // Reset, cursor off.
    case .logicControls: [0x1F, 0x14]
    case .dsp800: [0x04, 0x01, 0x43, 0x31, 0x58, 0x17]
    }
  }

  /// The bytes that show a text; both lines are as wide as the display.
  func bytes(_ text: DisplayText) -> [UInt8] {
    let upper = page.bytes(text.upper)
    let lower = page.bytes(text.lower)
    let width = UInt8(truncatingIfNeeded: upper.count)
    switch self {
    case .epson: return [0x1F, 0x24, 1, 1] + upper + [0x1F, 0x24, 1, 2] + lower
    case .cd5220:
      return [0x1B, 0x51, 0x41] + upper + [0x0D] + [0x1B, 0x51, 0x42] + lower + [0x0D]
    case .aedex: return Array("!#1".utf8) + upper + [0x0D] + Array("!#2".utf8) + lower + [0x0D]
    case .utc: return [0x1B, 0x75, 0x41] + upper + [0x0D] + [0x1B, 0x75, 0x42] + lower + [0x0D]
    case .logicControls: return [0x10, 0x00] + upper + [0x10, width] + lower
    case .dsp800:
      return [0x04, 0x01, 0x50, 0x31, 0x17] + upper + [0x04, 0x01, 0x50, 0x31 &+ width, 0x17]
        + lower
    }
  }

  /// The characters that a display of this language can be switched to.
  package var page: CodePage {
    switch self {
    case .epson, .cd5220, .utc: .cp858
    case .aedex, .logicControls, .dsp800: .cp437
    }
  }

  /// `ESC t`: 0 is 437, 2 is 850, 19 is 858 (Epson DM-D110).
  private static func table(_ page: CodePage) -> UInt8 {
    switch page {
    case .cp858: 19
    case .cp850: 2
    default: 0
    }
  }
}
