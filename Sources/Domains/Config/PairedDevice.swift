// A device that the shop has taken into use: where it is, what it is for, how it is wired.

internal import Values
internal import Wire

/// A device of the till, as it was paired.
///
/// Kept in the setting `devices.paired` by its id, so that every change has its author and its
/// moment; a device that is only plugged in is none of the till's.
package struct PairedDevice: Codable, Equatable, Sendable {
  package enum Kind: String, Codable, CaseIterable, Sendable {
    case printer, scanner, display, scale
  }

  package let kind: Kind
  /// `usb:VID:PID:SERIAL:PORT`, `tcp:HOST:PORT`, `serial:PATH[?baud=9600&parity=n&bits=8]` or
  /// `file:PATH`; read by Devices.
  package let address: String
  /// A printer's profile, a display's command set or a scale's protocol; nil for the usual one.
  package let profile: String?
  /// The cash drawer on a printer's connector; nil if there is none.
  package let drawer: DrawerWiring?
  /// What people call it: its maker and model, unless somebody wrote something better.
  package let name: String?

  package init(
    kind: Kind, address: String, profile: String? = nil, drawer: DrawerWiring? = nil,
    name: String? = nil
  ) {
    self.kind = kind
    self.address = address
    self.profile = profile
    self.drawer = drawer
    self.name = name
  }

  /// The id of the drawer on a printer's connector: the printer's own and a word that no id holds.
  package static func drawerID(of printer: String) -> String { "\(printer).drawer" }

  /// What a scanner's settings are kept under in `scan.scanners`: its `vid:pid:serial:port`, or its
  /// address if it is no USB device.
  package var settingsKey: String {
    address.hasPrefix("usb:") ? String(address.dropFirst(4)) : address
  }
}

/// How a cash drawer is wired to its printer.
package struct DrawerWiring: Codable, Equatable, Sendable {
  /// What the drawer's switch does to pin 3 of the connector; found out once at each till.
  package enum Sensor: String, Codable, CaseIterable, Sendable {
    case openIsHigh = "open_is_high"
    case openIsLow = "open_is_low"
    /// There is no switch, or nobody calibrated it.
    case none
  }

  /// The connector's pin that opens it: 2 or 5.
  package let pin: Int
  package let sensor: Sensor

  package init(pin: Int = 2, sensor: Sensor = .none) {
    self.pin = pin
    self.sensor = sensor
  }
}
