// What keeps a printer from printing, in words for people, and what ends it. The bits are in
// PrinterStatus.swift.

/// One thing that is wrong with a printer, or soon will be.
package enum PrinterTrouble: Sendable, CaseIterable {
  case broken, cutterJammed, stuck, coverOpen, paperOut, waitsForFeed, hot, offline, paperNearEnd

  /// What ends a trouble.
  package enum Cure: Sendable {
    /// Someone puts in a new roll.
    case newRoll
    /// Someone closes the cover.
    case closeCover
    /// Someone presses the FEED button, or `UrgentCommand.feed` is sent.
    case feedButton
    /// `UrgentCommand.recover` prints on, `recoverCleared` forgets what was left.
    case command
    /// It passes.
    case time
    /// The printer is switched off and repaired.
    case service
    /// The printer does not say.
    case unknown
  }

  package var cure: Cure {
    switch self {
    case .paperNearEnd, .paperOut: .newRoll
    case .coverOpen: .closeCover
    case .waitsForFeed: .feedButton
    case .cutterJammed, .stuck: .command
    case .hot: .time
    case .broken: .service
    case .offline: .unknown
    }
  }

  /// Whether nothing is printed until it ends.
  package var stopsPrinting: Bool { self != .paperNearEnd }

  /// What is wrong, as a device's `why`.
  package var words: String {
    switch self {
    case .broken: "printer error"
    case .cutterJammed: "knife jammed"
    case .stuck: "printer stuck"
    case .coverOpen: "cover open"
    case .paperOut: "paper out"
    case .waitsForFeed: "new paper, FEED button not pressed"
    case .hot: "print head hot"
    case .offline: "printer offline"
    case .paperNearEnd: "paper near its end"
    }
  }

  /// What to do about it, in a sentence for people.
  package var advice: String {
    switch self {
    case .broken: "Switch the printer off and on; if the error comes back, have it repaired."
    case .cutterJammed: "Clear paper out of the knife, close the cover and let the till try again."
    case .stuck: "Look for jammed paper, close the cover and let the till try again."
    case .coverOpen: "Close the printer's cover."
    case .paperOut: "Put in a new roll and close the cover."
    case .waitsForFeed: "Press the FEED button."
    case .hot: "Wait; the print head cools down by itself."
    case .offline: "Look at the printer's lamps; it may be feeding paper or switched offline."
    case .paperNearEnd: "Have a new roll at hand."
    }
  }
}

extension PrinterStatus {
  /// All that is wrong, the gravest first; empty when the printer is well and has paper enough.
  package var troubles: [PrinterTrouble] {
    var troubles: [PrinterTrouble] = []
    if hasUnrecoverableError { troubles.append(.broken) }
    if hasCutterError { troubles.append(.cutterJammed) }
    if hasRecoverableError && !hasCutterError { troubles.append(.stuck) }
    if isCoverOpen { troubles.append(.coverOpen) }
    if paper == .out { troubles.append(.paperOut) }
    if isWaitingForFeed { troubles.append(.waitsForFeed) }
    // An open cover raises the same bit while the head was moving.
    if hasPassingError && !isCoverOpen { troubles.append(.hot) }
    if isOffline && troubles.isEmpty { troubles.append(.offline) }
    if paper == .nearEnd { troubles.append(.paperNearEnd) }
    return troubles
  }
}
