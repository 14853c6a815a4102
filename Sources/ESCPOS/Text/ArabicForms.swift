// The shapes that Arabic letters take in a word: the scalars of Arabic Presentation Forms A and B
// (Unicode Standard, chapter 9.2), which tables drawn for printers have and fonts draw.

/// Joining of Arabic letters.
enum ArabicForms {
  /// The shapes of one letter, in the order isolated, final, initial, medial.
  ///
  /// Letters that join only to the one before have two, those that do not join have one.
  static let shapes: [Unicode.Scalar: [Unicode.Scalar]] = {
    var shapes: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    func add(_ letter: UInt32, _ first: UInt32, _ count: UInt32) {
      guard let letter = Unicode.Scalar(letter) else { return }
      shapes[letter] = (first..<(first + count)).compactMap { Unicode.Scalar($0) }
    }
    // Form B has the letters in the order of the alphabet, each with all its shapes.
    var next: UInt32 = 0xFE80
    for letter: UInt32 in [0x621...0x63A, 0x641...0x64A].joined() {
      let count: UInt32 =
        switch letter {
        case 0x621: 1
        case 0x622...0x625, 0x627, 0x629, 0x62F...0x632, 0x648, 0x649: 2
        default: 4
        }
      add(letter, next, count)
      next += count
    }
    // Persian and Urdu letters.
    let others: [(UInt32, UInt32, UInt32)] = [
      (0x679, 0xFB66, 4), (0x67E, 0xFB56, 4), (0x686, 0xFB7A, 4), (0x688, 0xFB88, 2),
      (0x691, 0xFB8C, 2), (0x698, 0xFB8A, 2), (0x6A9, 0xFB8E, 4), (0x6AF, 0xFB92, 4),
      (0x6BA, 0xFB9E, 2), (0x6BE, 0xFBAA, 4), (0x6C0, 0xFBA4, 2), (0x6C1, 0xFBA6, 4),
      (0x6CC, 0xFBFC, 4), (0x6D2, 0xFBAE, 2),
    ]
    for (letter, first, count) in others { add(letter, first, count) }
    // A lam and an alef are drawn as one letter, which joins to the one before it.
    for ligature: UInt32 in [0xFEF5, 0xFEF7, 0xFEF9, 0xFEFB] { add(ligature, ligature, 2) }
    return shapes
  }()

  /// The letter that a shape is one of, for example beh for initial beh; nil for other scalars.
  static func letter(of shape: Unicode.Scalar) -> Unicode.Scalar? { letters[shape] }

  /// The one letter (isolated) that a lam and this alef are drawn as.
  static func ligature(lamAnd alef: Unicode.Scalar) -> Unicode.Scalar? {
    switch alef.value {
    case 0x622: "\u{FEF5}"
    case 0x623: "\u{FEF7}"
    case 0x625: "\u{FEF9}"
    case 0x627: "\u{FEFB}"
    default: nil
    }
  }

  /// The scalars that look right when printed with this one.
  ///
  /// A table with shapes has two of the four: the isolated one also ends a word, the initial one
  /// also stands inside. A letter itself is drawn isolated.
  static func standIns(of scalar: Unicode.Scalar, joined: Bool = true) -> [Unicode.Scalar] {
    if let shapes = shapes[scalar], shapes[0] != scalar {
      return joined ? Array(shapes.prefix(2)) : [shapes[0]]
    }
    guard let letter = letters[scalar], let shapes = shapes[letter],
      let place = shapes.firstIndex(of: scalar)
    else { return [] }
    switch place {
    case 0: return [letter] + shapes.dropFirst().prefix(1)
    case 2: return [shapes[3]]
    default: return []
    }
  }

  /// The text with each letter in the shape that its neighbours give it; as many scalars as before.
  static func joined(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result = scalars
    for (index, scalar) in scalars.enumerated() {
      guard let shapes = shapes[scalar] else { continue }
      let joinsBefore =
        shapes.count > 1 && (neighbour(scalars, before: index).map { joinsOnward($0) } ?? false)
      let joinsAfter =
        shapes.count == 4 && (neighbour(scalars, after: index).map { joinsBack($0) } ?? false)
      result[index] = shapes[(joinsAfter ? 2 : 0) + (joinsBefore ? 1 : 0)]
    }
    return result
  }

  private static let letters: [Unicode.Scalar: Unicode.Scalar] = {
    var letters: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (letter, shapes) in shapes { for shape in shapes { letters[shape] = letter } }
    return letters
  }()

  /// Marks above and below letters are not seen by joining.
  private static func neighbour(_ scalars: [Unicode.Scalar], before index: Int) -> Unicode.Scalar? {
    scalars[..<index].last { !isMark($0) }
  }

  private static func neighbour(_ scalars: [Unicode.Scalar], after index: Int) -> Unicode.Scalar? {
    scalars[(index + 1)...].first { !isMark($0) }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .nonspacingMark
  }

  /// Tatweel joins on both sides; it is a stroke and has one shape.
  private static func joinsOnward(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{640}" || shapes[scalar]?.count == 4
  }

  private static func joinsBack(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{640}" || (shapes[scalar]?.count ?? 0) > 1
  }
}
