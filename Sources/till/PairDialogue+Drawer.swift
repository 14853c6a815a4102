// The questions about the cash drawer: which pin opens it, and what its switch says when open.

internal import Domains
internal import Wire

extension PairDialogue {
  /// Tries the drawer of a printer, and finds out how it is wired.
  ///
  /// No standard says which level of connector pin 3 is an open drawer, so both are tried: only the
  /// right one sees a shut drawer open.
  func pairDrawer(of id: String) throws {
    guard try person.agrees("Is a cash drawer plugged into it?") else {
      return try change(id, drawer: DrawerWiring(pin: 0))
    }
    for pin in [2, 5] {
      try person.pause("Shut the drawer; it opens when you press Enter.")
      let seen = try kick(id, DrawerWiring(pin: pin, sensor: .openIsHigh))
      guard try person.agrees("Did it open?") else {
        if pin == 2 { person.say("Then pin 5 of the connector is tried.") }
        continue
      }
      return try calibrate(id, pin: pin, seen: seen)
    }
    try change(id, drawer: DrawerWiring(pin: 0))
    person.say(
      "Then the till uses no drawer here. Look at its cable: a drawer of another maker may need",
      "another one. Next: till devices pair \(id) --drawer 2, then till devices test \(id) --drawer"
    )
  }

  /// - Parameter seen: what came of the kick with the switch taken for high when open.
  private func calibrate(_ id: String, pin: Int, seen: DrawerState?) throws {
    if seen == .opened {
      return person.say("Its switch was seen too: the till knows when the drawer is open.")
    }
    try person.pause("Shut it once more; it opens again when you press Enter.")
    if try kick(id, DrawerWiring(pin: pin, sensor: .openIsLow)) == .opened {
      return person.say("Its switch was seen too: the till knows when the drawer is open.")
    }
    try change(id, drawer: DrawerWiring(pin: pin, sensor: .none))
    person.say("No switch was seen: the till opens the drawer and cannot see whether it is open.")
  }

  /// Opens the drawer, wired as given, or returns nil when that was refused.
  private func kick(_ id: String, _ wiring: DrawerWiring) throws -> DrawerState? {
    try change(id, drawer: wiring)
    do throws(ClientFault) {
      let params = DeviceTest.Params(cmd: Client.command(), device: id, what: .drawer)
      return try client.call(DeviceTest.self, params).drawer
    } catch {
      guard case .refused(let fault) = error else { throw error }
      person.say(Terminal.harmless(fault.message))
      return nil
    }
  }
}
