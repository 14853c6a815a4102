// The printer's health, from the bits of ASB and DLE EOT. Which bytes are which is in StatusParser.

/// What a printer says about itself.
package struct PrinterStatus: Sendable, Equatable {
  package enum Paper: Sendable { case ok, nearEnd, out }

  package var isOffline = false
  package var isCoverOpen = false
  package var paper = Paper.ok
  /// The knife is jammed; cleared by `DLE ENQ`.
  package var hasCutterError = false
  /// Another error that `DLE ENQ` clears; only newer printers tell it from the knife's.
  package var hasRecoverableError = false
  /// An error that only service clears.
  package var hasUnrecoverableError = false
  /// An error that passes by itself: hot head.
  package var hasPassingError = false
  /// New paper is in; the printer waits for its FEED button, or for `DLE ENQ 0`.
  package var isWaitingForFeed = false
  /// The FEED button is held down.
  package var isFeedPressed = false
  /// The level of connector pin 3.
  ///
  /// Which level means an open drawer is calibrated at each till.
  package var isDrawerPinHigh = false

  package init() {}

  /// Whether the printer can print now.
  package var isReady: Bool {
    !isOffline && !isCoverOpen && paper != .out && !hasCutterError && !hasRecoverableError
      && !hasUnrecoverableError && !hasPassingError && !isWaitingForFeed
  }

  /// The status in the four bytes of an automatic status back, `GS a`.
  ///
  /// Epson TM-T88III programming guide p. 318-320.
  /// - Parameter bits: the four bytes, the first one highest. The last one means nothing.
  init(asb bits: UInt32) {
    isDrawerPinHigh = bits & 0x0400_0000 != 0
    isOffline = bits & 0x0800_0000 != 0
    isCoverOpen = bits & 0x2000_0000 != 0
    isWaitingForFeed = bits & 0x0001_0000 != 0
    // Byte 1 says that the button feeds paper, byte 2 that it is down.
    isFeedPressed = bits & 0x4002_0000 != 0
    hasRecoverableError = bits & 0x0004_0000 != 0
    hasCutterError = bits & 0x0008_0000 != 0
    hasUnrecoverableError = bits & 0x0020_0000 != 0
    hasPassingError = bits & 0x0040_0000 != 0
    paper = bits & 0x0C00 != 0 ? .out : bits & 0x0300 != 0 ? .nearEnd : .ok
  }

  /// Takes over what one answer to `DLE EOT` says; the rest stays.
  ///
  /// Epson TM-T88III programming guide p. 300-310.
  /// - Parameter byte: of the form `0xx1xx10`; the answer does not say which question it answers.
  package mutating func update(_ byte: UInt8, answering question: StatusQuestion) {
    switch question {
    case .printer:
      isDrawerPinHigh = byte & 0x04 != 0
      isOffline = byte & 0x08 != 0
      isWaitingForFeed = byte & 0x20 != 0
      isFeedPressed = byte & 0x40 != 0
    case .offlineCause:
      isCoverOpen = byte & 0x04 != 0
      if byte & 0x20 != 0 { paper = .out }
    case .error:
      hasRecoverableError = byte & 0x04 != 0
      hasCutterError = byte & 0x08 != 0
      hasUnrecoverableError = byte & 0x20 != 0
      hasPassingError = byte & 0x40 != 0
    case .paper:
      paper = byte & 0x60 != 0 ? .out : byte & 0x0C != 0 ? .nearEnd : .ok
    }
  }
}

/// A question that a printer answers at once, even while it prints (`DLE EOT n`).
package enum StatusQuestion: UInt8, CaseIterable, Sendable {
  case printer = 1
  case offlineCause, error, paper

  /// The bytes to send.
  ///
  /// Send them between jobs only, one question at a time.
  package var bytes: [UInt8] { [Control.dle, Control.eot, rawValue] }
}
