// Separators that a scanner or label dropped: found by what the last value could be instead.

extension ElementString {
  /// The element whose value probably swallowed the elements behind it, or nil.
  ///
  /// Many scanners are set up so that they drop the separator (FNC1). Then
  /// `01…10ABC12317270101` reads as lot `ABC12317270101`, which nothing forbids. The sign of it:
  /// there is no separator anywhere, and the last value, of variable length, ends in whole elements
  /// that tell a date, a weight, a count, a lot or a serial number. The product is still certain;
  /// this value is not, and must never be taken for a lot or a date without asking.
  package var swallowing: Element? {
    guard let last = elements.last, !bytes.contains(Self.separator) else { return nil }
    let table = ElementTable.standard
    let shape = table.shapes[Int(table.rowOfKey[Int(last.identifier.key)])]
    guard !shape.isPredefined, shape.least != shape.most else { return nil }
    let part = Array(valueBytes(last))
    guard part.count > 8 else { return nil }
    for cut in 1...part.count - 8 where Self.starts.contains(Array(part[cut..<cut + 2])) {
      if Self.isPlausible(Array(part[cut...])) { return last }
    }
    return nil
  }

  /// How dates and weights begin.
  private static let starts = ["11", "13", "15", "17", "31"].map { Array($0.utf8) }

  /// Whether bytes are elements of which the first is one of those that often follow a lot.
  private static func isPlausible(_ tail: [UInt8]) -> Bool {
    guard let row = try? ElementString(parsing: tail), let first = row.elements.first else {
      return false
    }
    // Only identifiers of predefined length are certain: `10` or `21` would match any two digits.
    let key = first.identifier.key
    let isDate = [1100, 1300, 1500, 1700].contains(key)
    let isMeasure = (3100...3105).contains(key)
    return isDate || isMeasure
  }
}
