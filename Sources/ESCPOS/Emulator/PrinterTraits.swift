// How one emulated printer differs from another, where PrinterProfile has no word for it.

/// The habits of an emulated printer.
///
/// The defaults are a strict, healthy Epson on USB.
package struct PrinterTraits: Sendable, Equatable {
  /// Bytes of the receive buffer.
  package var bufferBytes = 4096
  /// Bytes that wait to be read; an answer that does not fit whole is lost (Epson: 99).
  package var answerBytes = 99
  /// Dots that the paper moves in a millisecond; 2 is a fast receipt printer.
  package var dotsPerMillisecond = 2
  /// Lines that are taken in while earlier ones are still being printed.
  package var linesAhead = 8
  /// Whether it takes no byte at all while it is offline, not even real-time commands.
  ///
  /// The memory switch "BUSY: buffer full or offline" (Epson TM-T88IV technical reference p. 51).
  package var refusesWhenOffline = true
  /// Whether `ESC @` also switches automatic status back off.
  package var resetSilences = true
  /// The statuses sent unasked after power-on, as by `GS a n`.
  package var statusAtPowerOn: UInt8 = 0
  /// The last byte of an automatic status; real ones have been seen with 0F.
  package var statusTail: UInt8 = 0
  /// Whether, after new paper, it waits for the FEED button.
  package var waitsForFeed = false
  /// Whether an open drawer makes pin 3 high.
  package var drawerOpenIsHigh = true
  /// Letters of `GS (` commands that it skips without a word: `H` where it has no fence.
  package var silentFunctions: Set<UInt8> = []
  /// Letters of `GS (` commands that it does not know, so that their parameters are printed.
  ///
  /// `k`, the QR code, on many clones.
  package var spilledFunctions: Set<UInt8> = []
  /// Whether a fence is answered when it is read, and not when the paper is printed.
  package var confirmsEarly = false
  /// What `GS I n` answers; cheap printers name a dear one.
  package var identity: [UInt8: [UInt8]] = [
    1: [0x20], 2: [0x02], 3: [0x00],
    65: Array("1.0 tilld".utf8), 66: Array("EPSON".utf8), 67: Array("TM-T88III".utf8),
    68: Array("V0000001".utf8), 69: Array("none".utf8),
  ]

  package init() {}
}
