// `till devices export` and `till devices import`: one file that clones a till's devices.

internal import ArgumentParser
internal import Domains
internal import Wire

extension DeviceCommands {
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the paired devices, how scanners type and the routes to one file.",
      discussion: "The file clones a till: till devices import FILE at the next one.")
    @OptionGroup var common: Common
    @Argument(help: "The file; - for stdout.", completion: .file(extensions: ["json"]))
    var file: String

    func run() throws {
      let client = common.client
      let devices = try client.paired()
      let own = Set(devices.values.map(\.settingsKey))
      let clone = DeviceClone(
        till: try client.call(TillStatus.self, NoParams()).till, devices: devices,
        scanners: try client.scanners().filter { own.contains($0.key) },
        routes: try client.routes())
      let text = JSON.text(clone)
      guard file != "-" else { return Terminal.write(text) }
      try TextFile.write(text + "\n", to: file)
      let count = "\(devices.count) \(devices.count == 1 ? "device" : "devices")"
      if common.json {
        Terminal.write(
          JSON.text(
            AnyJSON.object(["file": .string(file), "devices": .integer(Int64(devices.count))])))
      } else {
        common.write([
          "\(file) holds \(count)", "next: till devices import \(file), at another till",
        ])
      }
    }
  }

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take devices over from a file of `till devices export`.",
      discussion: """
        A USB device of the file stands for one of the same maker and model here, since serial \
        numbers and ports differ from till to till. Where several fit, --take says which:
          till devices import shop.json --take printer0=usb:04b8:0e28:XYZ:1-4
        What is paired here and not in the file stays.

        Ends with 0 if all devices of the file are in use, and with 75 if some were left out: plug \
        them in and import again.
        """)

    /// Which device of this till stands for one of the file: `printer0=usb:04b8:0e28:XYZ:1-4`.
    struct Choice: ExpressibleByArgument {
      let id: String
      let address: String

      init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        (id, address) = (parts[0], parts[1])
      }
    }

    @OptionGroup var common: Common
    @Argument(help: "The file.", completion: .file(extensions: ["json"])) var file: String
    @Flag(help: "Only say what would change.") var dryRun = false
    @Option(help: "ID=ADDRESS: the device here that stands for one of the file.")
    var take: [Choice] = []

    private struct Report: Encodable {
      let whole: Bool
      let changed: Bool
      let devices: [String: String]
      let replaced: [String]
    }

    func run() throws {
      let text = try TextFile.read(file)
      let clone: DeviceClone
      do throws(DeviceClone.Fault) {
        clone = try DeviceClone.read(text)
      } catch {
        throw ValidationError("\(file): \(Terminal.harmless(error.reason)).")
      }
      let client = common.client
      let till = ClonePlan.Till(
        devices: try client.paired(), scanners: try client.scanners(),
        routes: try client.routes(),
        present: try client.call(DeviceList.self, NoParams()).devices)
      let choices = Dictionary(take.map { ($0.id, $0.address) }) { _, last in last }
      let plan = ClonePlan(clone, for: till, choices: choices)
      if !dryRun { try Self.apply(plan, by: client) }
      report(plan)
      if !plan.isWhole { throw ExitCode(Ending.tryAgain.rawValue) }
    }

    /// How scanners type comes first and routes last: what is in use is always what it needs.
    private static func apply(_ plan: ClonePlan, by client: Client) throws {
      if plan.changesScanners { try client.set("scan.scanners", JSON.bytes(plan.scanners)) }
      if plan.changesDevices { try client.set("devices.paired", JSON.bytes(plan.devices)) }
      if plan.changesRoutes { try client.set(plan.routes) }
    }

    private func report(_ plan: ClonePlan) {
      let changes = plan.changesDevices || plan.changesScanners || plan.changesRoutes
      if common.json {
        Terminal.write(
          JSON.text(
            Report(
              whole: plan.isWhole, changed: changes && !dryRun,
              devices: plan.fates.mapValues(\.word), replaced: plan.replaced)))
        return
      }
      common.write(plan.lines)
      if dryRun {
        Terminal.say("Nothing was changed. Next: till devices import \(file)")
      } else if !plan.isWhole {
        Terminal.say("Some were left out. Plug them in or say which; then import again.")
      } else {
        Terminal.say(changes ? "Done. Next: till devices" : "All is so already. Next: till devices")
      }
    }
  }
}

extension ClonePlan.Fate {
  /// The fate in one word, for programs.
  var word: String {
    switch self {
    case .same: "same"
    case .new: "new"
    case .changed: "changed"
    case .absent: "absent"
    case .ambiguous: "ambiguous"
    }
  }
}

extension Client {
  /// Sets a setting whole.
  func set(_ key: String, _ value: [UInt8]) throws(ClientFault) {
    let params = ConfigSet.Params(cmd: Self.command(), key: key, value: AnyJSON.value(of: value))
    _ = try call(ConfigSet.self, params)
  }
}
