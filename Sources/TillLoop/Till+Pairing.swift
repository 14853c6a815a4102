// Taking devices into use, letting them go, trying them, and finding a scanner by what it reads.

package import Domains
internal import ESCPOS
internal import Scanner
internal import Values
internal import Wire

/// A client that looks for the scanner which reads its code.
struct ScannerSearch: Equatable, Sendable {
  let connection: Connection
  let code: String
  /// Milliseconds since boot after which nobody listens any more.
  let deadline: Int64

  static let seconds: ClosedRange<Int64> = 1...60
  static let usualSeconds: Int64 = 30
}

extension DeviceCatalogue {
  /// Knows printers' profiles, and takes any text for an address; the edge knows more.
  package static let plain = DeviceCatalogue(
    profiles: [.printer: PrinterProfile.all.map(\.name), .display: [], .scale: []],
    address: { text in
      ["usb:", "tcp:", "serial:", "file:"].contains { text.hasPrefix($0) && text != $0 }
        ? text : nil
    })
}

extension Till {
  /// Ids that no paired device can have: virtual devices' and drawers'.
  private var otherIDs: Set<String> {
    Set(devices.keys).subtracting(books.settings.devices.keys)
  }

  func pair(_ params: DevicePair.Params, _ draft: inout Draft) throws -> Outcome {
    let paired = books.settings.devices
    let pairing = try Pairing(
      params, devices: paired, found: found, others: otherIDs, catalogue: catalogue)
    let after = pairing.devices(after: paired)
    if after != paired { try change("devices.paired", JSON.bytes(after), &draft) }
    if let settings = params.settings {
      try Self.checkScanner(settings)
      var scanners = books.settings.scanners
      scanners[pairing.device.settingsKey] = settings
      try change("scan.scanners", JSON.bytes(scanners), &draft)
    }
    let view = pairing.device.view(id: pairing.id)
    guard let now = devices[pairing.before ?? pairing.id], now.address == view.address else {
      return .device(view)
    }
    return .device(view.being(now.state, why: now.why, name: now.name))
  }

  func forget(_ params: DeviceForget.Params, _ draft: inout Draft) throws -> Outcome {
    var paired = books.settings.devices
    guard let device = paired.removeValue(forKey: params.device) else {
      throw devices[params.device] == nil
        ? DeviceRefusal.unknownDevice(params.device) : .virtual(params.device)
    }
    try change("devices.paired", JSON.bytes(paired), &draft)
    var scanners = books.settings.scanners
    if scanners.removeValue(forKey: device.settingsKey) != nil {
      try change("scan.scanners", JSON.bytes(scanners), &draft)
    }
    return .device(device.view(id: params.device).forgotten)
  }

  /// Sets one setting within a decision; no setting of devices waits for a shift to close.
  private func change(_ key: String, _ value: [UInt8], _ draft: inout Draft) throws {
    let event = try draft.books.settings.decide(
      key: key, value: AnyJSON.value(of: value), shiftIsOpen: books.shift != nil)
    draft.record(
      .config(event), Stream(.config, ID(high: 0, low: 0)),
      version: draft.books.outlet.settingChanges + 1)
  }

  private static func checkScanner(_ settings: AnyJSON) throws(DeviceRefusal) {
    do {
      try JSON.decode(ScannerSettings.self, from: JSON.bytes(settings)).check()
    } catch {
      throw .settings(why: "\(error)")
    }
  }

  // MARK: - Trying

  func test(_ params: DeviceTest.Params, _ draft: inout Draft) throws -> Outcome {
    let id = params.device
    guard let device = devices[id] else { throw DeviceRefusal.unknownDevice(id) }
    let what: DeviceTest.What
    switch (params.what, device.kind) {
    case (let asked?, _): what = asked
    case (nil, "printer"): what = .print
    case (nil, let kind):
      guard let own = DeviceTest.What(rawValue: kind) else {
        throw DeviceRefusal.cannot(device: id, .print, why: "scan something with it instead")
      }
      what = own
    }
    func refusal(_ why: String) -> DeviceRefusal { .cannot(device: id, what, why: why) }
    switch what {
    case .print:
      guard device.kind == "printer" else { throw refusal("it is a \(device.kind)") }
      let job = draft.intend(.print) { _ in .test(device: id) }
      return .tested(.init(what: what, print: PrintState(job: job, state: .queued)), kick: nil)
    case .drawer:
      let own = PairedDevice.drawerID(of: id)
      guard let drawer = device.kind == "drawer" ? id : devices[own] == nil ? nil : own else {
        throw refusal("no drawer hangs on it")
      }
      let kick = draft.intend(.kick) { _ in .testKick(device: drawer) }
      return .tested(.init(what: what), kick: kick)
    case .display:
      guard device.kind == "display" else { throw refusal("it is a \(device.kind)") }
      draft.held.append(
        .show(CustomerLines(upper: .init("tilld", id), lower: .init("1234567890", "12.34"))))
      return .tested(.init(what: what), kick: nil)
    case .scale:
      throw refusal(
        device.kind == "scale" ? "scale.read shows what it weighs" : "it is a \(device.kind)")
    }
  }

  // MARK: - Finding a scanner

  mutating func listen(
    _ call: Call, _ params: DeviceListen.Params, _ work: inout Work
  ) throws {
    endOverdueSearch(work)
    let seconds = params.seconds ?? ScannerSearch.usualSeconds
    guard ScannerSearch.seconds.contains(seconds) else { throw DeviceRefusal.seconds(seconds) }
    if let kind = params.kind, kind != .scanner { throw DeviceRefusal.onlyScanners(kind: kind) }
    // Whoever asks again begins again; others wait their turn.
    if let search, search.connection != call.connection { throw DeviceRefusal.listening }
    if let printer = params.printer, devices[printer]?.kind != "printer" {
      throw DeviceRefusal.unknownDevice(printer)
    }
    let made = ScannerSearch(
      connection: call.connection, code: pairingCode(),
      deadline: work.now.boot + seconds * 1000)
    search = made
    work.effects += [
      .listen(code: made.code, milliseconds: seconds * 1000), .wake(atBoot: made.deadline),
    ]
    if let printer = params.printer {
      var draft = Draft(self, now: work.now, effective: work.effective, actor: call.actor)
      try draft.checkPrintRoom()
      _ = draft.intend(.print) { _ in .code(device: printer, code: made.code) }
      append(draft, &work)
    }
    answer(call, DeviceListen.Result(code: made.code, seconds: seconds), &work)
  }

  /// The calibration code and four digits: one scan tells which scanner it is and how it types.
  ///
  /// No product has such a code, so that one scanned by mistake later is refused.
  private mutating func pairingCode() -> String {
    CalibrationSheet.bars + "\(1_000 + entropy.next() % 9_000)"
  }

  /// A scanner that is not in use read the code: its client is told, and takes it into use.
  mutating func noteHeard(_ heard: HeardScanner, _ work: inout Work) {
    endOverdueSearch(work)
    guard let over = search, heard.code == over.code else { return }
    search = nil
    broadcast("device.heard", heard, &work)
  }

  /// Nobody read the code in time: who asked hears what may be the reason, by the device.
  mutating func noteUnheard(_ code: String, _ reasons: [String: String], _ work: inout Work) {
    guard search?.code == code else { return }
    search = nil
    let devices = reasons.sorted { $0.key < $1.key }.map {
      Notice.Unheard.Device(address: $0.key, why: $0.value)
    }
    broadcast("device.unheard", Notice.Unheard(code: code, devices: devices), &work)
  }

  /// Ends a search whose client went.
  mutating func endSearch(of connection: Connection, _ work: inout Work) {
    guard search?.connection == connection else { return }
    search = nil
    work.effects.append(.listen(code: nil, milliseconds: 0))
  }

  /// Forgets a search whose time is over; those who listened for it have stopped by themselves.
  mutating func endOverdueSearch(_ work: Work) {
    if let over = search, over.deadline <= work.now.boot { search = nil }
  }
}
