// `till devices rules`: the udev rules of what is paired, shown or installed.

internal import ArgumentParser
internal import Devices
internal import Domains
internal import Glibc
internal import Wire

extension DeviceCommands {
  struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show or install the udev rules that hand the paired devices to the till.",
      discussion: """
        The rules that come with the till know printers and the usual makers of scanners. These \
        are for the devices of this till, whoever made them. They belong to root, so:
          sudo till devices rules --install
        """)
    @OptionGroup var common: Common
    @Flag(help: "Write them where udev reads them, and have udev read them.") var install = false
    @Flag(help: "With --install: only say what would be done.") var dryRun = false
    @Option(
      help: ArgumentHelp("The folder that udev reads.", visibility: .hidden),
      completion: .directory)
    var folder = PairedRules.folder

    func validate() throws {
      if dryRun, !install { throw ValidationError("--dry-run goes with --install.") }
    }

    func run() throws {
      let file = PairedRules(folder: folder)
      let text = PairedRules.text(for: try common.client.paired())
      guard install else {
        if common.json {
          Terminal.write(
            JSON.text(AnyJSON.object(["path": .string(file.path), "text": .string(text)])))
        } else {
          Terminal.write(text)
        }
        return
      }
      let isNew = file.installed() != text
      if dryRun {
        say(isNew ? "would write \(file.path):" : "\(file.path) is as it should be", isNew)
        if isNew, !common.json { Terminal.write(text) }
        return
      }
      guard isNew else { return say("\(file.path) is as it should be", false) }
      switch file.install(text) {
      case .done: break
      case .forbidden:
        Terminal.say("till: you may not write \(file.path)")
        Terminal.say("      Next: sudo \(Self.again(common))")
        throw ExitCode(Ending.noRight.rawValue)
      case .failed(let reason):
        Terminal.say("till: \(file.path): \(reason)")
        throw ExitCode(Ending.refused.rawValue)
      }
      say("wrote \(file.path)", true)
      if folder == PairedRules.folder { try reload() }
    }

    private func say(_ words: String, _ changed: Bool) {
      if common.json {
        Terminal.write(
          JSON.text(
            AnyJSON.object([
              "path": .string(PairedRules(folder: folder).path), "changed": .boolean(changed),
            ])))
      } else {
        Terminal.write(words)
      }
    }

    /// Has udev read its rules and apply them to what is plugged in.
    private func reload() throws {
      guard let udevadm = Program.path(of: "udevadm") else {
        Terminal.say("udev is not installed here, so nobody reads the rules.")
        return
      }
      for arguments in [["control", "--reload"], ["trigger", "--action=change"]] {
        guard let outcome = Program.run(udevadm, arguments), outcome.code == 0 else {
          Terminal.say(
            "till: udevadm \(arguments.joined(separator: " ")) failed; plug the devices in again")
          throw ExitCode(Ending.refused.rawValue)
        }
      }
    }

    private static func again(_ common: Common) -> String {
      let socket = common.socket.map { " --socket \($0)" } ?? ""
      return "till devices rules --install\(socket)"
    }
  }
}

/// The file of rules for what is paired.
struct PairedRules {
  /// The file's name, without its folder.
  static let name = UdevRules.path.split(separator: "/").last.map(String.init) ?? UdevRules.path
  /// The folder that udev reads and that belongs to this machine.
  static let folder = String(UdevRules.path.dropLast(name.count + 1))

  let path: String

  init(folder: String = Self.folder) { path = "\(folder)/\(Self.name)" }

  enum Outcome: Equatable {
    case done
    case forbidden
    case failed(String)
  }

  /// What the file should hold.
  static func text(for devices: [String: PairedDevice]) -> String {
    UdevRules.text(
      for: devices.compactMap { id, device in
        guard let kind = DeviceKind(rawValue: device.kind.rawValue),
          let address = DeviceAddress(device.address)
        else { return nil }
        return RuledDevice(id: id, kind: kind, address: address)
      })
  }

  /// What the file holds, or nil if there is none.
  func installed() -> String? { try? TextFile.read(path) }

  /// Writes the file whole or not at all: udev never reads half of it.
  func install(_ text: String) -> Outcome {
    let draft = path + ".new"
    let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard file >= 0 else { return Self.outcome(errno) }
    var bytes = Array(text.utf8)[...]
    var reason: Int32 = 0
    while reason == 0, !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if count > 0 { bytes = bytes.dropFirst(count) } else { reason = errno }
    }
    if reason == 0, fchmod(file, 0o644) != 0 || fsync(file) != 0 { reason = errno }
    close(file)
    if reason == 0, rename(draft, path) != 0 { reason = errno }
    guard reason != 0 else { return .done }
    unlink(draft)
    return Self.outcome(reason)
  }

  private static func outcome(_ code: Int32) -> Outcome {
    code == EACCES || code == EPERM || code == EROFS
      ? .forbidden : .failed(String(cString: strerror(code)))
  }
}

extension Client {
  /// The till's devices, as they were paired.
  func paired() throws -> [String: PairedDevice] {
    try setting("devices.paired", as: [String: PairedDevice].self) ?? [:]
  }

  /// How each scanner types.
  func scanners() throws -> [String: AnyJSON] {
    try setting("scan.scanners", as: [String: AnyJSON].self) ?? [:]
  }

  /// A setting's value as what it is.
  func setting<Value: Decodable>(_ key: String, as type: Value.Type) throws -> Value? {
    let value = try call(ConfigGet.self, .init(key: key)).settings.first?.value
    guard let value, value != .null else { return nil }
    do throws(JSONFault) {
      return try JSON.decode(Value.self, from: JSON.bytes(value))
    } catch {
      throw ClientFault.notUnderstood(method: ConfigGet.name, reason: "\(key): \(error)")
    }
  }
}
