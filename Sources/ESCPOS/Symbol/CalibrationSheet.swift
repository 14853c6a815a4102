// The sheet that teaches tilld a scanner: what its two codes hold and how it is printed. What is
// learned from the key codes lives with the scanner.

/// A page with two codes of known content, to be scanned once with each scanner.
///
/// A keyboard scanner types what it reads in a keyboard layout of its own; which one is seen only
/// by the keys that it presses for characters that differ between layouts. For the layouts us, gb,
/// de, fr, es, it, be, ch, se, jp and French with Caps Lock, no two type either content with the
/// same keys. What is typed before and after the content is the scanner's prefix and suffix.
package enum CalibrationSheet {
  /// What the barcode holds: `aZ1'@`, U+001D, `z+"-m`.
  ///
  /// Twelve symbol characters, so that it fits 58 mm paper in modules of two dots. Why each is
  /// there:
  /// - `a` and `m` are on the keys of Q and of the semicolon in the French layouts.
  /// - `Z` and `z` are on the key of Y in de and ch, on that of W in fr and be; the one in capitals
  ///   and the other not show whether Shift or Caps Lock is turned round.
  /// - `1` takes Shift in fr and be, but not with Caps Lock.
  /// - `'` parts de, se, jp and fr-caps from all others, and us and gb from the rest.
  /// - `@` parts us, gb and jp from each other, it from es, and needs AltGr in the others.
  /// - U+001D is the GS between GS1 elements; how it arrives (a control character, another key, or
  ///   not at all) is what stands between the two known parts.
  /// - `+`, `"` and `-` part de, es and ch, gb and us, and be and fr a second time, should a
  ///   scanner get one character wrong.
  package static let bars = "aZ1'@\u{1D}z+\"-m"

  /// What the DataMatrix holds: the content of the barcode and all other characters that may move.
  ///
  /// All digits; the letters that change places in both cases; and the punctuation of web
  /// addresses and GS1 data. Left out are `^`, the grave accent and the tilde, which layouts have
  /// on dead keys, and the brackets and bars that many scanners cannot type at all.
  package static let matrix =
    "aZ1'@\u{1D}z+\"-m0123456789\u{1D}AQWYMqwy!#$%&()*,./:;<=>?_"

  /// The page, for a printer with this profile.
  ///
  /// - Parameters:
  ///   - title: the first line, in the shop's language.
  ///   - words: what to do, printed as lines below it.
  package static func job(
    for profile: PrinterProfile, title: String, words: [String] = []
  ) throws(SymbolFault) -> [UInt8] {
    var encoder = PrintEncoder(for: profile)
    encoder.set(.center)
    encoder.set(Style(bold: true))
    encoder.line(title)
    encoder.set(Style())
    for line in words { encoder.line(line) }
    encoder.feed(lines: 1)
    let barcode = try LinearSymbol(.code128, bars)
    let barDots = [3, 2].first { encoder.fits(barcode, moduleDots: $0) } ?? 2
    // No text below: it would look like something to type.
    encoder.symbol(barcode, moduleDots: barDots, heightDots: 80, text: .none)
    encoder.feed(lines: 2)
    let code = MatrixSymbol(kind: .dataMatrix, data: Array(matrix.utf8))
    try encoder.matrix(code, moduleDots: 6)
    encoder.feed(lines: 1)
    encoder.set(.left)
    encoder.cut()
    return encoder.bytes
  }
}
