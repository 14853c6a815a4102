// Bars against the standards' own arithmetic and worked examples.

import ESCPOS
import Testing
import Values

@Suite struct LinearSymbolTests {
  @Test func `every Code 128 character is eleven modules wide`() throws {
    // Start, data, check and stop: 11 modules each, but 13 for the stop.
    for scalar in UInt8(0x20)...0x7E {
      let symbol = try #require(LinearSymbol(code128: String(UnicodeScalar(scalar))))
      #expect(symbol.moduleCount == 3 * 11 + 13)
      #expect(symbol.elements.count == 3 * 6 + 7)
    }
  }

  @Test func `the check character of Code 128 is weighted by position`() throws {
    // "Wikipedia" in set B: start 104, check value 88 (a published worked example).
    let symbol = try #require(LinearSymbol(code128: "Wikipedia"))
    #expect(Array(symbol.elements.prefix(6)) == [2, 1, 1, 2, 1, 4])
    #expect(Array(symbol.elements.suffix(13).prefix(6)) == [4, 2, 1, 2, 1, 1])
  }

  @Test func `what Code 128 cannot hold is refused`() {
    #expect(LinearSymbol(code128: "") == nil)
    #expect(LinearSymbol(code128: "Café") == nil)
    #expect(LinearSymbol(code128: String(repeating: "1", count: 121)) == nil)
  }

  @Test func `an EAN-13 is 95 modules and mirrors the digits its first one says`() throws {
    let symbol = try #require(LinearSymbol(ean13: GTIN("4006381333931")))
    #expect(symbol.moduleCount == 95)
    #expect(symbol.text == "4006381333931")
    // First digit 4: odd, even, odd, odd, even, even. 0 odd is 3211, 0 even is 1123.
    #expect(Array(symbol.elements[3..<11]) == [3, 2, 1, 1, 1, 1, 2, 3])
  }

  @Test func `a case of fourteen digits is no EAN-13`() throws {
    #expect(LinearSymbol(ean13: try GTIN("10614141000415")) == nil)
  }

  @Test func `a barcode wider than the paper does not fit`() throws {
    let symbol = try #require(LinearSymbol(code128: "T1-000912"))
    let encoder = PrintEncoder(for: .generic58)
    #expect(encoder.fits(symbol, moduleDots: 2))
    #expect(!encoder.fits(symbol, moduleDots: 3))
  }
}
