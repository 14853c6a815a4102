// What a till may ask a printer, and what it tells it to do at once. How answers find their
// question is in PrinterCondition.swift.

/// A question to a printer whose answer does not name it.
package enum PrinterQuestion: Hashable, Sendable {
  /// `DLE EOT` 1 to 4: answered at once.
  case status(StatusQuestion)
  /// `DLE EOT n a` with n 7 (ink), 8 (peeler) or 18 (interface): answered at once, by some models.
  case part(UInt8, UInt8)
  /// `GS r 1`: the paper, once everything before is on it.
  case paper
  /// `GS r 2`: the drawer's switch, in turn.
  case drawer
  /// `GS I n`: what the printer says it is. It may lie.
  case identity(UInt8)

  /// The bytes to send.
  package var bytes: [UInt8] {
    switch self {
    case .status(let question): question.bytes
    case .part(let part, let detail): [Control.dle, Control.eot, part, detail]
    case .paper: [Control.gs, 0x72, 1]
    case .drawer: [Control.gs, 0x72, 2]
    case .identity(let number): [Control.gs, 0x49, number]
    }
  }

  /// Whether a printer answers it while it prints, before what was sent earlier.
  var isRealTime: Bool {
    switch self {
    case .status, .part: true
    case .paper, .drawer, .identity: false
    }
  }

  /// Whether an answer can be the answer to this.
  func fits(_ answer: StatusParser.Answer) -> Bool {
    switch (self, answer) {
    case (.status, .realTime), (.part, .realTime): true
    case (.paper, .byte), (.drawer, .byte): true
    case (.identity(let number), .byte): number <= 3 || (49...51).contains(number)
    case (.identity(let number), .identity): number >= 65
    case (.identity(let number), .block(let bytes)): number < 65 && bytes[0] == 0x3D
    default: false
    }
  }
}

/// What a printer is told to do at once, whatever waits in its buffers.
///
/// Each works the moment it arrives, even in the middle of a picture. A printer that is offline
/// may refuse every byte, and these with it.
package enum UrgentCommand: Sendable, CaseIterable {
  /// Print on from the line that failed (`DLE ENQ 1`).
  case recover
  /// Forget what is in the buffers and print on (`DLE ENQ 2`).
  case recoverCleared
  /// As the FEED button, after new paper (`DLE ENQ 0`).
  case feed
  /// Forget what is in the buffers (`DLE DC4` function 8); answered by `.cleared`.
  case clear
  /// Get ready to be switched off (`DLE DC4` function 2); answered by `.poweredOff`.
  case powerOff
  /// Say the status now (`DLE DC4` function 7); newer models only.
  case sendStatus

  /// The bytes to send.
  ///
  /// Epson TM-L90 programming guide p. 380 (DLE ENQ), TM-T90 p. 395 (DLE DC4).
  package var bytes: [UInt8] {
    switch self {
    case .recover: [Control.dle, Control.enq, 1]
    case .recoverCleared: [Control.dle, Control.enq, 2]
    case .feed: [Control.dle, Control.enq, 0]
    case .clear: [Control.dle, Control.dc4, 8, 1, 3, 20, 1, 6, 2, 8]
    case .powerOff: [Control.dle, Control.dc4, 2, 1, 8]
    case .sendStatus: [Control.dle, Control.dc4, 7, 1]
    }
  }
}
