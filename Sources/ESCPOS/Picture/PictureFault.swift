// Why a picture cannot be read or printed. What is done about it is the caller's choice.

/// A picture that cannot be used: what is wrong, and where.
///
/// Offsets count bytes from the start of the file.
package enum PictureFault: Error, Hashable, Sendable {
  /// The file begins like none of PNG, BMP, PBM, PGM and PPM.
  case unknownFormat
  /// The file ends before its picture does.
  case truncated(PicturePart, offset: Int)
  /// A part says what no valid file says.
  case malformed(PicturePart, offset: Int)
  /// A valid part of a kind that is not read here, such as a compressed BMP.
  case unsupported(PicturePart, offset: Int)
  /// More than `GrayPicture.dotLimit` dots.
  case tooLarge(width: Int, height: Int)
  /// No dots at all.
  case empty
  /// Wider than the paper; a picture is never cut.
  case tooWide(dots: Int, paper: Int)
  /// The printer has no command for pictures.
  case noRaster(printer: String)
  /// Higher than the printer's memory for logos takes, or wider.
  case tooLargeForLogo(width: Int, height: Int)
}

/// The part of a picture's file that a fault is about.
package enum PicturePart: String, Hashable, Sendable {
  case signature, header, size, depth, palette, transparency, chunk, checksum, compression
  case rows, filter, interlacing, value, masks
}

extension PictureFault: CustomStringConvertible {
  /// One sentence for people.
  package var description: String {
    switch self {
    case .unknownFormat: "the file is not a PNG, BMP, PBM, PGM or PPM picture"
    case .truncated(let part, let offset):
      "the picture's file ends in its \(part.rawValue), at byte \(offset)"
    case .malformed(let part, let offset):
      "the picture's \(part.rawValue) is broken at byte \(offset)"
    case .unsupported(let part, let offset):
      "the picture's \(part.rawValue) at byte \(offset) is of a kind that is not read"
    case .tooLarge(let width, let height):
      "the picture is too large: \(width) x \(height) dots, at most \(GrayPicture.dotLimit)"
    case .empty: "the picture has no dots"
    case .tooWide(let dots, let paper):
      "the picture is \(dots) dots wide and the paper only \(paper)"
    case .noRaster(let printer): "the printer \(printer) prints no pictures"
    case .tooLargeForLogo(let width, let height):
      "a logo of \(width) x \(height) dots is larger than 8192 x 2304"
    }
  }
}
