// What `till doctor` makes of facts: a machine that is well, and each thing that can be wrong.

import Domains
import Glibc
import Testing
import Values
import Wire

@testable import till

struct DoctorTests {
  private static let printer = DeviceView(
    id: "printer0", kind: "printer", state: "ready", why: nil, address: Sample.epson)
  private static let network = DeviceView(
    id: "kitchen", kind: "printer", state: "ready", why: nil, address: "tcp:192.0.2.7:9100")
  private static let display = DeviceView(
    id: "display0", kind: "display", state: "ready", why: nil, address: "serial:/dev/ttyUSB0")
  private static let unit = """
    # ProtectHome=yes in a comment is none
    Restart=always
    WatchdogSec=10
    NoNewPrivileges=yes
    CapabilityBoundingSet=
    ProtectSystem=strict
    ProtectHome=yes
    PrivateTmp=yes
    DevicePolicy=closed
    DeviceAllow=char-ttyUSB rw
    RestrictAddressFamilies=AF_UNIX AF_NETLINK AF_INET
    IPAddressDeny=any
    IPAddressAllow=192.0.2.7
    MemoryDenyWriteExecute=yes
    SystemCallFilter=@system-service
    """

  /// A machine on which everything is as it should be.
  private static var well: MachineFacts {
    var facts = MachineFacts()
    facts.storage = .init(folder: "/var/lib/tilld", kind: "ext4", freeBytes: 9_000_000_000)
    facts.groups = ["till", "tilld", "tilld-devices", "lp"]
    facts.daemon = .init(name: "tilld", uid: 990, groups: [991, 7])
    facts.rulesPath = "/usr/lib/udev/rules.d/99-tilld.rules"
    facts.rulesGroups = ["lp", "tilld-devices"]
    facts.pairedRules = "rules"
    facts.wantedRules = "rules"
    facts.unit = .init(
      path: "/usr/lib/systemd/system/tilld.service", text: unit, exposure: "2.0 OK")
    facts.parts = [
      .init(view: printer, nodes: [node("/dev/bus/usb/001/004")], drivers: ["usblp"]),
      .init(view: network, nodes: []),
      .init(view: display, nodes: [node("/dev/ttyUSB0")]),
    ]
    facts.programs = ["systemd", "tilld"]
    facts.modules = ["usbhid", "evdev", "cdc_acm"]
    facts.hardwareClock = 1_790_000_000
    facts.kernel = "6.1.0-1-amd64"
    return facts
  }

  private static func node(
    _ path: String, mode: UInt32 = 0o660, gid: UInt32 = 991, holders: [String] = []
  ) -> MachineFacts.Node {
    .init(
      path: path, mode: mode, uid: 0, gid: gid, group: gid == 0 ? "root" : "tilld-devices",
      holders: holders)
  }

  /// One thing that goes wrong, and the finding it must become.
  private struct Trouble: Sendable {
    let what: String
    let grade: Finding.Grade
    let words: String
    let change: @Sendable (inout MachineFacts) -> Void

    init(
      _ what: String, _ grade: Finding.Grade, _ words: String,
      _ change: @escaping @Sendable (inout MachineFacts) -> Void
    ) {
      (self.what, self.grade, self.words, self.change) = (what, grade, words, change)
    }
  }

  private static let diskTroubles: [Trouble] = [
    Trouble("state folder", .warn, "No such file") {
      $0.storage = nil
      $0.storageTrouble = "/var/lib/tilld: No such file or directory"
    },
    Trouble("state folder", .fail, "tmpfs") { $0.storage?.kind = "tmpfs" },
    Trouble("state folder", .fail, "network drive") { $0.storage?.kind = "nfs4" },
    Trouble("state folder", .fail, "no journal") { $0.storage?.kind = "vfat" },
    Trouble("disk", .fail, "100 MB") { $0.storage?.freeBytes = 100_000_000 },
    Trouble("disk", .warn, "1000 MB") { $0.storage?.freeBytes = 1_000_000_000 },
  ]

  private static let systemTroubles: [Trouble] = [
    Trouble("group till", .fail, "does not exist") { $0.groups.remove("till") },
    Trouble("group tilld", .fail, "does not exist") { $0.groups.remove("tilld") },
    Trouble("group tilld-devices", .fail, "not exist") { $0.groups.remove("tilld-devices") },
    Trouble("group till", .warn, "does not exist") {
      $0.groups.remove("till")
      $0.isInstalled = false
    },
    Trouble("user", .fail, "no user tilld") { $0.daemon = nil },
    Trouble("udev rules", .fail, "not installed") { $0.rulesPath = nil },
    Trouble("udev groups", .fail, "pos") { $0.rulesGroups.insert("pos") },
    Trouble("paired rules", .warn, "not installed") { $0.pairedRules = nil },
    Trouble("paired rules", .warn, "not that of what is paired") { $0.wantedRules = "others" },
    Trouble("unit", .warn, "nothing restarts") { $0.unit = nil },
    Trouble("hardening", .warn, "NoNewPrivileges=") { facts in
      facts.unit = .init(
        path: "u", text: unit.replacing("NoNewPrivileges=yes", with: "#NoNewPrivileges=yes"))
    },
    Trouble("hardening", .warn, "7.1 EXPOSED") { $0.unit?.exposure = "7.1 EXPOSED" },
    Trouble("kernel", .fail, "knows no USB") { $0.hasUSB = false },
    Trouble("kernel", .warn, "usbhid") { $0.modules.remove("usbhid") },
    Trouble("kernel", .warn, "evdev") { $0.modules.remove("evdev") },
    Trouble("kernel", .warn, "cdc_acm") { $0.modules.remove("cdc_acm") },
    Trouble("time server", .warn, "nobody keeps") { $0.isSynchronised = false },
    Trouble("time server", .warn, "nobody can say") { $0.isSynchronised = nil },
    Trouble("battery clock", .warn, "battery is empty") { $0.hardwareClock = 86_400 },
    Trouble("battery clock", .warn, "there is none") { $0.hardwareClock = nil },
    Trouble("ModemManager", .warn, "ten seconds") { $0.programs.insert("ModemManager") },
    Trouble("serial lines", .warn, "brltty") { $0.programs.insert("brltty") },
  ]

  private static let deviceTroubles: [Trouble] = [
    Trouble("printer0 node", .fail, "(root, 660) cannot be opened by tilld") {
      $0.parts[0] = .init(view: printer, nodes: [node("/dev/bus/usb/001/004", gid: 0)])
    },
    Trouble("printer0 node", .fail, "cannot be opened") {
      $0.parts[0] = .init(view: printer, nodes: [node("/dev/bus/usb/001/004", mode: 0o640)])
    },
    Trouble("display0 node", .fail, "cannot be opened") {
      $0.daemon = .init(name: "tilld", uid: 990, groups: [990])
    },
    Trouble("printer0 node", .warn, "nobody knows") { $0.daemon = nil },
    Trouble("printer0 use", .fail, "held by usb (process 7)") {
      $0.parts[0] = .init(
        view: printer, nodes: [node("/dev/bus/usb/001/004", holders: ["usb (process 7)"])])
    },
    Trouble("display0 use", .fail, "held by screen") {
      $0.parts[2] = .init(
        view: display, nodes: [node("/dev/ttyUSB0", holders: ["screen (process 8)"])])
    },
    Trouble("printer0 driver", .warn, "usblp") {
      let failed = DeviceView(
        id: "printer0", kind: "printer", state: "failed", why: "busy", address: Sample.epson)
      $0.parts[0] = .init(view: failed, nodes: [], drivers: ["usblp"])
    },
    Trouble("kitchen network", .fail, "no IP") { facts in
      facts.unit = .init(path: "u", text: unit.replacing(" AF_INET", with: ""))
    },
    Trouble("kitchen network", .fail, "denies every address") { facts in
      facts.unit = .init(path: "u", text: unit.replacing("IPAddressAllow=", with: "#"))
    },
    Trouble("display0 allowed", .fail, "keeps the till from /dev/ttyUSB0") { facts in
      facts.unit = .init(path: "u", text: unit.replacing("char-ttyUSB", with: "char-ttyACM"))
    },
  ]

  private static let troubles = diskTroubles + systemTroubles + deviceTroubles

  @Test func `a machine that is well gets no advice`() {
    let findings = MachineChecks.findings(Self.well)
    #expect(findings.filter { $0.grade != .ok || $0.fix != nil } == [])
    #expect(findings.count > 20)
  }

  @Test(arguments: troubles.indices)
  func `each trouble is one finding with a way out`(index: Int) throws {
    let trouble = Self.troubles[index]
    var facts = Self.well
    trouble.change(&facts)
    let found = MachineChecks.findings(facts).filter {
      $0.what == trouble.what && $0.grade == trouble.grade && $0.found.contains(trouble.words)
    }
    #expect(found.count == 1, "\(trouble.what): \(trouble.words)")
    #expect(found.first?.fix?.isEmpty == false)
  }

  /// A check that no trouble reaches could say ok for ever.
  @Test func `there is no check that cannot fail`() {
    let checked = Set(MachineChecks.findings(Self.well).map(\.what))
    let troubled = Set(Self.troubles.map(\.what))
    #expect(checked.subtracting(troubled) == [])
  }

  @Test(
    arguments: [
      (0o660, 0, 991, true), (0o660, 990, 0, true), (0o600, 0, 991, false), (0o640, 0, 991, false),
      (0o666, 0, 0, true), (0o660, 0, 0, false), (0o060, 990, 991, false),
    ] as [(UInt32, UInt32, UInt32, Bool)])
  func `who may open a node follows its mode`(mode: UInt32, uid: UInt32, gid: UInt32, may: Bool) {
    let node = MachineFacts.Node(
      path: "/dev/x", mode: mode, uid: uid, gid: gid, group: "g", holders: [])
    let till = MachineFacts.Account(name: "tilld", uid: 990, groups: [991])
    #expect(MachineChecks.mayOpen(node, till) == may)
    #expect(MachineChecks.mayOpen(node, .init(name: "root", uid: 0, groups: [])))
  }

  @Test func `groups are read from rules and not from their comments`() {
    let rules = """
      # GROUP="nobody"
      SUBSYSTEM=="usb", GROUP="lp", MODE="0660"
      KERNEL=="hidraw*", MODE="0660", GROUP="tilld-devices"
      GROUP=="asked", GROUP:="final"
      """
    #expect(MachineEye.groupNames(in: [rules]) == ["lp", "tilld-devices", "final"])
  }

  // MARK: The daemon

  private static func status(
    state: String = "selling", printing: Int = 0, clock: String = "trusted",
    version: String = Release.version
  ) -> TillStatus.Result {
    TillStatus.Result(
      till: "T1", state: state, shift: nil, sale: nil, devices: [], printing: printing, head: 1,
      clock: clock, version: version)
  }

  private static let now = Timestamp(milliseconds: 1_790_000_000_000)

  private static func daemon(
    _ answer: Result<TillStatus.Result, ClientFault> = .success(status())
  ) -> DaemonFacts {
    DaemonFacts(
      path: "/run/tilld/tilld.sock", answer: answer, devices: [printer], now: now)
  }

  @Test func `a daemon that is well gets no advice`() {
    #expect(DaemonChecks.findings(Self.daemon()).filter { $0.grade != .ok } == [])
  }

  private static let answers: [(Result<TillStatus.Result, ClientFault>, String, Finding.Grade)] = [
    (.failure(.noDaemon(.unreachable(path: "s", errno: EACCES))), "daemon", .fail),
    (.failure(.noDaemon(.unreachable(path: "s", errno: ECONNREFUSED))), "daemon", .fail),
    (.failure(.noDaemon(.unreachable(path: "s", errno: ENOENT))), "daemon", .fail),
    (.failure(.noDaemon(.broken(reason: "gone"))), "daemon", .fail),
    (.failure(.refused(Fault(.forbidden, kind: "forbidden", "No."))), "daemon", .fail),
    (.failure(.notUnderstood(method: "till.status", reason: "x")), "daemon", .fail),
    (.success(status(state: "storage_low")), "storage", .fail),
    (.success(status(printing: 2)), "printing", .warn),
    (.success(status(clock: "behind")), "clock", .warn),
    (.success(status(version: "0.0.1")), "version", .warn),
  ]

  @Test(arguments: answers.indices)
  func `each answer that is not well is a finding with a way out`(index: Int) {
    let (answer, what, grade) = Self.answers[index]
    let findings = DaemonChecks.findings(Self.daemon(answer)).filter { $0.grade != .ok }
    #expect(findings.map(\.what) == [what] && findings.map(\.grade) == [grade])
    #expect(findings.first?.fix?.isEmpty == false)
  }

  private static let sockets: [(DaemonFacts.Socket, Finding.Grade)] = [
    (.init(error: ENOENT), .fail), (.init(error: EACCES), .fail), (.init(isSocket: false), .fail),
    (.init(mode: 0o666), .warn), (.init(), .ok),
  ]

  @Test(arguments: sockets.indices)
  func `the socket's file is looked at`(index: Int) {
    var facts = Self.daemon()
    facts.socket = Self.sockets[index].0
    let grades = DaemonChecks.findings(facts).filter { $0.what == "socket" }.map(\.grade)
    #expect(grades == [Self.sockets[index].1])
  }

  @Test func `a machine that believes in 1970 fails`() {
    var facts = Self.daemon()
    facts.now = Timestamp(milliseconds: 86_400_000)
    #expect(
      DaemonChecks.findings(facts).filter { $0.grade == .fail }.map(\.what) == ["clock"])
  }

  @Test(arguments: [
    ("ready", Finding.Grade.ok), ("opening", .warn), ("absent", .warn), ("degraded", .warn),
    ("failed", .fail),
  ])
  func `each state of a device is graded`(state: String, grade: Finding.Grade) {
    var facts = Self.daemon()
    facts.devices = [
      DeviceView(
        id: "printer0", kind: "printer", state: state, why: "because", address: Sample.epson)
    ]
    let findings = DaemonChecks.findings(facts).filter { $0.what == "printer" }
    #expect(findings.map(\.grade) == [grade])
    #expect((findings.first?.fix == nil) == (grade == .ok))
  }

  @Test func `no device and a job of unknown fate are told with their next step`() {
    var facts = Self.daemon(.success(Self.status(printing: 1)))
    facts.devices = []
    facts.jobs = [
      .init(job: "p9", state: .unknown, evidence: nil, attempts: 1, receipt: nil, why: nil)
    ]
    let findings = DaemonChecks.findings(facts).filter { $0.grade == .warn }
    #expect(findings.map(\.what) == ["printing", "devices"])
    #expect(findings.first?.found.contains("p9") == true)
  }
}
