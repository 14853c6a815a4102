// What can happen to the catalogue, and why something may not. Names and shapes are frozen.

package import Values
package import Wire

/// What happened to a product, or to many at once.
package enum ProductEvent: DomainEvent {
  case created(Product)
  case changed(Product)
  case importRows(ImportRows)
  case importApplied(ImportApplied)
  case importAbandoned(ImportAbandoned)

  /// Some of an import's new and changed products; in force once the import is applied.
  package struct ImportRows: Codable, Equatable, Sendable {
    package let products: [Product]
    package init(products: [Product]) { self.products = products }
  }

  /// Everything the import staged is in force.
  package struct ImportApplied: Codable, Equatable, Sendable {
    package let counts: ImportCounts
    /// What was imported, as the client named it: a file's name without its folder.
    package let source: String
    package init(counts: ImportCounts, source: String) {
      self.counts = counts
      self.source = source
    }
  }

  /// The import ended before it was applied; nothing of it is in force.
  package struct ImportAbandoned: Codable, Equatable, Sendable {
    package let reason: String
    package init(reason: String) { self.reason = reason }
  }

  package static let kinds: [EventKind<ProductEvent>] = [
    EventKind("product.created", Product.self) { .created($0) },
    EventKind("product.changed", Product.self) { .changed($0) },
    EventKind("product.import_rows", ImportRows.self) { .importRows($0) },
    EventKind("product.import_applied", ImportApplied.self) { .importApplied($0) },
    EventKind("product.import_abandoned", ImportAbandoned.self) { .importAbandoned($0) },
  ]

  package var content: EventContent {
    switch self {
    case .created(let payload): EventContent("product.created", payload)
    case .changed(let payload): EventContent("product.changed", payload)
    case .importRows(let payload): EventContent("product.import_rows", payload)
    case .importApplied(let payload): EventContent("product.import_applied", payload)
    case .importAbandoned(let payload): EventContent("product.import_abandoned", payload)
    }
  }
}

/// What an import found.
package struct ImportCounts: Codable, Equatable, Sendable {
  package var new: Int64
  package var changed: Int64
  package var same: Int64
  package var error: Int64

  package init(new: Int64 = 0, changed: Int64 = 0, same: Int64 = 0, error: Int64 = 0) {
    self.new = new
    self.changed = changed
    self.same = same
    self.error = error
  }
}

/// Why a product is not written as asked.
package enum ProductRefusal: Refusal, Equatable {
  case text(field: String, reason: String)
  case barcode(String, GTINFault)
  case barcodeTaken(String, by: String)
  case tooManyBarcodes
  case priceOutOfRange(Int64)
  case wrongCurrency(Currency, expected: Currency)
  case unknownTaxClass(String, known: [String])
  case unknownCategory(String)
  case importRunning

  package var fault: Fault {
    switch self {
    case .text(let field, let reason):
      Fault(.invalid, kind: "invalid_text", "\(field): \(reason).", field: field)
    case .barcode(let code, let fault):
      Fault(
        .invalid, kind: "invalid_barcode",
        "\(code.prefix(Limits.code).debugDescription) is no barcode: \(fault).", field: "barcodes")
    case .barcodeTaken(let code, let sku):
      Fault(
        .conflict, kind: "barcode_taken",
        "The barcode \(code) belongs to product \(sku): take it away there first.",
        field: "barcodes")
    case .tooManyBarcodes:
      Fault(
        .invalid, kind: "too_many_barcodes", "A product has at most \(Limits.barcodes) barcodes.",
        field: "barcodes")
    case .priceOutOfRange(let minor):
      Fault(
        .invalid, kind: "price_out_of_range",
        "A price is 0 to \(Limits.amountMinor) minor units, not \(minor).", field: "price.minor")
    case .wrongCurrency(let currency, let expected):
      Fault(
        .rule, kind: "wrong_currency", "This till sells in \(expected), not in \(currency).",
        field: "price.cur")
    case .unknownTaxClass(let name, let known):
      Fault(
        .invalid, kind: "unknown_tax_class",
        "There is no tax class \(name.prefix(Limits.code).debugDescription); there are "
          + "\(known.joined(separator: ", ")).", field: "taxClass")
    case .unknownCategory(let code):
      Fault(
        .invalid, kind: "unknown_category",
        "There is no category \(code.prefix(Limits.code).debugDescription); make it first.",
        field: "category")
    case .importRunning:
      Fault(
        .locked, kind: "import_running",
        "Products are being imported; try again when the import is done.",
        retry: .after(milliseconds: 2000))
    }
  }
}
