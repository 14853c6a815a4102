// Why a device is not taken into use, let go or tried.

internal import Values
package import Wire

/// Why nothing is done with a device.
package enum DeviceRefusal: Refusal, Equatable {
  /// Neither a device nor an address was named.
  case nothingNamed
  /// A device that is found has its address already.
  case twoPlaces
  case unknownDevice(String)
  /// It belongs to the till's start-up flags, not to its settings.
  case virtual(String)
  case address(String)
  case kindNeeded(address: String)
  case profile(String, kind: PairedDevice.Kind, known: [String])
  case profileOfNothing(kind: PairedDevice.Kind)
  case id(String)
  case idTaken(String)
  case name
  case alreadyPaired(id: String)
  case tooMany
  case drawerPin(Int)
  case drawerOfNothing(kind: PairedDevice.Kind)
  case settingsOfNothing(kind: PairedDevice.Kind)
  case settings(why: String)
  case cannot(device: String, DeviceTest.What, why: String)
  case seconds(Int64)
  case onlyScanners(kind: PairedDevice.Kind)
  case listening

  package var fault: Fault {
    switch self {
    case .nothingNamed:
      Fault(
        .invalid, kind: "no_device",
        "Name a device of device.list, or an address: \(Self.addresses).", field: "device")
    case .twoPlaces:
      Fault(
        .invalid, kind: "two_places",
        "A device that was found is where it is: name the device or an address, not both.",
        field: "address")
    case .unknownDevice(let id):
      Fault(
        .notFound, kind: "no_such_device",
        "There is no device \(id.prefix(Limits.code).debugDescription); device.list shows them.",
        field: "device")
    case .virtual(let id):
      Fault(
        .rule, kind: "virtual_device",
        "\(id) is virtual: it comes and goes with the daemon's --virtual.", field: "device")
    case .address(let text):
      Fault(
        .invalid, kind: "invalid_address",
        "\(text.prefix(Limits.code).debugDescription) is no address; one looks like "
          + "\(Self.addresses).", field: "address")
    case .kindNeeded(let address):
      Fault(
        .invalid, kind: "kind_needed",
        "What is at \(address.prefix(Limits.code)) cannot be told from its address; say its kind: "
          + "\(Self.list(PairedDevice.Kind.allCases.map(\.rawValue))).", field: "kind")
    case .profile(let name, let kind, let known):
      Fault(
        .invalid, kind: "unknown_profile",
        "There is no profile \(name.prefix(Limits.code).debugDescription) for a \(kind.rawValue); "
          + "there are \(Self.list(known)).", field: "profile")
    case .profileOfNothing(let kind):
      Fault(
        .invalid, kind: "unknown_profile",
        "A \(kind.rawValue) has no profile; how it types is in its settings.", field: "profile")
    case .id(let text):
      Fault(
        .invalid, kind: "invalid_id",
        "\(text.prefix(Limits.code).debugDescription) is no id: 1 to 32 letters, digits, - or _, "
          + "not beginning with virtual.", field: "id")
    case .idTaken(let id):
      Fault(
        .conflict, kind: "id_taken", "Another device is called \(id) already.", field: "id")
    case .name:
      Fault(
        .invalid, kind: "invalid_name",
        "A name is a line of 1 to \(Limits.text) characters, none of them a control character.",
        field: "name")
    case .alreadyPaired(let id):
      Fault(
        .conflict, kind: "already_paired",
        "That device is in use as \(id); name it as the device to change it.", field: "address")
    case .tooMany:
      Fault(
        .rule, kind: "too_many_devices",
        "A till has at most \(Limits.devices) devices; forget one first.")
    case .drawerPin(let pin):
      Fault(
        .invalid, kind: "invalid_drawer",
        "A drawer opens by pin 2 or pin 5 of its connector, not \(pin); 0 takes it away.",
        field: "drawer.pin")
    case .drawerOfNothing(let kind):
      Fault(
        .invalid, kind: "invalid_drawer",
        "A drawer hangs on a printer, not on a \(kind.rawValue).", field: "drawer")
    case .settingsOfNothing(let kind):
      Fault(
        .invalid, kind: "invalid_settings",
        "Only a scanner has settings of how it types, not a \(kind.rawValue).", field: "settings")
    case .settings(let why):
      Fault(
        .invalid, kind: "invalid_settings", "These settings of a scanner cannot be used: \(why).",
        field: "settings")
    case .cannot(let device, let what, let why):
      Fault(
        .rule, kind: "cannot_test", "\(device) cannot be tested for \(what.rawValue): \(why).",
        field: "what")
    case .seconds(let seconds):
      Fault(
        .invalid, kind: "invalid_params", "The till listens 1 to 60 seconds, not \(seconds).",
        field: "seconds")
    case .onlyScanners(let kind):
      Fault(
        .invalid, kind: "invalid_params",
        "A \(kind.rawValue) reads no code; only scanners are found this way.", field: "kind")
    case .listening:
      Fault(
        .conflict, kind: "listening",
        "Another client is looking for a scanner; try again when it has found it.",
        retry: .after(milliseconds: 1000))
    }
  }

  private static let addresses =
    "usb:04b8:0202:SERIAL:1-2, tcp:192.0.2.7:9100, serial:/dev/ttyS0?baud=9600 or "
    + "file:/dev/usb/lp0"

  private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }
}
