// What `till doctor` makes of the machine's facts: disk, users, rules, unit, kernel and clock. The
// checks of single devices are in MachineChecks+Devices.swift.

internal import Domains

/// The checks that need no daemon, as functions of the facts.
enum MachineChecks {
  static func findings(_ facts: MachineFacts) -> [Finding] {
    storage(facts) + users(facts) + [rules(facts), ruleGroups(facts), pairedRules(facts)]
      + unit(facts) + kernel(facts) + [time(facts), hardwareClock(facts)] + rivals(facts)
      + facts.parts.filter(\.view.paired).flatMap { device($0, facts) } + network(facts)
  }

  /// What a missing piece is: a till in a folder of its own lacks groups and rules without harm.
  static func missing(
    _ facts: MachineFacts, _ what: String, _ found: String, fix: String
  ) -> Finding {
    facts.isInstalled ? .fail(what, found, fix: fix) : .warn(what, found, fix: fix)
  }

  // MARK: Disk

  private static func storage(_ facts: MachineFacts) -> [Finding] {
    guard let storage = facts.storage else {
      return [
        .warn(
          "state folder", facts.storageTrouble,
          fix: "name it with --state, if the till keeps its state elsewhere")
      ]
    }
    return [fileSystem(storage), free(storage)]
  }

  private static func fileSystem(_ storage: MachineFacts.Storage) -> Finding {
    let (folder, kind) = (storage.folder, storage.kind)
    switch kind {
    case "tmpfs", "ramfs", "overlay":
      return .fail(
        "state folder", "\(folder) lies on \(kind); a power cut or an update would empty it",
        fix: "mount a real disk there, or start tilld with another --state")
    case "nfs", "nfs4", "cifs", "smb3", "9p":
      return .fail(
        "state folder", "\(folder) lies on a network drive (\(kind)), where the store is not safe",
        fix: "use a local disk")
    case "vfat", "exfat", "msdos", "ntfs", "ntfs3", "fuseblk":
      return .fail(
        "state folder", "\(folder) lies on \(kind), which keeps no journal and no owners",
        fix: "use a disk with ext4, xfs or btrfs")
    default: return .ok("state folder", "\(folder) lies on \(kind)")
    }
  }

  private static func free(_ storage: MachineFacts.Storage) -> Finding {
    let megabytes = storage.freeBytes / 1_000_000
    let found = "\(megabytes) MB are free"
    switch megabytes {
    case ..<200:
      return .fail("disk", found, fix: "make room at once on the disk of \(storage.folder)")
    case ..<2000: return .warn("disk", found, fix: "make room on the disk of \(storage.folder)")
    default: return .ok("disk", found)
    }
  }

  // MARK: Users and rules

  private static func users(_ facts: MachineFacts) -> [Finding] {
    var findings = ["till", "tilld", "tilld-devices"].map { name in
      facts.groups.contains(name)
        ? Finding.ok("group \(name)", "exists")
        : missing(
          facts, "group \(name)", "does not exist",
          fix: "install sysusers.d/tilld.conf, then sudo systemd-sysusers")
    }
    if let daemon = facts.daemon {
      findings.append(.ok("user", "the till runs as \(daemon.name)"))
    } else {
      findings.append(
        missing(
          facts, "user", "there is no user tilld",
          fix: "install sysusers.d/tilld.conf, then sudo systemd-sysusers"))
    }
    return findings
  }

  private static func rules(_ facts: MachineFacts) -> Finding {
    guard let path = facts.rulesPath else {
      return missing(
        facts, "udev rules", "99-tilld.rules is not installed, so devices belong to root",
        fix: "copy it to /usr/lib/udev/rules.d, then sudo udevadm control --reload; "
          + "sudo udevadm trigger")
    }
    return .ok("udev rules", path)
  }

  /// udev ignores a group that does not exist, in silence, and the node stays root's.
  private static func ruleGroups(_ facts: MachineFacts) -> Finding {
    let lost = facts.rulesGroups.subtracting(facts.groups).sorted()
    guard lost.isEmpty else {
      return .fail(
        "udev groups",
        "rules name \(lost.joined(separator: ", ")), which is no group: udev says nothing",
        fix: "sudo systemd-sysusers, then sudo udevadm trigger")
    }
    return .ok("udev groups", "every group that the rules name exists")
  }

  private static func pairedRules(_ facts: MachineFacts) -> Finding {
    let fix = "sudo till devices rules --install"
    let isNeeded = facts.parts.contains { part in
      part.view.paired && part.view.address.map { $0.hasPrefix("usb:") } == true
    }
    guard isNeeded else {
      return .ok("paired rules", "no device is paired that would need any")
    }
    guard let own = facts.pairedRules else {
      return .warn("paired rules", "\(PairedRules.name) is not installed", fix: fix)
    }
    guard own == facts.wantedRules else {
      return .warn(
        "paired rules", "\(PairedRules.name) is not that of what is paired now", fix: fix)
    }
    return .ok("paired rules", "\(PairedRules.name) is up to date")
  }

  // MARK: Unit

  /// What keeps a till that was broken into from the rest of the machine, and one that broke from
  /// staying down (systemd.exec(5), systemd.service(5)).
  private static let directives = [
    "Restart=always", "WatchdogSec=", "NoNewPrivileges=", "CapabilityBoundingSet=",
    "ProtectSystem=strict", "ProtectHome=", "PrivateTmp=", "DevicePolicy=closed",
    "RestrictAddressFamilies=", "MemoryDenyWriteExecute=", "SystemCallFilter=",
  ]

  private static func unit(_ facts: MachineFacts) -> [Finding] {
    guard let unit = facts.unit else {
      return [
        .warn(
          "unit", "tilld.service is not installed, so nothing restarts the till",
          fix: "copy it to /etc/systemd/system, then sudo systemctl enable --now tilld")
      ]
    }
    return [.ok("unit", unit.path), hardening(unit)]
  }

  private static func hardening(_ unit: MachineFacts.Unit) -> Finding {
    let lines = unitLines(unit)
    let lost = directives.filter { directive in
      !lines.contains { $0.hasPrefix(directive) }
    }
    let fix = "install the unit that came with this release; keep changes in a drop-in"
    guard lost.isEmpty else {
      return .warn("hardening", "the unit lacks \(lost.joined(separator: ", "))", fix: fix)
    }
    let verdict = unit.exposure.map { "; systemd-analyze says \($0)" } ?? ""
    if let exposure = unit.exposure,
      ["MEDIUM", "EXPOSED", "UNSAFE", "DANGEROUS"].contains(where: { exposure.hasSuffix($0) })
    {
      return .warn("hardening", "systemd-analyze says \(exposure)", fix: fix)
    }
    return .ok("hardening", "the unit has every restriction\(verdict)")
  }

  static func unitLines(_ unit: MachineFacts.Unit) -> [Substring] {
    unit.text.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix(";") }
  }

  // MARK: Kernel and clock

  private static func kernel(_ facts: MachineFacts) -> [Finding] {
    guard facts.hasUSB else {
      return [
        .fail(
          "kernel", "\(facts.kernel) knows no USB",
          fix: "a cloud kernel has none: sudo apt install linux-image-amd64, then reboot")
      ]
    }
    let uses = [
      ("usbhid", "scanners that type"), ("evdev", "scanners that type"),
      ("cdc_acm", "scanners and printers on a serial line over USB"),
    ]
    return uses.map { module, use in
      facts.modules.contains(module)
        ? .ok("kernel", "\(module) is there")
        : .warn(
          "kernel", "\(facts.kernel) has no \(module), which \(use) need",
          fix: "sudo apt install linux-image-amd64, then reboot")
    }
  }

  private static func time(_ facts: MachineFacts) -> Finding {
    switch facts.isSynchronised {
    case true?: .ok("time server", "the kernel's clock is kept right")
    case false?:
      .warn(
        "time server", "nobody keeps the kernel's clock right",
        fix: "sudo timedatectl set-ntp true")
    case nil:
      .warn(
        "time server", "nobody can say whether the clock is kept right",
        fix: "sudo apt install systemd-timesyncd, or chrony")
    }
  }

  /// A battery that is empty sets the clock to its first year at every power cut.
  private static func hardwareClock(_ facts: MachineFacts) -> Finding {
    guard let seconds = facts.hardwareClock else {
      return .warn(
        "battery clock",
        "there is none: after a power cut the time is wrong until a server tells it",
        fix: "see that the till reaches a time server when it starts")
    }
    // 2025-01-01: before the first release of this program.
    guard seconds >= 1_735_689_600 else {
      return .warn(
        "battery clock", "it stands \(seconds) s after 1970: its battery is empty",
        fix: "change the battery on the board, then sudo hwclock --systohc")
    }
    return .ok("battery clock", "runs")
  }

  // MARK: Rivals

  /// Programs that take serial lines for modems, braille displays or receivers.
  private static let serialGrabbers = ["brltty", "gpsd", "apcupsd", "inputattach"]

  private static func rivals(_ facts: MachineFacts) -> [Finding] {
    let hasSerial = facts.parts.contains { part in
      part.nodes.contains { $0.path.hasPrefix("/dev/tty") } && part.view.paired
    }
    var findings: [Finding] = []
    let modem = facts.programs.contains("ModemManager")
    findings.append(
      modem && hasSerial
        ? .warn(
          "ModemManager", "runs, and writes to a new serial scanner for its first ten seconds",
          fix: "sudo till devices rules --install; without modems: sudo apt remove modemmanager")
        : .ok("ModemManager", modem ? "runs, and no serial device is paired" : "does not run"))
    let grabbers = serialGrabbers.filter { facts.programs.contains($0) }
    findings.append(
      grabbers.isEmpty
        ? .ok("serial lines", "no other program that takes them runs")
        : .warn(
          "serial lines", "\(grabbers.joined(separator: ", ")) runs and takes serial lines",
          fix: "sudo systemctl disable --now \(grabbers.joined(separator: " "))"))
    return findings
  }
}
