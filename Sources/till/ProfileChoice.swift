// Which profile a printer gets that somebody plugged in: by its USB identity and by its name.

internal import Devices
internal import Domains
internal import ESCPOS

/// Profiles that may fit a printer, the likely ones first.
enum ProfileChoice {
  /// The profiles to offer for a device; never empty, all of them in the end.
  ///
  /// Hints and no more: the test page is what decides.
  static func offered(for device: DeviceView) -> [PrinterProfile] {
    var offered: [PrinterProfile] = []
    func add(_ profiles: [PrinterProfile]) {
      for profile in profiles where !offered.contains(where: { $0.name == profile.name }) {
        offered.append(profile)
      }
    }
    if let name = device.profile, let profile = PrinterProfile.named(name) { add([profile]) }
    add(.likely(at: device.address.flatMap { DeviceAddress($0) }, name: device.name ?? ""))
    // A nameless 80 mm printer is what most of the others are.
    add([.generic80, .generic58])
    add(PrinterProfile.all.filter { $0.name != PrinterProfile.virtual80.name })
    return offered
  }
}
