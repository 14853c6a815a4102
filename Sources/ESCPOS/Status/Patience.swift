// How long a job may stand still, by what keeps it from going on: the written outcome of each
// cause is here, as data.

/// How long a print job is waited for.
package struct Patience: Equatable, Sendable {
  /// Milliseconds without a byte taken or an answer, for a printer that says nothing is wrong.
  package let silence: Int

  /// Ten seconds.
  package static let usual = Patience(silence: 10_000)

  /// - Parameter silence: milliseconds, at least 10.
  package init(silence: Int) { self.silence = max(silence, 10) }

  /// Milliseconds that a trouble may last which passes without harm to what was sent: a hot head,
  /// a cover that was opened while nothing moved.
  package var held: Int { silence * 6 }

  /// Milliseconds that a trouble may last which has already spoilt the paper: long enough for an
  /// answer that was on its way, short enough for the person who waits for the receipt.
  package var ended: Int { silence / 10 }
}
