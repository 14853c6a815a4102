// Which way a line of text runs: the base direction of a paragraph (UAX #9, rules P2 and P3).

/// The direction of a line before its own letters are looked at.
package enum Direction: Sendable, Hashable {
  case leftToRight, rightToLeft
}
