// Reads the lines of facts about application identifiers. The text is this package's own, so a line
// that cannot be read is a mistake in it and stops the tests, not the till.

/// Collects the rows of an `ElementTable` line by line.
struct ElementTableReader {
  private(set) var parts: [ElementTable.Part] = []
  private(set) var shapes: [ElementTable.Shape] = []
  private(set) var rows: [ElementTable.Facts] = []
  private(set) var rowOfKey = [UInt16](repeating: ElementTable.noRow, count: 10_000)
  private(set) var lengths = [UInt8](repeating: 0, count: 100)

  /// Takes one line; its form is told at `ElementTable.facts`.
  mutating func read(_ line: Substring) {
    let words = line.split(separator: " " as Character)
    let titleAt = words.firstIndex(of: "=") ?? words.endIndex
    let title = words[titleAt...].dropFirst().joined(separator: " ")
    precondition(titleAt >= 3, "a line has an identifier, flags and a part: \(line)")
    let ends = words[0].split(separator: "-" as Character)
    guard let first = ApplicationIdentifier(ends[0]),
      let last = ApplicationIdentifier(ends[ends.count - 1])
    else { preconditionFailure("a line begins with an identifier: \(line)") }

    var excluded: [ClosedRange<UInt16>] = []
    var required: [[[ClosedRange<UInt16>]]] = []
    var qualifiers: [[UInt16]]?
    let firstPart = parts.count
    for word in words[2..<titleAt] {
      let rest = word.dropFirst()
      switch word.first {
      case "!": excluded += rest.split(separator: "," as Character).map(keys)
      case "+":
        required.append(
          rest.split(separator: "," as Character).map {
            $0.split(separator: "&" as Character).map(keys)
          })
      case ">":
        qualifiers = rest.split(separator: "|" as Character).map {
          $0.split(separator: "," as Character).map { keys($0).lowerBound }
        }
      default: parts.append(part(word))
      }
    }
    let own = parts[firstPart...]
    shapes.append(
      .init(
        firstPart: firstPart, partCount: own.count,
        least: own.reduce(0) { $0 + ($1.isOptional ? 0 : $1.least) },
        most: own.reduce(0) { $0 + $1.most }, isPredefined: words[1].contains("*"),
        hasExclusions: !excluded.isEmpty))
    rows.append(
      .init(
        first: first.key, last: last.key, count: first.count, title: title,
        isLinkAttribute: words[1].contains("?"), excluded: excluded, required: required,
        qualifiers: qualifiers))
    for key in first.key...last.key { rowOfKey[Int(key)] = UInt16(rows.count - 1) }
    for lead in first.key / 100...last.key / 100 { lengths[Int(lead)] = first.count }
  }

  /// The keys that `01`, `310n` or `31nn` stands for.
  private func keys(_ pattern: Substring) -> ClosedRange<UInt16> {
    let low = pattern.map { $0 == "n" ? "0" : $0 }
    let high = pattern.map { $0 == "n" ? "9" : $0 }
    guard let first = ApplicationIdentifier(String(low)),
      let last = ApplicationIdentifier(String(high))
    else { preconditionFailure("a rule names identifiers: \(pattern)") }
    return first.key...last.key
  }

  /// The part that `N13:csum`, `X..20` or `[N6:yymmdd]` tells of.
  private func part(_ word: Substring) -> ElementTable.Part {
    let isOptional = word.hasPrefix("[")
    let words = word.split { "[]:".contains($0) }
    let sets: [Character: CharacterSet] = ["N": .digits, "X": .label, "Y": .part, "Z": .base64]
    let length = words[0].dropFirst()
    let isVariable = length.hasPrefix("..")
    guard let set = words[0].first.flatMap({ sets[$0] }),
      let most = Int(isVariable ? length.dropFirst(2) : length)
    else { preconditionFailure("a part has a set and a length: \(word)") }
    var checks = words.dropFirst().map { name in
      guard let check = Check(name: String(name)) else {
        preconditionFailure("there is no check \(name)")
      }
      return check
    }
    while checks.count < 3 { checks.append(.none) }
    return .init(
      set: set, least: isVariable ? 1 : most, most: most, isOptional: isOptional,
      checks: (checks[0], checks[1], checks[2]))
  }
}
