// What the level of the drawer's switch means at one till.

/// How the drawer's switch is wired: which level of connector pin 3 is an open drawer.
///
/// No standard says: programs for these printers take it both ways, and a drawer's cable may turn
/// it round. So it is found out once at each till, with the drawer shut and with it open.
package enum DrawerSensor: String, Codable, Sendable {
  case openIsHigh
  case openIsLow
  /// Not calibrated, or there is no switch.
  case unknown

  /// The wiring that gives these two levels; `.unknown` if they are the same, as no switch moved.
  package init(highWhenShut: Bool, highWhenOpen: Bool) {
    self = highWhenShut == highWhenOpen ? .unknown : highWhenOpen ? .openIsHigh : .openIsLow
  }

  /// Whether the drawer is open, or nil when the switch cannot say.
  package func isOpen(pinHigh: Bool) -> Bool? {
    switch self {
    case .openIsHigh: pinHigh
    case .openIsLow: !pinHigh
    case .unknown: nil
    }
  }
}
