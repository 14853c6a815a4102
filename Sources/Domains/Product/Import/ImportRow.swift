// One row of a table becomes a product, or the errors that keep it out.

package import Values
internal import Wire

/// One row of a table that is imported.
package struct ImportRow: Sendable {
  /// The row's number, the first row with the columns' names being 1.
  package let number: Int64
  package let cells: [String]

  /// What a row comes to.
  package enum Verdict: Equatable, Sendable {
    case product(Product)
    case errors([ImportError])
  }

  package init(number: Int64, cells: [String]) {
    self.number = number
    self.cells = cells
  }

  /// The product that the row describes, by the one check that single products pass too, or
  /// everything that can be said against it.
  ///
  /// A row without a number of its own takes its first code as SKU, a GTIN in thirteen or
  /// fourteen digits; a row without a name takes its SKU as name. Without a tax class it is
  /// `standard`.
  package func check(
    _ mapping: ImportMapping, currency: Currency, taxClasses: [String: Rate]
  ) -> Verdict {
    guard cells.count == mapping.header.count else {
      return .errors([
        ImportError(
          row: number, column: "", value: "",
          reason: "the row has \(cells.count) cells, the header \(mapping.header.count)")
      ])
    }
    var errors: [ImportError] = []
    func text(_ field: ImportField) -> String { mapping.text(field, in: cells) }
    func value<T>(
      of field: ImportField, _ read: (String) throws(ImportReason) -> T
    ) -> T? {
      do {
        return try read(text(field))
      } catch {
        errors.append(refused(field, text(field), error.text, mapping))
        return nil
      }
    }

    let minor = mapping.priceField.flatMap { field in
      value(of: field) { text throws(ImportReason) in
        field == .price
          ? try ImportText.price(text, currency) : try ImportText.wholeNumber(text)
      }
    }
    let active = value(of: .active, ImportText.flag)
    let (codes, codeErrors) = codes(mapping)
    errors += codeErrors

    let sku = text(.sku).isEmpty ? ImportText.number(of: codes.first) : text(.sku)
    // Real catalogues hold products that nobody named; they sell under their number.
    let name = ImportText.singleLine(text(.name))
    let taxClass = text(.taxClass)
    let draft = ProductDraft(
      sku: sku, name: name.isEmpty ? sku : name,
      barcodes: codeErrors.isEmpty ? codes : [], price: Money(minor ?? 0, currency),
      taxClass: taxClass.isEmpty ? "standard" : taxClass, category: text(.category).nonEmpty,
      unit: text(.unit).nonEmpty, active: active ?? true)
    do {
      let product = try draft.checked(currency: currency, taxClasses: taxClasses, rev: 1)
      if errors.isEmpty { return .product(product) }
    } catch {
      let (field, value, reason) = error.cell(mapping)
      errors.append(refused(field, value ?? text(field), reason, mapping))
    }
    return .errors(errors)
  }

  /// The row's codes as they stand, and those among them that cannot be.
  private func codes(_ mapping: ImportMapping) -> ([String], [ImportError]) {
    guard let field = mapping.codeField else { return ([], []) }
    let text = mapping.text(field, in: cells)
    let codes =
      field == .barcode
      ? (text.isEmpty ? [] : [text])
      : text.split { $0.isWhitespace || $0 == "|" || $0 == ";" }.map(String.init)
    let errors = codes.compactMap { code in
      ImportText.objection(toCode: code, expectsGTIN: mapping.expectsGTIN).map { reason in
        refused(field, code, reason, mapping)
      }
    }
    return (codes, errors)
  }

  private func refused(
    _ field: ImportField, _ value: String, _ reason: String, _ mapping: ImportMapping
  ) -> ImportError {
    ImportError(row: number, column: mapping.column(of: field), value: value, reason: reason)
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}

extension ProductRefusal {
  /// The refusal as one about a cell: its field, its value if that is not the whole cell, why.
  fileprivate func cell(_ mapping: ImportMapping) -> (ImportField, value: String?, reason: String) {
    let codes = mapping.codeField ?? .barcode
    switch self {
    case .text(let field, let reason):
      return (ImportField(rawValue: field) ?? codes, nil, reason)
    case .barcode(let code, let fault):
      return (codes, code, "\(fault)")
    case .barcodeTaken(let code, let sku):
      return (codes, code, "it belongs to product \(sku)")
    case .tooManyBarcodes:
      return (codes, nil, "a product has at most \(Limits.barcodes) barcodes")
    case .priceOutOfRange:
      return (
        mapping.priceField ?? .price, nil, "a price is 0 to \(Limits.amountMinor) minor units"
      )
    case .wrongCurrency(_, let expected):
      return (mapping.priceField ?? .price, nil, "this till sells in \(expected)")
    case .unknownTaxClass(let name, let known):
      return (
        .taxClass, name, "there is no such tax class; there are \(known.joined(separator: ", "))"
      )
    case .unknownCategory(let code):
      return (.category, code, "there is no such category")
    case .importRunning:
      return (.sku, nil, "products are being imported")
    }
  }
}
