// Black and white dots: what a print head prints and what a picture of a page is made of.

/// A picture of one bit a dot.
package struct Bitmap: Hashable, Sendable {
  /// Dots in a row.
  package let width: Int
  package let height: Int
  /// Rows from the top, each of `rowBytes` bytes; the leftmost dot is the highest bit, 1 is black.
  ///
  /// Bits beyond the width are 0.
  package private(set) var bytes: [UInt8]

  /// Bytes in a row.
  package var rowBytes: Int { (width + 7) / 8 }

  /// A white picture.
  package init(width: Int, height: Int) {
    precondition(width >= 0 && height >= 0, "a picture has no negative size")
    self.width = width
    self.height = height
    bytes = Array(repeating: 0, count: (width + 7) / 8 * height)
  }

  /// The picture with these rows, or nil if there are not `rowBytes` times `height` bytes.
  ///
  /// Bits beyond the width are cleared.
  package init?(width: Int, height: Int, bytes: [UInt8]) {
    guard width >= 0, height >= 0, bytes.count == (width + 7) / 8 * height else { return nil }
    self.width = width
    self.height = height
    self.bytes = bytes
    let spare = rowBytes * 8 - width
    guard spare > 0 else { return }
    for row in 0..<height { self.bytes[(row + 1) * rowBytes - 1] &= 0xFF << UInt8(spare) }
  }

  /// Whether a dot is black; dots outside are white, and setting them does nothing.
  package subscript(x: Int, y: Int) -> Bool {
    get {
      guard contains(x, y) else { return false }
      return bytes[y * rowBytes + x / 8] & (0x80 >> UInt8(x % 8)) != 0
    }
    set {
      guard contains(x, y) else { return }
      let bit: UInt8 = 0x80 >> UInt8(x % 8)
      if newValue {
        bytes[y * rowBytes + x / 8] |= bit
      } else {
        bytes[y * rowBytes + x / 8] &= ~bit
      }
    }
  }

  /// Adds the black dots of another picture, its top left corner at a dot of this one.
  package mutating func draw(_ other: Bitmap, x: Int, y: Int) {
    for row in 0..<other.height {
      for column in 0..<other.width where other[column, row] { self[x + column, y + row] = true }
    }
  }

  /// Blackens a rectangle.
  package mutating func fill(x: Int, y: Int, width: Int, height: Int) {
    for row in max(0, y)..<max(0, y, min(self.height, y + height)) {
      for column in max(0, x)..<max(0, x, min(self.width, x + width)) { self[column, row] = true }
    }
  }

  /// The picture with every dot made a rectangle of dots.
  package func scaled(x: Int, y: Int) -> Bitmap {
    precondition(x >= 1 && y >= 1, "a picture is scaled by whole numbers from 1")
    var result = Bitmap(width: width * x, height: height * y)
    for row in 0..<height {
      for column in 0..<width where self[column, row] {
        result.fill(x: column * x, y: row * y, width: x, height: y)
      }
    }
    return result
  }

  private func contains(_ x: Int, _ y: Int) -> Bool {
    x >= 0 && x < width && y >= 0 && y < height
  }
}
