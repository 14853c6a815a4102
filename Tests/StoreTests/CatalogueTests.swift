// Products: puts, imports that are invisible until applied, purging, and search.

import Domains
import Foundation
import GRDB
import Testing
import Values

@testable import Store

@Suite struct CatalogueTests {
  let folder: Folder
  init() throws { folder = try Folder() }

  private func names(_ reader: StoreReader, _ query: String, limit: Int = 100) throws -> [String] {
    try reader.search(query, limit: limit, after: nil).items.map(\.name)
  }

  @Test func `a product is found by number, barcode and name, as it was written last`() throws {
    let till = try Till(folder.store())
    let bread = product("100", "Rye bread", ["04006381333931", "BREAD \"1\"", "brød"])
    till.send([.product(bread)])
    #expect(till.settle() == nil)
    let reader = try till.store.makeReader()
    #expect(try reader.product(sku: "100") == bread)
    for code in ["4006381333931", "04006381333931", "BREAD \"1\"", "brød"] {
      #expect(try reader.product(barcode: Barcode(reading: code)) == bread)
    }
    #expect(try names(reader, "bread") == ["Rye bread"])

    let loaf = product("100", "White loaf", ["BREAD 2"], rev: 2)
    till.send([.product(loaf)])
    #expect(till.settle() == nil)
    #expect(try reader.product(sku: "100") == loaf)
    #expect(try reader.product(barcode: Barcode(reading: "BREAD 2")) == loaf)
    #expect(try reader.product(barcode: Barcode(reading: "4006381333931")) == nil)
    #expect(try names(reader, "bread") == [])
    #expect(try names(reader, "loaf") == ["White loaf"])
    #expect(try reader.product(sku: "101") == nil)
    till.store.stop()
  }

  @Test func `of several products with one barcode an active one is sold`() throws {
    let till = try Till(folder.store())
    till.send([
      .product(product("1", "Old", ["X"], active: false)), .product(product("3", "C", ["X"])),
      .product(product("2", "B", ["X"])), .product(product("4", "Gone", ["Y"], active: false)),
    ])
    #expect(till.settle() == nil)
    let reader = try till.store.makeReader()
    #expect(try reader.product(barcode: Barcode(reading: "X"))?.sku == "2")
    #expect(try reader.product(barcode: Barcode(reading: "Y"))?.name == "Gone")
    #expect(try names(reader, "gone") == [])
    #expect(try names(reader, "Y") == [])
    till.store.stop()
  }

  @Test func `an import is invisible until it is applied, then all of it is there`() throws {
    let till = try Till(folder.store())
    let (id, other) = (till.scribe.id(), till.scribe.id())
    till.send([.product(product("1", "Apple", ["A"])), .product(product("2", "Pear", ["P"]))])
    till.send([
      .staged(import: id, [product("1", "Apple new", ["N"], rev: 2), product("3", "Plum", ["Q"])])
    ])
    till.send([.staged(import: id, [product("4", "Fig")])])
    till.send([.staged(import: other, [product("2", "Wrong pear", ["W"])])])
    #expect(till.settle() == nil)
    let reader = try till.store.makeReader()
    #expect(try names(reader, "") == ["Apple", "Pear"])
    #expect(try names(reader, "plum") == [])
    #expect(try reader.product(sku: "1")?.name == "Apple")
    #expect(try reader.product(sku: "3") == nil)
    for code in ["N", "Q", "W"] {
      #expect(try reader.product(barcode: Barcode(reading: code)) == nil)
    }
    till.send([.applied(import: id)])
    till.send([.abandoned(import: other)])
    #expect(till.settle() == nil)
    func check(_ reader: StoreReader) throws {
      #expect(Set(try names(reader, "")) == ["Apple new", "Pear", "Plum", "Fig"])
      #expect(try reader.product(sku: "1")?.rev == 2)
      #expect(try reader.product(sku: "2")?.name == "Pear")
      #expect(try reader.product(barcode: Barcode(reading: "A")) == nil)
      #expect(try reader.product(barcode: Barcode(reading: "W")) == nil)
      #expect(try reader.product(barcode: Barcode(reading: "N"))?.sku == "1")
      #expect(try names(reader, "apple") == ["Apple new"])
      #expect(try names(reader, "wrong") == [])
    }
    try check(reader)
    try till.rest()
    try check(reader)
    let rows = try reader.queue.unsafeRead {
      try Int64.fetchOne($0, sql: "SELECT count(*) FROM product")
    }
    #expect(rows == 4)
    till.store.stop()
    let again = try Till(folder.store(), starts: false)
    try check(try again.store.makeReader())
    #expect(again.store.recovery.unfinishedImports == [])
    again.store.stop()
  }

  @Test func `the import that is applied last wins, whichever was staged first`() throws {
    let till = try Till(folder.store())
    let (first, second) = (till.scribe.id(), till.scribe.id())
    till.send([.staged(import: first, [product("1", "From the first", ["1"])])])
    till.send([.staged(import: second, [product("1", "From the second", ["2"])])])
    till.send([.applied(import: second)])
    till.send([.applied(import: first)])
    #expect(till.settle() == nil)
    let reader = try till.store.makeReader()
    #expect(try reader.product(sku: "1")?.name == "From the first")
    try till.rest()
    #expect(try names(reader, "") == ["From the first"])
    till.send([.product(product("1", "By hand", ["3"], rev: 3))])
    #expect(till.settle() == nil)
    #expect(try names(reader, "") == ["By hand"])
    #expect(try reader.product(barcode: Barcode(reading: "1")) == nil)
    till.store.stop()
  }

  @Test func `leftovers are purged a little at a time and after a restart too`() throws {
    let till = try Till(folder.store(), starts: false)
    let (kept, lost) = (till.scribe.id(), till.scribe.id())
    let rows = (0..<2000).map { product("S\($0)", "Thing \($0)", ["B\($0)"]) }
    let changed = rows.map { product($0.sku, $0.name + " new", $0.barcodes, rev: 2) }
    // Closed before there is a moment to purge: the mailbox is full until the end.
    till.send(rows.map(RowChange.product))
    till.send([.staged(import: lost, rows)])
    till.send([.staged(import: kept, changed)])
    till.send([.applied(import: kept), .abandoned(import: lost)])
    till.store.stop()
    let count = "SELECT count(*) FROM product"
    let closed = try Connection.reader(path: folder.database())
    #expect(try closed.unsafeRead { try Int64.fetchOne($0, sql: count) } == 6000)
    try closed.close()

    let again = try Till(folder.store())
    try again.rest()
    let reader = try again.store.makeReader()
    func number(_ sql: String) throws -> Int64? {
      try reader.queue.unsafeRead { try Int64.fetchOne($0, sql: sql) }
    }
    #expect(try number(count) == 2000)
    #expect(try number("SELECT count(*) FROM barcode") == 2000)
    #expect(try number("SELECT count(*) FROM product WHERE rev = 2") == 2000)
    #expect(try names(reader, "thing 1999") == ["Thing 1999 new"])
    again.store.stop()
    // The name index says itself that it fits the rows.
    let writer = try Connection.writer(path: folder.database(), options: StoreOptions())
    try writer.writeWithoutTransaction { db in
      try db.execute(sql: "INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
    }
  }

  @Test func `nothing can be staged into an import that is over`() throws {
    let till = try Till(folder.store())
    let id = till.scribe.id()
    till.send([.staged(import: id, [product("1", "A")])])
    till.send([.applied(import: id)])
    #expect(till.settle() == nil)
    till.send([.staged(import: id, [product("2", "B")])])
    #expect(till.settle() != nil)
    till.store.stop()
  }

  @Test func `an exact number comes first, then names by how well they fit`() throws {
    let till = try Till(folder.store())
    till.send([
      .product(product("1", "Milk chocolate large")), .product(product("2", "Chocolate milk")),
      .product(product("3", "Chocolate")), .product(product("4", "Dark milk with chocolate")),
      .product(product("choc", "Something else")), .product(product("5", "Café crème")),
    ])
    #expect(till.settle() == nil)
    let reader = try till.store.makeReader()
    #expect(
      try names(reader, "choc") == [
        "Something else", "Chocolate", "Chocolate milk", "Milk chocolate large",
        "Dark milk with chocolate",
      ])
    #expect(
      try names(reader, "milk choc") == [
        "Milk chocolate large", "Dark milk with chocolate", "Chocolate milk",
      ])
    #expect(try names(reader, "CAFE CREME") == ["Café crème"])
    #expect(try names(reader, "café") == ["Café crème"])
    #expect(try names(reader, "choc nothing") == [])
    till.store.stop()
  }

  @Test(arguments: [
    "\"", "'", "*", "-", "AND", "OR NOT", "NEAR(a b)", "name:milk", "^milk", "a\" OR \"b", "((",
    "%", "\0", "\u{301}", "🍞", "milk\u{0}\"", "' OR 1=1 --", String(repeating: "milk ", count: 500),
    String(repeating: "x", count: 100_000), "ﬀ", "ß", "\u{FFFD}", "名", "{name} : milk", "milk + a",
  ])
  func `whatever is typed is data`(query: String) throws {
    let till = try Till(folder.store())
    till.send([.product(product("1", "Milk")), .product(product("2", "Bread"))])
    #expect(till.settle() == nil)
    let reader = try till.store.makeReader()
    let found = try names(reader, query)
    #expect(found.isEmpty || found == ["Milk"])
    _ = try reader.search(query, limit: 5, after: query)
    till.store.stop()
  }

  @Test func `pages hold every product once, also when there are many windows`() throws {
    let till = try Till(folder.store())
    let rows = (0..<1500).map {
      product("S\($0)", $0.isMultiple(of: 3) ? "Tea \($0)" : "Coffee \($0)", active: $0 % 10 != 0)
    }
    till.send([.product(product("tea", "Tea"))])
    till.send(rows.map(RowChange.product))
    #expect(till.settle() == nil)
    let reader = try till.store.makeReader()
    for (query, wanted) in [
      ("", rows.filter(\.active).count + 1),
      ("tea", rows.filter { $0.active && $0.name.hasPrefix("Tea") }.count + 1),
    ] {
      var seen: [String] = []
      var next: String?
      repeat {
        let page = try reader.search(query, limit: 70, after: next)
        #expect(page.items.count <= 70)
        seen += page.items.map(\.sku)
        next = page.next
      } while next != nil
      #expect(seen.count == wanted)
      #expect(Set(seen).count == wanted)
    }
    till.store.stop()
  }

  @Test func `categories come in their order`() throws {
    let till = try Till(folder.store())
    till.send([
      .category(Category(code: "b", name: "B", sort: 1)),
      .category(Category(code: "a", name: "A", parent: "b", sort: 1, taxClass: "zero")),
      .category(Category(code: "c", name: "C")),
      .category(Category(code: "b", name: "B2", sort: 1, rev: 2)),
    ])
    #expect(till.settle() == nil)
    let reader = try till.store.makeReader()
    #expect(try reader.categories().map(\.name) == ["C", "A", "B2"])
    #expect(try reader.category("a")?.parent == "b")
    #expect(try reader.category("z") == nil)
    till.store.stop()
  }
}
