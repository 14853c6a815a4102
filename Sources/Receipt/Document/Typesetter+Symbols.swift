// What is scanned, and pictures: symbols as large as the paper allows, all of them centred. What a
// printer does not draw itself is sent as a picture, and what nobody can draw as text.

internal import ESCPOS

extension Typesetter {
  mutating func barcode(_ text: String) {
    guard let symbol = LinearSymbol(code128: text), print(symbol) else { return qr(text) }
  }

  mutating func symbol(_ symbol: LinearSymbol) {
    // No bars are better than bars cut off: what cannot be scanned can still be typed.
    if !print(symbol) { set(.text(symbol.text, .center)) }
  }

  mutating func qr(_ text: String) {
    // A control character could be taken for a command, and no link or number has one.
    let data = text.utf8.map { $0 < 0x20 ? 0x20 : $0 }
    guard !data.isEmpty else { return }
    for correction in [QRCorrection.medium, .low] {
      let symbol = MatrixSymbol(kind: .qr, data: data, correction: correction.rawValue)
      if print(symbol) { return }
    }
    set(.text(text, .center))
  }

  mutating func matrix(_ symbol: MatrixSymbol) {
    if !print(symbol) { set(.text(String(decoding: symbol.data, as: UTF8.self), .center)) }
  }

  /// A picture that is wider than the paper is left out, as half a logo helps nobody.
  mutating func picture(_ picture: Bitmap) { _ = print(picture) }

  /// Whether it was printed: with the widest bars that fit, of 2 or 3 dots.
  private mutating func print(_ symbol: LinearSymbol) -> Bool {
    guard let dots = [3, 2].first(where: { encoder.fits(symbol, moduleDots: $0) }) else {
      return false
    }
    if let symbology = Self.barcodes[symbol.kind.rawValue], profile.symbologies.contains(symbology)
    {
      place()
      encoder.symbol(symbol, moduleDots: dots, heightDots: 64)
      return true
    }
    let bars = symbol.picture(moduleDots: dots, heightDots: 64, artist: artist)
    guard let bars, print(bars) else { return false }
    set(.text(symbol.text, .center))
    return true
  }

  /// Whether it was printed: with the largest modules that fit, of 3 to 6 dots.
  ///
  /// 6 dots of 1/8 mm make a short link 25 mm wide, as telephones like it; below 3 dots they no
  /// longer read what thermal paper shows.
  private mutating func print(_ symbol: MatrixSymbol) -> Bool {
    guard let dots = (3...6).last(where: { encoder.fits(symbol, moduleDots: $0) }) else {
      return false
    }
    if let symbology = Self.matrices[symbol.kind.rawValue], profile.symbologies.contains(symbology)
    {
      place()
      if (try? encoder.matrix(symbol, moduleDots: dots)) != nil { return true }
    }
    let widest = profile.dotsPerLine / dots - 2 * symbol.quietModules
    guard let artist,
      let picture = symbol.settled(widest: widest).picture(moduleDots: dots, artist: artist)
    else { return false }
    return print(picture)
  }

  private mutating func print(_ picture: Bitmap) -> Bool {
    guard picture.width > 0, picture.height > 0 else { return false }
    place()
    return (try? encoder.image(picture, alignment: .center)) != nil
  }

  private static let barcodes = byNumber(\.barcodeNumber)
  private static let matrices = byNumber(\.matrixNumber)

  /// What profiles call the symbologies that commands call by numbers.
  private static func byNumber(
    _ number: (PrinterProfile.Symbology) -> UInt8?
  ) -> [UInt8: PrinterProfile.Symbology] {
    var symbologies: [UInt8: PrinterProfile.Symbology] = [:]
    for symbology in PrinterProfile.Symbology.allCases {
      if let number = number(symbology) { symbologies[number] = symbology }
    }
    return symbologies
  }

  /// Symbols are centred, and the digits below them have the usual look.
  private mutating func place() {
    encoder.set(Style())
    set(.center, direction)
  }
}
