// Right and wrong values of every application identifier, made from the table's own facts.

import Values

@testable import Scanner

/// Makes element strings: the same seed makes the same ones.
struct ElementGenerator {
  private(set) var entropy: Entropy
  private let table = ElementTable.standard

  init(seed: UInt64) { entropy = Entropy(seed: seed) }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &entropy) }

  mutating func identifier() -> ApplicationIdentifier {
    let all = Self.all
    return all[number(0...all.count - 1)]
  }

  static let all = ElementTable.standard.identifiers

  /// Elements that may stand together.
  mutating func row() -> [(identifier: ApplicationIdentifier, value: [UInt8])] {
    var row: [(identifier: ApplicationIdentifier, value: [UInt8])] = []
    for _ in 0..<number(1...6) {
      let next = identifier()
      let clashes = row.contains { excludes($0.identifier, next) || excludes(next, $0.identifier) }
      if !clashes, !row.contains(where: { $0.identifier == next }) {
        row.append((next, value(of: next)))
      }
    }
    return row
  }

  func excludes(_ one: ApplicationIdentifier, _ other: ApplicationIdentifier) -> Bool {
    guard let row = table.row(of: one) else { return false }
    return table.rows[row].excluded.contains { $0.contains(other.key) }
  }

  /// A row as a scanner sends it, in its shortest form.
  func text(_ row: [(identifier: ApplicationIdentifier, value: [UInt8])]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, element) in row.enumerated() {
      bytes += element.identifier.digits + element.value
      if index + 1 < row.count, !isPredefined(element.identifier) {
        bytes.append(ElementString.separator)
      }
    }
    return bytes
  }

  func isPredefined(_ identifier: ApplicationIdentifier) -> Bool {
    table.row(of: identifier).map { table.shapes[$0].isPredefined } ?? false
  }

  /// A right value.
  mutating func value(of identifier: ApplicationIdentifier) -> [UInt8] {
    guard let row = table.row(of: identifier) else { return [] }
    let shape = table.shapes[row]
    var value: [UInt8] = []
    for part in table.parts[shape.firstPart..<shape.firstPart + shape.partCount] {
      if part.isOptional, Bool.random(using: &entropy) { break }
      value += self.part(part)
    }
    return value
  }

  private mutating func part(_ part: ElementTable.Part) -> [UInt8] {
    let length = number(part.least...part.most)
    switch part.checks.0 {
    case .csum:
      let body = text(part.set, length - 1)
      return body + [Digits.zero + UInt8(GTIN.checkDigit(of: body))]
    case .csumalpha:
      let body = text(.digits, 4) + Array("x".utf8) + text(.label, number(1...part.most - 7))
      return body + Check.checkPair(of: body)
    case .prefix, .prefix2: return text(.digits, 5) + text(part.set, number(0...part.most - 5))
    case .yymmdd: return digits(number(0...99), 2) + monthAndDay(leastDay: 1)
    case .yymmd0: return digits(number(0...99), 2) + monthAndDay(leastDay: 0)
    case .yyyymmdd: return digits(number(1900...2099), 4) + monthAndDay(leastDay: 1)
    case .hhmi: return digits(number(0...23), 2) + digits(number(0...59), 2)
    case .hh: return digits(number(0...23), 2)
    case .mi, .ss: return digits(number(0...59), 2)
    case .iso3166, .iso3166999: return pick(Self.countryNumbers)
    case .iso3166alpha2: return pick(Self.countryLetters)
    case .iso4217: return pick(Self.currencyNumbers)
    case .packagetype: return pick(Self.packageTypes)
    case .iso5218: return pick(["0", "1", "2", "9"])
    case .winding: return pick(["0", "1", "9"])
    case .yesno: return pick(["0", "1"])
    case .mediatype: return pick(["01", "10", "80", "99"])
    case .hyphen: return pick(["-"])
    case .iban: return pick(["DE89370400440532013000", "GB82WEST12345698765432"])
    case .importeridx: return pick(["-", "_", "a", "7"])
    case .posinseqslash: return pick(["1/1", "2/9"])
    case .pcenc:
      return Array("Caf%C3%A9".utf8)
        + text(.label, number(0...part.most - 9)).filter { $0 != UInt8(ascii: "%") }
    case .zero: return Array(repeating: Digits.zero, count: length)
    case .nonzero: return text(.digits, length - 1) + Array("7".utf8)
    case .nozeroprefix: return Array("7".utf8) + text(.digits, length - 1)
    case .pieceoftotal: return pick(["0101", "0312", "1212"])
    case .latitude: return digits(number(0...180), 3) + Array("0000000".utf8)
    case .longitude: return digits(number(0...359), 3) + text(.digits, 7)
    case .couponcode:
      return pick([
        "012345612345611110123", "106141416543213500110000310123196000",
        "012345612345611110123325123142401015212345678" + "90120",
      ])
    case .couponposoffer:
      return pick(["001234561234560123456", "061234567890121234569123456789012345"])
    case .none, .hasnondigit: return text(part.set, length)
    }
  }

  private mutating func monthAndDay(leastDay: Int) -> [UInt8] {
    digits(number(1...12), 2) + digits(number(leastDay...28), 2)
  }

  private func digits(_ number: Int, _ count: Int) -> [UInt8] {
    Array(Digits.padded(number, to: count).utf8)
  }

  private mutating func pick(_ texts: [String]) -> [UInt8] {
    Array(texts[number(0...texts.count - 1)].utf8)
  }

  private mutating func pick(_ sorted: [[UInt8]]) -> [UInt8] {
    sorted[number(0...sorted.count - 1)]
  }

  private static func sorted(_ list: Set<[UInt8]>) -> [[UInt8]] {
    list.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static let countryNumbers = sorted(CodeLists.countryNumbers)
  private static let countryLetters = sorted(CodeLists.countryLetters)
  private static let currencyNumbers = sorted(CodeLists.currencyNumbers)
  private static let packageTypes = sorted(CodeLists.packageTypes)
  private static let characters: [CharacterSet: [UInt8]] = {
    var table: [CharacterSet: [UInt8]] = [:]
    for set in [CharacterSet.digits, .label, .part, .base64] {
      table[set] = (0...255).map(UInt8.init).filter {
        // `=` only fills up base 64 at its end.
        CharacterSet.sets(of: $0) & set.rawValue != 0
          && !(set == .base64 && $0 == UInt8(ascii: "="))
      }
    }
    return table
  }()

  /// So many characters of a set.
  mutating func text(_ set: CharacterSet, _ count: Int) -> [UInt8] {
    let all = Self.characters[set] ?? []
    return (0..<max(0, count)).map { _ in all[number(0...all.count - 1)] }
  }
}
