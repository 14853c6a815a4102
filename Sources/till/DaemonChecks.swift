// What `till doctor` asks the daemon: is it there, which release, how are its devices, jobs, clock.

internal import Domains
internal import Glibc
internal import Values
internal import Wire

/// What the daemon answers, or why it does not.
struct DaemonFacts {
  /// The socket's file, as stat(2) has it.
  struct Socket: Equatable {
    /// 0, or the errno of the call.
    var error: Int32 = 0
    var isSocket = true
    /// The permission bits.
    var mode: UInt32 = 0o660
  }

  var path: String
  var socket = Socket()
  var answer: Result<TillStatus.Result, ClientFault>
  /// Everything that is plugged in or paired.
  var devices: [DeviceView] = []
  var paired: [String: PairedDevice] = [:]
  /// Print jobs that wait for something.
  var jobs: [PrintList.Job] = []
  /// This machine's time.
  var now: Timestamp

  /// Asks the daemon; nothing is changed.
  static func ask(_ client: Client) -> DaemonFacts {
    var info = stat()
    var socket = Socket()
    if stat(client.path, &info) != 0 {
      socket.error = errno
    } else {
      socket.isSocket = info.st_mode & S_IFMT == S_IFSOCK
      socket.mode = info.st_mode & 0o777
    }
    let answer: Result<TillStatus.Result, ClientFault>
    do throws(ClientFault) {
      answer = .success(try client.call(TillStatus.self, NoParams()))
    } catch {
      answer = .failure(error)
    }
    var facts = DaemonFacts(path: client.path, socket: socket, answer: answer, now: Clock.now())
    guard case .success(let status) = answer else { return facts }
    // A person who may look but not sell sees the devices of the status at least.
    facts.devices = (try? client.call(DeviceList.self, NoParams()).devices) ?? status.devices
    facts.paired = (try? client.paired()) ?? [:]
    facts.jobs = (try? client.call(PrintList.self, .init(limit: 100)).jobs) ?? []
    return facts
  }
}

/// The checks that go through the socket, as functions of what it answered.
enum DaemonChecks {
  static func findings(_ facts: DaemonFacts) -> [Finding] {
    let socket = socket(facts)
    switch facts.answer {
    case .failure(let fault): return [socket, unreachable(fault, facts.path)]
    case .success(let status):
      return [socket, .ok("daemon", "till \(status.till) answers, \(status.state)")]
        + [version(status), clock(status, facts.now), storage(status)] + printing(facts, status)
        + devices(facts)
    }
  }

  private static func socket(_ facts: DaemonFacts) -> Finding {
    let (path, socket) = (facts.path, facts.socket)
    guard socket.error == 0 else {
      return .fail(
        "socket", "\(path): \(String(cString: strerror(socket.error)))",
        fix: socket.error == EACCES
          ? "add yourself to the group: sudo usermod -aG till $USER, then log in again"
          : "start the daemon: sudo systemctl enable --now tilld")
    }
    guard socket.isSocket else {
      return .fail("socket", "\(path) is no socket", fix: "name the socket with --socket")
    }
    let mode = String(socket.mode, radix: 8)
    guard socket.mode & 0o007 == 0 else {
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

  private static func clock(_ status: TillStatus.Result, _ now: Timestamp) -> Finding {
    let fix = "set the time: sudo timedatectl set-ntp true"
    guard now.date().year >= 2026 else {
      return .fail("clock", "this machine believes it is \(now)", fix: fix)
    }
    guard status.clock == "trusted" else {
      return .warn("clock", "\(now); the till calls its clock \(status.clock)", fix: fix)
    }
    return .ok("clock", "\(now)")
  }

  private static func storage(_ status: TillStatus.Result) -> Finding {
    status.state == "storage_low"
      ? .fail(
        "storage", "the till has little room left on its disk",
        fix: "make room below its state folder; it sells on meanwhile")
      : .ok("storage", "the till has room")
  }

  private static func printing(_ facts: DaemonFacts, _ status: TillStatus.Result) -> [Finding] {
    guard status.printing > 0 else { return [.ok("printing", "no print job waits")] }
    let unknown = facts.jobs.filter { $0.state == .unknown }.map(\.job)
    guard !unknown.isEmpty else {
      return [.warn("printing", "\(status.printing) print jobs wait", fix: "till receipt jobs")]
    }
    return [
      .warn(
        "printing",
        "\(status.printing) print jobs wait; nobody knows if \(unknown.joined(separator: ", "))"
          + " came out",
        fix: "look at the paper, then till receipt retry JOB, or till receipt discard JOB")
    ]
  }

  private static func devices(_ facts: DaemonFacts) -> [Finding] {
    let own = facts.devices.filter(\.paired)
    let found = facts.devices.filter { !$0.paired }
    var findings = own.map { device in
      DeviceText.advice(device).map { advice in
        let fix = advice.next == "till doctor" ? "see what is below about it" : advice.next
        return device.state == "failed"
          ? Finding.fail(device.kind, advice.found, fix: fix)
          : .warn(device.kind, advice.found, fix: fix)
      } ?? .ok(device.kind, "\(device.id) is ready")
    }
    if own.isEmpty {
      findings.append(
        .warn(
          "devices", found.isEmpty ? "none was found" : "none is in use",
          fix: found.isEmpty
            ? "plug a printer in and switch it on; then till pair" : "till pair"))
    }
    if !found.isEmpty {
      let names = found.map { $0.name ?? DeviceText.place($0) }.joined(separator: ", ")
      findings.append(.ok("not in use", names))
    }
    return findings
  }
}
