// A table from wherever it comes, row by row: a file, compressed or not, or a request's own rows.

internal import Domains
internal import Wire

/// A table that is read once from its first row to its last.
final class TableSource {
  private enum Origin {
    case file(TableFile)
    case rows([[String]])
  }

  private let origin: Origin
  private var reader = CSVReader()
  private var gunzip: Gunzip?
  private var hasBegun = false
  private var hasEnded = false

  /// What is imported, for the record: the file's name without its folder, or `rows`.
  let name: String
  /// How much there is: bytes of the file as it lies on the disk, or rows.
  let total: Int64

  /// Opens a CSV file, gzip if it begins like gzip.
  ///
  /// - Throws: why the file cannot be read, or that it is no regular file or too large.
  init(path: String) throws(Fault) {
    let file = try TableFile(path: path)
    origin = .file(file)
    name = path.split(separator: "/").last.map(String.init) ?? path
    total = file.size
  }

  /// A table that is in memory already; its first row names the columns.
  init(rows: [[String]]) {
    origin = .rows(rows)
    name = "rows"
    total = Int64(rows.count)
  }

  /// How much of `total` was read so far.
  var done: Int64 {
    switch origin {
    case .file(let file): file.bytesRead
    case .rows: hasEnded ? total : 0
    }
  }

  /// Some further rows, perhaps none yet; nil after the last one.
  ///
  /// A blank line is a row without cells. At most what 64 KiB of text hold, or all of the rows
  /// that are in memory.
  func next() throws(Fault) -> [[String]]? {
    if hasEnded { return nil }
    switch origin {
    case .rows(let rows):
      hasEnded = true
      return rows
    case .file(let file):
      let bytes = try bytes(of: file)
      hasEnded = bytes.isEmpty
      do {
        return try hasEnded ? reader.finish() : reader.feed(bytes)
      } catch {
        throw error.fault
      }
    }
  }

  private func bytes(of file: TableFile) throws(Fault) -> [UInt8] {
    if !hasBegun {
      hasBegun = true
      let first = try file.read()
      guard Gunzip.recognizes(first) else { return first }
      gunzip = try Gunzip(input: first)
    }
    guard let gunzip else { return try file.read() }
    return try gunzip.next { () throws(Fault) in try file.read() }
  }
}
