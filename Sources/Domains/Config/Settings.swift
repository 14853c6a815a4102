// The settings of a till: typed, with defaults, each declared once.

package import Values
package import Wire

/// All settings, each with its value or its default (protocol.md, "Defaults of a fresh store").
package struct Settings: Equatable, Sendable {
  package private(set) var till = "T1"
  package private(set) var shopName = "Our shop"
  package private(set) var shopAddress: [String] = []
  package private(set) var shopTaxNumber: String?
  package private(set) var receiptFooter = ["Thank you"]
  /// What papers are written in, by its ISO 639-1 code.
  package private(set) var language = "en"
  package private(set) var currency = Currency.eur
  package private(set) var taxIncluded = true
  package private(set) var taxRounding = PriceRules.TaxRounding.receipt
  package private(set) var taxClasses = [
    "standard": Rate(milliPercent: 20_000), "reduced": Rate(milliPercent: 5_500),
    "zero": Rate(milliPercent: 0),
  ]
  package private(set) var cashStep: Int64 = 1
  package private(set) var closeHour = 0
  package private(set) var mergeRepeats = false
  /// Milliseconds in which a scanner's same code counts once; 0 counts each.
  package private(set) var duplicateWindow: Int64 = 0
  /// The shop's rules about its own codes, a line each; read by Scanner.
  package private(set) var scanRules: [String] = []
  package private(set) var expired = ExpiredGoods.block
  /// GTIN-14s, or a GTIN-14, a space and a lot.
  package private(set) var recalls: Set<String> = []

  /// How each scanner types, as JSON by its vid:pid:serial:port; read by Scanner.
  package private(set) var scanners: [String: AnyJSON] = [:]
  /// The devices in use, by their ids.
  package private(set) var devices: [String: PairedDevice] = [:]
  /// Which printers print what, by the kind of paper or the station.
  package private(set) var printRoutes: [String: PrintRoute] = [:]
  /// How long the drawer may stand open, in seconds; 0 for ever.
  package private(set) var drawerOpenSeconds: Int64 = 120

  /// What happens to goods whose label's last day is over.
  package enum ExpiredGoods: String, Codable, CaseIterable, Sendable { case block, warn, allow }
  /// What was set, as JSON; the rest has its default.
  package private(set) var explicit: [String: AnyJSON] = [:]

  package init() {}

  /// The rules a sale that opens now is calculated by.
  package var rules: PriceRules {
    PriceRules(
      currency: currency, taxIncluded: taxIncluded, taxRounding: taxRounding, cashStep: cashStep)
  }

  /// One setting: its key, what it is for, how its value is read and written.
  package struct Declaration: Sendable {
    package let key: String
    package let purpose: String
    /// What a value must be, in words.
    package let expects: String
    /// Whether it may change while a shift is open.
    package let anytime: Bool
    let read: @Sendable (Settings) -> AnyJSON
    /// False for a value that is not what the setting takes.
    let write: @Sendable (inout Settings, AnyJSON) -> Bool
  }

  /// Languages that papers can be written in, by their ISO 639-1 codes.
  package static let languages = ["ar", "de", "en", "es", "fr"]

  package static let declarations: [Declaration] = [
    Declaration(
      key: "till.id", purpose: "The till's name, in front of each receipt number.",
      expects: "1 to 8 letters or digits", anytime: false,
      read: { .string($0.till) },
      write: { settings, value in
        guard case .string(let text) = value, (1...8).contains(text.utf8.count),
          text.utf8.allSatisfy({
            ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x30 && $0 <= 0x39
          })
        else { return false }
        settings.till = text
        return true
      }),
    Declaration(
      key: "shop.name", purpose: "The first line of each receipt.", expects: "a line of text",
      anytime: true, read: { .string($0.shopName) },
      write: { settings, value in
        guard let text = line(value) else { return false }
        settings.shopName = text
        return true
      }),
    Declaration(
      key: "shop.address", purpose: "The lines below the shop's name.",
      expects: "a list of lines", anytime: true,
      read: { .array($0.shopAddress.map(AnyJSON.string)) },
      write: { settings, value in
        guard let lines = lines(value) else { return false }
        settings.shopAddress = lines
        return true
      }),
    Declaration(
      key: "shop.tax_number", purpose: "The shop's tax number, on each receipt.",
      expects: "a line of text, or null for none", anytime: true,
      read: { $0.shopTaxNumber.map(AnyJSON.string) ?? .null },
      write: { settings, value in
        if value == .null {
          settings.shopTaxNumber = nil
          return true
        }
        guard let text = line(value) else { return false }
        settings.shopTaxNumber = text
        return true
      }),
    Declaration(
      key: "receipt.footer", purpose: "The last lines of each receipt.",
      expects: "a list of lines", anytime: true,
      read: { .array($0.receiptFooter.map(AnyJSON.string)) },
      write: { settings, value in
        guard let lines = lines(value) else { return false }
        settings.receiptFooter = lines
        return true
      }),
    Declaration(
      key: "receipt.language", purpose: "What receipts and reports are written in.",
      expects: "one of \(languages.joined(separator: ", "))", anytime: true,
      read: { .string($0.language) },
      write: { settings, value in
        guard case .string(let code) = value, languages.contains(code) else { return false }
        settings.language = code
        return true
      }),
    Declaration(
      key: "currency", purpose: "What the till sells in.", expects: "an ISO 4217 code",
      anytime: false, read: { .string($0.currency.code) },
      write: { settings, value in
        guard case .string(let code) = value, let currency = Currency(code: code) else {
          return false
        }
        settings.currency = currency
        return true
      }),
    Declaration(
      key: "tax.included", purpose: "Whether prices include tax.", expects: "true or false",
      anytime: false, read: { .boolean($0.taxIncluded) },
      write: { settings, value in
        guard case .boolean(let flag) = value else { return false }
        settings.taxIncluded = flag
        return true
      }),
    Declaration(
      key: "tax.rounding",
      purpose: "Whether tax is rounded once a receipt and rate, or once a line.",
      expects: #""receipt" or "line""#, anytime: false,
      read: { .string($0.taxRounding.rawValue) },
      write: { settings, value in
        guard case .string(let word) = value,
          let rounding = PriceRules.TaxRounding(rawValue: word)
        else { return false }
        settings.taxRounding = rounding
        return true
      }),
    Declaration(
      key: "tax.classes", purpose: "The tax classes and their rates.",
      expects: "an object of 1 to 32 rates from 0 to 100000 thousandths of a percent",
      anytime: false,
      read: {
        .object($0.taxClasses.mapValues { .integer(Int64($0.milliPercent)) })
      },
      write: { settings, value in
        guard case .object(let fields) = value, (1...32).contains(fields.count) else {
          return false
        }
        var classes: [String: Rate] = [:]
        for (name, rate) in fields {
          guard case .integer(let milli) = rate, (0...100_000).contains(milli),
            (1...Limits.code).contains(name.count)
          else { return false }
          classes[name] = Rate(milliPercent: Int32(milli))
        }
        settings.taxClasses = classes
        return true
      }),
    Declaration(
      key: "cash.step", purpose: "The smallest amount paid in cash, in minor units.",
      expects: "a whole number from 1 to 10000", anytime: false,
      read: { .integer($0.cashStep) },
      write: { settings, value in
        guard case .integer(let step) = value, (1...10_000).contains(step) else { return false }
        settings.cashStep = step
        return true
      }),
    Declaration(
      key: "day.close_hour", purpose: "A shift opened before this hour counts in the day before.",
      expects: "a whole number from 0 to 23", anytime: true,
      read: { .integer(Int64($0.closeHour)) },
      write: { settings, value in
        guard case .integer(let hour) = value, (0...23).contains(hour) else { return false }
        settings.closeHour = Int(hour)
        return true
      }),
    Declaration(
      key: "sale.merge_repeats",
      purpose: "Whether the same product again raises the last line's quantity.",
      expects: "true or false", anytime: true, read: { .boolean($0.mergeRepeats) },
      write: { settings, value in
        guard case .boolean(let flag) = value else { return false }
        settings.mergeRepeats = flag
        return true
      }),
    Declaration(
      key: "scan.duplicate_window",
      purpose: "Within so many milliseconds a scanner's same code counts once; 0 counts each.",
      expects: "a whole number from 0 to 5000", anytime: true,
      read: { .integer($0.duplicateWindow) },
      write: { settings, value in
        guard case .integer(let window) = value, (0...5000).contains(window) else { return false }
        settings.duplicateWindow = window
        return true
      }),
    Declaration(
      key: "scan.rules", purpose: "What the shop's own codes mean; till scan explain tries them.",
      expects: "a list of at most 200 lines, such as country DE", anytime: true,
      read: { .array($0.scanRules.map(AnyJSON.string)) },
      write: { settings, value in
        guard let lines = lines(value, limit: 200) else { return false }
        settings.scanRules = lines
        return true
      }),
    Declaration(
      key: "devices.paired", purpose: "The devices in use; device.pair writes it.",
      expects: "an object of at most 32 devices by id, each as device.pair takes it",
      anytime: true,
      read: { .value(of: JSON.bytes($0.devices)) },
      write: { settings, value in
        guard let devices = try? JSON.decode([String: PairedDevice].self, from: JSON.bytes(value)),
          devices.count <= Limits.devices,
          devices.allSatisfy({ (1...Limits.text).contains($0.key.utf8.count) })
        else { return false }
        settings.devices = devices
        return true
      }),
    Declaration(
      key: "print.routes", purpose: "Which printers print what, and what each station makes.",
      expects: "an object of at most 16 routes, each with printers or, for a station, categories",
      anytime: true,
      read: { .value(of: JSON.bytes($0.printRoutes)) },
      write: { settings, value in
        guard let routes = try? JSON.decode([String: PrintRoute].self, from: JSON.bytes(value)),
          routes.count <= PrintRoute.limits.routes,
          routes.allSatisfy({ $0.value.isValid(as: $0.key) })
        else { return false }
        settings.printRoutes = routes
        return true
      }),
    Declaration(
      key: "drawer.open_seconds",
      purpose: "A drawer open longer than so many seconds is reported; 0 reports none.",
      expects: "a whole number from 0 to 86400", anytime: true,
      read: { .integer($0.drawerOpenSeconds) },
      write: { settings, value in
        guard case .integer(let seconds) = value, (0...86_400).contains(seconds) else {
          return false
        }
        settings.drawerOpenSeconds = seconds
        return true
      }),
    Declaration(
      key: "scan.scanners", purpose: "How each scanner types; till scan calibrate writes it.",
      expects: "an object of at most 64 scanners, each an object", anytime: true,
      read: { .object($0.scanners) },
      write: { settings, value in
        guard case .object(let scanners) = value, scanners.count <= 64,
          scanners.allSatisfy({ (1...Limits.text).contains($0.key.count) })
        else { return false }
        settings.scanners = scanners
        return true
      }),
    Declaration(
      key: "scan.expired", purpose: "What happens to goods past the last day on their label.",
      expects: #""block", "warn" or "allow""#, anytime: true,
      read: { .string($0.expired.rawValue) },
      write: { settings, value in
        guard case .string(let word) = value, let expired = ExpiredGoods(rawValue: word) else {
          return false
        }
        settings.expired = expired
        return true
      }),
    Declaration(
      key: "scan.recalls", purpose: "Goods that are called back: a GTIN, or a GTIN and a lot.",
      expects: "a list of at most 1000 lines, such as 09506000134352 AB-123", anytime: true,
      read: { .array($0.recalls.sorted().map(AnyJSON.string)) },
      write: { settings, value in
        guard let lines = lines(value, limit: 1000) else { return false }
        var recalls: Set<String> = []
        for line in lines {
          let parts = line.split(separator: " ", maxSplits: 1)
          guard let first = parts.first, let gtin = try? GTIN(String(first)) else { return false }
          recalls.insert(
            ([gtin.digits] + parts.dropFirst().map(String.init)).joined(separator: " "))
        }
        settings.recalls = recalls
        return true
      }),
  ]

  private static func line(_ value: AnyJSON) -> String? {
    guard case .string(let text) = value else { return nil }
    return try? ProductText.line(text, field: "value", limit: Limits.text)
  }

  private static func lines(_ value: AnyJSON, limit: Int = 10) -> [String]? {
    guard case .array(let values) = value, values.count <= limit else { return nil }
    let lines = values.compactMap(line)
    return lines.count == values.count ? lines : nil
  }
}

extension Settings {
  /// The value that a setting has now.
  package func value(of declaration: Declaration) -> AnyJSON { declaration.read(self) }

  /// The event that sets a value, or takes the default back for nil.
  package func decide(
    key: String, value: AnyJSON?, shiftIsOpen: Bool
  ) throws(ConfigRefusal) -> ConfigEvent {
    guard let declaration = Self.declarations.first(where: { $0.key == key }) else {
      throw .unknownKey(key)
    }
    guard declaration.anytime || !shiftIsOpen else { throw .shiftOpen(key: key) }
    var trial = self
    if let value, !declaration.write(&trial, value) {
      throw .value(key: key, expected: declaration.expects)
    }
    return .changed(.init(key: key, value: value, was: explicit[key]))
  }

  /// Takes a stored value over; a key or value of a newer till changes nothing.
  package mutating func evolve(_ event: ConfigEvent) {
    guard case .changed(let change) = event else { return }
    set(change.key, change.value)
  }

  /// The settings that stored rows make.
  package init(rows: [SettingRow]) {
    self.init()
    for row in rows { set(row.key, row.value.map(AnyJSON.value)) }
  }

  private mutating func set(_ key: String, _ value: AnyJSON?) {
    guard let declaration = Self.declarations.first(where: { $0.key == key }) else { return }
    let value = value ?? declaration.read(Settings())
    guard declaration.write(&self, value) else { return }
    explicit[key] = value == declaration.read(Settings()) ? nil : value
  }
}
