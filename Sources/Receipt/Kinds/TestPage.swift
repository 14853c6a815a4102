// The test page: what a technician wants to see before the first customer comes.

package import ESCPOS
internal import Values

/// A page that shows what a printer makes of its profile.
///
/// Whoever looks at it sees at once whether the width, the fonts, the accents, the symbols, the
/// picture and the knife are as the profile says.
package struct TestPage: Sendable {
  package var profile: PrinterProfile
  /// The id of the job that this page is, as its fence has it; empty where there is none.
  package var job: String

  package init(_ profile: PrinterProfile, job: String) {
    self.profile = profile
    self.job = job
  }

  /// The page as a document: the profile, rulers, looks, characters, symbols, a picture, the cut.
  package func document(in words: Phrases = .english) -> Document {
    var document = Document(direction: words.direction)
    document.heading(words.testPage)
    document.row(words.printer, profile.name, .bold)
    document.row(words.paper, "\(profile.dotsPerLine) \(words.dots)")
    document.row(words.fontA, "\(profile.columnsA) \(words.columns)")
    document.row(words.fontB, "\(profile.columnsB) \(words.columns)")
    if !job.isEmpty { document.row(words.job, job) }
    document.elements += [ruler(.a), ruler(.b)]
    looks(in: words, to: &document)
    document.row(words.characters, "", .bold)
    for text in Self.characters { document.elements.append(.text(text, Self.leftToRight)) }
    let tables = profile.pages.map { "\($0.number) \($0.codePage.name)" }
    document.elements.append(.text(tables.joined(separator: ", "), Self.leftToRight))
    document.row(words.symbols, "", .bold)
    for (name, symbol) in symbols { document.elements += [.text(name, Self.leftToRight), symbol] }
    document.row(words.picture, "", .bold)
    document.elements += [.picture(Self.ramp(width: profile.dotsPerLine)), .feed(1), .cut]
    return document
  }

  /// Every look once: the weights, a line under text, the places, a frame.
  private func looks(in words: Phrases, to document: inout Document) {
    document.elements += [
      .text(words.plain, .start), .text(words.bold, .bold),
      .text(words.underlined, Document.Look(underline: true)), .text(words.wide, .large),
      .text("\(words.fontB): \(words.plain)", Document.Look(font: .b)),
      .text("1", .start), .text("2", .center), .text("3", .end), .box(["\(words.fontA)"]),
    ]
  }

  /// A symbol of each kind that the profile says the printer draws, by its name.
  private var symbols: [(name: String, symbol: Document.Element)] {
    let drawn = profile.symbologies
    let bars = LinearSymbol.Kind.allCases.compactMap { kind -> (String, Document.Element)? in
      guard drawn.contains(where: { $0.barcodeNumber == kind.rawValue }),
        let symbol = try? LinearSymbol(kind, Self.content(of: kind))
      else { return nil }
      return (kind.name, .symbol(symbol))
    }
    let data = Array("tilld \(profile.name) \(job)".utf8)
    let codes = MatrixSymbol.Kind.allCases.compactMap { kind -> (String, Document.Element)? in
      guard drawn.contains(where: { $0.matrixNumber == kind.rawValue }) else { return nil }
      let symbol = MatrixSymbol(kind: kind, data: data)
      return (symbol.name, .matrix(symbol))
    }
    return bars + codes
  }

  /// Something that the symbology can hold.
  private static func content(of kind: LinearSymbol.Kind) -> String {
    switch kind {
    case .upcA: "036000291452"
    case .upcE: "01234565"
    case .ean13: "4006381333931"
    case .ean8: "96385074"
    case .itf: "1234567890"
    case .codabar: "A1234A"
    case .code39, .code93: "T1-912"
    case .code128, .code128Automatic: "T1-000912"
    case .gs1Code128, .dataBarExpanded: "(01)04006381333931"
    case .dataBar, .dataBarTruncated, .dataBarLimited: "04006381333931"
    }
  }

  private static let leftToRight = Document.Look(direction: .leftToRight)

  /// The euro, and letters of the countries that the tables are made for.
  private static let characters = [
    "€ £ $ § ° % & @ # 0O 1Il", "ÄÖÜ äöü ß ÀÂÇÉÈÊË àâçéèêë", "Ññ ¿¡ Åå Ææ Øø Ãã Õõ Œœ",
  ]

  /// `....+....1....+....2`, from one edge of the paper to the other.
  private func ruler(_ font: Font) -> Document.Element {
    let marks = (1...profile.columns(font)).map { column in
      switch column % 10 {
      case 0: "\(column / 10 % 10)"
      case 5: "+"
      default: "."
      }
    }
    return .text(marks.joined(), Document.Look(font: font, direction: .leftToRight))
  }

  /// From white to black, by an ordered pattern of 8 x 8 dots (Bayer, 1973).
  static func ramp(width: Int) -> Bitmap {
    var picture = Bitmap(width: width, height: 48)
    for y in 0..<picture.height {
      for x in 0..<width where threshold(x, y) * width < x * 64 { picture[x, y] = true }
    }
    return picture
  }

  /// The place of a dot in the pattern, 0 to 63: the bits of x xor y and of y, interleaved, the
  /// lowest ones first.
  private static func threshold(_ x: Int, _ y: Int) -> Int {
    var value = 0
    for bit in 0..<3 {
      value = value << 2 | ((x ^ y) >> bit & 1) << 1 | (y >> bit & 1)
    }
    return value
  }
}
