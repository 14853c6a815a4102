// Shapes of nearly every character of Unicode's first plane, from GNU Unifont where it is installed
// (Debian package unifont, /usr/share/unifont/unifont.hex; SIL Open Font License 1.1).

package import ESCPOS
internal import Glibc

/// GNU Unifont as a source of shapes: 8 x 16 dots, wide characters 16 x 16.
///
/// The file is read once, when the source is made; a shape is unpacked when it is asked for. Its
/// lines are `CODE:HEX`, the number of the character and its rows of 8 or 16 dots (hex2bdf(1),
/// Unifont utilities).
package struct UnifontGlyphs: Glyphs {
  /// Where Debian's package has the font.
  package static let usualPath = "/usr/share/unifont/unifont.hex"

  /// Bytes of the largest file that is read.
  private static let sizeLimit = 16_777_216

  private let bytes: [UInt8]
  /// Where the line of each scalar of the first plane begins, plus one; 0 for none.
  private let starts: [UInt32]

  /// - Throws: `SystemFault` when the file cannot be read, `EFBIG` among them.
  package init(path: String = usualPath) throws(SystemFault) {
    self.init(bytes: try Self.contents(of: path))
  }

  /// The font in these bytes; lines of another form are passed over.
  init(bytes: [UInt8]) {
    var starts = [UInt32](repeating: 0, count: 0x10000)
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      if end - start > 5, bytes[start + 4] == UInt8(ascii: ":"),
        let scalar = Self.number(bytes[start..<(start + 4)])
      {
        starts[scalar] = UInt32(start) + 1
      }
      start = end + 1
    }
    self.bytes = bytes
    self.starts = starts
  }

  /// The shape of a character, fitted to a cell of the font; marks are drawn over their letter.
  ///
  /// Nil when the font has no shape for its first scalar, or for a scalar beyond the first plane.
  package func glyph(for character: Character, in font: Font) -> Bitmap? {
    var result: Bitmap?
    for scalar in character.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .format, .control, .surrogate, .privateUse, .unassigned: continue
      default: break
      }
      // Selectors of a variant have no shape of their own.
      if (0xFE00...0xFE0F).contains(scalar.value) { continue }
      guard let shape = shape(of: scalar) else {
        if result == nil { return nil }
        continue
      }
      if result == nil { result = shape } else { result?.draw(shape, x: 0, y: 0) }
    }
    return result?.fitted(to: font)
  }

  /// The dots of a scalar as the font has them.
  private func shape(of scalar: Unicode.Scalar) -> Bitmap? {
    guard scalar.value < 0x10000, starts[Int(scalar.value)] > 0 else { return nil }
    let start = Int(starts[Int(scalar.value)] - 1) + 5
    var rows: [UInt8] = []
    var index = start
    while index + 1 < bytes.count, let byte = Self.number(bytes[index...(index + 1)]) {
      rows.append(UInt8(byte))
      index += 2
      if rows.count > 32 { return nil }
    }
    guard rows.count == 16 || rows.count == 32 else { return nil }
    return Bitmap(width: rows.count / 2, height: 16, bytes: rows)
  }

  /// The number of hexadecimal digits, nil if one is none.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var number = 0
    for digit in digits {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 + (Int(digit) - 0x30)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): number = number << 4 + (Int(digit) - 0x37)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): number = number << 4 + (Int(digit) - 0x57)
      default: return nil
      }
    }
    return number
  }

  private static func contents(of path: String) throws(SystemFault) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemFault("open", path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 262_144)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SystemFault("read", path) }
      if count == 0 { return bytes }
      guard bytes.count + count <= sizeLimit else { throw SystemFault("read", path, code: EFBIG) }
      bytes += buffer.prefix(count)
    }
  }
}
