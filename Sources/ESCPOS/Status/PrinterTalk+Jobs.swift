// How a job is taken, begun, sent and ended.

extension PrinterTalk {
  /// Takes a job.
  ///
  /// - Parameter bytes: begin with `ESC @` and end with a line feed, a feed or a cut.
  /// - Returns: false while another one is in hand.
  package mutating func submit(job name: String, _ bytes: [UInt8]) -> Bool {
    guard job == nil else { return false }
    job = Job(name: name, bytes: bytes)
    recover()
    waitForJob(0)
    return true
  }

  /// A job of an earlier life was asked about.
  ///
  /// Some of it may still be in the printer, or hang from it. It is left to come out and is cut off
  /// before the next job.
  package mutating func expectRest() {
    guard rest == nil else { return }
    rest = Rest(mayComeOut: true)
    if case .idle = stage, job?.delivery == nil { enter(.cleared) }
  }

  /// The next packet of the job in hand, empty if it has to wait; nil if no job is under way.
  ///
  /// A job is begun only when nothing keeps the printer from printing.
  mutating func nextJobPacket() -> [UInt8]? {
    guard let job else { return nil }
    if let delivery = job.delivery {
      guard delivery.outcome == nil else { return [] }
      let packet =
        kick?.isWaiting == true && delivery.allowsPulse
        ? delivery.nextPacketToBoundary : delivery.nextPacket
      return packet.isEmpty && !errands.isEmpty ? nil : packet
    }
    guard canPrint, rest == nil else { return nil }
    errands = []
    nextFence += 1
    let delivery = Delivery(
      job.bytes, fence: FenceID(job: nextFence), for: profile, patience: patience.silence,
      rearms: true)
    self.job?.delivery = delivery
    return delivery.nextPacket
  }

  /// Time passed for the job in hand.
  mutating func waitForJob(_ time: Int) {
    guard let job else { return }
    if job.delivery != nil {
      let view = view
      self.job?.delivery?.wait(milliseconds: time, view)
      return
    }
    let age = job.age + time
    self.job?.age = age
    // A printer that could not print for long fails it at once, so that another may have it.
    if max(age, health?.isUsable == true ? 0 : unusable) >= patience.silence { failJob(obstacle) }
  }

  private mutating func failJob(_ why: String) {
    guard let job else { return }
    deeds.append(.printed(job: job.name, .failed(why)))
    self.job = nil
  }

  /// Tells what became of the job; if some of it may be left in the printer, that is cleared.
  mutating func concludeJob() {
    guard let job, let delivery = job.delivery, let outcome = delivery.outcome else { return }
    deeds.append(.printed(job: job.name, outcome))
    self.job = nil
    guard !delivery.isSettled else { return }
    rest = Rest(openBytes: delivery.openBytes)
    if case .closed = stage { return }
    clear()
  }

  /// Ends what is in hand because the program ends; nothing is begun any more.
  ///
  /// - Parameter inFlight: whether a packet is on its way, so that some of it may have arrived.
  package mutating func abandon(_ why: String, inFlight: Bool) {
    lost(why, inFlight: inFlight)
    failJob(why)
    if kick != nil { endKick(.failed) }
  }
}
