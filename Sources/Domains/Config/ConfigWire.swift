// The socket's methods about settings.

package import Values
package import Wire

/// A setting as it stands.
package struct SettingView: Codable, Equatable, Sendable {
  package let key: String
  package let value: AnyJSON
  package let isDefault: Bool
  package let purpose: String
  package let expects: String
  package init(key: String, value: AnyJSON, isDefault: Bool, purpose: String, expects: String) {
    (self.key, self.value, self.isDefault) = (key, value, isDefault)
    (self.purpose, self.expects) = (purpose, expects)
  }
}

/// `config.get`: shows the settings.
package enum ConfigGet: Method {
  package struct Params: Codable, Sendable {
    /// Nil asks for all.
    package let key: String?
    package init(key: String? = nil) { self.key = key }
  }
  package struct Result: Codable, Sendable {
    package let settings: [SettingView]
    package init(settings: [SettingView]) { self.settings = settings }
  }
  package static let name = "config.get"
  package static let summary = "Shows one setting or all, with their purpose and default."
  package static let right = Right.sell
  package static var example: (params: Params, result: Result) {
    (Params(key: "shop.name"), Result(settings: [exampleSetting]))
  }
  package static let exampleSetting = SettingView(
    key: "shop.name", value: .string("Corner shop"), isDefault: false,
    purpose: "The first line of each receipt.", expects: "a line of text")
}

/// `config.set`: changes a setting.
package enum ConfigSet: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    package let key: String
    /// Left out or null takes the default back.
    package let value: AnyJSON?
    package init(cmd: ID, key: String, value: AnyJSON?) {
      (self.cmd, self.key, self.value) = (cmd, key, value)
    }
  }
  package struct Result: Codable, Sendable {
    package let setting: SettingView
    package init(setting: SettingView) { self.setting = setting }
  }
  package static let name = "config.set"
  package static let summary = "Changes a setting; without a value, takes its default back."
  package static let right = Right.manage
  package static var example: (params: Params, result: Result) {
    (
      Params(cmd: Example.command, key: "shop.name", value: .string("Corner shop")),
      Result(setting: ConfigGet.exampleSetting)
    )
  }
}
