// What is scanned, and pictures: symbols as large as the paper allows, all of them centred.

internal import ESCPOS

extension Typesetter {
  mutating func barcode(_ text: String) {
    guard let symbol = LinearSymbol(code128: text), print(symbol) else { return qr(text) }
  }

  mutating func symbol(_ symbol: LinearSymbol) {
    // No bars are better than bars cut off: what cannot be scanned can still be typed.
    if !print(symbol) { set(.text(symbol.text, .center)) }
  }

  /// Whether it was printed: the widest bars that fit, of 2 or 3 dots.
  private mutating func print(_ symbol: LinearSymbol) -> Bool {
    guard let dots = [3, 2].first(where: { encoder.fits(symbol, moduleDots: $0) }) else {
      return false
    }
    place()
    encoder.symbol(symbol, moduleDots: dots, heightDots: 64)
    return true
  }

  /// A code too long for the paper is left out: all it says is on the paper in words too.
  mutating func qr(_ text: String) {
    let count = text.utf8.count
    guard count > 0, let version = Self.qrCapacity.firstIndex(where: { count <= $0 }) else {
      return
    }
    let modules = 21 + 4 * version + 8
    // 6 dots of 1/8 mm a module make a short link 25 mm wide, as telephones like it; below 3 dots
    // they no longer read what thermal paper shows.
    let dots = min(6, profile.dotsPerLine / modules)
    guard dots >= 3 else { return }
    place()
    encoder.qr(text, moduleDots: dots)
  }

  /// Bytes that QR versions 1 to 37 hold at error correction level M (ISO/IEC 18004, table 7), as
  /// far as the encoder goes.
  private static let qrCapacity = [
    14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666,
    711, 779, 857, 911, 997, 1059, 1125, 1190, 1264, 1370, 1452, 1538, 1628, 1722, 1809, 1911, 1989,
  ]

  /// A picture that is wider than the paper is left out, as cutting a logo helps nobody.
  mutating func picture(_ picture: Bitmap) {
    guard picture.width > 0, picture.height > 0 else { return }
    place()
    _ = try? encoder.image(picture, alignment: .center)
  }

  /// Symbols are centred, and the digits below them have the usual look.
  private mutating func place() {
    encoder.set(Style())
    set(.center, direction)
  }
}
