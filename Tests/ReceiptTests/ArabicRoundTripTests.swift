// Encode, decode, the same words: the law for papers whose lines run from right to left, where a
// line's order on paper is not the order of its text.

import ESCPOS
import Foundation
import Receipt
import Testing

struct ArabicRoundTripTests {
  /// Letters and digits of a word: marks at its ends change sides and shapes on paper.
  private func bare(_ word: some StringProtocol) -> String {
    String(word.filter { $0.isLetter || $0.isNumber })
  }

  private func isArabic(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x600...0x6FF).contains($0.value) || $0.value >= 0xFB50 }
  }

  /// The words as they are read, of texts in reading order.
  private func words(of texts: [String]) -> [String] {
    texts.flatMap { $0.split(whereSeparator: \.isWhitespace) }.map(bare).filter { !$0.isEmpty }
      .map(\.precomposedStringWithCompatibilityMapping)
  }

  /// The words of a page, whose Arabic ones stand from right to left in joined shapes.
  private func words(on page: Page) -> [String] {
    var words: [String] = []
    for case .line(let line) in page.items {
      for word in line.text.split(whereSeparator: \.isWhitespace).map(bare) where !word.isEmpty {
        // A joined pair of letters is one shape: turned first, then taken apart.
        let read = isArabic(word) ? String(word.reversed()) : word
        words.append(read.precomposedStringWithCompatibilityMapping)
      }
    }
    return words
  }

  private func texts(of document: Document) -> [String] {
    document.elements.flatMap { element -> [String] in
      switch element {
      case .heading(let text), .banner(let text), .text(let text, _): [text]
      case .row(let left, let right, _): [left, right]
      case .table(let header, let rows): header + rows.flatMap { $0 }
      case .box(let lines): lines
      default: []
      }
    }
  }

  /// A letter that the tables have no shape for is reported, so such words are left out.
  private func known(_ words: [String], _ document: EncodedDocument) -> [String] {
    let lost = Set(document.substitutions.map { "\($0.character)" })
    return words.filter { word in !word.contains { lost.contains("\($0)") } }.sorted()
  }

  @Test(arguments: Kind.allCases)
  func `every word of an Arabic paper is on it, letter for letter`(kind: Kind) throws {
    let arabic = try #require(Phrases.named("ar"))
    let document = kind.document(in: arabic)
    let encoded = document.encoded(for: .virtual80)
    let page = Page(decoding: encoded.bytes, profile: .virtual80)
    let printed = Set(words(on: page))
    let missing = known(words(of: texts(of: document)), encoded).filter { !printed.contains($0) }
    #expect(missing == [], "\(kind)")
  }

  @Test func `the law sees a word that is lost or turned`() throws {
    let arabic = try #require(Phrases.named("ar"))
    var document = Document([.text("قهوة", .start)])
    document.direction = arabic.direction
    let page = Page(
      decoding: document.encoded(for: .virtual80).bytes, profile: .virtual80)
    #expect(words(on: page) == ["قهوة"])
    #expect(!words(on: page).contains(String("قهوة".reversed())))
    #expect(!words(on: page).contains("شاي"))
  }
}
