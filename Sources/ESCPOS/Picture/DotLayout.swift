// Which dot of a picture each bit of a command's data is.

extension Bitmap {
  /// A dot's place, from the top left corner.
  package struct Dot: Hashable, Sendable {
    package let x: Int
    package let y: Int

    package init(x: Int, y: Int) {
      self.x = x
      self.y = y
    }
  }
}

/// The order in which a command's data has the dots of a picture.
package enum DotLayout: Hashable, Sendable {
  /// Row after row, the leftmost dot of a byte highest: `GS v 0`, `GS ( L`.
  case rows(width: Int, height: Int)
  /// Column after column, each of so many bytes, the topmost dot of a byte highest: `ESC *`.
  case columns(width: Int, height: Int, bytes: Int)

  /// The dot that a bit stands for, bit 7 the highest; nil for padding beyond the picture.
  package func dot(byte: Int, bit: Int) -> Bitmap.Dot? {
    switch self {
    case .rows(let width, let height):
      let rowBytes = (width + 7) / 8
      let dot = Bitmap.Dot(x: byte % rowBytes * 8 + 7 - bit, y: byte / rowBytes)
      return dot.x < width && dot.y < height ? dot : nil
    case .columns(let width, let height, let bytes):
      let dot = Bitmap.Dot(x: byte / bytes, y: byte % bytes * 8 + 7 - bit)
      return dot.x < width && dot.y < height ? dot : nil
    }
  }

  /// The byte and bit of a dot; nil outside the picture.
  package func place(of dot: Bitmap.Dot) -> (byte: Int, bit: Int)? {
    switch self {
    case .rows(let width, let height):
      guard (0..<width).contains(dot.x), (0..<height).contains(dot.y) else { return nil }
      return (dot.y * ((width + 7) / 8) + dot.x / 8, 7 - dot.x % 8)
    case .columns(let width, let height, let bytes):
      guard (0..<width).contains(dot.x), (0..<height).contains(dot.y) else { return nil }
      return (dot.x * bytes + dot.y / 8, 7 - dot.y % 8)
    }
  }
}
