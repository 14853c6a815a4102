// Why bytes are no table. Each fault names the line, counted as an editor counts them.

package import Wire

/// Why a CSV text cannot be read any further.
///
/// Lines count from 1 by LF, CR or CRLF, those inside quotes included; bytes count from 1 from
/// the beginning of the (uncompressed) text.
package enum CSVFault: Refusal, Equatable {
  /// The text begins with the byte-order mark of UTF-16 or UTF-32.
  case utf16
  case nul(line: Int64, byte: Int64)
  /// A byte that no UTF-8 text has there, as Latin-1 and Windows-1252 texts do.
  case notUTF8(line: Int64, byte: Int64, found: UInt8)
  /// A cell of more than `CSVReader.fieldBytes`, which began in this line.
  case longField(line: Int64, quoted: Bool)
  case manyColumns(line: Int64)
  /// The text ends inside quotes, which were opened in this line.
  case unclosedQuote(line: Int64)
  /// A closing quote is followed by neither a separator nor the end of the line.
  case textAfterQuote(line: Int64, byte: Int64)

  package var fault: Fault {
    switch self {
    case .utf16:
      Fault(
        .invalid, kind: "csv_utf16",
        "The table is UTF-16 or UTF-32, not UTF-8: save it as CSV in UTF-8.")
    case .nul(let line, let byte):
      Fault(
        .invalid, kind: "csv_nul",
        "Line \(line) holds a NUL (byte \(byte)), so this is no UTF-8 text, but perhaps UTF-16 or "
          + "a spreadsheet: save it as CSV in UTF-8.")
    case .notUTF8(let line, let byte, let found):
      Fault(
        .invalid, kind: "csv_not_utf8",
        "Line \(line) is not UTF-8: byte \(byte) is \(String(found, radix: 16, uppercase: true)) "
          + "(hex), as in Latin-1 or Windows-1252. Save the table as CSV in UTF-8.")
    case .longField(let line, let quoted):
      Fault(
        .invalid, kind: "csv_long_field",
        "A cell that begins in line \(line) has more than \(CSVReader.fieldBytes) bytes"
          + (quoted ? "; perhaps its quote is never closed." : "."))
    case .manyColumns(let line):
      Fault(
        .invalid, kind: "csv_many_columns",
        "Line \(line) has more than \(CSVReader.columns) columns.")
    case .unclosedQuote(let line):
      Fault(
        .invalid, kind: "csv_unclosed_quote",
        "The table ends inside quotes that were opened in line \(line): close them.")
    case .textAfterQuote(let line, let byte):
      Fault(
        .invalid, kind: "csv_text_after_quote",
        "Line \(line) goes on after a closing quote (byte \(byte)): write a quote inside quotes "
          + "twice.")
    }
  }
}
