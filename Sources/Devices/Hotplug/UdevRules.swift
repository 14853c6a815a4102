// udev rules for the devices of one till: who may open them, and who shall leave them alone.

/// A device that rules are written for.
package struct RuledDevice: Equatable, Sendable {
  package let id: String
  package let kind: DeviceKind
  package let address: DeviceAddress

  package init(id: String, kind: DeviceKind, address: DeviceAddress) {
    self.id = id
    self.kind = kind
    self.address = address
  }
}

/// The rules that `till devices rules` writes (udev(7)).
package enum UdevRules {
  /// Where they are installed: behind the till's general rules, so that they have the last word.
  package static let path = "/etc/udev/rules.d/99-tills-paired.rules"

  /// The rules for these devices: a few lines for each that is on the USB bus, none for others.
  ///
  /// Pure: the same devices give the same text. What a device says of itself is never copied where
  /// it could end a value or mean anything: signs that do become `?`, which fits any one sign.
  package static func text(for devices: [RuledDevice]) -> String {
    var lines = [
      "# The devices of this till, as they were paired. Written by: till devices rules",
      "# They say more exactly what 99-tilld.rules says of makers.", "",
      #"ACTION=="remove", GOTO="tilld_paired_end""#,
    ]
    for device in devices.sorted(by: { $0.id < $1.id }) {
      guard case .usb(let identity) = device.address else { continue }
      lines += ["", "# \(comment(device.id)): \(identity.kind)"]
      lines += rules(device.kind, identity)
    }
    return (lines + ["", #"LABEL="tilld_paired_end""#]).joined(separator: "\n") + "\n"
  }

  private static func rules(_ kind: DeviceKind, _ identity: UsbIdentity) -> [String] {
    let hex = identity.kind.split(separator: ":").map(String.init)
    // The device itself has ATTR, its nodes find it above them by ATTRS.
    let own = match("ATTR", hex[0], hex[1], identity.serial)
    let above = match("ATTRS", hex[0], hex[1], identity.serial)
    let access = #"GROUP="tilld-devices", MODE="0660""#
    let mark = #"ENV{TILLD_DEVICE}="\#(kind.rawValue)""#
    let modem = #"ENV{ID_MM_DEVICE_IGNORE}="1""#
    let serial =
      #"SUBSYSTEM=="tty", KERNEL=="ttyACM*|ttyUSB*", \#(above), \#(mark), "#
      + "\(modem), \(access)"
    switch kind {
    case .printer, .drawer:
      return [
        #"SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", \#(own), \#(mark), \#(access)"#, serial,
      ]
    case .scanner:
      // ModemManager looks at the property of the USB device too.
      return [
        #"SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", \#(own), \#(modem)"#,
        #"SUBSYSTEM=="input", KERNEL=="event*", \#(above), \#(mark), "#
          + #"ENV{LIBINPUT_IGNORE_DEVICE}="1", \#(access)"#,
        #"SUBSYSTEM=="hidraw", KERNEL=="hidraw*", \#(above), \#(mark), \#(access)"#, serial,
      ]
    case .display, .scale:
      return [#"SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", \#(own), \#(modem)"#, serial]
    }
  }

  /// All keys of one rule that begin with ATTRS must fit the same parent, so that a hub above with
  /// other numbers does no harm.
  private static func match(
    _ key: String, _ vendor: String, _ product: String, _ serial: String?
  ) -> String {
    var text = #"\#(key){idVendor}=="\#(vendor)", \#(key){idProduct}=="\#(product)""#
    if let serial, let pattern = pattern(serial) { text += #", \#(key){serial}=="\#(pattern)""# }
    return text
  }

  /// A serial number as a pattern that fits it, or nil for one that is too odd to be told by.
  ///
  /// Patterns know `*`, `?`, `[` and `|`; values end at a quote, continue over a backslash and are
  /// expanded at `$` and `%` where they are assigned.
  static func pattern(_ serial: String) -> String? {
    guard (1...126).contains(serial.utf8.count) else { return nil }
    let signs = serial.unicodeScalars.map { sign in
      switch sign {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", ":", "/", "+", "=", ",", "#", "@", " ":
        Character(sign)
      default: Character("?")
      }
    }
    // `?` fits a byte, where a letter beyond ASCII may be several.
    guard serial.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    // Trailing blanks are cut off before udev compares, unless the rule has some too.
    return String(signs).contains { $0 != "?" } ? String(signs) : nil
  }

  /// An id within a comment, which a line's end would end.
  private static func comment(_ text: String) -> String {
    String(
      text.unicodeScalars.prefix(64).map { sign in
        sign.value >= 0x20 && sign.value < 0x7F ? Character(sign) : "?"
      })
  }
}
