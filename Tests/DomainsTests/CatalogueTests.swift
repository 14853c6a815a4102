// What a product and a category must be.

import Domains
import Testing
import Values
import Wire

private func draft(_ change: (inout ProductDraft) -> Void = { _ in }) -> ProductDraft {
  var draft = ProductDraft(
    sku: " OAT-1 ", name: "\u{A0}Oat milk 1 l ", barcodes: ["4006381333931", " own-7 "],
    price: eur(249), taxClass: "standard", category: "drinks", unit: "l", active: true)
  change(&draft)
  return draft
}

private func refused(_ change: (inout ProductDraft) -> Void) -> ProductRefusal? {
  do {
    _ = try draft(change).checked(currency: .eur, taxClasses: Settings().taxClasses, rev: 1)
    return nil
  } catch {
    return error
  }
}

struct CatalogueTests {
  @Test func `a good draft is a product with trimmed texts and barcodes in their one form`() throws
  {
    let product = try draft().checked(
      currency: .eur, taxClasses: Settings().taxClasses, rev: 3)
    #expect(
      product
        == Product(
          sku: "OAT-1", name: "Oat milk 1 l", barcodes: ["04006381333931", "own-7"],
          price: eur(249), taxClass: "standard", category: "drinks", unit: "l", active: true,
          rev: 3))
    #expect(
      product.hasSameContent(
        as: try draft().checked(
          currency: .eur, taxClasses: Settings().taxClasses, rev: 9)))
  }

  @Test func `a text that is empty, too long or holds a control character is refused`() {
    let long = String(repeating: "x", count: 501)
    #expect(refused { $0.sku = "  " } == .text(field: "sku", reason: "it is empty"))
    #expect(refused { $0.name = "" } == .text(field: "name", reason: "it is empty"))
    #expect(
      refused { $0.name = "a\tb" } == .text(field: "name", reason: "it holds a control character"))
    #expect(
      refused { $0.name = long } == .text(field: "name", reason: "it has more than 500 characters"))
    #expect(
      refused { $0.sku = String(long.prefix(65)) }
        == .text(field: "sku", reason: "it has more than 64 characters"))
    #expect(
      refused { $0.unit = String(long.prefix(17)) }
        == .text(field: "unit", reason: "it has more than 16 characters"))
    #expect(refused { $0.category = "" } == .text(field: "category", reason: "it is empty"))
    #expect(refused { $0.name = String(long.prefix(500)) } == nil)
  }

  @Test(arguments: [-1, .min, Limits.amountMinor + 1] as [Int64])
  func `a price out of range is refused`(minor: Int64) {
    #expect(refused { $0.price = eur(minor) } == .priceOutOfRange(minor))
  }

  @Test func `a price may be zero or the most, in the till's currency`() throws {
    let usd = try #require(Currency(code: "USD"))
    #expect(refused { $0.price = eur(0) } == nil)
    #expect(refused { $0.price = eur(Limits.amountMinor) } == nil)
    #expect(refused { $0.price = Money(1, usd) } == .wrongCurrency(usd, expected: .eur))
  }

  @Test func `an unknown tax class is refused with those that exist`() {
    let refusal = ProductRefusal.unknownTaxClass("luxury", known: ["reduced", "standard", "zero"])
    #expect(refused { $0.taxClass = "luxury" } == refusal)
    #expect(refusal.fault.message.contains("reduced, standard, zero"))
  }

  @Test func `digits in the length of a GTIN must be one`() {
    #expect(
      refused { $0.barcodes = ["4006381333930"] }
        == .barcode("4006381333930", .checkDigit(found: 0, expected: 1)))
    #expect(refused { $0.barcodes = ["00o27000382493", "12345", "123456789"] } == nil)
    #expect(refused { $0.barcodes = [""] } == .text(field: "barcodes", reason: "it is empty"))
  }

  @Test func `the same code twice is one and 51 are too many`() throws {
    let twice = draft { $0.barcodes = ["036000291452", "0036000291452", "x", "x"] }
    let product = try twice.checked(currency: .eur, taxClasses: Settings().taxClasses, rev: 1)
    #expect(product.barcodes == ["00036000291452", "x"])
    #expect(refused { $0.barcodes = (0..<51).map { "c\($0)" } } == .tooManyBarcodes)
  }

  @Test func `a line copies the product`() {
    let item = Example.product.lineItem(code: "c", rate: Rate(milliPercent: 20_000))
    #expect(item.name == "Oat milk 1 l" && item.price == eur(249) && item.code == "c")
    #expect(item.kind == .item && item.sku == "OAT-1")
  }

  @Test func `a stream belongs to one SKU or code`() {
    #expect(Product.stream(sku: "A") == Product.stream(sku: "A"))
    #expect(Product.stream(sku: "A") != Product.stream(sku: "B"))
    #expect(Product.stream(sku: "A").id != Category.stream(code: "A").id)
    for kind in Stream.Kind.allCases {
      let stream = Stream(kind, sampleID(9))
      #expect(Stream(bytes: stream.bytes) == stream && stream.bytes.count == 17)
    }
    #expect(Stream(bytes: []) == nil)
    #expect(Stream(bytes: [99] + sampleID(1).bytes) == nil)
  }

  private let tree = [
    Category(code: "food", name: "Food"), Category(code: "drinks", name: "Drinks", parent: "food"),
    Category(code: "tea", name: "Tea", parent: "drinks"),
  ]

  @Test func `a category stands under one that exists`() throws {
    try Category(code: "milk", name: "Milk", parent: "tea").check(in: tree)
    try Category(code: "top", name: "Top").check(in: [])
    #expect(throws: CategoryRefusal.unknownParent("nothing")) {
      try Category(code: "milk", name: "Milk", parent: "nothing").check(in: tree)
    }
  }

  @Test(arguments: ["food", "drinks", "tea"])
  func `a category never stands under itself or its own`(parent: String) {
    #expect(throws: CategoryRefusal.cycle("food")) {
      try Category(code: "food", name: "Food", parent: parent).check(in: tree)
    }
    #expect(CategoryRefusal.cycle("food").fault.data.kind == "category_cycle")
  }

  @Test func `a tree that has a cycle already is refused and never walked for ever`() {
    let broken = [
      Category(code: "a", name: "A", parent: "b"), Category(code: "b", name: "B", parent: "a"),
    ]
    #expect(throws: CategoryRefusal.cycle("c")) {
      try Category(code: "c", name: "C", parent: "a").check(in: broken)
    }
  }

  @Test func `a category moves to another place`() throws {
    try Category(code: "tea", name: "Tea", parent: "food").check(in: tree)
    try Category(code: "drinks", name: "Drinks").check(in: tree)
  }
}
