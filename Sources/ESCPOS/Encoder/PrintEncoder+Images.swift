// Printer bytes, outgoing: pictures.

/// Why a picture is not printed.
package enum PictureFault: Error, Equatable, Sendable {
  case tooWide(dots: Int, paper: Int)
}

extension PrintEncoder {
  /// Prints a picture, dot for dot, by `GS v 0`.
  ///
  /// - Throws: `.tooWide` naming both widths.
  package mutating func image(
    _ picture: Bitmap, alignment: Alignment = .left
  ) throws(PictureFault) {
    guard picture.width <= profile.dotsPerLine else {
      throw .tooWide(dots: picture.width, paper: profile.dotsPerLine)
    }
    set(alignment)
    let (width, height) = (picture.rowBytes, picture.height)
    bytes += [
      Control.gs, 0x76, 0x30, 0, UInt8(width & 0xFF), UInt8(width >> 8), UInt8(height & 0xFF),
      UInt8(height >> 8),
    ]
    bytes += picture.bytes
  }
}
