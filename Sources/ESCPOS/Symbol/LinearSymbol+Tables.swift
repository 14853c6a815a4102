// Element widths of every symbology that is drawn here, from the standards' own tables.

extension LinearSymbol {
  /// Code 128 symbol characters 0 to 106: widths of bar, space, bar, space, ...
  ///
  /// ISO/IEC 15417, table 1.
  static let code128Symbols: [[UInt8]] = widths(
    """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 \
    112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 \
    311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 \
    112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 \
    313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 \
    314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 \
    122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 \
    124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 \
    114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112
    """)

  /// EAN digits 0 to 9: widths in the odd-parity left set, which are those of the right set too.
  ///
  /// ISO/IEC 15420, table 1; mirrored they are the even-parity set.
  static let eanDigits: [[UInt8]] = widths("3211 2221 2122 1411 1132 1231 1114 1312 1213 3112")

  /// For each first digit, which of the six left-hand digits are mirrored, the first one highest.
  ///
  /// ISO/IEC 15420, table 3.
  static let ean13Parity: [UInt8] = [
    0b000000, 0b001011, 0b001101, 0b001110, 0b010011, 0b011001, 0b011100, 0b010101, 0b010110,
    0b011010,
  ]

  /// For each check digit of a UPC-E, which of its six digits are mirrored, the first one highest.
  ///
  /// ISO/IEC 15420, table 4, number system 0.
  static let upcEParity: [UInt8] = [
    0b111000, 0b110100, 0b110010, 0b110001, 0b101100, 0b100110, 0b100011, 0b101010, 0b101001,
    0b100101,
  ]

  /// Code 39 characters: five bars and four spaces, three of the nine wide (ISO/IEC 16388, table
  /// 1).
  static let code39Characters: [UInt8: [UInt8]] = characters(
    """
    0:111331311 1:311311113 2:113311113 3:313311111 4:111331113 5:311331111 6:113331111
    7:111311313 8:311311311 9:113311311 A:311113113 B:113113113 C:313113111 D:111133113
    E:311133111 F:113133111 G:111113313 H:311113311 I:113113311 J:111133311 K:311111133
    L:113111133 M:313111131 N:111131133 O:311131131 P:113131131 Q:111111333 R:311111331
    S:113111331 T:111131331 U:331111113 V:133111113 W:333111111 X:131131113 Y:331131111
    Z:133131111 -:131111313 .:331111311 _:133111311 $:131313111 /:131311131 +:131113131
    %:111313131 *:131131311
    """)

  /// ITF digits 0 to 9: two of five elements wide (ISO/IEC 16390, table 1).
  static let itfDigits: [[UInt8]] = widths(
    "11331 31113 13113 33111 11313 31311 13311 11133 31131 13131")

  /// Codabar characters: four bars and three spaces (EN 798, table 1).
  static let codabarCharacters: [UInt8: [UInt8]] = characters(
    """
    0:1111133 1:1111331 2:1113113 3:3311111 4:1131131 5:3111131 6:1311113 7:1311311 8:1331111
    9:3113111 -:1113311 $:1133111 c:3111313 /:3131113 .:3131311 +:1131313 A:1133131 B:1313113
    C:1113133 D:1113331
    """)

  /// The characters of Code 93 that need no shift, by their value.
  static let code93Alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%".utf8)

  /// Code 93 symbol characters 0 to 46, then start and stop (AIM BC5, table 2).
  static let code93Characters: [[UInt8]] = widths(
    """
    131112 111213 111312 111411 121113 121212 121311 111114 131211 141111 211113 211212 \
    211311 221112 221211 231111 112113 112212 112311 122112 132111 111123 111222 111321 \
    121122 131121 212112 212211 211122 211221 221121 222111 112122 112221 122121 123111 \
    121131 311112 311211 321111 112131 113121 211131 121221 312111 311121 122211 111141
    """)

  private static func widths(_ table: String) -> [[UInt8]] {
    table.split(separator: " ").map { $0.utf8.map { $0 - 0x30 } }
  }

  /// A table of `character:widths`, where `_` stands for the space and `c` for the colon.
  private static func characters(_ table: String) -> [UInt8: [UInt8]] {
    var characters: [UInt8: [UInt8]] = [:]
    for entry in table.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let key: UInt8? =
        switch entry.first {
        case "_": Control.space
        case "c": UInt8(ascii: ":")
        default: entry.utf8.first
        }
      if let key { characters[key] = entry.utf8.dropFirst(2).map { $0 - 0x30 } }
    }
    return characters
  }
}
