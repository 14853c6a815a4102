// What a printer remembers between commands: the settings of standard and page mode.

/// What `ESC @` resets.
struct PressSettings {
  var style = Style()
  var bold = false
  var doubleStrike = false
  var isReversed = false
  var isUpsideDown = false
  var isRotated = false
  var characterSpacing = 0
  var alignment = Alignment.left
  var codePage: CodePage?
  var international = InternationalSet.usa
  var kanji = false
  var kanjiSize = (width: 1, height: 1)
  var kanjiSpacing = (left: 0, right: 0)
  /// Dots.
  var spacing = Press.usualSpacing
  /// Stops in dots from the left margin.
  var tabs: [Int]
  var leftMargin = 0
  var areaWidth: Int
  /// Units per inch; 0 is one unit a dot.
  var motion = (x: 0, y: 0)
  var glyphs: [Font: [UInt8: Bitmap]] = [:]
  var usesGlyphs = false
  var symbolHeight = 162
  var symbolModule = 3
  var symbolText = (above: false, below: false)
  var symbolFont = Font.a
  var matrices: [UInt8: Matrix] = [:]

  /// What is set and stored for one kind of two-dimensional symbol.
  struct Matrix {
    var module = 3
    var rowHeight = 3
    var correction: UInt8?
    var columns: UInt8 = 0
    /// Parameters of the functions that only some kinds have, by their numbers.
    var options: [UInt8: [UInt8]] = [:]
    var data: [UInt8] = []

    /// The symbol that is printed of it.
    func symbol(_ kind: MatrixSymbol.Kind) -> MatrixSymbol {
      func option(_ function: UInt8, _ index: Int = 0) -> UInt8 {
        let parameters = options[function] ?? []
        return index < parameters.count ? parameters[index] : 0
      }
      var (rows, layers, columns) = (UInt8(0), UInt8(0), columns)
      var variant = MatrixSymbol.Variant.usual
      switch kind {
      case .qr:
        if option(65) == 49 { variant = .model1 }
        if option(65) == 51 { variant = .micro }
      case .pdf417:
        rows = option(66)
        if option(70) & 1 == 1 { variant = .truncated }
      case .aztec:
        layers = option(66, 1)
        if option(66) & 1 == 1 { variant = .compact }
      case .dataMatrix:
        (columns, rows) = (option(66, 1), option(66, 2))
        if option(66) & 1 == 1 { variant = .rectangular }
      }
      return MatrixSymbol(
        kind: kind, data: data, correction: correction, columns: columns, rows: rows,
        layers: layers, variant: variant)
    }
  }

  init(_ profile: PrinterProfile) {
    codePage = profile.pages.first { $0.number == 0 }?.codePage
    areaWidth = profile.dotsPerLine
    tabs = (1...32).map { $0 * 8 * profile.cellDots(.a) }
  }

  /// The look of the next character.
  var look: Style {
    style.with(
      bold: bold, doubleStrike: doubleStrike, reversed: isReversed, upsideDown: isUpsideDown,
      rotated: isRotated)
  }
}

/// The national variants of twelve ASCII characters, by the number of `ESC R`.
///
/// Source: Epson ESC/POS command reference, ESC R, international characters.
struct InternationalSet {
  static let usa = InternationalSet(0)

  private let characters: [Character]?

  init(_ number: UInt8) {
    characters = Int(number) < Self.sets.count ? Self.sets[Int(number)].map(Array.init) : nil
  }

  /// What an ASCII byte prints, or nil where it is what it is everywhere.
  func character(for byte: UInt8) -> Character? {
    guard let characters, let index = Self.varying.firstIndex(of: byte) else { return nil }
    return characters[index]
  }

  private static let varying = Array("#$@[\\]^`{|}~".utf8)

  private static let sets: [String?] = [
    nil, "#$à°ç§^`éùè¨", "#$§ÄÖÜ^`äöüß", "£$@[\\]^`{|}~", "#$@ÆØÅ^`æøå~", "#¤ÉÄÖÅÜéäöåü",
    "#$@°\\é^ùàòèì", "₧$@¡Ñ¿^`¨ñ}~", "#$@[¥]^`{|}~", "#¤ÉÆØÅÜéæøåü", "#$ÉÆØÅÜéæøåü",
    "#$á¡Ñ¿é`íñóú", "#$á¡Ñ¿éüíñóú", "#$@[₩]^`{|}~", "#$ŽŠĐĆČžšđćč", "#¥@[\\]^`{|}~",
    "#₫@[\\]^`{|}~", nil,
  ]
}
