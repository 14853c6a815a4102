// Reading columns of rows, such that a damaged row is an error and never a trap.

internal import Domains
internal import FoundationEssentials
internal import GRDB
internal import Values

/// A stored row does not hold what its table promises.
struct Unreadable: Error {
  let reason: String
  /// The position, if the row is an event.
  var position: Int64?
}

extension Row {
  func integer(_ column: Int) throws(Unreadable) -> Int64 {
    guard case .int64(let value) = (self[column] as DatabaseValue).storage else {
      throw unreadable(column, "integer")
    }
    return value
  }

  func text(_ column: Int) throws(Unreadable) -> String {
    guard let text = try optionalText(column) else { throw unreadable(column, "text") }
    return text
  }

  func optionalText(_ column: Int) throws(Unreadable) -> String? {
    switch (self[column] as DatabaseValue).storage {
    case .string(let value): return value
    case .null: return nil
    default: throw unreadable(column, "text")
    }
  }

  func bytes(_ column: Int) throws(Unreadable) -> [UInt8] {
    guard let bytes = try optionalBytes(column) else { throw unreadable(column, "blob") }
    return bytes
  }

  func optionalBytes(_ column: Int) throws(Unreadable) -> [UInt8]? {
    switch (self[column] as DatabaseValue).storage {
    case .blob(let value): return Array(value)
    case .null: return nil
    default: throw unreadable(column, "blob")
    }
  }

  func id(_ column: Int) throws(Unreadable) -> ID {
    guard let id = ID(bytes: try bytes(column)) else { throw unreadable(column, "id") }
    return id
  }

  func optionalID(_ column: Int) throws(Unreadable) -> ID? {
    guard let bytes = try optionalBytes(column) else { return nil }
    guard let id = ID(bytes: bytes) else { throw unreadable(column, "id") }
    return id
  }

  func digest(_ column: Int) throws(Unreadable) -> Digest {
    guard let digest = Digest(bytes: try bytes(column)) else {
      throw unreadable(column, "digest")
    }
    return digest
  }

  func time(_ column: Int) throws(Unreadable) -> HybridTime {
    guard let time = HybridTime(raw: try integer(column)) else { throw unreadable(column, "time") }
    return time
  }

  func value<T: RawRepresentable<String>>(_ column: Int, _ type: T.Type) throws(Unreadable) -> T {
    guard let value = T(rawValue: try text(column)) else {
      throw unreadable(column, "\(type)")
    }
    return value
  }

  /// An amount in two columns, minor units and currency code.
  func money(_ column: Int) throws(Unreadable) -> Money {
    guard let currency = Currency(code: try text(column + 1)) else {
      throw unreadable(column + 1, "currency")
    }
    return Money(try integer(column), currency)
  }

  func unreadable(_ column: Int, _ kind: String) -> Unreadable {
    Unreadable(reason: "column \(Array(columnNames)[column]) holds no \(kind)")
  }
}

extension Sequence<UInt8> {
  /// The same bytes as the database takes them.
  var data: Data { Data(self) }
}

extension Database {
  /// What `read` makes of the first row, or nil if there is none.
  func first<T>(
    _ sql: String, _ arguments: StatementArguments = [], read: (Row) throws -> T
  ) throws -> T? {
    let rows = try Row.fetchCursor(try cachedStatement(sql: sql), arguments: arguments)
    // The row is a view of the cursor's statement, which the end of the cursor resets.
    return try withExtendedLifetime(rows) { try rows.next().map(read) }
  }

  /// What `read` makes of every row.
  func all<T>(
    _ sql: String, _ arguments: StatementArguments = [], read: (Row) throws -> T
  ) throws -> [T] {
    let statement = try cachedStatement(sql: sql)
    let rows = try Row.fetchCursor(statement, arguments: arguments)
    var result: [T] = []
    while let row = try rows.next() { result.append(try read(row)) }
    return result
  }

  /// Runs a statement that was prepared once.
  func run(_ sql: String, _ arguments: StatementArguments = []) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }
}
