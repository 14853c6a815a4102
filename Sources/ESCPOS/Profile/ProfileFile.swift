// Profiles as files: JSON with the fields of PrinterProfile. Profile/Data has examples.

extension PrinterProfile {
  /// Reads a profile.
  ///
  /// Unknown fields are refused: a misspelt one must not pass for a default.
  /// - Parameters:
  ///   - bytes: the file's contents, JSON in UTF-8.
  ///   - file: what to call the file in errors.
  /// - Throws: `ProfileFault` with the file, the field and what is wrong with it.
  package init(json bytes: [UInt8], file: String) throws(ProfileFault) {
    var fields = try ProfileFields(try ProfileJSON(bytes, file: file), file: file)
    let name = try fields.text("name")
    let dots = try fields.number("dotsPerLine", 128...4096)
    let columnsA = try fields.number("columnsA", 16...128)
    let columnsB = try fields.number("columnsB", 16...256)
    guard columnsA <= columnsB, columnsB * 4 <= dots else {
      throw fields.fault(
        "columnsB", .contradiction("must be at least columnsA, of 4 dots or more each"))
    }
    let cutter: Cutter = try fields.name("cutter")
    self.init(
      name: name, dotsPerLine: dots, columnsA: columnsA, columnsB: columnsB,
      pages: try Self.pages(&fields), hasCutter: true, drawer: try Self.drawer(&fields),
      fence: try fields.name("fence"))
    self.cutter = cutter
    maker = try fields.text("maker")
    models = try fields.texts("models")
    sources = try fields.texts("sources")
    guard !sources.isEmpty else { throw fields.fault("sources", .missing) }
    dpi = try fields.number("dpi", 100...600)
    symbologies = try fields.names("symbologies")
    kanji = try fields.name("kanji", default: .some(.none))
    rasterCommands = try fields.names("rasterCommands")
    maxBandRows = try fields.number("maxBandRows", 24...4607, default: 256)
    knowsRealTimeDisable = try fields.flag("knowsRealTimeDisable")
    hasPageMode = try fields.flag("hasPageMode")
    hasLogos = try fields.flag("hasLogos")
    buzzer = try fields.name("buzzer", default: .some(.none))
    quirks = try fields.names("quirks")
    usb = try Self.usb(&fields)
    try fields.finish()
  }

  /// Texts such as `16 cp1252`: the number for `ESC t` and the table, the preferred ones first.
  private static func pages(_ fields: inout ProfileFields) throws(ProfileFault) -> [Page] {
    var pages: [Page] = []
    for (index, text) in try fields.texts("pages").enumerated() {
      let field = "pages[\(index)]"
      let words = text.split(separator: " ")
      guard words.count == 2, let number = UInt8(words[0]) else {
        throw fields.fault(field, .wrongType(wanted: "a number and a table, as in \"16 cp1252\""))
      }
      guard let codePage = CodePage(name: String(words[1])) else {
        throw fields.fault(
          field, .unknownName(String(words[1]), known: CodePage.allCases.map(\.name)))
      }
      guard !pages.contains(where: { $0.number == number }) else {
        throw fields.fault(field, .twice)
      }
      pages.append(Page(number, codePage))
    }
    guard !pages.isEmpty else { throw fields.fault("pages", .missing) }
    return pages
  }

  private static func drawer(_ fields: inout ProfileFields) throws(ProfileFault) -> Drawer {
    guard var drawer = try fields.object("drawer") else { return .usual }
    let pin = try drawer.number("pin", 2...5)
    guard pin == 2 || pin == 5 else {
      throw drawer.fault("pin", .contradiction("must be 2 or 5"))
    }
    let result = Drawer(
      pin: pin == 2 ? .pin2 : .pin5, onUnits: UInt8(try drawer.number("onUnits", 1...255)),
      offUnits: UInt8(try drawer.number("offUnits", 1...255)),
      sensor: try drawer.name("sensor", default: .unknown))
    try drawer.finish()
    return result
  }

  /// Texts such as `04b8:0e28`.
  private static func usb(_ fields: inout ProfileFields) throws(ProfileFault) -> [USBIdentity] {
    var usb: [USBIdentity] = []
    for (index, text) in try fields.texts("usb").enumerated() {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 4 }),
        let vendor = UInt16(parts[0], radix: 16), let product = UInt16(parts[1], radix: 16)
      else {
        throw fields.fault(
          "usb[\(index)]", .wrongType(wanted: "two hexadecimal numbers, as in \"04b8:0e28\""))
      }
      usb.append(USBIdentity(vendor: vendor, product: product))
    }
    return usb
  }
}
