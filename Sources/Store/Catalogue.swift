// Products as rows in generations: a put changes the row in force, an import waits unseen until
// it is applied by one write, and what it supersedes is removed later, a little at a time.

internal import Domains
internal import FoundationEssentials
internal import GRDB
internal import Values

/// The product view.
enum Catalogue {
  static let columns = """
    p.sku, p.name, p.barcodes, p.minor, p.cur, p.tax, p.category, p.unit, p.active, p.rev
    """

  /// True where the row `p`, whose import is `i`, is the one in force of its SKU.
  ///
  /// Where nothing waits to be purged a SKU has one applied row, and the others need no look.
  static let isInForce = """
    (i.rank IS NOT NULL AND (
      NOT EXISTS (SELECT 1 FROM import WHERE unpurged IS NOT NULL)
      OR NOT EXISTS (
        SELECT 1 FROM product q JOIN import j ON j.gen = q.gen
        WHERE q.sku = p.sku AND q.gen <> p.gen AND j.rank > i.rank)))
    """

  static func product(_ row: Row) throws(Unreadable) -> Product {
    Product(
      sku: try row.text(0), name: try row.text(1), barcodes: list(try row.text(2)),
      price: try row.money(3), taxClass: try row.text(5), category: try row.optionalText(6),
      unit: try row.optionalText(7), active: try row.integer(8) != 0, rev: try row.integer(9))
  }

  /// The product in force with this SKU.
  static func product(sku: String, in db: Database) throws -> Product? {
    try db.first(bySKU, [sku], read: product)
  }

  private static let bySKU = """
    SELECT \(columns) FROM product p JOIN import i ON i.gen = p.gen
    WHERE p.sku = ? AND \(isInForce)
    """

  /// The product in force with this barcode; of several an active one, then the lowest SKU.
  static func product(barcode: Barcode, in db: Database) throws -> Product? {
    try db.all(byBarcode, [barcode.key], read: product)
      .min { a, b in a.active == b.active ? a.sku < b.sku : a.active }
  }

  private static let byBarcode = """
    SELECT \(columns) FROM barcode b JOIN product p ON p.id = b.product
    JOIN import i ON i.gen = p.gen WHERE b.code = ? AND \(isInForce)
    """

  /// Writes the row in force, or the first one of its SKU.
  static func put(_ product: Product, into db: Database) throws {
    let row = try db.first(
      """
      SELECT p.id, p.name FROM product p JOIN import i ON i.gen = p.gen
      WHERE p.sku = ? AND \(isInForce)
      """, [product.sku], read: named)
    if let row {
      try update(row, to: product, in: db)
    } else {
      try insert(product, generation: 0, into: db)
    }
  }

  /// Puts rows where nobody sees them.
  static func stage(_ products: [Product], import id: ID, in db: Database) throws {
    try db.run(
      """
      INSERT OR IGNORE INTO import(gen, id, state, first)
      SELECT (SELECT 1 + max(gen) FROM import), ?, 'staged', (\(nextRow))
      """, [id.bytes.data])
    let generation = try db.first(
      "SELECT gen FROM import WHERE id = ? AND state = 'staged'", [id.bytes.data]
    ) { try $0.integer(0) }
    guard let generation else {
      throw StoreFault.failed(reason: "import \(id) is over: nothing can be staged any more")
    }
    for product in products {
      let row = try db.first(
        "SELECT id, name FROM product WHERE sku = ? AND gen = ?", [product.sku, generation],
        read: named)
      if let row {
        try update(row, to: product, in: db)
      } else {
        try insert(product, generation: generation, into: db)
      }
    }
  }

  /// Ends an import, either way; its leftovers wait to be purged.
  ///
  /// An import that staged nothing has nothing to end.
  static func end(import id: ID, as state: String, in db: Database) throws {
    try db.run(
      """
      UPDATE import SET state = ?1, last = (\(nextRow)) - 1, unpurged = first,
        rank = CASE ?1 WHEN 'applied' THEN (SELECT 1 + max(rank) FROM import) END
      WHERE id = ?2 AND state = 'staged'
      """, [state, id.bytes.data])
  }

  /// The most product rows that one purge looks at, so that no sale waits for long.
  static let purgeWindow: Int64 = 200

  /// Removes some rows that nobody can see any more; false once there are none.
  static func purge(_ db: Database) throws -> Bool {
    let ended = try db.first(
      "SELECT gen, unpurged, last, rank FROM import WHERE unpurged IS NOT NULL ORDER BY gen LIMIT 1"
    ) { (try $0.integer(0), try $0.integer(1), try $0.integer(2), $0[3] as Int64?) }
    guard let (generation, first, last, rank) = ended else { return false }
    let end = min(first + purgeWindow, last + 1)
    let unseen: [NamedRow]
    if let rank {
      unseen = try db.all(
        """
        SELECT q.id, q.name FROM product p JOIN product q ON q.sku = p.sku AND q.gen <> p.gen
        JOIN import j ON j.gen = q.gen
        WHERE p.id >= ? AND p.id < ? AND p.gen = ? AND j.rank < ?
        """, [first, end, generation, rank], read: named)
    } else {
      unseen = try db.all(
        "SELECT id, name FROM product WHERE id >= ? AND id < ? AND gen = ?",
        [first, end, generation], read: named)
    }
    for row in unseen {
      try forgetWords(row, in: db)
      try db.run("DELETE FROM product WHERE id = ?", [row.id])
    }
    try db.run(
      "UPDATE import SET unpurged = ? WHERE gen = ?", [end > last ? nil : end, generation])
    return true
  }

  /// The number that the next product row gets: rows are never numbered twice.
  private static let nextRow =
    "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'product'), 0) + 1"

  /// A product row by its number, with the name whose words the search knows it by.
  private struct NamedRow {
    let id: Int64
    let name: String
  }

  private static func named(_ row: Row) throws(Unreadable) -> NamedRow {
    NamedRow(id: try row.integer(0), name: try row.text(1))
  }

  private static func insert(
    _ product: Product, generation: Int64, into db: Database
  ) throws {
    try db.run(
      """
      INSERT INTO product(sku, gen, name, barcodes, minor, cur, tax, category, unit, active, rev)
      VALUES (?,?,?,?,?,?,?,?,?,?,?)
      """,
      [
        product.sku, generation, product.name, text(product.barcodes), product.price.minor,
        product.price.currency.code, product.taxClass, product.category, product.unit,
        product.active, product.rev,
      ])
    try db.run(
      "INSERT INTO search(rowid, name) VALUES (?, ?)", [db.lastInsertedRowID, product.name])
  }

  private static func update(_ row: NamedRow, to product: Product, in db: Database) throws {
    try db.run(
      """
      UPDATE product SET name = ?, barcodes = ?, minor = ?, cur = ?, tax = ?, category = ?,
        unit = ?, active = ?, rev = ? WHERE id = ?
      """,
      [
        product.name, text(product.barcodes), product.price.minor, product.price.currency.code,
        product.taxClass, product.category, product.unit, product.active, product.rev, row.id,
      ])
    guard row.name != product.name else { return }
    try forgetWords(row, in: db)
    try db.run("INSERT INTO search(rowid, name) VALUES (?, ?)", [row.id, product.name])
  }

  private static func forgetWords(_ row: NamedRow, in db: Database) throws {
    try db.run(
      "INSERT INTO search(search, rowid, name) VALUES ('delete', ?, ?)", [row.id, row.name])
  }

  /// Barcodes as a JSON list, which the triggers take apart.
  static func text(_ barcodes: [String]) -> String {
    if barcodes.allSatisfy({ $0.utf8.allSatisfy(isPlain) }) {
      return "[" + barcodes.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }
    guard let data = try? JSONEncoder().encode(barcodes) else { return "[]" }
    return String(decoding: data, as: UTF8.self)
  }

  /// The list that `text` wrote.
  ///
  /// The usual ones, none or one plain code, need no JSON decoder, for which a lookup has no time.
  static func list(_ text: String) -> [String] {
    if text == "[]" { return [] }
    let inner = text.utf8.dropFirst(2).dropLast(2)
    if inner.allSatisfy(isPlain) { return [String(decoding: inner, as: UTF8.self)] }
    return (try? JSONDecoder().decode([String].self, from: Data(text.utf8))) ?? []
  }

  /// Whether JSON writes the character as it is.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }
}
