// How devices are made of their plans: the real ones, where tests make others.

internal import Devices
internal import Domains
internal import ESCPOS
internal import Scanner

/// What the device room asks the edge for.
struct DeviceMaker: Sendable {
  /// Something that was started and can be stopped; stopping may take a moment.
  typealias Stop = @Sendable () -> Void

  /// A device that runs as planned, made and not started; nil for one that nothing can be made of.
  var make: @Sendable (PlannedDevice, @escaping ReportSink) -> RunningDevice?
  /// Watches the plugs; nil where nothing can be watched.
  var watch: @Sendable (@escaping @Sendable (Plugged) -> Void) -> Stop?
  /// What a search came to.
  enum Hearing: Sendable {
    case heard(FoundDevice, ScannerSettings)
    /// Nobody read the code; with what may be the reason, by the device.
    case unheard([FoundDevice: String])
  }

  /// Opens scanners that are not in use until one reads the code.
  var search:
    @Sendable (
      [FoundDevice], _ code: String, _ milliseconds: Int64, @escaping @Sendable (Hearing) -> Void
    ) -> Stop

  /// The devices of this machine.
  static let real = DeviceMaker(
    make: { plan, report in RunningDevice(plan, report: report) },
    watch: { changed in watchPlugs(changed) },
    search: { candidates, code, milliseconds, tell in
      searchScanner(candidates, code, milliseconds, tell)
    })

  private static func watchPlugs(_ changed: @escaping @Sendable (Plugged) -> Void) -> Stop? {
    let hotplug = Hotplug(changed: changed)
    guard hotplug.start() else { return nil }
    return { hotplug.stop() }
  }

  private static func searchScanner(
    _ candidates: [FoundDevice], _ code: String, _ milliseconds: Int64,
    _ tell: @escaping @Sendable (Hearing) -> Void
  ) -> Stop {
    let search = ScannerSearch(
      candidates: candidates, code: code, seconds: Int((milliseconds + 999) / 1000),
      found: { tell(.heard($0, $1)) },
      ended: { if case .timedOut(let why) = $0 { tell(.unheard(why)) } })
    search.start()
    return { search.stop() }
  }
}

/// One device that runs, in whatever it can do.
struct RunningDevice: Sendable {
  /// Nil for a virtual device.
  var plan: PlannedDevice?
  var printer: (any Printer)?
  /// What the printer can do.
  var profile = PrinterProfile.virtual80
  var drawer: (any Drawer)?
  /// The drawer's own id, which is not its printer's.
  var drawerID: String?
  var scanner: (any ScannerReader)?
  var screen: (any CustomerScreen)?
  var scale: (any WeighingScale)?

  /// A virtual device.
  init() {}

  /// A paired device, or nil if it is nowhere.
  init?(_ plan: PlannedDevice, report: @escaping ReportSink) {
    self.plan = plan
    let link: @Sendable () -> any PrinterLink
    switch plan.way {
    case .none: return nil
    case .node(let found):
      scanner = makeScanner(
        found: found, id: plan.id, settings: plan.settings, report: report)
      return
    case .line(let line):
      scanner = SerialScanner(
        line: line, id: plan.id, settings: plan.settings, report: report)
      return
    case .link(let address, let besides): link = { makeLink(address, besides: besides) }
    }
    let device = plan.device
    switch device.kind {
    case .printer:
      profile = device.profile.flatMap(PrinterProfile.named) ?? .generic80
      let port = device.drawer.map { wiring in
        DrawerPort(
          id: PairedDevice.drawerID(of: plan.id), pin: wiring.pin == 5 ? .pin5 : .pin2,
          sensor: DrawerSensor(wiring.sensor))
      }
      let linked = LinkedPrinter(
        id: plan.id, profile: profile, drawer: port, link: link, report: report)
      printer = linked
      drawer = port == nil ? nil : linked
      drawerID = port?.id
    case .display:
      screen = CustomerDisplay(
        id: plan.id, language: device.profile.flatMap(DisplayLanguage.init) ?? .epson, link: link,
        report: report)
    case .scale:
      scale = SerialScale(
        id: plan.id, language: device.profile.flatMap(ScaleProtocol.init) ?? .toledo8217,
        link: link, report: report)
    case .scanner: return nil
    }
  }

  /// A drawer on a printer's connector is the same device as its printer.
  private var ownDrawer: (any Drawer)? { printer == nil ? drawer : nil }

  func start() {
    printer?.start()
    ownDrawer?.start()
    scanner?.start()
    screen?.start()
    scale?.start()
  }

  /// Ends it; what it does may be finished first, a few seconds at most.
  func stop() {
    printer?.stop()
    ownDrawer?.stop()
    scanner?.stop()
    screen?.stop()
    scale?.stop()
  }
}

extension DeviceCatalogue {
  /// What this machine's devices know of addresses, profiles and command sets.
  static let ofThisMachine = DeviceCatalogue(
    profiles: [
      .printer: PrinterProfile.all.map(\.name),
      .display: DisplayLanguage.allCases.map(\.rawValue),
      .scale: ScaleProtocol.allCases.map(\.rawValue),
    ],
    address: { DeviceAddress($0)?.text },
    usual: { [PrinterProfile].likely(at: DeviceAddress($0), name: $1).first?.name })
}
