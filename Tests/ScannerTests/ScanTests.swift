// What raw lines of real scanners mean, and what must never become a scan.

import Testing
import Values

@testable import Scanner

struct ScanTests {
  @Test(arguments: [
    ("4006381333931", Symbology.ean13, "04006381333931"),
    ("]E04006381333931", .ean13, "04006381333931"),
    ("96385074", .ean8, "00000096385074"),
    ("]E496385074", .ean8, "00000096385074"),
    ("042100005264", .upca, "00042100005264"),
    ("]E0042100005264", .upca, "00042100005264"),
    ("]E0425261", .upce, "00042100005264"),
    ("]E001234565", .upce, "00012345000065"),
    ("09506000134352", .itf14, "09506000134352"),
    ("]I109506000134352", .itf14, "09506000134352"),
    ("]I0123456", .itf, "123456"),
    ("]C0SHELF-7", .code128, "SHELF-7"),
    ("]C1010950600013435217271231", .gs1Code128, "09506000134352"),
    ("]e00109506000134352", .dataBar, "09506000134352"),
    ("]d2\u{1D}010950600013435210ABC\u{1D}17270101", .gs1DataMatrix, "09506000134352"),
    ("]d1hello", .dataMatrix, "hello"),
    ("]Q1https://example.org/x", .qr, "https://example.org/x"),
    ("]Q30109506000134352", .gs1QR, "09506000134352"),
    ("]A0ABC", .code39, "ABC"),
    ("]X0ABC", .other, "ABC"),
    ("]E3977147396801212", .ean13, "09771473968012"),
  ])
  func `a marked or plain line names symbol and product`(
    raw: String, symbology: Symbology, key: String
  ) throws {
    let scan = try Scan(raw)
    #expect(scan.symbology == symbology)
    #expect(scan.barcode.key == key)
  }

  @Test func `UPC-A and EAN-13 of one product have one key`() throws {
    #expect(try Scan("042100005264").barcode == Scan("0042100005264").barcode)
  }

  @Test func `a shop's own code stays as it is and has no symbology`() throws {
    let scan = try Scan("Kaffee-Ä 12")
    #expect(scan.payload == "Kaffee-Ä 12")
    #expect(scan.symbology == nil)
    #expect(scan.barcode.key == "Kaffee-Ä 12")
    #expect(scan.warnings.isEmpty)
  }

  @Test func `broken GS1 data names no product`() throws {
    let scan = try Scan("]C101095060001343521712")
    #expect(scan.barcode.key == "01095060001343521712")
    #expect(scan.reading.error?.kind == "too_short")
    #expect(scan.reading.gtin14 == nil)
  }

  @Test func `a wrong check digit is a warning that names both digits`() throws {
    let scan = try Scan("4006381333932")
    #expect(scan.symbology == nil)
    #expect(scan.barcode.key == "4006381333932")
    #expect(scan.warnings == [.checkDigit(found: 2, expected: 1)])
    #expect(try Scan("4006381333931").warnings.isEmpty)
    #expect(try Scan("]C04006381333932").warnings.isEmpty)
  }

  @Test func `eight digits that may be UPC-E come with both products`() throws {
    let scan = try Scan("01234565")
    #expect(scan.symbology == .ean8)
    #expect(scan.barcode.key == "00000001234565")
    #expect(scan.warnings == [.perhapsUPCE(Barcode(reading: "012345000065"))])
    #expect(try Scan("]E401234565").warnings.isEmpty)
  }

  @Test func `an unknown identifier is taken off and told`() throws {
    let scan = try Scan("]w0ABC")
    #expect(scan.payload == "ABC")
    #expect(scan.symbology == .other)
    #expect(scan.warnings == [.unknownIdentifier("]w0")])
    #expect(try Scan("]*1").payload == "]*1")
  }

  @Test(arguments: ["", " ", "   ", "]E0", "]d2\u{1D}"])
  func `a line without content is empty`(raw: String) {
    #expect(throws: ScanFault.empty) { try Scan(raw) }
  }

  @Test(arguments: ["12\u{0}34", "\u{1B}[A", "a\tb", "a\nb", "a\u{7F}", "a\u{85}b"])
  func `a control character is refused`(raw: String) {
    #expect(throws: ScanFault.controlCharacter) { try Scan(raw) }
  }

  @Test func `4096 bytes are a scan and 4097 are not`() throws {
    #expect(try Scan(String(repeating: "é", count: 2048)).payload.utf8.count == 4096)
    #expect(throws: ScanFault.tooLong(bytes: 4097)) {
      try Scan(String(repeating: "x", count: 4097))
    }
  }

  @Test(arguments: [
    "4111111111111111", "378282246310005", "4111 1111 1111 1111", "4111-1111-1111-1111",
    "]C04111111111111111", "%B4111111111111111^DOE/JOHN^29121010000?",
    "%b4111 1111 1111 1111^DOE/JOHN^2912?", ";4111111111111111=29121010000?",
    "x;4222222222222=2912", "6304000000000000000",
  ])
  func `payment card data is refused and not repeated`(raw: String) {
    let fault = #expect(throws: ScanFault.self) { try Scan(raw) }
    #expect(fault == .cardData)
    #expect(fault?.description.contains("4111") == false)
  }

  @Test(arguments: [
    "4111111111111112", "0109506000000022", "]C10109506000000022", "]e00109506000000022", ";123=4",
    "12345678901234567890", "]E3977147396801209",
  ])
  func `what only looks like card data is a scan`(raw: String) throws {
    _ = try Scan(raw)
  }

  @Test func `UPC-E that cannot be written out stays as it is`() throws {
    #expect(UPCE.expanded("425261") == "042100005264")
    #expect(UPCE.expanded("01234565") == "012345000065")
    #expect(UPCE.expanded("01234566") == nil)
    #expect(UPCE.expanded("2123456") == nil)
    #expect(UPCE.expanded("12345") == nil)
    #expect(UPCE.expanded("4252x1") == nil)
    let scan = try Scan("]E001234566")
    #expect(scan.barcode.key == "01234566")
    #expect(scan.warnings == [.checkDigit(found: 6, expected: 5)])
  }
}
