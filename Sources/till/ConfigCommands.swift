// The verbs about settings: `till config …`.

internal import ArgumentParser
internal import Domains
internal import Wire

/// `till config …`.
struct ConfigCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show and change settings.",
    subcommands: [Get.self, Set.self], defaultSubcommand: Get.self)

  struct Get: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ConfigGet.summary)
    @OptionGroup var common: Common
    @Argument(help: "The setting, such as shop.name; without it, all.") var key: String?

    func run() throws {
      try common.show(ConfigGet.self, .init(key: key)) { SettingText.lines($0.settings) }
    }
  }

  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: ConfigSet.summary,
      discussion: """
        A value is JSON, or plain text where the setting takes text:
          till config set shop.name "Corner shop"
          till config set shop.address '["1 High Street", "Springfield"]'
        """)
    @OptionGroup var common: Common
    @Argument(help: "The setting, such as shop.name.") var key: String
    @Argument(help: "Its new value; without it, the default.") var value: String?

    func run() throws {
      let params = ConfigSet.Params(
        cmd: Client.command(), key: key, value: value.map { SettingText.value($0, for: key) })
      try common.show(ConfigSet.self, params) { SettingText.lines([$0.setting]) }
    }
  }
}

/// Settings in words.
enum SettingText {
  static func lines(_ settings: [SettingView]) -> [String] {
    var table = Table(("setting", .left), ("value", .left), ("", .left), ("purpose", .left))
    for setting in settings {
      table.add(
        setting.key, JSON.text(setting.value), setting.isDefault ? "default" : "", setting.purpose)
    }
    return table.lines
  }

  /// What was typed, as the value that the setting takes.
  ///
  /// `12` is a number for one setting and a name for another. What fits neither way is sent as
  /// typed, for the daemon to refuse.
  static func value(_ text: String, for key: String) -> AnyJSON {
    let plain = AnyJSON.string(text)
    guard let json = try? JSON.decode(AnyJSON.self, from: text.utf8) else { return plain }
    let fits = { (value: AnyJSON) in
      (try? Settings().decide(key: key, value: value, shiftIsOpen: false)) != nil
    }
    return !fits(json) && fits(plain) ? plain : json
  }
}
