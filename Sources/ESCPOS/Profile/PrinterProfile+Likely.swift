// Which profiles may fit a printer that was plugged in: by its USB identity and by its name.

extension PrinterProfile {
  /// Profiles that may fit a printer, the likely ones first; empty where nothing hints at one.
  ///
  /// A hint and no more: clones answer with the names of what they copy, and makers give one USB
  /// identity to a family. So the test page is what decides.
  ///
  /// - Parameters:
  ///   - usb: its USB identity, or nil for a printer on another cable.
  ///   - name: maker and model as the device tells them; may be empty.
  package static func likely(usb: USBIdentity?, name: String) -> [PrinterProfile] {
    var likely = named(in: name)
    func add(_ profiles: [PrinterProfile]) {
      for profile in profiles where !likely.contains(where: { $0.name == profile.name }) {
        likely.append(profile)
      }
    }
    if let usb {
      add(hinted(by: usb))
      // Every Epson answers `GS r 1`, and none of this age takes a line wider than 512 dots wrong.
      if usb.vendor == 0x04B8 { add([PrinterProfile.named("epson-tm-t88v")].compactMap(\.self)) }
    }
    return likely
  }

  /// Profiles with a model whose name stands in a text, longer names first: a TM-T88VI is no
  /// TM-T88V.
  private static func named(in text: String) -> [PrinterProfile] {
    let text = letters(text)
    return all.compactMap { profile in
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
