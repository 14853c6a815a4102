// Which of the devices on the bus is the one that was paired.

/// Where a paired USB device is now.
package enum UsbPlace: Equatable, Sendable {
  /// At the port it was paired at.
  case home(UsbIdentity)
  /// The same device at another port.
  case moved(UsbIdentity)
  /// Nowhere; the reason is for people, and nil when nothing like it is plugged in.
  case absent(String?)

  /// The device as it is plugged in now, or nil.
  package var identity: UsbIdentity? {
    switch self {
    case .home(let identity), .moved(let identity): identity
    case .absent: nil
    }
  }
}

extension UsbIdentity {
  /// Whether the serial number can tell this device from its equals.
  ///
  /// Some factories give every printer the same number. Those of one repeated character are known
  /// for what they are; others show when a second device says the same.
  package var hasTellingSerial: Bool { Set(serial ?? "").count > 1 }

  /// Finds this device, as it was paired, among those that are plugged in.
  ///
  /// A device is itself when everything agrees. One with a serial number that no other plugged
  /// device of its kind shares may be at any port. All others are told apart by their port alone:
  /// without a number whatever of this kind is at the port is it, and with a number that is not
  /// its own it is another one, even at the right port.
  ///
  /// - Parameter others: further paired devices; what is exactly one of them is never taken for
  ///   this one. Without it the twin of an unplugged printer would get its receipts.
  package func find(
    among plugged: [UsbIdentity], besides others: some Sequence<UsbIdentity> = []
  ) -> UsbPlace {
    let taken = Set(others).subtracting([self])
    let kin = plugged.filter { $0.vendor == vendor && $0.product == product }
    if kin.contains(self) { return .home(self) }
    let atPort = kin.first { $0.port == port && !taken.contains($0) }
    guard let serial else {
      return atPort.map(UsbPlace.home) ?? absence(kin, taken)
    }
    let namesakes = kin.filter { $0.serial == serial }
    if hasTellingSerial, namesakes.count == 1, let only = namesakes.first, !taken.contains(only) {
      return .moved(only)
    }
    if namesakes.count > 1, hasTellingSerial {
      return .absent(
        "several devices say the serial number \(serial), so each must stay at its port;"
          + " none of them is at \(port)")
    }
    if atPort != nil {
      return .absent("another device of the same kind is at port \(port); pair it to use it")
    }
    return absence(kin, taken)
  }

  /// Why it is not here, when its equals are.
  private func absence(_ kin: [UsbIdentity], _ taken: Set<UsbIdentity>) -> UsbPlace {
    let free = kin.filter { !taken.contains($0) }
    guard let other = free.first, !hasTellingSerial else { return .absent(nil) }
    return .absent(
      "a device of its kind is at port \(other.port), but without a serial number of its own"
        + " it is known by its port \(port); plug it in there or pair it again")
  }
}
