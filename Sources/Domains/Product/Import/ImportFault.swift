// Why a whole import is refused before its first row is looked at.

package import Wire

/// What is wrong with a mapping or with a table as a whole.
package enum ImportFault: Refusal, Equatable {
  /// The mapping names a field that no product has.
  case unknownField(String)
  /// The mapping reads a field from a column that the table does not have.
  case unknownColumn(String, field: ImportField, known: [String])
  /// Two columns of the table have the name that a field is read from.
  case ambiguousColumn(String, field: ImportField)
  /// Neither the mapping nor the table's names say where a field comes from.
  case missingField(String, known: [String])
  /// The mapping names both fields of which a product takes one.
  case twoOf(ImportField, ImportField)
  case emptyTable
  case blankHeader
  case noRows

  package var fault: Fault {
    switch self {
    case .unknownField(let name):
      Fault(
        .invalid, kind: "unknown_field",
        "An import has no field \(Self.quoted(name)); there are "
          + "\(Self.list(ImportField.allCases.map(\.rawValue))).", field: "mapping")
    case .unknownColumn(let name, let field, let known):
      Fault(
        .invalid, kind: "unknown_column",
        "The table has no column \(Self.quoted(name)) to read \(field.rawValue) from; there are "
          + "\(Self.list(known)).", field: "mapping.\(field.rawValue)")
    case .ambiguousColumn(let name, let field):
      Fault(
        .invalid, kind: "ambiguous_column",
        "Two columns \(Self.quoted(name)) could give \(field.rawValue): rename one.",
        field: "mapping.\(field.rawValue)")
    case .missingField(let field, let known):
      Fault(
        .invalid, kind: "missing_field",
        "No column gives the \(field): map one of \(Self.list(known)), or a constant such as "
          + "\"=199\".", field: "mapping")
    case .twoOf(let one, let other):
      Fault(
        .invalid, kind: "two_columns_for_one",
        "Map \(one.rawValue) or \(other.rawValue), not both.", field: "mapping")
    case .emptyTable:
      Fault(.invalid, kind: "empty_table", "The table is empty: its first row names the columns.")
    case .blankHeader:
      Fault(
        .invalid, kind: "blank_header", "The table's first row is blank: it must name the columns.")
    case .noRows:
      Fault(.invalid, kind: "no_rows", "The table names its columns and has no further row.")
    }
  }

  private static func quoted(_ text: String) -> String {
    String(text.prefix(Limits.code)).debugDescription
  }

  /// Names in a sentence, at most twenty of them.
  private static func list(_ names: [String]) -> String {
    names.prefix(20).map { String($0.prefix(Limits.code)) }.joined(separator: ", ")
      + (names.count > 20 ? " and \(names.count - 20) more" : "")
  }
}
