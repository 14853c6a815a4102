// Row changes as SQL: the same code draws views when selling, in a rebuild and in an audit.

internal import Domains
internal import GRDB
internal import Values

/// The views but for products, which have a file of their own.
enum Views {
  /// The same changes with one row per sale, shift and outlet, each with its last content.
  ///
  /// The row stays where its first change was, so that what follows it still finds it.
  static func coalesced(_ changes: [RowChange]) -> [RowChange] {
    enum Key: Hashable { case sale(ID), shift(ID), outlet }
    var places: [Key: Int] = [:]
    var result: [RowChange] = []
    for change in changes {
      let key: Key? =
        switch change {
        case .sale(let row): .sale(row.id)
        case .shift(let row): .shift(row.id)
        case .outlet: .outlet
        default: nil
        }
      if let key, let place = places[key] {
        result[place] = change
      } else {
        if let key { places[key] = result.count }
        result.append(change)
      }
    }
    return result
  }

  static func apply(_ changes: [RowChange], to db: Database) throws {
    for change in changes { try apply(change, to: db) }
  }

  private static func apply(_ change: RowChange, to db: Database) throws {
    switch change {
    case .sale(let row):
      try put(row, into: db)
    case .copied(let sale):
      try db.run("UPDATE sale SET copies = copies + 1 WHERE id = ?", [sale.bytes.data])
    case .shift(let row):
      try db.run(
        """
        INSERT INTO shift(id, open, z, body) VALUES (?,?,?,?)
        ON CONFLICT(id) DO UPDATE SET open = excluded.open, z = excluded.z, body = excluded.body
        """, [row.id.bytes.data, row.isOpen, row.z, row.body.data])
    case .outlet(let body):
      try db.run("INSERT OR REPLACE INTO outlet(only, body) VALUES (1, ?)", [body.data])
    case .product(let product):
      try Catalogue.put(product, into: db)
    case .staged(let id, let products):
      try Catalogue.stage(products, import: id, in: db)
    case .applied(let id):
      try Catalogue.end(import: id, as: "applied", in: db)
    case .abandoned(let id):
      try Catalogue.end(import: id, as: "abandoned", in: db)
    case .category(let category):
      try put(category, into: db)
    case .setting(let row):
      if let value = row.value {
        try db.run(
          "INSERT OR REPLACE INTO setting(key, value) VALUES (?,?)", [row.key, value.data])
      } else {
        try db.run("DELETE FROM setting WHERE key = ?", [row.key])
      }
    }
  }

  private static func put(_ row: SaleRow, into db: Database) throws {
    try db.run(
      """
      INSERT INTO sale(id, state, revision, opened, shift, minor, cur, number)
      VALUES (?,?,?,?,?,?,?,?)
      ON CONFLICT(id) DO UPDATE SET state = excluded.state, revision = excluded.revision,
        opened = excluded.opened, shift = excluded.shift, minor = excluded.minor,
        cur = excluded.cur, number = excluded.number
      """,
      [
        row.id.bytes.data, row.state.rawValue, row.revision, row.opened, row.shift?.bytes.data,
        row.total.minor, row.total.currency.code, row.number,
      ])
  }

  private static func put(_ category: Category, into db: Database) throws {
    try db.run(
      "INSERT OR REPLACE INTO category(\(categoryColumns)) VALUES (?,?,?,?,?,?)",
      [
        category.code, category.name, category.parent, category.sort, category.taxClass,
        category.rev,
      ])
  }

  static let saleColumns = "id, state, revision, opened, shift, minor, cur, number"

  static func sale(_ row: Row) throws(Unreadable) -> SaleRow {
    SaleRow(
      id: try row.id(0), state: try row.value(1, SaleState.self), revision: try row.integer(2),
      opened: try row.integer(3), shift: try row.optionalID(4), total: try row.money(5),
      number: try row.optionalText(7))
  }

  static let categoryColumns = "code, name, parent, sort, tax, rev"

  static func category(_ row: Row) throws(Unreadable) -> Category {
    Category(
      code: try row.text(0), name: try row.text(1), parent: try row.optionalText(2),
      sort: try row.integer(3), taxClass: try row.optionalText(4), rev: try row.integer(5))
  }
}
