// Where the rows of an import wait until all of them are checked: a file that may be lost.

package import Domains
internal import FoundationEssentials
internal import GRDB
package import Values

/// The checked rows of one import, on disk and indexed, so that a table of any length finds its
/// own duplicates in bounded memory.
///
/// The file is `import-<id>.scratch` in the given directory, journalled and synchronized in no
/// way; it is removed by `discard`, or else when the next scratch of the directory is made. Rows
/// are added, then compared once with the catalogue, then taken out in chunks.
package final class ImportScratch: Sendable {
  private let path: String
  private let queue: DatabaseQueue

  /// Makes an empty scratch and removes those that an ended process left behind.
  ///
  /// - Parameter directory: the store's; it must exist.
  /// - Throws: `unusable` or `full`.
  package init(directory: String, id: ID) throws(ImportScratchFault) {
    let path = "\(directory)/import-\(id).scratch"
    self.path = path
    do {
      for name in try FileManager.default.contentsOfDirectory(atPath: directory)
      where name.hasPrefix("import-") && name.hasSuffix(".scratch") {
        try FileManager.default.removeItem(atPath: "\(directory)/\(name)")
      }
      queue = try Self.open(path)
    } catch {
      throw ImportScratchFault(error, path: path)
    }
  }

  deinit { discard() }

  /// Adds a checked row, unless its SKU or one of its barcodes is another row's already.
  ///
  /// - Returns: the error that keeps the row out, naming the row that came first; nil if it is in.
  package func add(
    _ product: Product, row: Int64, mapping: ImportMapping
  ) throws(ImportScratchFault) -> ImportError? {
    try access { db in
      try db.run(
        "INSERT OR IGNORE INTO product VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        [row, product.sku] + Self.content(product))
      guard db.changesCount == 1 else {
        let first = try db.first("SELECT row FROM product WHERE sku = ?", [product.sku]) {
          try $0.integer(0)
        }
        return ImportError(
          row: row, column: mapping.column(of: .sku), value: product.sku,
          reason: "row \(first ?? row) has the same SKU")
      }
      for (index, code) in product.barcodes.enumerated() {
        try db.run("INSERT OR IGNORE INTO barcode VALUES (?, ?)", [code, row])
        guard db.changesCount == 0 else { continue }
        try Self.withdraw(row, codes: product.barcodes.prefix(index), db)
        let owner = try db.first(
          """
          SELECT product.row, product.sku FROM barcode JOIN product ON product.row = barcode.row
          WHERE barcode.key = ?
          """, [code]
        ) { "row \(try $0.integer(0)), product \(try $0.text(1))," }
        return ImportError(
          row: row, column: mapping.codeColumn, value: code,
          reason: "\(owner ?? "another row") has the same barcode")
      }
      return nil
    }
  }

  /// Compares every row with the catalogue: new, changed, the same, or in conflict with it.
  ///
  /// What the table says nothing about is taken from the existing product. A barcode that another
  /// product of the catalogue owns keeps its row out, even if the table takes it away there.
  /// - Parameters:
  ///   - step: told after some hundred rows how many are compared; false ends it.
  ///   - report: takes the error of a row that is kept out, in order of rows.
  /// - Returns: how many of the rows are what; `error` are those that this comparison keeps out.
  /// - Throws: `cancelled` where `step` said so; `facts` if the catalogue cannot be read.
  package func finish(
    against facts: some Facts, mapping: ImportMapping, step: (Int64) -> Bool,
    report: (ImportError) -> Void
  ) throws(ImportScratchFault) -> ImportCounts {
    var counts = ImportCounts()
    var compared: Int64 = 0
    var cursor: Int64 = 0
    while true {
      let page = try page("SELECT * FROM product WHERE row > ? ORDER BY row LIMIT ?", cursor, 500)
      guard let last = page.last else { return counts }
      cursor = last.row
      var changes: [(row: Int64, product: Product?)] = []
      for (row, imported) in page {
        let existing = try read { () throws(FactsFault) in try facts.product(sku: imported.sku) }
        var product = existing.map { mapping.completed(imported, from: $0) } ?? imported
        if let (code, owner) = try conflict(of: product, existing, facts) {
          report(
            ImportError(
              row: row, column: mapping.codeColumn, value: code,
              reason: "the barcode belongs to product \(owner)"))
          counts.error += 1
          changes.append((row, nil))
        } else if let existing, product.hasSameContent(as: existing) {
          counts.same += 1
          changes.append((row, nil))
        } else if let existing {
          product.rev = existing.rev + 1
          counts.changed += 1
          changes.append((row, product))
        } else {
          counts.new += 1
        }
      }
      try write(changes)
      compared += Int64(page.count)
      guard step(compared) else { throw .cancelled }
    }
  }

  /// Some of the new and changed products in order of rows, for use after `finish`.
  ///
  /// - Parameters:
  ///   - cursor: 0 at first, then what the chunk before returned.
  ///   - limit: how many products at most, 1 or more.
  /// - Returns: nil when there are no more.
  package func chunk(
    after cursor: Int64, limit: Int
  ) throws(ImportScratchFault) -> (products: [Product], cursor: Int64)? {
    precondition(limit > 0, "a chunk holds at least one product: ask for a limit above 0")
    let page = try page(
      "SELECT * FROM product WHERE row > ? AND rev > 0 ORDER BY row LIMIT ?", cursor, limit)
    return page.last.map { (page.map(\.product), $0.row) }
  }

  /// Closes and removes the file; nothing else may be called afterwards.
  package func discard() {
    try? queue.close()
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Takes back a row that turned out to be in conflict; without a journal nothing else can.
  private static func withdraw(_ row: Int64, codes: some Sequence<String>, _ db: Database) throws {
    try db.run("DELETE FROM product WHERE row = ?", [row])
    for code in codes { try db.run("DELETE FROM barcode WHERE key = ?", [code]) }
  }

  /// A product's barcode that another product of the catalogue owns, and that product's SKU.
  private func conflict(
    of product: Product, _ existing: Product?, _ facts: some Facts
  ) throws(ImportScratchFault) -> (code: String, owner: String)? {
    for code in product.barcodes where existing?.barcodes.contains(code) != true {
      let owner = try read { () throws(FactsFault) in
        try facts.product(barcode: Barcode(reading: code))
      }
      if let owner, owner.sku != product.sku { return (code, owner.sku) }
    }
    return nil
  }

  /// Notes what changed rows become, and which rows (nil) need not be written.
  private func write(
    _ changes: [(row: Int64, product: Product?)]
  ) throws(ImportScratchFault) {
    try access { db in
      for (row, product) in changes {
        guard let product else {
          try db.run("UPDATE product SET rev = 0 WHERE row = ?", [row])
          continue
        }
        try db.run(
          """
          UPDATE product SET name = ?, barcodes = ?, minor = ?, currency = ?, tax_class = ?,
            category = ?, unit = ?, active = ?, rev = ? WHERE row = ?
          """, Self.content(product) + [product.rev, row])
      }
    }
  }

  private func page(
    _ sql: String, _ cursor: Int64, _ limit: Int
  ) throws(ImportScratchFault) -> [(row: Int64, product: Product)] {
    try access { db in
      try db.all(sql, [cursor, limit]) { row in
        let product = Product(
          sku: try row.text(1), name: try row.text(2),
          barcodes: try row.text(3).split(separator: "\n").map(String.init),
          price: try row.money(4), taxClass: try row.text(6), category: try row.optionalText(7),
          unit: try row.optionalText(8), active: try row.integer(9) != 0, rev: try row.integer(10))
        return (try row.integer(0), product)
      }
    }
  }

  /// The columns from `name` to `active`; no barcode holds the line feed between them.
  private static func content(_ product: Product) -> StatementArguments {
    [
      product.name, product.barcodes.joined(separator: "\n"), product.price.minor,
      product.price.currency.code, product.taxClass, product.category, product.unit,
      product.active,
    ]
  }

  private static func open(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.label = "import"
    // One transaction from beginning to end, never committed: the file dies with the import.
    configuration.allowsUnsafeTransactions = true
    let queue = try DatabaseQueue(path: Seal.uri(path), configuration: configuration)
    try queue.inDatabase { db in
      Seal.reserve(db)
      try db.execute(
        sql: """
          PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
          PRAGMA mmap_size = 0; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;
          CREATE TABLE product (
            row INTEGER PRIMARY KEY, sku TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
            barcodes TEXT NOT NULL, minor INTEGER NOT NULL, currency TEXT NOT NULL,
            tax_class TEXT NOT NULL, category TEXT, unit TEXT, active INTEGER NOT NULL,
            rev INTEGER NOT NULL) STRICT;
          CREATE TABLE barcode (key TEXT PRIMARY KEY, row INTEGER NOT NULL) STRICT, WITHOUT ROWID;
          BEGIN;
          """)
    }
    return queue
  }

  private func access<T>(_ body: (Database) throws -> T) throws(ImportScratchFault) -> T {
    do {
      return try queue.inDatabase(body)
    } catch {
      throw ImportScratchFault(error, path: path)
    }
  }

  private func read<T>(_ body: () throws(FactsFault) -> T) throws(ImportScratchFault) -> T {
    do {
      return try body()
    } catch {
      throw .facts(error)
    }
  }
}

/// Why an import cannot go on; the catalogue is untouched.
package enum ImportScratchFault: Error, Equatable, Sendable {
  /// The scratch file cannot be made, written or read.
  case unusable(path: String, reason: String)
  /// The medium has no room for the scratch file.
  case full
  /// The catalogue could not be read.
  case facts(FactsFault)
  /// Whoever watched the import ended it.
  case cancelled

  fileprivate init(_ error: any Error, path: String) {
    switch error {
    case let error as DatabaseError where error.resultCode == .SQLITE_FULL: self = .full
    case let unreadable as Unreadable: self = .unusable(path: path, reason: unreadable.reason)
    default: self = .unusable(path: path, reason: StoreFault.reason(error))
    }
  }
}

extension ImportScratchFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unusable(let path, let reason): "\(path) cannot be used: \(reason)"
    case .full: "the medium has no room for the import: free some space and import again"
    case .facts(let fault): "the catalogue cannot be read: \(fault.reason)"
    case .cancelled: "the import was cancelled; nothing of it is in force"
    }
  }
}
