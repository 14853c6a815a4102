// Shades of gray made black and white dots. Error diffusion is in ErrorDiffusion.

/// How shades become dots.
package enum Dithering: String, CaseIterable, Sendable {
  /// Black below the middle: for line art and for pictures of text.
  case threshold
  /// Keeps every shade's error (Floyd and Steinberg, SID 1976): for photographs.
  case floydSteinberg
  /// Keeps three quarters of it, with stronger contrast: for photographs on poor paper.
  case atkinson
  /// A fixed pattern of 8 x 8 dots (Bayer 1973): a shade looks the same everywhere, and parts of a
  /// picture that are the same print the same.
  case ordered
}

extension GrayPicture {
  /// The picture in black and white dots.
  ///
  /// Integers only: the same picture gives the same dots everywhere. Error diffusion goes through
  /// every row from left to right, not to and fro: eight rows are then worked on at once, and the
  /// dots of `floydSteinberg` are those of Pillow's `convert("1")`.
  package func dithered(_ dithering: Dithering) -> Bitmap {
    switch dithering {
    case .threshold: thresholded { _ in SIMD8(repeating: 128) }
    case .ordered: thresholded { Bayer.rows[$0 & 7] }
    case .floydSteinberg: ErrorDiffusion<FloydSteinberg>.dots(of: self)
    case .atkinson: ErrorDiffusion<Atkinson>.dots(of: self)
    }
  }

  /// Dots that are black where the shade is below the threshold of their row and column modulo 8.
  @inline(__always)
  private func thresholded(_ thresholds: (_ y: Int) -> SIMD8<UInt8>) -> Bitmap {
    let rowBytes = (width + 7) / 8
    var bytes = [UInt8](repeating: 0, count: rowBytes * height)
    var target = bytes.mutableSpan
    let all = shades.span
    let bits = SIMD8<UInt8>(128, 64, 32, 16, 8, 4, 2, 1)
    for y in 0..<height {
      let row = all.extracting((y * width)..<(y * width + width))
      let limits = thresholds(y)
      for column in 0..<(width / 8) {
        let values = row.eight(at: column &* 8)
        let black = bits.replacing(with: 0, where: values .>= limits)
        target[y &* rowBytes &+ column] = black.wrappedSum()
      }
      for x in (width / 8 * 8)..<width where row[x] < limits[x & 7] {
        target[y &* rowBytes &+ x / 8] |= bits[x & 7]
      }
    }
    return Bitmap(width: width, height: height, bytes: bytes) ?? Bitmap(width: 0, height: 0)
  }
}

/// The thresholds of ordered dithering.
private enum Bayer {
  /// Bayer's matrix of 8 x 8, its values 0 to 63 spread over 2 to 254: black stays all black and
  /// white all white.
  static let rows: [SIMD8<UInt8>] = (0..<8).map { y in
    var row = SIMD8<UInt8>()
    for x in 0..<8 {
      // The bits of x ^ y and of y, interleaved and reversed, are the matrix.
      var value = 0
      for bit in 0..<3 {
        value = value << 2 | ((x ^ y) >> bit & 1) << 1 | (y >> bit & 1)
      }
      row[x] = UInt8(value * 4 + 2)
    }
    return row
  }
}
