// Scanners: what they read is kept, then sold, or handed to the client that claimed it.

internal import Domains
internal import Scanner
internal import Values
internal import Wire

/// A client that waits for the next scan.
struct ScannerClaim: Equatable, Sendable {
  let name: String
  let connection: Connection
  /// Nil takes from any scanner.
  let device: String?
  /// Milliseconds since boot after which the scanners are sold from again.
  var deadline: Int64
  /// A scan was delivered and not acknowledged: what is scanned meanwhile belongs to nobody.
  var isDelivered = false

  /// How long a client may take to acknowledge a scan.
  static let acknowledgement: Int64 = 10_000
  static let patience: ClosedRange<Int64> = 1_000...300_000
  static let usualPatience: Int64 = 60_000
}

extension Till {
  /// What a paired scanner read: told to everybody at once, kept, then sold.
  mutating func scan(_ raw: String, from device: String, _ work: inout Work) throws(Interruption) {
    try wait(for: lookupBatch)
    endOverdueClaim(&work)
    let scan: Scan
    do {
      scan = try Scan(raw, rules: shopRules)
    } catch {
      if case .cardData = error {} else { keep(raw, from: device, &work) }
      refuseScan(
        device, kind: "invalid_code", "The scan cannot be used: \(error).", code: nil, &work)
      return
    }
    guard !deliver(scan, from: device, &work) else { return }
    guard !isRepeated(raw, from: device, work) else {
      keep(raw, from: device, &work)
      refuseScan(
        device, kind: "duplicate_scan",
        "The same code came again within \(duplicateWindow(of: device)) ms; scan it once more "
          + "if there are two.", code: scan.payload, &work)
      return
    }
    broadcast("scan.read", Notice.ScanRead(scan, device: device), &work)
    warn(scan, from: device, &work)
    do {
      var draft = draft(for: device, work)
      draft.keep(raw, from: device)
      _ = try sell(scan, nil, to: nil, nil, &draft, work.facts)
      append(draft, &work)
    } catch let interruption as Interruption {
      throw interruption
    } catch let fault as FactsFault {
      throw .stop(reason: fault.reason)
    } catch let fault as Fault {
      refuse(raw, scan, device, fault, &work)
    } catch let refusal as any Refusal {
      refuse(raw, scan, device, refusal.fault, &work)
    } catch {
      throw .stop(reason: "\(error)")
    }
  }

  private func draft(for device: String, _ work: Work) -> Draft {
    Draft(self, now: work.now, effective: work.effective, actor: "scanner:\(device)")
  }

  private mutating func keep(_ raw: String, from device: String, _ work: inout Work) {
    guard !storageLow else { return }
    var draft = draft(for: device, work)
    draft.keep(raw, from: device)
    append(draft, &work)
  }

  private mutating func refuse(
    _ raw: String, _ scan: Scan, _ device: String, _ fault: Fault, _ work: inout Work
  ) {
    keep(raw, from: device, &work)
    refuseScan(device, kind: fault.data.kind, fault.message, code: scan.payload, &work)
  }

  private mutating func refuseScan(
    _ device: String, kind: String, _ message: String, code: String?, _ work: inout Work
  ) {
    broadcast(
      "scan.refused",
      Notice.ScanRefused(code: code, device: device, kind: kind, message: message), &work)
  }

  /// Tells what a cashier may need to hear about a scan that is sold all the same.
  private mutating func warn(_ scan: Scan, from device: String, _ work: inout Work) {
    var warnings = scan.warnings.map { (kind: $0.name, message: "\($0)") }
    let today = Timestamp(milliseconds: work.effective).date(offsetSeconds: work.now.zone)
    if books.settings.expired == .warn, let last = scan.reading.lastDay, last < today {
      warnings.append((kind: "expired", message: "its label ended on \(last)"))
    }
    for warning in warnings {
      broadcast(
        "scan.warning",
        Notice.ScanRefused(
          code: scan.payload, device: device, kind: warning.kind, message: warning.message), &work)
    }
  }

  /// Whether this scanner read the same a moment ago: a trigger held too long reads twice.
  ///
  /// Off unless a window is set, since two equal articles are two scans.
  private mutating func isRepeated(_ raw: String, from device: String, _ work: Work) -> Bool {
    let window = duplicateWindow(of: device)
    if repeats[device]?.milliseconds != window {
      repeats[device] = (window, DuplicateWindow(windowMicroseconds: window * 1000))
    }
    return repeats[device]?.codes.verdict(on: raw, at: work.now.boot * 1000) ?? .fresh != .fresh
  }

  /// The scanner's own window in milliseconds, or that of all scanners.
  private func duplicateWindow(of device: String) -> Int64 {
    if case .object(let own)? = books.settings.scanners[settingsKey(of: device)],
      case .integer(let window)? = own["duplicateWindowMilliseconds"], window > 0
    {
      return window
    }
    return books.settings.duplicateWindow
  }

  // MARK: - Claims

  mutating func claim(
    _ call: Call, _ params: ScanClaim.Params, _ work: inout Work
  ) throws(ClaimRefusal) {
    endOverdueClaim(&work)
    let patience = params.patience ?? ScannerClaim.usualPatience
    guard ScannerClaim.patience.contains(patience) else { throw .patience(patience) }
    guard claim == nil else { throw .taken }
    if let device = params.device, devices[device]?.kind != "scanner" {
      throw .noSuchScanner(device)
    }
    lastClaim += 1
    let made = ScannerClaim(
      name: "c\(lastClaim)", connection: call.connection, device: params.device,
      deadline: work.now.boot + patience)
    claim = made
    work.effects.append(.wake(atBoot: made.deadline))
    answer(call, ScanClaim.Result(claim: made.name), &work)
  }

  mutating func acknowledge(
    _ call: Call, _ params: ScanAck.Params, _ work: inout Work
  ) throws(ClaimRefusal) {
    var own = try ownClaim(call, params.claim, &work)
    if params.next == true {
      own.isDelivered = false
      own.deadline = work.now.boot + ScannerClaim.usualPatience
      claim = own
      work.effects.append(.wake(atBoot: own.deadline))
    } else {
      claim = nil
    }
    answer(call, ScanClaim.Result(claim: own.name), &work)
  }

  mutating func release(
    _ call: Call, _ params: ScanRelease.Params, _ work: inout Work
  ) throws(ClaimRefusal) {
    let own = try ownClaim(call, params.claim, &work)
    claim = nil
    answer(call, ScanClaim.Result(claim: own.name), &work)
  }

  private mutating func ownClaim(
    _ call: Call, _ name: String, _ work: inout Work
  ) throws(ClaimRefusal) -> ScannerClaim {
    endOverdueClaim(&work)
    guard let claim, claim.name == name, claim.connection == call.connection else {
      throw .noSuchClaim(name)
    }
    return claim
  }

  /// Ends a claim whose time is over, and tells its client.
  mutating func endOverdueClaim(_ work: inout Work) {
    guard let over = claim, over.deadline <= work.now.boot else { return }
    claim = nil
    send(
      over.connection,
      Notice.ephemeral(
        "scan.claim_ended", Notice.ClaimEnded(why: over.isDelivered ? "no_ack" : "no_scan"),
        sub: over.name), &work)
  }

  /// Hands a scan to the client that claimed it; false if it is to be sold.
  ///
  /// The scan reaches nobody else and is not kept: it may be a badge or a gift card.
  private mutating func deliver(_ scan: Scan, from device: String, _ work: inout Work) -> Bool {
    guard var own = claim, own.device == nil || own.device == device else { return false }
    guard !own.isDelivered else {
      refuseScan(
        device, kind: "scanner_claimed",
        "A form took the scan before and has not said that it is ready for another.", code: nil,
        &work)
      return true
    }
    own.isDelivered = true
    own.deadline = work.now.boot + ScannerClaim.acknowledgement
    claim = own
    work.effects.append(.wake(atBoot: own.deadline))
    let read = Notice.ScanRead(scan, device: device)
    send(own.connection, Notice.ephemeral("scan.claimed", read, sub: own.name), &work)
    return true
  }
}

extension Draft {
  /// Keeps a scan as it came, before what is made of it.
  mutating func keep(_ raw: String, from device: String) {
    record(.scan(.received(.init(device: device, raw: raw))), Stream(.scan, newID()), version: 1)
  }
}
