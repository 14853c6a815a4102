// The first pass of an import: every row is checked, nothing is written.

internal import Domains
internal import Store
internal import Values
internal import Wire

/// How far an import is.
struct ImportProgress: Equatable, Sendable {
  enum Phase: String, Sendable {
    /// Rows are read and checked one by one.
    case reading
    /// Checked rows are compared with the catalogue.
    case comparing
  }

  let phase: Phase
  /// Bytes (of a file) or rows read; rows compared.
  let done: Int64
  let total: Int64
  /// Rows read so far, the one with the columns' names not counted.
  let rows: Int64
}

/// What checking a whole table found.
struct ImportFindings: Equatable, Sendable {
  /// Every row but the first and blank ones is exactly one of these.
  var counts: ImportCounts
  /// The first errors, by row; `Limits.importErrors` at most.
  var errors: [ImportError]
  /// Which column each field was read from.
  var mapping: [String: String]
}

/// The check that a dry run and the import itself share.
enum ImportCheck {
  /// Reads the table to its end and leaves what would be written in the scratch.
  ///
  /// On the caller's thread, for as long as it takes. After it, `scratch.chunk` gives the new and
  /// changed products.
  /// - Parameters:
  ///   - mapping: `{field: column}` as asked for; fields left out are guessed.
  ///   - progress: told after every piece of the table.
  ///   - isCancelled: asked as often.
  /// - Throws: what makes the table as a whole unreadable, or `import_cancelled`; what is wrong
  ///   with single rows is among the findings.
  static func run(
    _ source: TableSource, mapping asked: [String: String], currency: Currency,
    taxClasses: [String: Rate], facts: some Facts, scratch: ImportScratch,
    progress: (ImportProgress) -> Void, isCancelled: () -> Bool
  ) throws(Fault) -> ImportFindings {
    var mapping: ImportMapping?
    var number: Int64 = 0
    var rows: Int64 = 0
    var refused: Int64 = 0
    var errors: [ImportError] = []
    func keep(_ more: [ImportError]) {
      errors += more.prefix(max(0, Limits.importErrors - errors.count))
    }

    while let table = try source.next() {
      for cells in table {
        number += 1
        guard let mapping else {
          mapping = try header(cells, asked)
          continue
        }
        if cells.isEmpty { continue }
        rows += 1
        let row = ImportRow(number: number, cells: cells)
        switch row.check(mapping, currency: currency, taxClasses: taxClasses) {
        case .errors(let found):
          refused += 1
          keep(found)
        case .product(let product):
          let error = try scratched { () throws(ImportScratchFault) in
            try scratch.add(product, row: number, mapping: mapping)
          }
          guard let error else { continue }
          refused += 1
          keep([error])
        }
      }
      progress(
        ImportProgress(phase: .reading, done: source.done, total: source.total, rows: rows))
      if isCancelled() { throw cancelled }
    }
    guard let mapping else { throw ImportFault.emptyTable.fault }
    guard rows > 0 else { throw ImportFault.noRows.fault }

    let staged = rows - refused
    var counts = try scratched { () throws(ImportScratchFault) in
      try scratch.finish(
        against: facts, mapping: mapping,
        step: { compared in
          progress(
            ImportProgress(phase: .comparing, done: compared, total: staged, rows: rows))
          return !isCancelled()
        },
        report: { keep([$0]) })
    }
    counts.error += refused
    errors.sort { $0.row < $1.row }
    return ImportFindings(counts: counts, errors: errors, mapping: mapping.used)
  }

  private static func header(
    _ cells: [String], _ asked: [String: String]
  ) throws(Fault) -> ImportMapping {
    do {
      return try ImportMapping(header: cells, asked: asked)
    } catch {
      throw error.fault
    }
  }

  private static func scratched<T>(
    _ body: () throws(ImportScratchFault) -> T
  ) throws(Fault) -> T {
    do {
      return try body()
    } catch .cancelled {
      throw cancelled
    } catch {
      throw Fault(.storage, kind: "import_scratch", "The import stopped: \(error).")
    }
  }

  private static var cancelled: Fault {
    Fault(
      .conflict, kind: "import_cancelled",
      "The import was cancelled; nothing of it is in force.")
  }
}
