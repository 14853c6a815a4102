// A careful host for an emulated printer: the same steps as a real one takes, without the waiting.

extension PrinterEmulator {
  /// Sends a job and its fence as a careful host does, and lets the printer's time pass meanwhile.
  ///
  /// - Parameters:
  ///   - job: without its fence.
  ///   - condition: what the host knows of the printer; what it hears is added.
  ///   - patience: milliseconds without progress after which the host gives up.
  /// - Returns: what the host can say of the job. The truth is in `paper`.
  package mutating func deliver(
    _ job: [UInt8], fence: FenceID, to condition: inout PrinterCondition, patience: Int = 10_000
  ) -> PrintOutcome {
    var delivery = Delivery(job, fence: fence, for: profile, patience: patience)
    while true {
      if let outcome = delivery.outcome { return outcome }
      // A host sends as fast as the bus takes it, some 19 packets a millisecond at full speed.
      sending: for _ in 0..<19 {
        let packet = delivery.nextPacket
        guard !packet.isEmpty else { break }
        switch receive(packet: packet) {
        case .taken(let count): delivery.took(count)
        case .refused:
          if let port = portStatus { condition.receive(port: port) }
          break sending
        case .gone: delivery.lose("the printer is gone", inFlight: true)
        }
      }
      if !isAttached { delivery.lose("the printer is gone") }
      pass(milliseconds: 1)
      for news in condition.receive(answer()) { delivery.hear(news) }
      delivery.wait(milliseconds: 1, condition)
    }
  }
}
