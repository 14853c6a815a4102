// The bidirectional class of a scalar and its mirror image. The data are in BidiClass+Table.swift.

/// The classes of Unicode Standard Annex 9, table 4.
///
/// Embedding, override and isolate characters count as boundary neutrals: the order of a receipt is
/// not for a product's name to change.
enum BidiClass: UInt8, Sendable {
  case left, right, arabic
  case number, numberSeparator, numberTerminator, arabicNumber, commonSeparator
  case mark, boundary, paragraph, segment, space, other

  /// The class of a scalar; `left` for one that is not assigned.
  init(_ scalar: Unicode.Scalar) {
    // The last run that begins at or before the scalar.
    var (low, high) = (0, Self.runs.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if Self.runs[middle] >> 4 <= scalar.value { low = middle } else { high = middle }
    }
    self = BidiClass(rawValue: UInt8(Self.runs[low] & 0xF)) ?? .left
  }

  var isRight: Bool { self == .right || self == .arabic }

  /// Whether a scalar only says which way the text beside it runs: LRM, RLM and ALM.
  ///
  /// It takes no column, and no printer gets it.
  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{200E}" || scalar == "\u{200F}" || scalar == "\u{61C}"
  }

  /// The sign that is drawn for this one in text from right to left.
  static func mirror(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    mirrors[scalar] ?? scalar
  }

  /// Each bracket that opens or closes: the one it pairs with, and whether it opens.
  static let bracketPairs: [Unicode.Scalar: (other: Unicode.Scalar, opens: Bool)] = {
    var pairs: [Unicode.Scalar: (other: Unicode.Scalar, opens: Bool)] = [:]
    let signs = Array(brackets.unicodeScalars)
    for index in stride(from: 0, to: signs.count - 1, by: 2) {
      pairs[signs[index]] = (signs[index + 1], true)
      pairs[signs[index + 1]] = (signs[index], false)
    }
    return pairs
  }()

  private static let mirrors: [Unicode.Scalar: Unicode.Scalar] = {
    var mirrors: [Unicode.Scalar: Unicode.Scalar] = [:]
    let signs = Array(mirrored.unicodeScalars)
    for index in stride(from: 0, to: signs.count - 1, by: 2) {
      mirrors[signs[index]] = signs[index + 1]
      mirrors[signs[index + 1]] = signs[index]
    }
    return mirrors
  }()
}
