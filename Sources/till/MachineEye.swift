// Reads the facts that `till doctor` judges: from /proc, /sys, /etc, /dev and a few calls.

internal import Devices
internal import Domains
internal import Glibc
internal import Values

/// Looks at the machine; it changes nothing and opens no device.
struct MachineEye {
  /// Before every path; a folder with a machine of its own in tests.
  var root = ""

  /// - Parameters:
  ///   - state: the daemon's state folder.
  ///   - socket: the daemon's socket, whose owner is the daemon's user.
  ///   - devices: what `device.list` shows; empty without a daemon.
  ///   - paired: what is paired, for the rules.
  func facts(
    state: String, socket: String, devices: [DeviceView], paired: [String: PairedDevice]
  ) -> MachineFacts {
    var facts = MachineFacts()
    facts.isInstalled = socket.hasPrefix("/run/")
    (facts.storage, facts.storageTrouble) = storage(state)
    let rules = rulesTexts()
    facts.rulesPath = rules.first?.path
    facts.pairedRules = text(UdevRules.path)
    facts.wantedRules = PairedRules.text(for: paired)
    facts.rulesGroups = Self.groupNames(in: rules.map(\.text) + [facts.pairedRules ?? ""])
    facts.groups = groups()
    facts.daemon = account(owning: socket) ?? account(named: "tilld")
    facts.unit = unit()
    facts.programs = Set(processes().map(\.name))
    facts.seesAll = geteuid() == 0
    let holders = holders(
      of: Set(devices.flatMap { nodePaths(of: $0) }), except: daemonProcesses())
    facts.parts = devices.map { part($0, holders) }
    facts.modules = modules()
    facts.hasUSB = exists("/sys/bus/usb")
    facts.isSynchronised = isSynchronised()
    facts.hardwareClock = text("/sys/class/rtc/rtc0/since_epoch").flatMap { Int64(Self.word($0)) }
    facts.kernel = text("/proc/sys/kernel/osrelease").map(Self.word) ?? ""
    return facts
  }

  // MARK: Disk

  private func storage(_ state: String) -> (MachineFacts.Storage?, String) {
    var room = statvfs()
    guard statvfs(state, &room) == 0, let folder = try? TextFile.absolute(state) else {
      return (nil, "\(state): \(String(cString: strerror(errno)))")
    }
    let free = UInt64(room.f_bavail).multipliedReportingOverflow(by: UInt64(room.f_frsize))
    return (
      MachineFacts.Storage(
        folder: folder, kind: mountedKind(folder),
        freeBytes: free.overflow ? .max : Int64(clamping: free.partialValue)), ""
    )
  }

  /// The file system of the deepest mount above a path, from proc_mounts(5); the last mount of a
  /// place is the one that is seen.
  private func mountedKind(_ path: String) -> String {
    var found = (place: "", kind: "an unknown file system")
    for line in text("/proc/self/mounts")?.split(separator: "\n") ?? [] {
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

  // MARK: Users, rules, unit

  private func groups() -> Set<String> {
    Set(["till", "tilld", "tilld-devices", "lp"].filter { getgrnam($0) != nil })
      .union(Self.groupNames(in: rulesTexts().map(\.text)).filter { getgrnam($0) != nil })
  }

  private func account(owning socket: String) -> MachineFacts.Account? {
    var info = stat()
    guard stat(socket, &info) == 0, let entry = getpwuid(info.st_uid) else { return nil }
    return account(named: String(cString: entry.pointee.pw_name))
  }

  private func account(named name: String) -> MachineFacts.Account? {
    guard let entry = getpwnam(name) else { return nil }
    var count: Int32 = 64
    var groups = [gid_t](repeating: 0, count: Int(count))
    guard getgrouplist(name, entry.pointee.pw_gid, &groups, &count) >= 0 else { return nil }
    return MachineFacts.Account(
      name: name, uid: entry.pointee.pw_uid, groups: Set(groups.prefix(Int(count))))
  }

  private func rulesTexts() -> [(path: String, text: String)] {
    ["/etc/udev/rules.d", "/run/udev/rules.d", "/usr/lib/udev/rules.d", "/lib/udev/rules.d"]
      .compactMap { folder in
        let path = "\(folder)/99-tilld.rules"
        return text(path).map { (path, $0) }
      }
  }

  /// The names after `GROUP=` in rules (udev(7)).
  static func groupNames(in texts: [String]) -> Set<String> {
    var names: Set<String> = []
    for line in texts.flatMap({ $0.split(separator: "\n") }) where !line.hasPrefix("#") {
      for part in line.split(separator: ",") {
        let words = part.drop { $0 == " " }
        for opening in ["GROUP=\"", "GROUP:=\""] where words.hasPrefix(opening) {
          names.insert(String(words.dropFirst(opening.count).prefix { $0 != "\"" }))
        }
      }
    }
    return names
  }

  private func unit() -> MachineFacts.Unit? {
    let folders = ["/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system"]
    let places = (folders + ["/lib/systemd/system"]).map { $0 + "/tilld.service" }
    guard let path = places.first(where: exists), let own = text(path) else { return nil }
    let dropIns = folders.flatMap { folder in
      names(in: "\(folder)/tilld.service.d").filter { $0.hasSuffix(".conf") }.sorted()
        .compactMap { text("\(folder)/tilld.service.d/\($0)") }
    }
    return MachineFacts.Unit(
      path: path, text: ([own] + dropIns).joined(separator: "\n"), exposure: exposure(path))
  }

  /// The verdict of systemd-analyze(1), which needs no running system for a file.
  private func exposure(_ unit: String) -> String? {
    guard root.isEmpty, let program = Program.path(of: "systemd-analyze"),
      let outcome = Program.run(
        program, ["security", "--no-pager", "--offline=true", unit])
    else { return nil }
    let marker = "Overall exposure level for tilld.service: "
    for line in outcome.output.split(separator: "\n") {
      let words = line.drop { !$0.isLetter }
      if words.hasPrefix(marker) {
        // `2.0 OK` and a face.
        return words.dropFirst(marker.count).split(separator: " ").prefix(2).joined(separator: " ")
      }
    }
    return nil
  }

  // MARK: Kernel and clock

  private func modules() -> Set<String> {
    let loaded = text("/proc/modules")?.split(separator: "\n").map { Self.word(String($0)) } ?? []
    let kernel = text("/proc/sys/kernel/osrelease").map(Self.word) ?? ""
    var found = Set(loaded)
    for list in ["modules.builtin", "modules.dep"] {
      // More than a megabyte of them is no list of modules.
      let lines = text("/lib/modules/\(kernel)/\(list)")?.split(separator: "\n") ?? []
      for line in lines {
        let path = line.prefix { $0 != ":" }
        let file = path.split(separator: "/").last ?? ""
        found.insert(String(file.prefix { $0 != "." }.map { $0 == "-" ? "_" : $0 }))
      }
    }
    return found
  }

  /// What timedatectl(1) says of the kernel's clock, or nil where it cannot say.
  private func isSynchronised() -> Bool? {
    guard root.isEmpty, let program = Program.path(of: "timedatectl"),
      let outcome = Program.run(program, ["show", "--property=NTPSynchronized", "--value"]),
      outcome.code == 0
    else { return nil }
    return Self.word(outcome.output) == "yes"
  }

  // MARK: Reading

  func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

  func text(_ path: String) -> String? { try? TextFile.read(root + path) }

  /// The names in a folder, in no order; none if it cannot be read.
  func names(in path: String) -> [String] {
    guard let folder = opendir(root + path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// The first word of a text.
  static func word(_ text: String) -> String {
    String(text.prefix { $0 != " " && $0 != "\n" && $0 != "\t" })
  }
}
