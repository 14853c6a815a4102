// All character tables turned round: from a scalar to the tables that have it, without hashing,
// so that a line costs nanoseconds a character.

/// Which tables print a scalar, and by which byte.
struct CodePageIndex: Sendable {
  static let shared = CodePageIndex()

  /// The upper half of each table, by its raw value.
  let scalars: [[Unicode.Scalar]]

  /// A bit for each table that has the scalar at a place.
  let masks: [UInt64]
  /// For each table in turn, `masks.count` bytes that print the scalars; 0 for none.
  let bytes: [UInt8]

  /// Where in `masks` the 256 scalars from U+xx00 begin, in 256s; 0 is a block of none.
  private let blocks: [UInt8]

  private init() {
    let all = CodePage.pcTables + CodePage.windowsTables + CodePage.nationalTables
    var scalars = Array(
      repeating: [Unicode.Scalar](repeating: "\u{FFFD}", count: 128),
      count: CodePage.allCases.count)
    for (page, upperHalf) in all { scalars[Int(page.rawValue)] = Array(upperHalf.unicodeScalars) }
    var blocks = [UInt8](repeating: 0, count: 256)
    var count = 1
    for scalar in scalars.joined() where scalar.value < 0x10000 && Self.isSent(scalar) {
      for form in [scalar] + ArabicForms.standIns(of: scalar) {
        let block = Int(form.value >> 8)
        guard blocks[block] == 0 else { continue }
        blocks[block] = UInt8(count)
        count += 1
      }
    }
    var masks = [UInt64](repeating: 0, count: count * 256)
    var bytes = [UInt8](repeating: 0, count: masks.count * scalars.count)
    func add(_ scalar: Unicode.Scalar, _ page: Int, _ byte: UInt8) {
      let place = Int(blocks[Int(scalar.value >> 8)]) << 8 | Int(scalar.value & 0xFF)
      guard bytes[page * masks.count + place] == 0 else { return }
      masks[place] |= 1 << UInt64(page)
      bytes[page * masks.count + place] = byte
    }
    for ascii: UInt8 in 0x20...0x7E {
      for page in scalars.indices { add(Unicode.Scalar(ascii), page, ascii) }
      masks[Int(blocks[0]) << 8 | Int(ascii)] = .max
    }
    for (page, table) in scalars.enumerated() {
      for (index, scalar) in table.enumerated() where Self.isSent(scalar) {
        add(scalar, page, UInt8(0x80 + index))
      }
      let hasShapes = table.contains { (0xFE80...0xFEFC).contains($0.value) }
      // A table drawn for Arabic has one shape for two places in a word; the other place uses it.
      for (index, scalar) in table.enumerated() {
        for form in ArabicForms.standIns(of: scalar, joined: hasShapes) {
          add(form, page, UInt8(0x80 + index))
        }
      }
    }
    self.scalars = scalars
    self.blocks = blocks
    self.masks = masks
    self.bytes = bytes
  }

  /// Hard space, soft hyphen and the mark for "no character" are never sent.
  ///
  /// Nor are marks that combine (Thai, Vietnamese, Hebrew, Arabic): whether a printer puts one
  /// above the letter before it or in a column of its own is not said by its table.
  private static func isSent(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .privateUse: false
    default: scalar != "\u{A0}" && scalar != "\u{FFFD}" && scalar.value < 0x10000
    }
  }

  /// Where a scalar stands in `masks`, and in `bytes` within its table.
  func place(_ scalar: Unicode.Scalar) -> Int {
    let value = Int(scalar.value)
    // The first 256 places are those of the block of none.
    return value < 0x10000 ? Int(blocks[value >> 8]) << 8 | value & 0xFF : 0
  }

  /// The tables that print a scalar, a bit for each; all of them for printable ASCII.
  func mask(_ scalar: Unicode.Scalar) -> UInt64 { masks[place(scalar)] }

  /// The byte by which a table prints a scalar; 0 for none.
  func byte(_ scalar: Unicode.Scalar, _ page: CodePage) -> UInt8 {
    bytes[Int(page.rawValue) * masks.count + place(scalar)]
  }
}
