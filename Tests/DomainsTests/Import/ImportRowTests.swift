// Single rows: what becomes a product, and which cell is refused for which reason.

import Testing
import Values

@testable import Domains

private let taxClasses = [
  "standard": Rate(milliPercent: 20_000), "reduced": Rate(milliPercent: 5_500),
]

private func check(
  _ header: [String], _ cells: [String], asked: [String: String] = [:], _ currency: Currency = .eur
) throws -> ImportRow.Verdict {
  ImportRow(number: 7, cells: cells).check(
    try ImportMapping(header: header, asked: asked), currency: currency, taxClasses: taxClasses)
}

private func errors(_ verdict: ImportRow.Verdict) -> [ImportError] {
  if case .errors(let errors) = verdict { errors } else { [] }
}

struct ImportRowTests {
  @Test func `a good row is the product that it says`() throws {
    let verdict = try check(
      ["sku", "name", "barcodes", "price", "tax", "category", "unit", "active"],
      [
        "A-1", " Oat\r\nmilk \t1 l ", "4006381333931|own; 96385074", "2,49", "reduced", "DRINKS",
        "l", "No",
      ])
    #expect(
      verdict
        == .product(
          Product(
            sku: "A-1", name: "Oat milk 1 l",
            barcodes: ["04006381333931", "own", "00000096385074"], price: Money(249, .eur),
            taxClass: "reduced", category: "DRINKS", unit: "l", active: false, rev: 1)))
  }

  @Test(arguments: [
    ("04006381333931", "4006381333931"), ("14006381333938", "14006381333938"),
    ("036000291452", "0036000291452"), ("96385074", "0000096385074"),
  ])
  func `a row without a number takes its GTIN as SKU`(code: String, sku: String) throws {
    let verdict = try check(["gtin", "name", "price"], [code, "x", "1"])
    guard case .product(let product) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(product.sku == sku)
    #expect(product.taxClass == "standard" && product.active)
  }

  @Test func `a malformed or mistyped GTIN is named`() throws {
    let header = ["gtin14", "name", "price"]
    let malformed = try check(header, ["00o27000382493", "Ketchup", "1"])
    #expect(
      errors(malformed) == [
        ImportError(
          row: 7, column: "gtin14", value: "00o27000382493", reason: "a GTIN has digits only")
      ])
    let short = errors(try check(header, ["400638133", "x", "1"]))
    #expect(short.map(\.reason) == ["a GTIN has 8, 12, 13 or 14 digits, not 9"])
    let own = ["sku", "barcode", "name", "price"]
    let mistyped = errors(try check(own, ["1", "4006381333932", "x", "1"]))
    #expect(mistyped.map(\.reason) == ["the check digit is 2, it should be 1"])
    #expect(mistyped.map(\.column) == ["barcode"])
    #expect(errors(try check(own, ["1", "00o27000382493", "x", "1"])).isEmpty)
    #expect(errors(try check(own, ["1", "4.00638E+12", "x", "1"])).map(\.column) == ["barcode"])
  }

  @Test(arguments: [
    ("2.49", 249), ("2,49", 249), ("2", 200), ("2.5", 250), (".99", 99), ("0", 0),
    ("10000000000.00", 1_000_000_000_000),
  ])
  func `prices are exact`(text: String, minor: Int64) throws {
    #expect(try ImportText.price(text, .eur) == minor)
  }

  @Test(arguments: [
    "", "2.499", "2.490", "1.234,50", "1,234.50", "2.", ".", "-1", "+1", "1e3", "€2", "２", "2 49",
    "99999999999999999999",
  ])
  func `no price is guessed`(text: String) throws {
    #expect(throws: ImportReason.self) { try ImportText.price(text, .eur) }
    let found = errors(try check(["sku", "name", "price"], ["1", "x", text]))
    #expect(found.map(\.column) == ["price"])
    #expect(found.map(\.value) == [text])
  }

  @Test func `each currency has its own decimals`() throws {
    let yen = try #require(Currency(code: "JPY"))
    let dinar = try #require(Currency(code: "KWD"))
    #expect(try ImportText.price("249", yen) == 249)
    #expect(throws: ImportReason("JPY has 0 decimals, not 1")) {
      try ImportText.price("249.0", yen)
    }
    #expect(try ImportText.price("2.499", dinar) == 2_499)
  }

  @Test func `minor units are whole, and prices have a range`() throws {
    let header = ["sku", "name", "price_cents"]
    #expect(errors(try check(header, ["1", "x", "12,5x"])).map(\.reason) == ["no whole number"])
    for text in ["-1", "1000000000001"] {
      #expect(
        errors(try check(header, ["1", "x", text])).map(\.reason)
          == ["a price is 0 to 1000000000000 minor units"])
    }
  }

  @Test func `every bad cell of a row is reported`() throws {
    let found = errors(
      try check(
        ["sku", "name", "ean", "price", "tax", "active"],
        ["1", "a\u{7}b", "4006381333932", "x", "luxury", "maybe"]))
    #expect(found.map(\.column) == ["price", "active", "ean", "name"])
    #expect(found.allSatisfy { $0.row == 7 })
    let tax = errors(
      try check(["sku", "name", "price", "tax"], ["1", "x", "1", "luxury"]))
    #expect(tax.map(\.reason) == ["there is no such tax class; there are reduced, standard"])
  }

  @Test func `a product that nobody named sells under its number`() throws {
    for cells in [["7", "", "1"], ["7", " \r\n", "1"]] {
      guard case .product(let product) = try check(["sku", "name", "price"], cells) else {
        Issue.record("refused")
        continue
      }
      #expect(product.name == "7")
    }
  }

  @Test func `a row needs as many cells as the header`() throws {
    let header = ["sku", "name", "price"]
    #expect(
      errors(try check(header, ["1", "x"])).map(\.reason)
        == ["the row has 2 cells, the header 3"])
    #expect(errors(try check(header, ["1", "x", "1", ""])).count == 1)
  }

  @Test func `a long name and a control character are refused by the products' own check`() throws {
    let header = ["sku", "name", "price"]
    let long = errors(try check(header, ["1", String(repeating: "x", count: 501), "1"]))
    #expect(long.map(\.reason) == ["it has more than 500 characters"])
    #expect(long.allSatisfy { $0.value.count == 64 })
    let bell = errors(try check(header, ["1", "a\u{7}b", "1"]))
    #expect(bell.map(\.reason) == ["it holds a control character"])
    #expect(errors(try check(header, ["", "x", "1"])).map(\.column) == ["sku"])
  }
}
