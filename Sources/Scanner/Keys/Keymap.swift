// A keyboard layout as a value: which key types what, with which other keys held.
// The rows are in Keymap+Tables.swift; who holds which key is Keyboard's business.

/// The layout that a scanner types on.
///
/// The layouts of most shops are here as data, so that what a recording means is the same on every
/// machine and in every year. Devices makes any other from the system's xkb-data.
package struct Keymap: Equatable, Sendable {
  /// The name as libxkbcommon knows it, with a variant in brackets: `us`, `ch(fr)`; a name that
  /// ends in `-caps` is made here.
  package let name: String
  /// What the keypad's decimal key types.
  let decimal: Unicode.Scalar
  /// Four rows: plain, Shift, AltGr, Shift and AltGr; each in the order of `keys`.
  private let rows: [[Unicode.Scalar]]
  /// Whether Caps Lock shifts every key and not only letters.
  private let capsLockShifts: Bool
  /// Whether the right Alt key is an AltGr.
  let hasAltGr: Bool

  /// What stands in a row for a key that types nothing.
  package static let nothing: Unicode.Scalar = "␀"

  /// The keys of a row, by their codes (linux/input-event-codes.h).
  package static let keys: [UInt16] =
    [41] + Array(2...13) + Array(16...27) + Array(30...40) + [43, 86] + Array(44...53) + [89, 124]

  /// For each code below 128 its place in a row, or -1.
  private static let places: [Int] = {
    var places = [Int](repeating: -1, count: 128)
    for (place, code) in keys.enumerated() { places[Int(code)] = place }
    return places
  }()

  /// What a key means under the keys that are held.
  enum Meaning: Equatable {
    case nothing
    case text(Unicode.Scalar)
    case accent(Accent)
  }

  /// A layout of four rows, or nil when they are not four of the length of `keys`.
  ///
  /// - Parameter rows: plain, Shift, AltGr, Shift and AltGr; `nothing` for keys that type nothing
  ///   and the sign of an accent for dead keys.
  package init?(name: String, decimal: Unicode.Scalar, rows: [String]) {
    let rows = rows.map { Array($0.unicodeScalars) }
    guard rows.count == 4, rows.allSatisfy({ $0.count == Self.keys.count }) else { return nil }
    self.init(name: name, decimal: decimal, rows: rows, capsLockShifts: false)
  }

  private init(
    name: String, decimal: Unicode.Scalar, rows: [[Unicode.Scalar]], capsLockShifts: Bool
  ) {
    self.name = name
    self.decimal = decimal
    self.rows = rows
    self.capsLockShifts = capsLockShifts
    self.hasAltGr = rows[2] != rows[0]
  }

  /// The layout of this name that is known here, or nil.
  ///
  /// `fr-caps` is the French keyboard as Windows has it: Caps Lock shifts the digits too. On Linux
  /// it does not (`É` comes out where a scanner set to "French, Caps Lock" means `2`), so this one
  /// is in no xkb-data. Every layout has such a twin.
  package static func known(_ name: String) -> Keymap? {
    guard name.hasSuffix("-caps") else { return all.first { $0.name == name } }
    guard let plain = all.first(where: { $0.name == name.dropLast(5) }) else { return nil }
    return plain.shiftedByCapsLock()
  }

  /// All layouts with rows here, in the order in which one is preferred when several fit.
  package static let all: [Keymap] = {
    let lines = tables.split(separator: "\n" as Character)
    return stride(from: 0, to: lines.count - 4, by: 5).compactMap { index in
      let head = lines[index].split(separator: " " as Character)
      guard head.count == 2, let decimal = head[1].unicodeScalars.first else { return nil }
      return Keymap(
        name: String(head[0]), decimal: decimal,
        rows: lines[(index + 1)...(index + 4)].map(String.init))
    }
  }()

  /// The US layout, which nearly all scanners leave the factory with.
  package static let us =
    known("us")
    ?? Keymap(
      name: "us", decimal: ".",
      rows: [[Unicode.Scalar]](
        repeating: [Unicode.Scalar](repeating: nothing, count: keys.count), count: 4),
      capsLockShifts: false)

  /// This layout with a Caps Lock that shifts every key.
  package func shiftedByCapsLock() -> Keymap {
    Keymap(name: name + "-caps", decimal: decimal, rows: rows, capsLockShifts: true)
  }

  /// What a key of the rows means; `nothing` for every other key.
  func meaning(of code: UInt16, shift: Bool, altGr: Bool, capsLock: Bool) -> Meaning {
    guard code < 128, case let place = Self.places[Int(code)], place >= 0 else { return .nothing }
    let shifts = capsLock && capsLockShifts && !altGr ? !shift : shift
    let scalar = rows[(shifts ? 1 : 0) + (altGr ? 2 : 0)][place]
    if scalar == Self.nothing { return .nothing }
    if let accent = Accent(rawValue: scalar) { return .accent(accent) }
    guard capsLock, !capsLockShifts, !altGr else { return .text(scalar) }
    // A letter and its capital on one key change places; what has a capital elsewhere gets it.
    let (small, capital) = (rows[0][place], rows[1][place])
    if small.properties.isLowercase, capital.properties.isUppercase {
      return .text(shift ? small : capital)
    }
    return .text(Self.capital(of: scalar))
  }

  /// The capital of a letter where it is one character, else the letter.
  private static func capital(of scalar: Unicode.Scalar) -> Unicode.Scalar {
    // Unicode writes SS; keyboards have had the one letter since 2017.
    if scalar == "ß" { return "ẞ" }
    let upper = scalar.properties.uppercaseMapping.unicodeScalars
    return upper.count == 1 && scalar != "µ" ? upper.first ?? scalar : scalar
  }
}

extension Keymap: CustomStringConvertible {
  package var description: String { name }
}
