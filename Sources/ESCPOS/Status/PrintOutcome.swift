// The words for what became of a print or a drawer kick. Who finds it out lives in Devices; who
// remembers it, in TillLoop.

/// How it is known that a receipt was printed, strongest first.
package enum PrintEvidence: String, Codable, Sendable {
  /// The printer echoed the job's fence after it had printed.
  case fence
  /// The printer reported itself healthy after the last byte went out.
  case status
  /// The bytes went out; nothing came back.
  case none
}

/// What became of one print job.
package enum PrintOutcome: Sendable, Equatable {
  /// The job is on paper, as far as the evidence goes.
  case printed(PrintEvidence)
  /// No byte of the job was printed; it may be sent again. The text says why.
  case failed(String)
  /// Some of the job may be on paper; a person decides. The text says why.
  case unknown(String)
}

/// What became of one kick of the cash drawer.
package enum DrawerOutcome: String, Codable, Sendable {
  /// The drawer's switch was seen to change.
  case opened
  /// The kick could not be sent, or the switch did not change.
  case failed
  /// The kick went out; there is no switch to ask.
  case unverified
}
