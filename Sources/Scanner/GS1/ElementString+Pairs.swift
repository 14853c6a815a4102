// Which identifiers may stand in one code: never together, and only together.

extension ElementString {
  /// Refuses what cannot be true of one item: two values of one identifier, or identifiers that
  /// exclude each other.
  ///
  /// GS1 General Specifications 4.13 (invalid pairs) and 4.14. The order of elements has no
  /// meaning. An element that only stands there twice says nothing new and is kept.
  func refuseContradictions() throws(ElementFault) {
    let table = ElementTable.standard
    for (index, element) in elements.enumerated() {
      for other in elements[..<index] where other.identifier == element.identifier {
        if valueBytes(other) != valueBytes(element) {
          throw ElementFault(.repeated, at: element.start, element.identifier)
        }
      }
      let row = Int(table.rowOfKey[Int(element.identifier.key)])
      guard table.shapes[row].hasExclusions, elements.count > 1 else { continue }
      for other in elements where other.identifier != element.identifier {
        if table.rows[row].excluded.contains(where: { $0.contains(other.identifier.key) }) {
          let later = other.start > element.start ? other : element
          let earlier = other.start > element.start ? element : other
          throw ElementFault(
            .exclusive(earlier.identifier), at: later.start, later.identifier)
        }
      }
    }
  }

  /// Identifiers whose companions are missing, each with the identifiers of which one should be
  /// here.
  ///
  /// GS1 General Specifications 4.14. This is told and not refused: the companion may be in another
  /// symbol of the same item, and a till can use what is there.
  package var missingCompanions: [(identifier: ApplicationIdentifier, needs: String)] {
    let table = ElementTable.standard
    var missing: [(identifier: ApplicationIdentifier, needs: String)] = []
    for element in elements {
      let row = table.rows[Int(table.rowOfKey[Int(element.identifier.key)])]
      for alternatives in row.required {
        let isMet = alternatives.contains { group in
          group.allSatisfy { keys in
            elements.contains {
              keys.contains($0.identifier.key) && $0.identifier != element.identifier
            }
          }
        }
        if !isMet {
          missing.append((element.identifier, Self.text(alternatives)))
          break
        }
      }
    }
    return missing
  }

  private static func text(_ alternatives: [[ClosedRange<UInt16>]]) -> String {
    alternatives.map { group in
      group.map { keys in
        let count = ElementTable.standard.lengths[Int(keys.lowerBound / 100)]
        let first = ApplicationIdentifier(key: keys.lowerBound, count: count).text
        let free = keys.count >= 100 ? 2 : keys.count >= 10 && count == 4 ? 1 : 0
        return "(\(first.dropLast(free))\(String(repeating: "n", count: free)))"
      }.joined(separator: " with ")
    }.joined(separator: " or ")
  }
}
