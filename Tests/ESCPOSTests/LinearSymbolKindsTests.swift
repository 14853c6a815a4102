// Every symbology of bars against worked examples that others published, and its own laws.

import ESCPOS
import Testing
import Values

@Suite struct LinearSymbolKindsTests {
  /// A content for each kind, to begin with.
  static let samples: [(LinearSymbol.Kind, String)] = [
    (.upcA, "036000291452"), (.upcE, "06543217"), (.ean13, "4006381333931"), (.ean8, "96385074"),
    (.code39, "WIKIPEDIA-39"), (.itf, "123456"), (.codabar, "A40156B"), (.code93, "Test~93\u{1D}"),
    (.code128, "Caf\u{E9} 160401"), (.code128Automatic, "T1-000912"),
    (.gs1Code128, "(01)09501101530003(10)AB-1(17)271231"), (.dataBar, "0950110153000"),
    (.dataBarTruncated, "0061414199996"), (.dataBarLimited, "1950110153000"),
    (.dataBarExpanded, "(01)90012345678908(3103)001750"),
  ]

  @Test func `a check digit is calculated where it is missing`() throws {
    #expect(try LinearSymbol(.upcA, "03600029145").text == "036000291452")
    #expect(try LinearSymbol(.ean8, "9638507").text == "96385074")
    #expect(try LinearSymbol(.ean13, "400638133393").text == "4006381333931")
    #expect(try LinearSymbol(.dataBar, "0950110153000").text == "(01)09501101530003")
    // 654321 of number system 0 is 065100004327, a published example.
    #expect(try LinearSymbol(.upcE, "654321").text == "06543217")
  }

  @Test func `a UPC-E is sent as the UPC-A that every printer shortens`() throws {
    let symbol = try LinearSymbol(.upcE, "654321")
    #expect(symbol.payload == Array("065100004327".utf8))
    #expect(try LinearSymbol(.upcE, "06510000432") == symbol)
    #expect(LinearSymbol(kind: .upcE, payload: Array("06543217".utf8))?.elements == symbol.elements)
    #expect(symbol.moduleCount == 51)
  }

  @Test(arguments: [
    ("012000007897", "127890"), ("012300000895", "123893"), ("012340000095", "123494"),
    ("012345000089", "123458"), ("012100003454", "123451"),
  ])
  func `each of the four ways to leave out zeros is found`(long: String, short: String) throws {
    let full = String(long.prefix(11))
    #expect(try LinearSymbol(.upcE, full).text.dropFirst().dropLast() == short)
  }

  @Test func `the check digit of a UPC-E is in which of its digits are mirrored`() throws {
    let odd: [UInt8] = [3, 2, 1, 1]
    let even: [UInt8] = [1, 1, 2, 3]
    func digits(_ text: String) throws -> [UInt8] {
      Array(try LinearSymbol(.upcE, text).elements.dropFirst(3).dropLast(6))
    }
    // Check digits 0 and 9: even, even, even, odd, odd, odd and even, odd, odd, even, odd, even.
    #expect(try digits("000000") == even + even + even + odd + odd + odd)
    #expect(try digits("100000") == [1, 2, 2, 2] + odd + odd + even + odd + even)
  }

  @Test func `the check characters of Code 93 are those of a published example`() throws {
    // TEST93 has the check characters + and 6.
    let symbol = try LinearSymbol(.code93, "TEST93")
    #expect(Array(symbol.elements[42..<48]) == [1, 1, 3, 1, 2, 1])
    #expect(Array(symbol.elements[48..<54]) == [1, 2, 1, 3, 1, 1])
    #expect(symbol.moduleCount == 10 * 9 + 1)
  }

  @Test func `the check character of set A is that of a published example`() throws {
    // PJJ123C: 878 modulo 103 is 54, which is 311123.
    let symbol = try #require(
      LinearSymbol(kind: .code128, payload: Array("{APJJ123C".utf8)))
    #expect(Array(symbol.elements.suffix(13).prefix(6)) == [3, 1, 1, 1, 2, 3])
    #expect(symbol.text == "PJJ123C")
  }

  @Test func `Code 39 has three wide elements of nine, and stars by themselves`() throws {
    let symbol = try LinearSymbol(.code39, "A-1")
    #expect(symbol.text == "*A-1*")
    #expect(symbol.payload == Array("A-1".utf8))
    #expect(try LinearSymbol(.code39, "*A-1*") == symbol)
    #expect(symbol.moduleCount == 5 * 15 + 4)
    let star: [UInt8] = [1, 3, 1, 1, 3, 1, 3, 1, 1]
    #expect(Array(symbol.elements.prefix(9)) == star)
    #expect(Array(symbol.elements.suffix(9)) == star)
  }

  @Test func `ITF puts every second digit into the spaces`() throws {
    // 1 is wide, narrow, narrow, narrow, wide; 0 is narrow, narrow, wide, wide, narrow.
    let symbol = try LinearSymbol(.itf, "10")
    #expect(symbol.elements == [1, 1, 1, 1, 3, 1, 1, 1, 1, 3, 1, 3, 3, 1, 3, 1, 1])
  }

  @Test func `a GS1-128 begins with FNC1 and separates what has no fixed length`() throws {
    let symbol = try LinearSymbol(.gs1Code128, "(01)09501101530003(10)AB(17)271231")
    #expect(symbol.payload == Array("(01)09501101530003(10)AB{1(17)271231".utf8))
    // Start C and FNC1.
    #expect(Array(symbol.elements.prefix(12)) == [2, 1, 1, 2, 3, 2, 4, 1, 1, 1, 3, 1])
    let brackets = try LinearSymbol(.gs1Code128, "(10)A(B*)")
    #expect(brackets.payload == Array("(10)A{(B{*{)".utf8))
  }

  @Test func `wide elements are as wide on paper as the manual has them`() throws {
    let symbol = try LinearSymbol(.itf, "10")
    #expect([2, 3, 4, 5, 6].map { symbol.elementDots(moduleDots: $0)[4] } == [5, 8, 10, 13, 16])
    #expect(symbol.widthDots(moduleDots: 2) == 12 * 2 + 5 * 5)
    let code = try LinearSymbol(.ean13, "400638133393")
    #expect(code.widthDots(moduleDots: 3) == 95 * 3)
  }

  @Test(arguments: samples)
  func `what is sent is what is drawn`(kind: LinearSymbol.Kind, text: String) throws {
    let symbol = try LinearSymbol(kind, text)
    #expect(LinearSymbol(kind: kind, payload: symbol.payload) == symbol)
    #expect(symbol.elements.isEmpty != kind.isDrawnHere)
    #expect(symbol.moduleCount > 0)
    if kind.isDrawnHere { #expect(!symbol.elements.count.isMultiple(of: 2)) }
  }

  @Test func `random contents come back from what is sent`() throws {
    var source = Entropy(seed: 39)
    let digits = Array("0123456789")
    func pick(_ alphabet: [Character], _ count: Int) -> String {
      String((0..<count).map { _ in alphabet.randomElement(using: &source) ?? "0" })
    }
    for _ in 0..<100 {
      let count = Int.random(in: 1...20, using: &source)
      let texts: [(LinearSymbol.Kind, String)] = [
        (.code39, pick(Array("AZ09-. $/+%"), count)), (.itf, pick(digits, count * 2)),
        (.codabar, "C" + pick(Array("0189-$:/.+"), count) + "D"),
        (.code93, pick(Array("aZ09 ~{%"), count)),
        (.code128, pick(Array("aZ0123456789{\u{E9}"), count)),
      ]
      for (kind, text) in texts {
        let symbol = try LinearSymbol(kind, text)
        let shown = kind == .code39 ? "*\(text)*" : text
        #expect(symbol.text == shown)
        #expect(LinearSymbol(kind: kind, payload: symbol.payload) == symbol)
      }
    }
  }

  @Test func `no payload of a job makes a symbol stop`() {
    var source = Entropy(seed: 40)
    for _ in 0..<2000 {
      let kind = LinearSymbol.Kind.allCases.randomElement(using: &source) ?? .code128
      let count = Int.random(in: 0...60, using: &source)
      var payload = source.bytes(count)
      if count % 2 == 0 { payload = payload.map { Array("{ABCS1234()*0123".utf8)[Int($0 % 16)] } }
      if let symbol = LinearSymbol(kind: kind, payload: payload) {
        #expect(symbol.payload == payload)
        #expect(symbol.moduleCount > 0)
      }
    }
  }
}
