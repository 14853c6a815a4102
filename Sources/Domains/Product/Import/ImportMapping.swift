// Which column of a table each part of a product is read from.

/// Where an import finds what, for one table.
///
/// Asked for as `{field: column}`, for example `["priceMinor": "price_cents"]`. A column is found
/// by its name, or else by its name in another case or with other spacing. A value that begins
/// with `=` is a constant for every row (`"taxClass": "=reduced"`; a bare `=` leaves the field
/// empty), and `name` may join columns with `+`. Fields left out are guessed from usual names.
package struct ImportMapping: Equatable, Sendable {
  /// Where one field comes from.
  enum Source: Equatable, Sendable {
    /// Cells by their index; several are joined.
    case columns([Int])
    case constant(String)
  }

  /// The names of the table's columns, as its first row has them.
  package let header: [String]
  private(set) var sources: [ImportField: Source] = [:]

  /// The mapping of a table with this first row.
  ///
  /// - Throws: a field or column that does not exist, or a product's number, name or price that
  ///   no column gives.
  package init(
    header: [String], asked: [String: String] = [:]
  ) throws(ImportFault) {
    self.header = header.map(\.trimmed)
    guard self.header.contains(where: { !$0.isEmpty }) else { throw .blankHeader }
    for (name, column) in asked.sorted(by: { $0.key < $1.key }) {
      guard let field = ImportField(rawValue: name) else { throw .unknownField(name) }
      sources[field] = try source(column, of: field)
    }
    if sources[.price] != nil && sources[.priceMinor] != nil { throw .twoOf(.price, .priceMinor) }
    if sources[.barcode] != nil && sources[.barcodes] != nil { throw .twoOf(.barcode, .barcodes) }
    for field in ImportField.allCases where !isTaken(field) { try guess(field) }
    if sources[.sku] == nil && codeField == nil { throw missing("sku or barcode") }
    if sources[.name] == nil { throw missing("name") }
    if priceField == nil { throw missing("price or priceMinor") }
  }

  /// Which column each field is read from, by its name in the table, or `=` and the constant.
  package var used: [String: String] {
    Dictionary(uniqueKeysWithValues: sources.keys.map { ($0.rawValue, column(of: $0)) })
  }

  /// The field that codes are read from, if any is.
  var codeField: ImportField? { [.barcode, .barcodes].first { sources[$0] != nil } }

  /// The field that the price is read from.
  var priceField: ImportField? { [.price, .priceMinor].first { sources[$0] != nil } }

  /// Whether the column of the codes promises GTINs, so that nothing else will do.
  var expectsGTIN: Bool {
    guard let codeField else { return false }
    let name = ImportField.plain(column(of: codeField))
    return ["gtin", "ean", "upc"].contains { name.hasPrefix($0) }
  }

  /// The column that a field is read from, for people; the field itself if there is none.
  package func column(of field: ImportField) -> String {
    switch sources[field] {
    case .columns(let indices): indices.map { header[$0] }.joined(separator: "+")
    case .constant(let text): "=" + text
    case nil: field.rawValue
    }
  }

  /// The column that codes are read from, for people.
  package var codeColumn: String { column(of: codeField ?? .barcode) }

  /// What a row says about a field, trimmed; empty if nothing.
  func text(_ field: ImportField, in cells: [String]) -> String {
    switch sources[field] {
    case .columns(let indices):
      indices.count == 1
        ? cells[indices[0]].trimmed
        : indices.map { cells[$0].trimmed }.filter { !$0.isEmpty }.joined(separator: " ")
    case .constant(let text): text
    case nil: ""
    }
  }

  private func source(_ text: String, of field: ImportField) throws(ImportFault) -> Source {
    if text.hasPrefix("=") { return .constant(String(text.dropFirst()).trimmed) }
    if let index = try index(of: text, for: field) { return .columns([index]) }
    let parts = field == .name ? text.split(separator: "+").map(String.init) : [text]
    var indices: [Int] = []
    for part in parts {
      guard let index = try index(of: part, for: field) else {
        throw .unknownColumn(part, field: field, known: header)
      }
      indices.append(index)
    }
    guard !indices.isEmpty else { throw .unknownColumn(text, field: field, known: header) }
    return .columns(indices)
  }

  private func index(of name: String, for field: ImportField) throws(ImportFault) -> Int? {
    let name = name.trimmed
    guard !name.isEmpty else { return nil }
    let exact = header.indices.filter { header[$0] == name }
    let plain = ImportField.plain(name)
    let found =
      exact.isEmpty ? header.indices.filter { ImportField.plain(header[$0]) == plain } : exact
    guard found.count < 2 else { throw .ambiguousColumn(name, field: field) }
    return found.first
  }

  /// Whether a field is mapped already, or another one that excludes it.
  private func isTaken(_ field: ImportField) -> Bool {
    switch field {
    case .price, .priceMinor: priceField != nil
    case .barcode, .barcodes: codeField != nil
    default: sources[field] != nil
    }
  }

  /// Reads a field from a column with one of its usual names, unless another field is that column.
  private mutating func guess(_ field: ImportField) throws(ImportFault) {
    let used = sources.values.flatMap { source -> [Int] in
      if case .columns(let indices) = source, indices.count == 1 { indices } else { [] }
    }
    for name in field.usualNames {
      guard let index = try index(of: name, for: field), !used.contains(index) else { continue }
      sources[field] = .columns([index])
      return
    }
  }

  private func missing(_ field: String) -> ImportFault { .missingField(field, known: header) }
}

extension ImportMapping {
  /// A product as imported, with what the table says nothing about as it was.
  ///
  /// Codes, tax class, category, unit and whether it is sold stay what they are in an existing
  /// product unless the table has a column, or the mapping a constant, for them.
  package func completed(_ product: Product, from existing: Product) -> Product {
    var whole = product
    if codeField == nil { whole.barcodes = existing.barcodes }
    if sources[.taxClass] == nil { whole.taxClass = existing.taxClass }
    if sources[.category] == nil { whole.category = existing.category }
    if sources[.unit] == nil { whole.unit = existing.unit }
    if sources[.active] == nil { whole.active = existing.active }
    return whole
  }
}
