// What can happen to an emulated printer, and what it did: the words of fault scripts and logs.

/// Something that happens to a printer from outside.
package enum PrinterFault: Sendable, Equatable {
  case paperNearEnd
  case paperEnd
  /// A new roll.
  case paperLoaded
  case coverOpened
  case coverClosed
  /// The next cut jams the knife.
  case cutterJammed
  /// The head is too hot to print for so many milliseconds.
  case overheated(Int)
  /// An error that only service clears.
  case broken
  /// Off, and on again after so many milliseconds; off the bus meanwhile.
  case powerCut(Int)
  /// Pulled out of the host; it keeps its power.
  case unplugged
  case plugged
  /// The drawer is opened by its key, or shut.
  case drawerOpened
  case drawerShut
  /// The FEED button is pressed and let go.
  case feedPressed
  /// It takes nothing and says nothing any more, for so many milliseconds.
  case hung(Int)
  /// Bytes that mean nothing are sent to the host.
  case noise([UInt8])
}

/// Something that an emulated printer did.
package enum PrinterDeed: Sendable, Equatable {
  case fault(PrinterFault)
  /// A line, a picture, a symbol or a feed is on paper whole.
  case printed(dots: Int)
  /// Printing stopped within a line or picture, after so many dots of it.
  case torn(dots: Int)
  case cut
  /// The knife did not come through.
  case jammed
  /// A fence was answered.
  case fenced(FenceID)
  /// A fence that was pending never will be.
  case fenceDropped(FenceID)
  /// A pulse on pin 2 or 5.
  case kicked(pin: Int)
  /// A real-time pulse that was not given: in error, busy, during another one, or forbidden.
  case kickIgnored
  /// A real-time command was obeyed.
  case urgent([UInt8])
  /// A real-time command was obeyed that was in fact data of the command at hand: the job did
  /// something that nobody wanted.
  case urgentInData([UInt8])
  /// So many bytes of data were thrown away unprinted.
  case cleared(bytes: Int)
  /// An answer found no room and was lost.
  case answerLost
  /// A command that this printer does not know; what follows it is printed as text.
  case spilled([UInt8])
  case poweredOn
  case poweredOff
}

/// A deed and when it was done.
package struct PrinterEvent: Sendable, Equatable {
  /// Milliseconds since the emulator began.
  package let at: Int
  package let deed: PrinterDeed
}
