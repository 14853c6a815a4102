// Rows of a CSV file, gzip or not, one at a time.

internal import ArgumentParser
internal import Domains

/// A CSV file that is read row by row.
struct TableFile {
  private let file: GzipFile
  private let path: String
  private var reader = CSVReader()
  private var rows: ArraySlice<[String]> = []
  private var isAtEnd = false

  /// - Throws: a usage error that names the path and the system's reason.
  init(path: String) throws {
    self.path = path
    file = try GzipFile(path: path)
  }

  /// How much of the file was read, in thousandths.
  var permille: Int64 { file.size == 0 ? 1000 : file.consumed * 1000 / file.size }

  /// The next row, or nil at the end; blank lines are skipped.
  ///
  /// - Throws: a usage error that names what is no CSV.
  mutating func next() throws -> [String]? {
    while true {
      if let row = rows.popFirst() {
        if row.isEmpty { continue }
        return row
      }
      if isAtEnd { return nil }
      let bytes = try file.next()
      isAtEnd = bytes == nil
      do throws(CSVFault) {
        if let bytes {
          rows = try reader.feed(bytes)[...]
        } else {
          rows = try reader.finish()[...]
        }
      } catch {
        throw ValidationError("\(path): \(error).")
      }
    }
  }

  /// The first row as the positions of the columns that are asked for.
  ///
  /// - Throws: a usage error that names a column which is missing.
  mutating func columns(_ names: String...) throws -> [Int] {
    let header = try next() ?? []
    return try names.map { name in
      guard let index = header.firstIndex(of: name) else {
        throw ValidationError("\(path): there is no column '\(name)'.")
      }
      return index
    }
  }
}
