// What `till doctor` looks at on the machine: disk, groups, rules, unit, other users of devices.

internal import Glibc

/// The checks that need no daemon.
enum MachineChecks {
  /// - Parameter isInstalled: whether the till is one of the system; one in a folder of its own
  ///   lacks groups and rules without harm.
  static func findings(state: String, isInstalled: Bool) -> [Finding] {
    let missing = isInstalled ? Finding.fail : Finding.warn
    return disk(state) + ["till", "tilld"].map { group($0, missing) } + [rules(missing), unit()]
      + rivals()
  }

  /// How a thing that is missing is graded.
  private typealias Missing = (_ what: String, _ found: String, _ fix: String) -> Finding

  private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private static func disk(_ state: String) -> [Finding] {
    var room = statvfs()
    guard statvfs(state, &room) == 0, let folder = try? TextFile.absolute(state) else {
      return [
        .warn(
          "state folder", "\(state): \(String(cString: strerror(errno)))",
          fix: "name it with --state, if the till keeps its state elsewhere")
      ]
    }
    return [fileSystem(folder), free(folder, room)]
  }

  private static func fileSystem(_ state: String) -> Finding {
    let kind = mountedKind(state)
    switch kind {
    case "tmpfs", "ramfs", "overlay":
      return .fail(
        "state folder", "\(state) lies on \(kind); a power cut or an update would empty it",
        fix: "mount a real disk there, or start tilld with another --state")
    case "nfs", "nfs4", "cifs", "smb3", "9p":
      return .fail(
        "state folder", "\(state) lies on a network drive (\(kind)), where the store is not safe",
        fix: "use a local disk")
    default: return .ok("state folder", "\(state) lies on \(kind)")
    }
  }

  /// The file system of the deepest mount above a path, from proc_mounts(5); the last mount of a
  /// place is the one that is seen.
  private static func mountedKind(_ path: String) -> String {
    var found = (place: "", kind: "an unknown file system")
    for line in (try? TextFile.read("/proc/self/mounts"))?.split(separator: "\n") ?? [] {
      let fields = line.split(separator: " ")
      guard fields.count >= 3 else { continue }
      let place = fields[1] == "/" ? "" : String(fields[1])
      guard path == place || path.hasPrefix(place + "/"), place.count >= found.place.count else {
        continue
      }
      found = (place, String(fields[2]))
    }
    return found.kind
  }

  private static func free(_ state: String, _ info: statvfs) -> Finding {
    let (bytes, overflow) = UInt64(info.f_bavail).multipliedReportingOverflow(
      by: UInt64(info.f_frsize))
    let megabytes = overflow ? UInt64.max : bytes / 1_000_000
    let found = "\(megabytes) MB are free"
    switch megabytes {
    case ..<200: return .fail("disk", found, fix: "make room at once on the disk of \(state)")
    case ..<2000: return .warn("disk", found, fix: "make room on the disk of \(state)")
    default: return .ok("disk", found)
    }
  }

  private static func group(_ name: String, _ missing: Missing) -> Finding {
    getgrnam(name) != nil
      ? .ok("group \(name)", "exists")
      : missing(
        "group \(name)", "does not exist",
        "install sysusers.d/tilld.conf, then sudo systemd-sysusers")
  }

  private static func rules(_ missing: Missing) -> Finding {
    let places = ["/etc/udev/rules.d", "/usr/lib/udev/rules.d", "/lib/udev/rules.d"]
      .map { $0 + "/99-tilld.rules" }
    guard let place = places.first(where: exists) else {
      return missing(
        "udev rules", "99-tilld.rules is not installed, so devices belong to root",
        "copy it to /usr/lib/udev/rules.d, then sudo udevadm control --reload; udevadm trigger"
      )
    }
    return .ok("udev rules", place)
  }

  private static func unit() -> Finding {
    let places = ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"]
      .map { $0 + "/tilld.service" }
    guard let place = places.first(where: exists) else {
      return .warn(
        "unit", "tilld.service is not installed, so nothing restarts the till",
        fix: "copy it to /etc/systemd/system, then sudo systemctl enable --now tilld")
    }
    return .ok("unit", place)
  }

  /// Programs that take the till's devices for themselves.
  private static func rivals() -> [Finding] {
    var findings: [Finding] = []
    if exists("/usr/sbin/ModemManager") {
      findings.append(
        .warn(
          "ModemManager", "is installed and may talk to serial scanners",
          fix: "the udev rules tell it to keep off; without modems: sudo apt remove modemmanager"))
    }
    if exists("/sys/module/usblp") {
      findings.append(
        .warn(
          "usblp", "the kernel's printer driver is loaded; the till takes its printers from it",
          fix: "if a printer stays busy: blacklist usblp in /etc/modprobe.d and unplug it once"))
    }
    return findings
  }
}
