// The printer's health, from the bits of ASB and DLE EOT. Which bytes are which is in StatusParser.

/// What a printer says about itself.
package struct PrinterStatus: Sendable, Equatable {
  package enum Paper: Sendable { case ok, nearEnd, out }

  package var isOffline = false
  package var isCoverOpen = false
  package var paper = Paper.ok
  /// The knife is jammed; cleared by `DLE ENQ`.
  package var hasCutterError = false
  /// An error that only service clears.
  package var hasUnrecoverableError = false
  /// An error that passes by itself: hot head.
  package var hasPassingError = false
  /// The level of connector pin 3.
  ///
  /// Which level means an open drawer is calibrated at each till.
  package var isDrawerPinHigh = false

  package init() {}

  /// Whether the printer can print now.
  package var isReady: Bool {
    !isOffline && !isCoverOpen && paper != .out && !hasCutterError && !hasUnrecoverableError
      && !hasPassingError
  }

  /// The status in the four bytes of an automatic status back (`GS a`).
  init(asb bytes: (UInt8, UInt8, UInt8, UInt8)) {
    isDrawerPinHigh = bytes.0 & 0x04 != 0
    isOffline = bytes.0 & 0x08 != 0
    isCoverOpen = bytes.0 & 0x20 != 0
    hasCutterError = bytes.1 & 0x08 != 0
    hasUnrecoverableError = bytes.1 & 0x20 != 0
    hasPassingError = bytes.1 & 0x40 != 0
    paper = bytes.2 & 0x0C != 0 ? .out : bytes.2 & 0x03 != 0 ? .nearEnd : .ok
  }

  /// Takes over what one answer to `DLE EOT` says; the rest stays.
  ///
  /// - Parameter byte: of the form `0xx1xx10`; the answer does not say which question it answers.
  package mutating func update(_ byte: UInt8, answering question: StatusQuestion) {
    switch question {
    case .printer:
      isDrawerPinHigh = byte & 0x04 != 0
      isOffline = byte & 0x08 != 0
    case .offlineCause:
      isCoverOpen = byte & 0x04 != 0
      if byte & 0x20 != 0 { paper = .out }
    case .error:
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
