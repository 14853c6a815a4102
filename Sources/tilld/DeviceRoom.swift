// The devices of this till: started and stopped as the settings and the plugs say, given their
// work by their names. What they report becomes the loop's inputs in DeviceReports.swift.

internal import Devices
internal import Domains
internal import ESCPOS
internal import Receipt
internal import Scanner
internal import Synchronization
internal import TillLoop
internal import Values
internal import Wire

/// Owns the devices.
///
/// Nothing here keeps its caller waiting, but for the two calls that end it: devices are started
/// and stopped on a thread of the room's own, since the claim of a printer may take seconds to be
/// given back.
final class DeviceRoom: Sendable {
  private struct Contents {
    var paired: [String: PairedDevice] = [:]
    var scanners: [String: AnyJSON] = [:]
    var plugged: [FoundDevice] = []
    var plan = DevicePlan()
    var running: [String: RunningDevice] = [:]
    /// Jobs and kicks that a device has and has not reported.
    var unreported: [String: Set<String>] = [:]
    /// Drawers that can open now.
    var ready: Set<String> = []
    /// Nothing is opened before the till is ready to sell, and nothing more once it ends.
    var isOpen = false
    var unwatch: DeviceMaker.Stop?
    var unsearch: DeviceMaker.Stop?
  }

  private let contents = Mutex(Contents())
  private let profile: PrinterProfile
  private let shapes: Shapes
  private let maker: DeviceMaker
  private let sink = Mutex<(@Sendable (Input) -> Void)?>(nil)
  private let errands = Errands(name: "devices", bound: 256)

  /// - Parameter profile: what the virtual printer can do.
  init(profile: PrinterProfile, shapes: Shapes, maker: DeviceMaker = .real) {
    self.profile = profile
    self.shapes = shapes
    self.maker = maker
  }

  /// Tells whom what devices report, before anything else is asked of the room.
  func report(to sink: @escaping @Sendable (Input) -> Void) {
    self.sink.withLock { $0 = sink }
  }

  private func post(_ input: Input) { sink.withLock({ $0 })?(input) }

  // MARK: - Beginning and end

  /// Sets up and starts the virtual devices in the state folder (protocol.md, Command line).
  func startVirtualDevices(in folder: String) {
    let report: ReportSink = { [self] in take($0, of: nil) }
    var printer = RunningDevice()
    printer.printer = VirtualPrinter(
      directory: "\(folder)/virtual-printer", profile: profile, shapes: shapes, report: report)
    printer.profile = profile
    var drawer = RunningDevice()
    drawer.drawer = VirtualDrawer(file: "\(folder)/virtual-drawer", report: report)
    drawer.drawerID = "virtual-drawer"
    var scanner = RunningDevice()
    scanner.scanner = VirtualScanner(pipe: "\(folder)/virtual-scanner", report: report)
    var screen = RunningDevice()
    screen.screen = VirtualDisplay(file: "\(folder)/virtual-display", report: report)
    var scale = RunningDevice()
    scale.scale = VirtualScale(file: "\(folder)/virtual-scale", report: report)
    let devices = [
      "virtual-printer": printer, "virtual-drawer": drawer, "virtual-scanner": scanner,
      "virtual-display": screen, "virtual-scale": scale,
    ]
    contents.withLock { $0.running.merge(devices) { _, new in new } }
    for device in devices.values { device.start() }
  }

  /// Begins to use real devices; called once the till is ready, so that no bus delays its start.
  func open() {
    guard errands.start() else { return }
    contents.withLock { $0.isOpen = true }
    later { [self] in
      apply()
      let unwatch = maker.watch { [self] in plugsChanged($0) }
      contents.withLock { $0.unwatch = unwatch }
    }
  }

  /// No more scans, plugs and searches: the first step of ending.
  func stopScanners() {
    let stops = contents.withLock { contents in
      contents.isOpen = false
      let scanners = contents.running.filter { $0.value.scanner != nil }
      for id in scanners.keys { contents.running[id] = nil }
      let more = [contents.unwatch, contents.unsearch].compactMap(\.self)
      (contents.unwatch, contents.unsearch) = (nil, nil)
      return scanners.values.map { device in { @Sendable in device.stop() } } + more
    }
    Errands.together(stops)
  }

  /// The end of everything else; takes as long as the slowest printer, some three seconds.
  func stopPrinting() {
    errands.stop()
    let devices = contents.withLock { contents in
      defer { contents.running = [:] }
      return Array(contents.running.values)
    }
    Errands.together(devices.map { device in { @Sendable in device.stop() } })
  }

  // MARK: - Which devices run

  /// Uses these devices and no others.
  func use(_ devices: [String: PairedDevice], scanners: [String: AnyJSON]) {
    contents.withLock { ($0.paired, $0.scanners) = (devices, scanners) }
    later { [self] in apply() }
  }

  private func plugsChanged(_ plugged: Plugged) {
    contents.withLock { $0.plugged = plugged.all }
    later { [self] in
      apply()
      guard plugged.came.contains(where: { $0.kind == .printer }) else { return }
      for device in contents.withLock({ Array($0.running.values) }) { device.printer?.nudge() }
    }
  }

  /// An errand that does not fit is not missed: the one before it looks at what is wanted then.
  private func later(_ errand: @escaping @Sendable () -> Void) { _ = errands.post(errand) }

  /// Makes what runs what is wanted; on the room's own thread.
  private func apply() {
    let (plan, over) = contents.withLock { contents -> (DevicePlan, [String: RunningDevice]) in
      guard contents.isOpen else { return (contents.plan, [:]) }
      contents.plan = DevicePlan(
        contents.paired, scanners: contents.scanners, plugged: contents.plugged,
        before: contents.plan)
      let plan = contents.plan
      let over = contents.running.filter { id, device in
        device.plan.map { plan.devices[id] != $0 } ?? false
      }
      // From now on nothing more goes to them.
      for id in over.keys { contents.running[id] = nil }
      return (plan, over)
    }
    Errands.together(over.values.map { device in { @Sendable in device.stop() } })
    for id in over.keys { settle(id) }

    for (id, planned) in plan.devices.sorted(by: { $0.key < $1.key }) { start(id, planned) }
    let views = contents.withLock { $0.isOpen ? $0.plan.unpaired($0.plugged) : nil }
    if let views { post(.found(views.map(DeviceView.init(unpaired:)))) }
  }

  private func start(_ id: String, _ planned: PlannedDevice) {
    let device = contents.withLock { contents -> RunningDevice? in
      guard contents.isOpen, contents.running[id] == nil else { return nil }
      let made = maker.make(planned) { [self] in take($0, of: planned) }
      contents.running[id] = made
      return made
    }
    device?.start()
    if case .none(let condition, let why) = planned.way, let kind = planned.kind {
      let state = DeviceState(id: id, kind: kind, condition: condition, why: why)
      take(.state(state), of: planned)
    }
  }

  /// What a device that was stopped had in hand and did not report may have been done or not.
  private func settle(_ id: String) {
    let jobs = contents.withLock { $0.unreported.removeValue(forKey: id) ?? [] }
    for job in jobs.compactMap(jobNumber).sorted() {
      let why = "the device was taken out of use while it did this"
      post(.printed(job: job, .unknown(why)))
      post(.kicked(job: job, .unverified, why: why))
    }
  }

  // MARK: - What devices tell

  private func take(_ report: DeviceReport, of planned: PlannedDevice?) {
    let move = contents.withLock { contents -> String? in
      switch report {
      case .printed(let job, _), .kicked(let job, _):
        for id in contents.unreported.keys { contents.unreported[id]?.remove(job) }
      case .state(let state) where state.kind == .drawer:
        if state.isUsable {
          contents.ready.insert(state.id)
        } else {
          contents.ready.remove(state.id)
        }
      default: break
      }
      return planned.flatMap { contents.plan.moves[$0.id] }
    }
    let input = report.input(
      from: planned?.device.address, name: planned?.foundName, move: move)
    if let input { post(input) }
  }

  // MARK: - Work

  /// Prints on this printer; its report says what became of it.
  ///
  /// - Returns: false if it does not take the job.
  func print(_ job: Int64, _ document: Document, on printer: String) -> Bool {
    guard let device = contents.withLock({ $0.running[printer] }), let own = device.printer else {
      return false
    }
    let bytes = document.encoded(for: device.profile, shapes: shapes).bytes
    return hand("p\(job)", to: printer) { own.submit(PrintOrder(job: "p\(job)", bytes: bytes)) }
  }

  /// Opens the till's drawer: one that is ready before one that is not, a real one before the
  /// virtual one.
  func kick(_ job: Int64) {
    let devices = contents.withLock { contents in
      contents.running.filter { $0.value.drawer != nil }.sorted { first, second in
        func rank(_ device: RunningDevice) -> Int {
          let isReady = device.drawerID.map(contents.ready.contains) ?? false
          return (isReady ? 0 : 2) + (device.plan == nil ? 1 : 0)
        }
        return (rank(first.value), first.key) < (rank(second.value), second.key)
      }
    }
    kick(job, devices.first)
  }

  /// Opens this drawer and no other.
  func kick(_ job: Int64, drawer: String) {
    kick(job, contents.withLock { $0.running.first { $0.value.drawerID == drawer } })
  }

  private func kick(_ job: Int64, _ device: (key: String, value: RunningDevice)?) {
    guard let device, let drawer = device.value.drawer else {
      return post(.kicked(job: job, .failed, why: "no drawer is set up"))
    }
    if !hand("p\(job)", to: device.key, { drawer.kick("p\(job)") }) {
      post(.kicked(job: job, .failed, why: "the drawer is busy"))
    }
  }

  /// Gives a device a job, and remembers it until it is reported.
  private func hand(_ job: String, to id: String, _ give: () -> Bool) -> Bool {
    contents.withLock { _ = $0.unreported[id, default: []].insert(job) }
    if give() { return true }
    contents.withLock { _ = $0.unreported[id]?.remove(job) }
    return false
  }

  /// Whether a printer knows that it printed a job of an earlier life.
  func knows(_ job: Int64, _ printer: String?) -> Bool? {
    contents.withLock { $0.running[printer ?? "virtual-printer"] }?.printer?.knows(job: "p\(job)")
  }

  /// Shows this on every customer's display.
  func show(_ lines: CustomerLines) {
    for device in contents.withLock({ Array($0.running.values) }) {
      device.screen?.show(
        (left: lines.upper.left, right: lines.upper.right),
        (left: lines.lower.left, right: lines.lower.right))
    }
  }

  func weigh(_ ticket: Ticket, on scale: String) {
    let own = contents.withLock { $0.running[scale] }?.scale
    if own?.weigh(ticket.number) != true {
      post(.weighed(ticket, .failed(own == nil ? "no such scale is there" : "the scale is busy")))
    }
  }

  // MARK: - Finding a scanner

  /// Opens the scanners that are not in use until one reads this code; nil ends it.
  func listen(for code: String?, milliseconds: Int64) {
    later { [self] in
      contents.withLock { contents in
        defer { contents.unsearch = nil }
        return contents.unsearch
      }?()
      guard let code else { return }
      let candidates = contents.withLock { contents in
        contents.isOpen
          ? contents.plugged.filter {
            $0.kind == .scanner && !contents.plan.used.contains($0.identity)
          } : []
      }
      let unsearch = maker.search(candidates, code, milliseconds) { [self] in
        post($0.input(code))
      }
      contents.withLock { $0.unsearch = unsearch }
    }
  }
}
