// Real baskets from a table, priced from a list: what a replay sells.

internal import ArgumentParser
internal import Domains
internal import Values

/// One basket: the lines that can be sold, and those that cannot.
struct Basket {
  struct Line {
    let sku: String
    let quantity: Quantity
  }

  var name = ""
  var lines: [Line] = []
  /// Quantity times price over the lines that can be sold.
  var total: Money
  /// Lines of the table, whatever became of them.
  var read = 0
  var quantityZero = 0
  var noPrice = 0

  init(_ currency: Currency) { total = Money.zero(currency) }
}

/// Regular prices by SKU.
struct PriceList {
  private var prices: [String: Money] = [:]

  /// Reads the columns `sku` and `price_cents` of a CSV file, gzip or not; a row without a price
  /// is left out.
  init(path: String, currency: Currency) throws {
    var table = try TableFile(path: path)
    let columns = try table.columns("sku", "price_cents")
    while let row = try table.next() {
      guard columns.allSatisfy(row.indices.contains), let minor = Int64(row[columns[1]]) else {
        continue
      }
      prices[row[columns[0]]] = Money(minor, currency)
    }
  }

  /// How such a file is imported.
  ///
  /// A product is named by its name, brand and size, as far as the file has them, since some have
  /// no name of their own. Categories are left alone.
  static func mapping(path: String) throws -> [String: String] {
    var table = try TableFile(path: path)
    let header = try table.next() ?? []
    let name = ["name", "brand", "size"].filter(header.contains).joined(separator: "+")
    return ["sku": "sku", "name": name, "priceMinor": "price_cents", "category": "="]
  }

  subscript(sku: String) -> Money? { prices[sku] }
}

/// Baskets one after the other: consecutive rows of the same `basket_id` are one.
struct BasketFile {
  private var table: TableFile
  private let path: String
  private let columns: [Int]
  private let prices: PriceList
  private let currency: Currency
  /// The first row of the next basket.
  private var ahead: [String]?

  init(path: String, prices: PriceList, currency: Currency) throws {
    table = try TableFile(path: path)
    columns = try table.columns("basket_id", "sku", "quantity")
    ahead = try table.next()
    (self.path, self.prices, self.currency) = (path, prices, currency)
  }

  var permille: Int64 { table.permille }

  /// The next basket, or nil at the end of the file.
  ///
  /// - Throws: a usage error for a row that is no line of a basket.
  mutating func next() throws -> Basket? {
    guard let first = ahead else { return nil }
    var basket = Basket(currency)
    basket.name = try cell(0, of: first)
    while let row = ahead, try cell(0, of: row) == basket.name {
      try add(row, to: &basket)
      ahead = try table.next()
    }
    return basket
  }

  private func add(_ row: [String], to basket: inout Basket) throws {
    basket.read += 1
    let (sku, text) = (try cell(1, of: row), try cell(2, of: row))
    guard let count = Int64(text), (0...Int64(Int32.max)).contains(count) else {
      throw ValidationError("\(path): '\(text)' is no quantity (basket \(basket.name)).")
    }
    guard count > 0 else {
      basket.quantityZero += 1
      return
    }
    guard let price = prices[sku] else {
      basket.noPrice += 1
      return
    }
    let quantity = Quantity(milli: count * 1000)
    basket.total = try basket.total.adding(price.times(quantity))
    basket.lines.append(Basket.Line(sku: sku, quantity: quantity))
  }

  private func cell(_ column: Int, of row: [String]) throws -> String {
    guard row.indices.contains(columns[column]) else {
      throw ValidationError("\(path): a row has only \(row.count) cells.")
    }
    return row[columns[column]]
  }
}
