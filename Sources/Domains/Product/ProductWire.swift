// The socket's methods about the catalogue.

package import Values
package import Wire

/// A product in a result.
package struct ProductResult: Codable, Equatable, Sendable {
  package let product: Product
  package let rev: Int64
  package init(product: Product) { (self.product, rev) = (product, product.rev) }
}

/// `product.put`: writes a product whole.
package enum ProductPut: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    package let sku: String
    package let name: String
    package let barcodes: [String]?
    package let price: Money
    package let taxClass: String?
    package let category: String?
    package let unit: String?
    package let active: Bool?

    package init(
      cmd: ID, sku: String, name: String, barcodes: [String]? = nil, price: Money,
      taxClass: String? = nil, category: String? = nil, unit: String? = nil, active: Bool? = nil
    ) {
      (self.cmd, self.sku, self.name, self.barcodes) = (cmd, sku, name, barcodes)
      (self.price, self.taxClass, self.category) = (price, taxClass, category)
      (self.unit, self.active) = (unit, active)
    }

    /// What is asked for, with the defaults of what was left out.
    package var draft: ProductDraft {
      ProductDraft(
        sku: sku, name: name, barcodes: barcodes ?? [], price: price,
        taxClass: taxClass ?? "standard", category: category, unit: unit, active: active ?? true)
    }
  }
  package static let name = "product.put"
  package static let summary = "Makes a product, or writes an existing one anew."
  package static let right = Right.manage
  package static var example: (params: Params, result: ProductResult) {
    (
      Params(
        cmd: Example.command, sku: "OAT-1", name: "Oat milk 1 l", barcodes: ["4006381333931"],
        price: Money(249, .eur), taxClass: "standard"),
      ProductResult(product: Example.product)
    )
  }
}

/// `product.get`: shows one product.
package enum ProductGet: Method {
  package struct Params: Codable, Sendable {
    package let code: String?
    package let sku: String?
    package init(code: String? = nil, sku: String? = nil) { (self.code, self.sku) = (code, sku) }
  }
  package static let name = "product.get"
  package static let summary = "Shows the product with a code, or with an SKU."
  package static let right = Right.sell
  package static var example: (params: Params, result: ProductResult) {
    (Params(code: "4006381333931"), ProductResult(product: Example.product))
  }
}

/// `product.find`: searches as people type.
package enum ProductFind: Method {
  package struct Params: Codable, Sendable {
    package let query: String
    package let limit: Int?
    package let after: String?
    package init(query: String, limit: Int? = nil, after: String? = nil) {
      (self.query, self.limit, self.after) = (query, limit, after)
    }
  }
  package static let name = "product.find"
  package static let summary =
    "Finds products by the beginnings of words of their name, by SKU or by barcode."
  package static let right = Right.sell
  package static var example: (params: Params, result: ProductPage) {
    (
      Params(query: "oat mi", limit: 20),
      ProductPage(items: [Example.product], next: nil)
    )
  }
}

/// `product.import`: reads products from a table.
package enum ProductImport: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    /// A CSV file on the daemon's disk, gzip or not.
    package let path: String?
    /// The table itself: the first row names the columns.
    package let rows: [[String]]?
    /// Which column of the table each field is read from; nil guesses from the names.
    package let mapping: [String: String]?
    /// Report what would change, and change nothing.
    package let dryRun: Bool?

    package init(
      cmd: ID, path: String? = nil, rows: [[String]]? = nil, mapping: [String: String]? = nil,
      dryRun: Bool? = nil
    ) {
      (self.cmd, self.path, self.rows) = (cmd, path, rows)
      (self.mapping, self.dryRun) = (mapping, dryRun)
    }
  }
  package struct Result: Codable, Equatable, Sendable {
    package let counts: ImportCounts
    /// The first of the rows that are left out, and why.
    package let errors: [ImportError]
    package let dryRun: Bool
    /// Which column each field was read from.
    package let mapping: [String: String]
    package init(
      counts: ImportCounts, errors: [ImportError], dryRun: Bool, mapping: [String: String]
    ) {
      (self.counts, self.errors) = (counts, errors)
      (self.dryRun, self.mapping) = (dryRun, mapping)
    }
  }
  package static let name = "product.import"
  package static let summary =
    "Imports products from a CSV file or rows: all good rows at once, or a report with dryRun."
  package static let right = Right.manage
  package static var example: (params: Params, result: Result) {
    (
      Params(
        cmd: Example.command, path: "/srv/products.csv.gz",
        mapping: ["sku": "sku", "name": "name", "priceMinor": "price_cents"], dryRun: true),
      Result(
        counts: ImportCounts(new: 68_221, error: 1),
        errors: [
          ImportError(row: 17, column: "price_cents", value: "12,5x", reason: "no whole number")
        ], dryRun: true, mapping: ["sku": "sku", "name": "name", "priceMinor": "price_cents"])
    )
  }
}

/// A cell that keeps its row out of an import.
package struct ImportError: Codable, Equatable, Sendable {
  /// The line of the table, the header being 1.
  package let row: Int64
  package let column: String
  package let value: String
  package let reason: String

  package init(row: Int64, column: String, value: String, reason: String) {
    (self.row, self.column, self.reason) = (row, column, reason)
    self.value = String(value.prefix(Limits.code))
  }
}
