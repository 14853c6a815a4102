// How long a job may stand still, and what each trouble does to one that is under way: the written
// outcome of each cause, as data.

/// How long a printer is waited for; all waits are shares of one.
package struct Patience: Equatable, Sendable {
  /// Milliseconds without a byte taken or an answer, for a printer that says nothing is wrong.
  package let silence: Int

  /// Ten seconds.
  package static let usual = Patience(silence: 10_000)

  /// - Parameter silence: milliseconds, at least 20.
  package init(silence: Int) { self.silence = max(silence, 20) }

  /// Milliseconds that a trouble may last which does no harm to what was sent.
  package var held: Int { silence * 6 }
  /// Milliseconds that a trouble may last which has spoilt the paper already: long enough for an
  /// answer that was on its way, short enough for whoever waits for the receipt.
  package var ended: Int { silence / 10 }
  /// Milliseconds in which an answer to a question comes, or never.
  package var answer: Int { silence / 10 }
  /// Milliseconds in which buffers are cleared, or never; also in which a drawer opens.
  package var deed: Int { silence / 5 }
  /// Milliseconds between two looks at the port of a printer that takes nothing.
  package var look: Int { silence / 20 }
}

/// What a trouble does to a job of which some is in the printer.
package enum JobRule: Sendable {
  /// Nothing.
  case goesOn
  /// The printer goes on by itself when it is over, and nothing is lost: it is waited for.
  case waits
  /// The paper is spoilt, even if the printer goes on: the job ends at once.
  case spoils
  /// The printer does not say what it is; only progress counts.
  case unclear
}

extension PrinterTrouble {
  /// The rule for a job under way.
  ///
  /// What comes before a confirmed fence is printed in any case, and
  /// a job without a byte out waits for patience to end and has then failed.
  package var rule: JobRule {
    switch self {
    case .paperNearEnd: .goesOn
    // The head stops in the line and starts again in it (Epson TM-L90 programming guide p. 380).
    case .hot: .waits
    // Between two lines nothing is lost; within one see `PrinterStatus.rule`.
    case .coverOpen: .waits
    // The receipt would go on in the middle of a line on a new roll.
    case .paperOut, .waitsForFeed: .spoils
    // They end only by a command or by service, which throw the rest away.
    case .cutterJammed, .stuck, .broken: .spoils
    case .offline: .unclear
    }
  }
}

extension PrinterStatus {
  /// The rule for a job under way, with what the trouble's own name does not say.
  ///
  /// A cover that was opened while the head moved raises the bit of passing errors too (`DLE EOT`
  /// 3, bit 6; Epson TM-T88III programming guide p. 300-310): the line under it is cut short.
  func rule(for trouble: PrinterTrouble) -> JobRule {
    trouble == .coverOpen && hasPassingError ? .spoils : trouble.rule
  }
}
