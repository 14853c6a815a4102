// Shapes that the program brings along: printable ASCII and the euro, so that any line of figures
// can be drawn without a font on the machine.

/// A plain face of 5 x 8 dots, drawn larger for each font.
package struct BuiltInGlyphs: Glyphs {
  package init() {}

  /// The shape of a printable ASCII character or the euro; nil for others.
  package func glyph(for character: Character, in font: Font) -> Bitmap? {
    guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1
    else { return nil }
    let place: Int
    switch scalar {
    case " "..."~": place = Int(scalar.value) - 0x20
    case "€": place = 95
    default: return nil
    }
    return Self.shapes[place].fitted(to: font)
  }

  /// Rows of each character, a digit in base 32 each: 16 is the dot on the left.
  ///
  /// Seven rows stand on the base line, the eighth is below it.
  private static let rows = """
    00000000 44444040 AAA00000 AAVAVAA0 4FKE5U40 OP248J30 CIK8LID0 44800000
    24888420 84222480 04LEL400 044V4400 00000C48 000V0000 00000CC0 01248G00
    EHJLPHE0 4C4444E0 EH1248V0 V2421HE0 26AIV220 VGU11HE0 68GUHHE0 V1248880
    EHHEHHE0 EHHF12C0 0CC0CC00 0CC0C480 248G8420 00V0V000 84212480 EH124040
    EH1DLLE0 EHHHVHH0 UHHUHHU0 EHGGGHE0 SIHHHIS0 VGGUGGV0 VGGUGGG0 EHGNHHF0
    HHHVHHH0 E44444E0 72222IC0 HIKOKIH0 GGGGGGV0 HRLLHHH0 HHPLJHH0 EHHHHHE0
    UHHUGGG0 EHHHLID0 UHHUKIH0 FGGE11U0 V4444440 HHHHHHE0 HHHHHA40 HHHLLLA0
    HHA4AHH0 HHHA4440 V1248GV0 E88888E0 0G842100 E22222E0 4AH00000 0000000V
    84200000 00E1FHF0 GGMPHHU0 00EGGHE0 11DJHHF0 00EHVGE0 698S8880 00FHHF1E
    GGMPHHH0 40C444E0 206222IC GGIKOKI0 C44444E0 00QLLHH0 00MPHHH0 00EHHHE0
    00UHHUGG 00DJHF11 00MPGGG0 00EGE1U0 88S88960 00HHHJD0 00HHHA40 00HHLLA0
    00HA4AH0 00HHHF1E 00V248V0 24484420 44444440 84424480 008L2000 69S8S960
    """

  private static let shapes: [Bitmap] = rows.split { $0 == " " || $0 == "\n" }.map { digits in
    var shape = Bitmap(width: 5, height: 8)
    for (y, digit) in digits.enumerated() {
      let row = Int(String(digit), radix: 32) ?? 0
      for x in 0..<5 { shape[x, y] = row & (16 >> x) != 0 }
    }
    return shape
  }
}

extension Bitmap {
  /// The shape of a character, made as large as a cell of the font allows.
  ///
  /// Shapes as wide as high fill two cells. Each dot becomes a block; where the cell is no multiple
  /// of the shape, some blocks are one dot larger than others.
  package func fitted(to font: Font) -> Bitmap {
    let isWide = width > 8
    let cellWidth = (font == .a ? 12 : 9) * (isWide ? 2 : 1)
    let cellHeight = font.cellHeight
    // A shape that leaves no gap of its own gets one dot on the right.
    let shapeWidth = width < 8 ? cellWidth - 2 : cellWidth
    let left = width < 8 ? 1 : 0
    var result = Bitmap(width: cellWidth, height: cellHeight)
    for y in 0..<cellHeight {
      for x in 0..<shapeWidth where self[x * width / shapeWidth, y * height / cellHeight] {
        result[x + left, y] = true
      }
    }
    return result
  }
}
