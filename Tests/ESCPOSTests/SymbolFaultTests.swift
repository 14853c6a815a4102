// Every way a content can be wrong, and that its fault names the symbology, the place and why.

import ESCPOS
import Testing

@Suite struct SymbolFaultTests {
  private func fault(_ kind: LinearSymbol.Kind, _ text: String) -> SymbolFault? {
    do throws(SymbolFault) {
      _ = try LinearSymbol(kind, text)
      return nil
    } catch { return error }
  }

  private func fault(_ symbol: MatrixSymbol, moduleDots: Int = 4) -> SymbolFault? {
    var encoder = PrintEncoder(for: .virtual80)
    let before = encoder.bytes
    do throws(SymbolFault) {
      try encoder.matrix(symbol, moduleDots: moduleDots)
      return nil
    } catch {
      #expect(encoder.bytes == before, "nothing is written of what is refused")
      return error
    }
  }

  @Test(arguments: LinearSymbol.Kind.allCases)
  func `nothing is no content`(kind: LinearSymbol.Kind) {
    #expect(fault(kind, "") == SymbolFault(kind.name, .empty))
    #expect(LinearSymbol(kind: kind, payload: []) == nil)
  }

  @Test func `a character that the symbology has not is named with its place`() {
    let wrong: [(LinearSymbol.Kind, String, Unicode.Scalar, Int)] = [
      (.upcA, "0360002914x", "x", 10), (.upcE, "65432\u{660}", "\u{660}", 5),
      (.ean13, "40063813 3393", " ", 8), (.ean8, "963850O", "O", 6), (.code39, "abc", "a", 0),
      (.code39, "A*B", "*", 1), (.itf, "12a4", "a", 2), (.codabar, "A1E2B", "E", 2),
      (.code93, "Caf\u{E9}", "\u{E9}", 3), (.code128, "5 \u{20AC}", "\u{20AC}", 2),
      (.gs1Code128, "(10)A B", " ", 5), (.dataBar, "095011015300x", "x", 12),
      (.dataBarLimited, "2950110153000", "2", 0), (.dataBarExpanded, "(10)A~", "~", 5),
    ]
    for (kind, text, scalar, position) in wrong {
      #expect(
        fault(kind, text) == SymbolFault(kind.name, .character(scalar, position: position)),
        "\(kind) \(text)")
    }
    #expect(
      fault(.ean8, "963850O")?.description == "EAN-8: it cannot hold \"O\" (character 7)")
    #expect(
      fault(.code128, "5 \u{20AC}")?.description
        == "Code 128: it cannot hold U+20AC (character 3)")
  }

  @Test func `a wrong check digit names both`() {
    let wrong: [(LinearSymbol.Kind, String, Int, Int)] = [
      (.upcA, "036000291453", 3, 2), (.ean13, "4006381333930", 0, 1), (.ean8, "96385070", 0, 4),
      (.upcE, "06543210", 0, 7), (.dataBar, "09501101530000", 0, 3),
    ]
    for (kind, text, found, expected) in wrong {
      #expect(
        fault(kind, text) == SymbolFault(kind.name, .checkDigit(found: found, expected: expected)))
    }
  }

  @Test func `a wrong length names the right ones`() {
    #expect(
      fault(.ean13, "40063") == SymbolFault("EAN-13", .length(5, allowed: "12 or 13 digits")))
    #expect(
      fault(.itf, "123") == SymbolFault("ITF", .length(3, allowed: "an even number of digits")))
    #expect(
      fault(.upcE, "12345")
        == SymbolFault("UPC-E", .length(5, allowed: "6, 7, 8, 11 or 12 digits")))
    #expect(
      fault(.code93, String(repeating: "A", count: 256))
        == SymbolFault("Code 93", .tooLong(256, most: 255, unit: "bytes")))
  }

  @Test func `each symbology has rules of its own`() {
    #expect(fault(.codabar, "40156") == SymbolFault("Codabar", .startStop))
    #expect(fault(.codabar, "A") == SymbolFault("Codabar", .startStop))
    #expect(fault(.codabar, "A1B2C") == SymbolFault("Codabar", .startStop))
    #expect(fault(.code39, "**") == SymbolFault("Code 39", .empty))
    #expect(fault(.upcE, "03600029145") == SymbolFault("UPC-E", .notShortenable))
    #expect(fault(.upcE, "1654321") == SymbolFault("UPC-E", .notShortenable))
    #expect(fault(.gs1Code128, "0195") == SymbolFault("GS1-128", .elementString(position: 0)))
    #expect(
      fault(.gs1Code128, "(01)09501101530004") == SymbolFault("GS1-128", .identifier("01")))
    #expect(fault(.gs1Code128, "(17)2712") == SymbolFault("GS1-128", .identifier("17")))
    #expect(fault(.gs1Code128, "(10)(21)A") == SymbolFault("GS1-128", .identifier("10")))
  }

  @Test func `a Code 93 that would be a command is refused, with its length before it`() {
    #expect(
      fault(.code93, "A\u{10}\u{04}\u{01}")
        == SymbolFault("Code 93", .realTimeCommand(position: 1)))
    // Sixteen bytes: the count is the first byte of a command.
    let text = "\u{04}\u{01}" + String(repeating: "A", count: 14)
    #expect(fault(.code93, text) == SymbolFault("Code 93", .realTimeCommand(position: 0)))
    #expect(fault(.code93, text + "A") == nil)
  }

  @Test func `a matrix code refuses what does not fit, whole`() {
    func data(_ count: Int, _ byte: UInt8 = 0x80) -> [UInt8] {
      Array(repeating: byte, count: count)
    }
    let kinds: [(MatrixSymbol, String)] = [
      (MatrixSymbol(kind: .qr, data: []), "QR Code: there is nothing to print"),
      (
        MatrixSymbol(kind: .qr, data: data(2954)),
        "QR Code: 2954 characters are more than 2953"
      ),
      (
        MatrixSymbol(kind: .qr, data: data(1274), correction: 51),
        "QR Code: 1274 characters are more than 1273"
      ),
      (
        MatrixSymbol(kind: .qr, data: data(16), variant: .micro),
        "Micro QR Code: 16 characters are more than 15"
      ),
      (
        MatrixSymbol(kind: .dataMatrix, data: data(1556)),
        "Data Matrix: 1559 codewords are more than 1558"
      ),
      (
        MatrixSymbol(kind: .dataMatrix, data: data(60), variant: .rectangular),
        "Data Matrix: 62 codewords are more than 49"
      ),
      (
        MatrixSymbol(kind: .dataMatrix, data: data(1), columns: 11, rows: 11),
        "Data Matrix: there is none of 11 by 11 squares"
      ),
      (
        MatrixSymbol(kind: .aztec, data: data(10), correction: 4),
        "Aztec Code: correction is 5 to 95 percent"
      ),
      (
        MatrixSymbol(kind: .aztec, data: data(1), layers: 33),
        "Aztec Code: it has 4 to 32 layers"
      ),
      (
        MatrixSymbol(kind: .pdf417, data: data(1), correction: 41),
        "PDF417: correction is a level 48 to 56 or 1 to 40 tenths"
      ),
      (
        MatrixSymbol(kind: .pdf417, data: data(1), columns: 30, rows: 90),
        "PDF417: columns times rows are 928 at most"
      ),
      (
        MatrixSymbol(kind: .pdf417, data: data(1), variant: .micro),
        "PDF417: it has no micro form"
      ),
    ]
    for (symbol, words) in kinds { #expect(fault(symbol)?.description == words) }
    for kind in MatrixSymbol.Kind.allCases {
      #expect(fault(MatrixSymbol(kind: kind, data: data(60_000, 0x30))) != nil)
      #expect(fault(MatrixSymbol(kind: kind, data: data(20))) == nil)
    }
  }

  @Test(arguments: MatrixSymbol.Kind.allCases)
  func `data that would be a command is refused with its place`(kind: MatrixSymbol.Kind) {
    let live: [[UInt8]] = [
      [0x10, 0x04, 0x01], [0x10, 0x05, 0x02], [0x10, 0x14, 0x01, 0x00, 0x01],
    ]
    for bytes in live {
      let symbol = MatrixSymbol(kind: kind, data: [0x41] + bytes)
      #expect(fault(symbol)?.reason == .realTimeCommand(position: 1))
    }
    #expect(fault(MatrixSymbol(kind: kind, data: [0x10, 0x04, 0x41])) == nil)
    #expect(fault(MatrixSymbol(kind: kind, data: [0x10, 0x04])) != nil)
  }
}
