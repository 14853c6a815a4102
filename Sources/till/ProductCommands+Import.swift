// `till products import`: a table of products into the catalogue.

internal import ArgumentParser
internal import Domains
internal import Glibc
internal import Values
internal import Wire

extension ProductCommands {
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: ProductImport.summary,
      discussion: """
        The daemon reads the file, so it must be able to. With --send this command reads it and \
        sends its rows, up to one mebibyte.

        Example: till products import list.csv --map sku=Number --map price=Price --dry-run
        """)
    @OptionGroup var common: Common
    @Argument(help: "A CSV file, gzip or not.", completion: .file()) var file: String
    @Option(help: "field=column: where a field is read from; may be given many times.")
    var map: [String] = []
    @Flag(name: [.customShort("n"), .long], help: "Report what would change, change nothing.")
    var dryRun = false
    @Option(help: "Write the rows that are left out, and why, to this CSV file.")
    var errors: String?
    @Flag(help: "Read the file here and send its rows.") var send = false

    func validate() throws { _ = try mapping() }

    func run() throws {
      let client = common.client
      let params = ProductImport.Params(
        cmd: Client.command(), path: send ? nil : try TextFile.absolute(file),
        rows: send ? try rows() : nil, mapping: try mapping(), dryRun: dryRun)
      Terminal.say("Importing \(file)\(dryRun ? ", to see what would change" : "") …")
      let result = try client.importProducts(params)
      if let errors { try writeErrors(result.errors, to: errors) }
      if common.json {
        Terminal.write(JSON.text(result))
      } else {
        common.write(lines(result))
      }
    }

    private func mapping() throws -> [String: String]? {
      var mapping: [String: String] = [:]
      for pair in map {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
          throw ValidationError("--map takes field=column, such as sku=Number, not '\(pair)'.")
        }
        mapping[String(parts[0])] = String(parts[1])
      }
      return mapping.isEmpty ? nil : mapping
    }

    private func rows() throws -> [[String]] {
      var table = try TableFile(path: file)
      var rows: [[String]] = []
      var bytes = 0
      while let row = try table.next() {
        bytes += row.reduce(0) { $0 + $1.utf8.count + 3 }
        guard bytes < Limits.lineBytes - 4096 else {
          throw ValidationError("\(file) is too large to send; let the daemon read it.")
        }
        rows.append(row)
      }
      return rows
    }

    private func writeErrors(_ errors: [ImportError], to path: String) throws {
      let rows =
        [["row", "column", "value", "reason"]]
        + errors.map { ["\($0.row)", $0.column, $0.value, $0.reason] }
      try TextFile.write(rows.map(CSVText.line).joined(), to: path)
      Terminal.say("\(errors.count) errors are in \(path).")
    }

    private func lines(_ result: ProductImport.Result) -> [String] {
      let counts = result.counts
      var lines = [
        "new      \(counts.new)", "changed  \(counts.changed)", "same     \(counts.same)",
        "errors   \(counts.error)",
      ]
      for (field, column) in result.mapping.sorted(by: { $0.key < $1.key }) {
        lines.append(
          column.hasPrefix("=")
            ? "\(field) is \(column.dropFirst().debugDescription) for every row"
            : "\(field) is read from column \(column)")
      }
      for error in result.errors.prefix(10) {
        lines.append(
          "row \(error.row), \(error.column): \(error.value.debugDescription) \(error.reason)")
      }
      if result.errors.count > 10, errors == nil {
        Terminal.say("More errors: add --errors FILE.csv to have them all.")
      }
      if result.dryRun { Terminal.say("Nothing was changed. Without --dry-run it will be.") }
      return lines.map(Terminal.harmless)
    }
  }
}
