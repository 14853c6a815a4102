// Which column is which: asked for, guessed, or refused with the names that there are.

import Testing
import Values
import Wire

@testable import Domains

struct ImportMappingTests {
  @Test func `the usual names are guessed`() throws {
    let journey = try ImportMapping(header: [
      "sku", "department", "category", "name", "brand", "size", "price_cents",
    ])
    #expect(
      journey.used == [
        "sku": "sku", "category": "category", "name": "name", "priceMinor": "price_cents",
      ])
    let other = try ImportMapping(header: ["ID", "Product Name", "EAN", "Price", "VAT", "Unit"])
    #expect(
      other.used == [
        "sku": "ID", "name": "Product Name", "barcode": "EAN", "price": "Price", "taxClass": "VAT",
        "unit": "Unit",
      ])
  }

  @Test func `constants and joined columns stand in for what a table lacks`() throws {
    let header = ["gtin14", "brand", "name", "size"]
    let asked = ["priceMinor": "=199", "taxClass": "=reduced", "name": "brand+name+size"]
    let mapping = try ImportMapping(header: header, asked: asked)
    #expect(mapping.used == asked.merging(["barcode": "gtin14"]) { $1 })
    #expect(mapping.text(.name, in: ["1", " Kind ", "", "40 g"]) == "Kind 40 g")
    #expect(mapping.text(.priceMinor, in: ["", "", "", ""]) == "199")
    #expect(mapping.expectsGTIN)
    #expect(throws: ImportFault.missingField("price or priceMinor", known: header)) {
      try ImportMapping(header: header)
    }
  }

  @Test func `a column that has a plus in its name is found before it is taken apart`() throws {
    let mapping = try ImportMapping(
      header: ["sku", "brand+name", "price"], asked: ["name": "brand+name"])
    #expect(mapping.column(of: .name) == "brand+name")
    #expect(mapping.text(.name, in: ["1", "x", "2"]) == "x")
  }

  @Test func `a column that was asked for is not guessed for another field`() throws {
    let mapping = try ImportMapping(
      header: ["id", "name", "price"], asked: ["barcode": "id"])
    #expect(mapping.used["sku"] == nil)
    #expect(!mapping.expectsGTIN)
  }

  @Test func `a column that the name is joined from is still the category`() throws {
    let mapping = try ImportMapping(
      header: ["sku", "department", "category", "name", "price"],
      asked: ["name": "category+name"])
    #expect(mapping.used["category"] == "category")
    #expect(mapping.text(.name, in: ["1", "GROCERY", "BREAD", "Rye", "1"]) == "BREAD Rye")
  }

  @Test func `an empty constant turns a guess off`() throws {
    let header = ["sku", "name", "price", "category"]
    let mapping = try ImportMapping(header: header, asked: ["category": "="])
    #expect(mapping.text(.category, in: ["1", "x", "2", "FOOD"]) == "")
  }

  @Test func `unknown fields and columns are named with those that exist`() {
    let header = ["sku", "name", "price"]
    #expect(throws: ImportFault.unknownField("colour")) {
      try ImportMapping(header: header, asked: ["colour": "name"])
    }
    let unknown = ImportFault.unknownColumn("title", field: .name, known: header)
    #expect(throws: unknown) { try ImportMapping(header: header, asked: ["name": "title"]) }
    #expect(throws: unknown) { try ImportMapping(header: header, asked: ["name": "sku+title"]) }
    #expect(throws: ImportFault.unknownColumn("a+b", field: .unit, known: header)) {
      try ImportMapping(header: header, asked: ["unit": "a+b"])
    }
    #expect(unknown.fault.message.contains("sku, name, price"))
    #expect(ImportFault.unknownField("x").fault.message.contains("priceMinor"))
  }

  @Test func `what a product cannot do without is named when it is missing`() {
    #expect(throws: ImportFault.missingField("name", known: ["sku", "price"])) {
      try ImportMapping(header: ["sku", "price"])
    }
    #expect(throws: ImportFault.missingField("sku or barcode", known: ["name", "price"])) {
      try ImportMapping(header: ["name", "price"])
    }
    #expect(throws: ImportFault.blankHeader) { try ImportMapping(header: ["", " "]) }
    #expect(throws: ImportFault.blankHeader) { try ImportMapping(header: []) }
  }

  @Test func `two columns of one name and two prices are refused`() throws {
    #expect(throws: ImportFault.ambiguousColumn("name", field: .name)) {
      try ImportMapping(header: ["sku", "name", "name", "price"])
    }
    let header = ["sku", "name", "Name", "price", "price_cents"]
    #expect(throws: ImportFault.twoOf(.price, .priceMinor)) {
      try ImportMapping(header: header, asked: ["price": "price", "priceMinor": "price_cents"])
    }
    #expect(try ImportMapping(header: header).used["name"] == "name")
  }

  @Test func `a product keeps what the table says nothing about`() throws {
    let existing = Product(
      sku: "1", name: "Old", barcodes: ["04006381333931"], price: Money(1, .eur),
      taxClass: "reduced", category: "FOOD", unit: "kg", active: false, rev: 4)
    let imported = Product(
      sku: "1", name: "New", barcodes: [], price: Money(2, .eur), taxClass: "standard", rev: 1)
    let sparse = try ImportMapping(header: ["sku", "name", "price"])
    var expected = existing
    (expected.name, expected.price, expected.rev) = ("New", Money(2, .eur), 1)
    #expect(sparse.completed(imported, from: existing) == expected)
    let full = try ImportMapping(header: [
      "sku", "name", "price", "ean", "tax", "category", "unit", "active",
    ])
    #expect(full.completed(imported, from: existing) == imported)
  }
}
