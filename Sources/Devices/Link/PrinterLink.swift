// The way of bytes to one printer and back, whatever the cable is.

/// What happened on a link.
package enum LinkEvent: Equatable, Sendable {
  /// The printer took so many bytes of the packet that was begun, and that packet is over.
  case taken(Int)
  /// The printer said something.
  case received([UInt8])
  /// The link is gone; nothing more comes of it until it is opened again.
  ///
  /// `inFlight` says that a packet was on its way, so that some of it may have arrived.
  case lost(LinkFault, inFlight: Bool)
}

/// Why there is no link.
package enum LinkFault: Error, Equatable, Sendable {
  /// Not plugged in, or nobody at the address.
  case absent(String)
  /// This user may not open it.
  case forbidden(path: String)
  /// Another program has it.
  case busy(path: String, holder: String?)
  /// It was there and went.
  case unplugged
  /// It is plugged in and cannot be used, for a reason in words.
  case unusable(String)
  /// The system failed at a call.
  case system(SystemFault)
}

/// A way of bytes to a printer and back, owned by one thread.
///
/// Nothing here blocks longer than it is told to. All calls but `wake` are made on the owner's
/// thread. A link may be opened and closed many times.
package protocol PrinterLink: AnyObject {
  /// Makes the connection; bounded to a few seconds.
  func open() throws(LinkFault)
  /// Ends the connection and gives the device back; does nothing when there is none.
  func close()
  /// Begins to send a packet of at most `DeviceLimits.linkPacketBytes`; a `.taken` or `.lost` ends
  /// it. Only one may be under way.
  ///
  /// `.taken` with fewer bytes than were given means that the rest is to be sent again: a stall
  /// was cleared, or `cancel` was called. Over USB the printer's own controller took them. Over
  /// any other link only the system did: that is weak evidence, and the fence is the proof.
  func begin(_ packet: [UInt8])
  /// Whether a packet is under way.
  var isSending: Bool { get }
  /// Gives a packet up that the printer does not take; `.taken` with what went out follows from
  /// `turn`, soon.
  func cancel()
  /// Waits until something happened, `wake` was called or the time is over.
  func turn(milliseconds: Int64) -> [LinkEvent]
  /// What the port itself says (GET_PORT_STATUS, USB printer class 1.1, 4.2.2), or nil where it
  /// cannot be asked; bounded, and possible while the printer refuses every packet.
  func portStatus() -> UInt8?
  /// Asks the port to start over and forget its buffer (SOFT_RESET, USB printer class 1.1, 4.2.3);
  /// false where that cannot be asked or the printer did not agree. Bounded.
  func softReset() -> Bool
  /// What the printer says it is (GET_DEVICE_ID), or nil where it cannot be asked. Bounded.
  func deviceID() -> PrinterID?
  /// Makes `turn` return; from any thread, and it counts also when nobody is waiting yet.
  func wake()
}

extension PrinterLink {
  package func softReset() -> Bool { false }
  package func deviceID() -> PrinterID? { nil }
}
