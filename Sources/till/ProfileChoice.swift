// Which profile a printer gets that somebody plugged in: by its USB identity and by its name.

internal import Devices
internal import Domains
internal import ESCPOS

/// Profiles that may fit a printer, the likely ones first.
enum ProfileChoice {
  /// The profiles to offer for a device; never empty, all of them in the end.
  ///
  /// A hint and no more: clones answer with the names of what they copy, and makers give one USB
  /// identity to a family. So the test page is what decides.
  static func offered(for device: DeviceView) -> [PrinterProfile] {
    var offered: [PrinterProfile] = []
    func add(_ profiles: [PrinterProfile]) {
      for profile in profiles where !offered.contains(where: { $0.name == profile.name }) {
        offered.append(profile)
      }
    }
    if let name = device.profile, let profile = PrinterProfile.named(name) { add([profile]) }
    add(named(in: device.name ?? ""))
    if case .usb(let identity)? = device.address.flatMap({ DeviceAddress($0) }) {
      add(PrinterProfile.hinted(by: .init(vendor: identity.vendor, product: identity.product)))
    }
    // A nameless 80 mm printer is what most of the others are.
    add([.generic80, .generic58])
    add(PrinterProfile.all.filter { $0.name != PrinterProfile.virtual80.name })
    return offered
  }

  /// Profiles with a model whose name stands in a text, longer names first: a TM-T88VI is no
  /// TM-T88V.
  private static func named(in text: String) -> [PrinterProfile] {
    let text = letters(text)
    return PrinterProfile.all.compactMap { profile in
      let longest = profile.models.map(letters).filter { $0.count >= 4 && text.contains($0) }
        .map(\.count).max()
      return longest.map { (profile: profile, length: $0) }
    }.sorted { $0.length > $1.length }.map(\.profile)
  }

  /// Capitals and digits alone, as makers disagree with themselves about hyphens and spaces.
  private static func letters(_ text: String) -> String {
    String(text.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
  }
}
