// Encode, decode, the same document: laws over every kind of paper in every language on three
// widths, and over generated documents.

import ESCPOS
import Receipt
import Testing
import Values

@Suite struct RoundTripTests {
  /// 58 mm without some tables and without a knife, 80 mm in three counts of columns.
  static let profiles: [PrinterProfile] = [
    .generic58, .virtual(columns: 32), .virtual(columns: 42), .virtual80,
  ]

  @Test(arguments: profiles)
  func `every paper is decoded to the document that was encoded`(profile: PrinterProfile) {
    for words in Phrases.all where words.direction == .leftToRight {
      for kind in Kind.allCases {
        expectSame(kind.document(in: words), on: profile, "\(words.language) \(kind)")
      }
    }
  }

  @Test(arguments: profiles)
  func `generated documents are decoded to what was encoded`(profile: PrinterProfile) {
    var generator = Entropy(seed: 21)
    for number in 0..<60 {
      expectSame(.random(using: &generator), on: profile, "document \(number)")
    }
  }

  @Test func `the law sees a lost letter, a lost cut and a changed order`() {
    let document = Document([.row("Tea", "2.40", .bold), .text("€", .center), .cut, .feed(1)])
    let naive = NaiveLayout(document, .virtual80).lines
    #expect(naive == drawn(document, on: .virtual80))
    for index in document.elements.indices {
      var other = document
      other.elements.remove(at: index)
      #expect(naive != drawn(other, on: .virtual80))
    }
    #expect(naive != drawn(Document(document.elements.reversed()), on: .virtual80))
  }

  @Test(arguments: profiles)
  func `nothing is wider than the paper`(profile: PrinterProfile) {
    for words in Phrases.all {
      for kind in Kind.allCases {
        let page = Page(
          decoding: kind.document(in: words).encoded(for: profile).bytes, profile: profile)
        #expect(page.unprinted.isEmpty)
        for item in page.items {
          switch item {
          case .line(let line):
            let dots = line.cells.reduce(0) {
              $0 + profile.cellDots($1.style.font) * $1.style.width
            }
            #expect(dots <= profile.dotsPerLine, "\(words.language) \(kind): \(line.text)")
          case .bars(let bars):
            #expect(bars.symbol.widthDots(moduleDots: bars.moduleDots) <= profile.dotsPerLine)
          case .missing(let why): Issue.record("\(words.language) \(kind): \(why)")
          case .box(let box): #expect(box.widthDots <= profile.dotsPerLine)
          case .unknown(let bytes): Issue.record("unknown bytes \(bytes)")
          default: break
          }
        }
      }
    }
  }

  @Test(arguments: profiles)
  func `no amount is cut or wrapped in any language`(profile: PrinterProfile) {
    for words in Phrases.all {
      var generator = Entropy(seed: 22)
      for _ in 0..<10 {
        let receipt = SaleReceipt.random(using: &generator)
        let page = Page(
          decoding: receipt.document(in: words).encoded(for: profile).bytes, profile: profile)
        var drawn: Set<String> = []
        for case .line(let line) in page.items {
          for word in line.text.split(whereSeparator: { " ,،".contains($0) }) {
            drawn.insert(String(word))
          }
          for word in line.text.split(separator: " ") { drawn.insert(String(word)) }
        }
        var amounts = receipt.lines.flatMap { [$0.total, $0.unitPrice] } + [receipt.total]
        amounts += receipt.tenders.map(\.amount) + receipt.taxes.flatMap { [$0.net, $0.tax] }
        for amount in amounts {
          let mark = words.direction == .rightToLeft || words.language == "en" ? "." : ","
          let digits = amount.digits(mark: mark)
          #expect(drawn.contains(digits) || drawn.contains("\(digits),"), "\(words.language)")
        }
      }
    }
  }

  @Test(arguments: profiles)
  func `the report names exactly what differs from the text`(profile: PrinterProfile) {
    var generator = Entropy(seed: 23)
    for _ in 0..<60 {
      let document = Document.random(using: &generator)
      let encoded = document.encoded(for: profile)
      var expected: [Substitution] = []
      for text in document.texts {
        for found in profile.printable(text).substitutions where !expected.contains(found) {
          expected.append(found)
        }
      }
      #expect(Set(encoded.substitutions) == Set(expected))
      #expect(encoded.substitutions.count == expected.count, "each is reported once")
    }
    // Arabic is printed from the Arabic table; nothing is respelled, though it joins not every
    // letter.
    if let arabic = Phrases.named("ar"), profile.pages.contains(where: { $0.codePage == .cp864 }) {
      for kind in Kind.allCases where kind != .testPage {
        let found = kind.document(in: arabic).encoded(for: profile).substitutions
        #expect(found.allSatisfy { $0.kind == .unjoined }, "\(kind)")
      }
    }
    // Words of four languages need no substitution on the poorest printer.
    for words in Phrases.all where words.direction == .leftToRight {
      for kind in Kind.allCases {
        #expect(kind.document(in: words).encoded(for: profile).substitutions == [])
      }
    }
  }

  private func expectSame(_ document: Document, on profile: PrinterProfile, _ name: String) {
    let expected = NaiveLayout(document.cutting(profile), profile).lines
    #expect(drawn(document, on: profile) == expected, "\(name) on \(profile.columnsA) columns")
  }

  /// What the paper shows, pictures and DataBars by that word alone.
  private func drawn(_ document: Document, on profile: PrinterProfile) -> [String] {
    let bytes = document.encoded(for: profile).bytes
    let text = Page(decoding: bytes, profile: profile).text()
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines.removeLast()
    return lines.map { line in
      let isPicture = line.contains("[image ") || line.contains("[picture ")
      if line.contains("[GS1 DataBar") { return "[DataBar]" }
      return isPicture ? "[picture]" : line
    }
  }
}

extension Document {
  /// Printers without a knife feed four lines instead.
  func cutting(_ profile: PrinterProfile) -> Document {
    guard !profile.hasCutter else { return self }
    return Document(elements.map { $0 == .cut ? .feed(4) : $0 })
  }

  /// Every text that is printed as text.
  var texts: [String] {
    elements.flatMap { element -> [String] in
      switch element {
      case .heading(let text), .banner(let text), .text(let text, _): [text]
      case .row(let left, let right, _): [left, right]
      case .table(let header, let rows): header + rows.flatMap(\.self)
      case .box(let texts): texts
      default: []
      }
    }
  }

  /// A document of every element, with letters of every table and some of none.
  static func random(using generator: inout Entropy) -> Document {
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    func text(_ words: ClosedRange<Int>) -> String {
      let letters = Array("abcdefgXYZ019.,-éß€ñÄЖ茶şł&<")
      return (0..<number(words)).map { _ in
        String((0..<number(1...14)).compactMap { _ in letters.randomElement(using: &generator) })
      }.joined(separator: " ")
    }
    func amount() -> String {
      eur(Int64(number(-9_999_999...99_999_999))).digits(mark: ".")
    }
    func look() -> Look {
      Look(
        place: [.start, .center, .end][number(0...2)],
        weight: [.normal, .bold, .large][number(0...2)], font: number(0...3) == 0 ? .b : .a,
        underline: number(0...4) == 0)
    }
    var document = Document()
    for _ in 0..<number(1...25) {
      let element: Element
      switch number(0...12) {
      case 0: element = .heading(text(1...5))
      case 1: element = .banner(text(1...3))
      case 2, 3: element = .text(text(1...20), look())
      case 4, 5: element = .row(text(0...9), amount(), [.normal, .bold, .large][number(0...2)])
      case 6:
        let rows = (0..<number(1...4)).map { _ in [text(1...1), amount(), amount(), amount()] }
        element = .table(header: ["Tax", "Net", "Tax", "Gross"], rows: rows)
      case 7: element = .box((0..<number(1...3)).map { _ in text(1...9) })
      case 8: element = .rule([.thin, .double, .dotted][number(0...2)])
      case 9: element = .barcode("T\(number(1...9))-\(number(0...999_999))")
      case 10: element = .qr("https://till.example/r/\(number(0...999_999))")
      case 11: element = .feed(number(1...3))
      default: element = .cut
      }
      document.elements.append(element)
    }
    return document
  }
}
