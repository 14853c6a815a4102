// Baskets and prices from files: what is counted, left out and refused.

import ArgumentParser
import Foundation
import Testing
import Values

@testable import till

struct BasketFileTests {
  private func file(_ text: String, _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "till-\(UUID()).csv")
    try Data(text.utf8).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    try body(path.path())
  }

  private func baskets(prices: String, rows: String) throws -> [Basket] {
    var found: [Basket] = []
    try file(prices) { prices in
      try file(rows) { rows in
        let list = try PriceList(path: prices, currency: .eur)
        var table = try BasketFile(path: rows, prices: list, currency: .eur)
        while let basket = try table.next() { found.append(basket) }
      }
    }
    return found
  }

  @Test func `rows of one basket are one sale, and what cannot be sold is counted`() throws {
    let found = try baskets(
      prices: "sku,price_cents\nA,109\nB,250\nC,\n",
      rows: "basket_id,sku,quantity\n1,A,2\n1,C,1\n2,B,1\n2,A,0\n2,B,3\n")
    #expect(found.map(\.total.minor) == [218, 1000])
    #expect(found.map(\.noPrice) == [1, 0])
    #expect(found.map(\.quantityZero) == [0, 1])
    #expect(found.map(\.read) == [2, 3])
  }

  @Test(arguments: ["1,A,-1", "1,A,1.5", "1,A,x", "1,A,99999999999"])
  func `a quantity that is none is named`(row: String) throws {
    #expect(throws: ValidationError.self) {
      try baskets(prices: "sku,price_cents\nA,109\n", rows: "basket_id,sku,quantity\n\(row)\n")
    }
  }

  @Test func `a row cut short is refused`() throws {
    #expect(throws: ValidationError.self) {
      try baskets(prices: "sku,price_cents\nA,109\n", rows: "basket_id,sku,quantity\n1,A\n")
    }
  }
}
