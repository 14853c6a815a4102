// The facts about application identifiers, read once into a form that is quick to ask.
// The facts themselves stand in ElementTable+Facts, their checks in Check.

/// What is known about every GS1 application identifier.
///
/// Built once from `facts` and never changed. All arrays of the hot path hold plain numbers.
final class ElementTable: Sendable {
  /// The table of the dictionary that this release was made with.
  static let standard = ElementTable(facts)

  /// One part of a value: so many characters of one set, with up to three checks.
  struct Part: Equatable, Sendable {
    let set: CharacterSet
    let least: Int
    let most: Int
    let isOptional: Bool
    let checks: (Check, Check, Check)

    static func == (a: Part, b: Part) -> Bool {
      a.set == b.set && a.least == b.least && a.most == b.most && a.isOptional == b.isOptional
        && a.checks == b.checks
    }
  }

  /// What reading a value needs.
  struct Shape: Sendable {
    let firstPart: Int
    let partCount: Int
    let least: Int
    let most: Int
    /// Of predefined length: the next element follows without a separator.
    let isPredefined: Bool
    let hasExclusions: Bool
  }

  /// What the rules and people need: names and relations.
  struct Facts: Sendable {
    let first: UInt16
    let last: UInt16
    let count: UInt8
    let title: String
    let isLinkAttribute: Bool
    /// Identifiers that never stand beside this one, as ranges of keys.
    let excluded: [ClosedRange<UInt16>]
    /// All of these must be met; one by any of its alternatives, an alternative by all its members.
    let required: [[[ClosedRange<UInt16>]]]
    /// Nil if no link begins with it, otherwise the alternative orders of its qualifiers.
    let qualifiers: [[UInt16]]?
  }

  let parts: [Part]
  let shapes: [Shape]
  let rows: [Facts]
  /// The row of each key, or `noRow`.
  let rowOfKey: [UInt16]
  /// How many digits an identifier has by its first two, 0 where there is none.
  let lengths: [UInt8]
  /// Which sets a byte belongs to.
  let sets: [UInt8]

  static let noRow = UInt16.max

  init(_ text: String) {
    var reader = ElementTableReader()
    for line in text.split(separator: "\n" as Character) { reader.read(line) }
    parts = reader.parts
    shapes = reader.shapes
    rows = reader.rows
    rowOfKey = reader.rowOfKey
    lengths = reader.lengths
    sets = (0...255).map { CharacterSet.sets(of: UInt8($0)) }
  }

  /// The row of an identifier, or nil if the dictionary does not have it.
  func row(of identifier: ApplicationIdentifier) -> Int? {
    guard identifier.key < 10_000 else { return nil }
    let row = rowOfKey[Int(identifier.key)]
    guard row != Self.noRow, rows[Int(row)].count == identifier.count else { return nil }
    return Int(row)
  }

  /// The title that stands beside the value on a label, such as `USE BY or EXPIRY`.
  func title(of identifier: ApplicationIdentifier) -> String {
    row(of: identifier).map { rows[$0].title } ?? ""
  }

  /// Every identifier, in order.
  var identifiers: [ApplicationIdentifier] {
    rows.flatMap { row in
      // A range counts in its last digit: 91-99 by tens of tens, 3100-3105 by ones.
      let step: UInt16 = row.count == 2 ? 100 : row.count == 3 ? 10 : 1
      return stride(from: row.first, through: row.last, by: Int(step)).map {
        ApplicationIdentifier(key: $0, count: row.count)
      }
    }
  }
}

/// The characters a part may hold (GS1 General Specifications 7.11).
enum CharacterSet: UInt8, Sendable {
  case digits = 1
  /// Set 82: the letters, digits and twenty marks of a label.
  case label = 2
  /// Set 39: capital letters, digits, `#`, `-`, `/`.
  case part = 4
  /// Base 64 for links.
  case base64 = 8

  /// The sets that hold this byte, as bits.
  static func sets(of byte: UInt8) -> UInt8 {
    var sets: UInt8 = 0
    let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    let isLower = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    let isDigit = Digits.isDigit(byte)
    if isDigit { sets |= digits.rawValue }
    if isUpper || isLower || isDigit || Array("!\"%&'()*+,-./:;<=>?_".utf8).contains(byte) {
      sets |= label.rawValue
    }
    if isUpper || isDigit || Array("#-/".utf8).contains(byte) { sets |= part.rawValue }
    if isUpper || isLower || isDigit || Array("-_=".utf8).contains(byte) { sets |= base64.rawValue }
    return sets
  }
}
