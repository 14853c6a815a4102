// The verbs about devices: `till devices …`. The dialogue that pairs them is in PairCommand.swift.

internal import ArgumentParser
internal import Devices
internal import Domains
internal import ESCPOS
internal import Wire

/// `till devices …`.
struct DeviceCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices", abstract: "Show devices, take them into use, test and clone them.",
    discussion: """
      A device is named by its id, such as printer0, or before it is paired by its address:
        usb:04b8:0e28:ABC123:1-2.3    vid:pid:serial:port, as the list shows it
        tcp:192.0.2.7:9100            a printer in the network
        serial:/dev/ttyS0?baud=9600   a serial line
        file:/dev/usb/lp0             a file, a pipe or a device node
      """,
    subcommands: [
      List.self, Pair.self, Forget.self, Test.self, Routes.self, Route.self, Rules.self,
      Export.self, Import.self, Profiles.self,
    ], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: DeviceList.summary)
    @OptionGroup var common: Common

    func run() throws {
      try common.show(DeviceList.self, NoParams()) { DeviceText.lines($0.devices) }
    }
  }

  struct Pair: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: DevicePair.summary,
      discussion: """
        `till pair` asks all of this, and tries it. A device that is paired already is changed: \
        what is not given stays as it was.

        Example: till devices pair tcp:192.0.2.7 --id kitchen --profile epson-tm-t20iii
        """)
    @OptionGroup var common: Common
    @Argument(help: "The device's id or address.") var device: String
    @Option(help: "What it is; found out where that is possible.") var kind: PairedDevice.Kind?
    @Option(help: "The id it shall have; printer0, scanner0 and so on if left out.")
    var id: String?
    @Option(help: "What people call it.") var name: String?
    @Option(
      help: ArgumentHelp(
        "A printer's profile, a display's command set or a scale's protocol.",
        discussion: "`till devices profiles` lists those of printers."))
    var profile: String?
    @Option(help: "The pin of the printer's connector that opens the cash drawer, 2 or 5.")
    var drawer: Int?
    @Option(help: "What the drawer's switch does: open_is_high, open_is_low or none.")
    var sensor: DrawerWiring.Sensor?

    func validate() throws {
      if let drawer, drawer != 2, drawer != 5 {
        throw ValidationError("A drawer is opened by pin 2 or by pin 5, not by \(drawer).")
      }
    }

    func run() throws {
      let client = common.client
      let known = try client.call(DeviceList.self, NoParams()).devices
      let there = known.first { $0.id == device || $0.address == device }
      var wiring: DrawerWiring?
      if drawer != nil || sensor != nil {
        wiring = DrawerWiring(
          pin: drawer ?? there?.drawer?.pin ?? 2, sensor: sensor ?? there?.drawer?.sensor ?? .none)
      }
      // What the list does not show can still be named, if it is a place.
      let address = there == nil ? DeviceAddress(device)?.text : nil
      let params = DevicePair.Params(
        cmd: Client.command(), device: address == nil ? there?.id ?? device : nil,
        address: address, kind: kind, id: id, name: name, profile: profile, drawer: wiring,
        settings: nil)
      try common.show(DevicePair.self, params, by: client) { answer in
        ["\(answer.device.id) is paired"] + DeviceText.lines([answer.device])
          + ["", "next: till devices test \(answer.device.id)"]
      }
    }
  }

  struct Forget: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: DeviceForget.summary)
    @OptionGroup var common: Common
    @Argument(help: "The device's id.") var device: String

    func run() throws {
      let params = DeviceForget.Params(cmd: Client.command(), device: device)
      try common.show(DeviceForget.self, params) { _ in ["\(device) is forgotten"] }
    }
  }

  struct Profiles: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the printer models that are known, by profile. Needs no daemon.")
    @OptionGroup var common: Common

    private struct Row: Encodable {
      let name: String
      let maker: String
      let models: [String]
      let columns: Int
      let dots: Int
      let cutter: Bool
      let fence: String
    }

    func run() {
      let profiles = PrinterProfile.all
      guard !common.json else {
        let rows = profiles.map {
          Row(
            name: $0.name, maker: $0.maker, models: $0.models, columns: $0.columnsA,
            dots: $0.dotsPerLine, cutter: $0.hasCutter, fence: $0.fence.rawValue)
        }
        Terminal.write(JSON.text(rows))
        return
      }
      var table = Table(
        ("profile", .left), ("columns", .right), ("cuts", .left), ("proof of print", .left),
        ("models", .left))
      for profile in profiles {
        table.add(
          profile.name, "\(profile.columnsA)", profile.hasCutter ? "yes" : "no",
          Self.proof(profile.fence),
          ([profile.maker] + [profile.models.joined(separator: ", ")]).joined(separator: " "))
      }
      common.write(table.lines)
    }

    private static func proof(_ fence: PrinterProfile.Fence) -> String {
      switch fence {
      case .processID: "yes"
      case .paperStatus: "one job at a time"
      case .none: "no"
      }
    }
  }
}

extension PairedDevice.Kind: ExpressibleByArgument {}
extension DrawerWiring.Sensor: ExpressibleByArgument {}
