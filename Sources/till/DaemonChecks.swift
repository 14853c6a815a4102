// What `till doctor` asks the daemon: is it there, which release, how are its devices and clock.

internal import Domains
internal import Glibc
internal import Values
internal import Wire

/// The checks that go through the socket.
enum DaemonChecks {
  static func findings(_ client: Client) -> [Finding] {
    let socket = socket(client.path)
    do throws(ClientFault) {
      let status = try client.call(TillStatus.self, NoParams())
      return [socket, .ok("daemon", "till \(status.till) answers, \(status.state)")]
        + [version(status), clock(status)] + storage(status) + printing(status) + devices(status)
    } catch {
      return [socket, unreachable(error, client.path)]
    }
  }

  private static func socket(_ path: String) -> Finding {
    var info = stat()
    guard stat(path, &info) == 0 else {
      let reason = String(cString: strerror(errno))
      return .fail(
        "socket", "\(path): \(reason)",
        fix: errno == EACCES
          ? "add yourself to the group: sudo usermod -aG till $USER, then log in again"
          : "start the daemon: sudo systemctl enable --now tilld")
    }
    guard info.st_mode & S_IFMT == S_IFSOCK else {
      return .fail("socket", "\(path) is no socket", fix: "name the socket with --socket")
    }
    let mode = String(info.st_mode & 0o777, radix: 8)
    guard info.st_mode & 0o007 == 0 else {
      return .warn(
        "socket", "\(path) may be used by everybody (mode \(mode))",
        fix: "set UMask=0077 in the unit, or start tilld with a umask of 007")
    }
    return .ok("socket", "\(path), mode \(mode)")
  }

  private static func unreachable(_ fault: ClientFault, _ path: String) -> Finding {
    switch fault {
    case .noDaemon(.unreachable(_, EACCES)):
      .fail(
        "daemon", "you may not use \(path)",
        fix: "sudo usermod -aG till $USER, then log in again")
    case .noDaemon(.unreachable(_, ECONNREFUSED)):
      .fail(
        "daemon", "nobody listens on \(path)",
        fix: "sudo systemctl restart tilld; then journalctl -u tilld -n 50")
    case .noDaemon(.unreachable(_, let code)):
      .fail(
        "daemon", "no till answers: \(String(cString: strerror(code)))",
        fix: "sudo systemctl start tilld; then journalctl -u tilld -n 50")
    case .noDaemon(.broken(let reason)):
      .fail("daemon", "it went away: \(reason)", fix: "journalctl -u tilld -n 50")
    case .refused(let refusal):
      .fail("daemon", refusal.message, fix: Advice.after(refusal) ?? "journalctl -u tilld -n 50")
    case .notUnderstood(_, let reason):
      .fail(
        "daemon", "its answer was not understood: \(reason)", fix: "install one release of both")
    }
  }

  private static func version(_ status: TillStatus.Result) -> Finding {
    status.version == Release.version
      ? .ok("version", "\(status.version), both")
      : .warn(
        "version", "the daemon is \(status.version), this command \(Release.version)",
        fix: "install the same release of both, then sudo systemctl restart tilld")
  }

  private static func clock(_ status: TillStatus.Result) -> Finding {
    let now = Clock.now()
    let fix = "set the time: sudo timedatectl set-ntp true"
    guard now.date().year >= 2026 else {
      return .fail("clock", "this machine believes it is \(now)", fix: fix)
    }
    guard status.clock == "trusted" else {
      return .warn("clock", "\(now); the till calls its clock \(status.clock)", fix: fix)
    }
    return .ok("clock", "\(now)")
  }

  private static func storage(_ status: TillStatus.Result) -> [Finding] {
    guard status.state == "storage_low" else { return [] }
    return [
      .fail(
        "storage", "the till has little room left on its disk",
        fix: "make room below its state folder; it sells on meanwhile")
    ]
  }

  private static func printing(_ status: TillStatus.Result) -> [Finding] {
    guard status.printing > 0 else { return [] }
    return [.warn("printing", "\(status.printing) print jobs wait", fix: "till receipt jobs")]
  }

  private static func devices(_ status: TillStatus.Result) -> [Finding] {
    guard !status.devices.isEmpty else {
      return [
        .warn("devices", "none was found", fix: "plug a printer in and switch it on; then lsusb")
      ]
    }
    return status.devices.map { device in
      guard device.state != "ready" else { return .ok(device.kind, "\(device.id) is ready") }
      return .warn(
        device.kind, "\(device.id) is \(device.state)\(device.why.map { ": \($0)" } ?? "")",
        fix: "look at its cable, power and paper; then journalctl -u tilld -n 50")
    }
  }
}
