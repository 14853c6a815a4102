// What the daemon is told about its surroundings: flags over variables over the file.

internal import Configuration
internal import Domains
internal import ESCPOS
internal import Glibc
internal import Logging
internal import SystemPackage

/// The surroundings of one daemon; what the shop decides lives in the store's settings instead.
struct DaemonConfiguration {
  let state: String
  let socket: String
  let hasVirtualDevices: Bool
  /// What the printer can do.
  let printer: PrinterProfile
  let allowsVolatileMedium: Bool
  let logLevel: Logger.Level
  /// Roles of user ids other than root and the daemon's own.
  let roles: [UInt32: Role]

  struct Fault: Error {
    let message: String
  }

  /// Where the daemon lives unless it is told otherwise.
  static let usualState = "/var/lib/tilld"
  static let usualSocket = "/run/tilld/tilld.sock"

  init(_ arguments: Arguments) async throws {
    var values: [AbsoluteConfigKey: ConfigValue] = [:]
    func flag(_ key: [String], _ content: ConfigContent?) {
      if let content { values[AbsoluteConfigKey(key)] = ConfigValue(content, isSecret: false) }
    }
    flag(["state"], arguments.state.map(ConfigContent.string))
    flag(["socket"], arguments.socket.map(ConfigContent.string))
    flag(["log", "level"], arguments.logLevel.map(ConfigContent.string))
    flag(["virtual"], arguments.virtual.map(ConfigContent.bool))
    flag(["allow", "volatile"], arguments.allowVolatile.map(ConfigContent.bool))
    var providers: [any ConfigProvider] = [
      InMemoryProvider(name: "flags", values: values),
      EnvironmentVariablesProvider().prefixKeys(with: "tilld"),
    ]
    if let path = arguments.config {
      do {
        if try Self.hasSettings(FilePath(path)) {
          providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(path)))
        }
      } catch {
        throw Fault(message: "the settings file \(path) cannot be used: \(error)")
      }
    }
    let reader = ConfigReader(providers: providers)
    state = reader.string(forKey: "state", default: Self.usualState)
    socket = reader.string(forKey: "socket", default: Self.usualSocket)
    hasVirtualDevices = reader.bool(forKey: "virtual", default: false)
    allowsVolatileMedium = reader.bool(forKey: "allow.volatile", default: false)
    let name = reader.string(forKey: "printer.profile", default: PrinterProfile.virtual80.name)
    guard let profile = PrinterProfile.named(name) else {
      let names = PrinterProfile.all.map(\.name).joined(separator: ", ")
      throw Fault(message: "there is no printer profile \(name); there are \(names)")
    }
    printer = profile
    let level = reader.string(forKey: "log.level", default: "info")
    guard let known = Logger.Level(rawValue: level) else {
      let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
      throw Fault(message: "there is no log level \(level); there are \(levels)")
    }
    logLevel = known
    var roles: [UInt32: Role] = [:]
    for role in Role.allCases {
      let names = reader.stringArray(forKey: ConfigKey(["roles", role.rawValue]), default: [])
      for name in names {
        guard let uid = Self.uid(of: name) else {
          throw Fault(message: "roles.\(role.rawValue) names \(name), which is no user here")
        }
        roles[uid] = role
      }
    }
    self.roles = roles
    guard socket.utf8.count <= 107 else {
      throw Fault(
        message: "the socket's path has more than the 107 bytes that unix(7) allows: \(socket)")
    }
  }

  /// The role of a peer: root and the daemon's own user administer (protocol.md, Defaults).
  func role(of uid: UInt32) -> Role {
    uid == 0 || uid == getuid() ? .admin : roles[uid] ?? .ui
  }

  /// Whether a file says anything: the YAML reader refuses one that is empty or all comments,
  /// as a file of settings is on its first day.
  private static func hasSettings(_ path: FilePath) throws -> Bool {
    let file = try FileDescriptor.open(path, .readOnly)
    return try file.closeAfter {
      var buffer = [UInt8](repeating: 0, count: 1 << 20)
      let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
      let text = String(decoding: buffer.prefix(count), as: UTF8.self)
      return text.split(whereSeparator: \.isNewline).contains { line in
        line.first { !$0.isWhitespace }.map { $0 != "#" } ?? false
      }
    }
  }

  private static func uid(of name: String) -> UInt32? {
    if let number = UInt32(name) { return number }
    guard let entry = getpwnam(name) else { return nil }
    return entry.pointee.pw_uid
  }
}
