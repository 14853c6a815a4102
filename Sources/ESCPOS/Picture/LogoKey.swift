// Logos that stay in the printer: Epson's NV graphics, GS ( L functions 66, 67 and 69.

/// The two characters by which a printer knows a logo that it keeps.
///
/// Keeping one wears the printer's flash memory, which lasts for some ten writes a day (Epson
/// TM-T81 specification p. 114), and for up to a minute the printer takes nothing else. Define a
/// logo once, when the shop is set up, and never in a job: jobs print it by its key.
package struct LogoKey: Hashable, Sendable {
  /// Two bytes, each 0x20 to 0x7E.
  package let bytes: [UInt8]

  /// The key with these characters, or nil unless they are two printable ones.
  package init?(_ characters: String) {
    let bytes = Array(characters.utf8)
    guard bytes.count == 2, bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
    self.bytes = bytes
  }

  /// Stores a picture under this key: function 67 (Epson TM-T81 specification, page 86-87).
  ///
  /// Replaces what was there. The printer ignores it, and says nothing, where its memory is full.
  /// - Throws: `.empty`, or `.tooLargeForLogo` beyond 8192 x 2304 dots.
  package func definition(of picture: Bitmap) throws(PictureFault) -> Raster.Encoded {
    guard picture.width > 0, picture.height > 0 else { throw .empty }
    guard picture.width <= 8192, picture.height <= 2304 else {
      throw .tooLargeForLogo(width: picture.width, height: picture.height)
    }
    // White rows are added below where the sizes themselves would make a live command.
    var rows = picture.height
    while !RealTimeGuard.scan(header(width: picture.width, rows: rows)).isEmpty { rows += 1 }
    guard rows <= 2304 else {
      throw .tooLargeForLogo(width: picture.width, height: picture.height)
    }
    var encoded = Raster.Encoded(bytes: header(width: picture.width, rows: rows))
    let dataStart = encoded.bytes.count
    encoded.bytes += picture.bytes
    encoded.bytes += Array(repeating: 0, count: (rows - picture.height) * picture.rowBytes)
    encoded.nudged =
      RealTimeGuard.guardTail(
        of: &encoded.bytes, from: 0, dataFrom: dataStart,
        layout: .rows(width: picture.width, height: picture.height)) ?? []
    return encoded
  }

  private func header(width: Int, rows: Int) -> [UInt8] {
    Raster.graphicsHeader(
      [0x30, 0x43, 0x30] + bytes + [1] + Raster.word(width) + Raster.word(rows) + [0x31],
      dataCount: (width + 7) / 8 * rows)
  }

  /// Prints the logo: function 69 (Epson TM-T81 specification, page 88).
  ///
  /// - Parameter scale: 1, or 2 for twice the size both ways.
  package func printing(scale: Int = 1) -> [UInt8] {
    precondition(scale == 1 || scale == 2, "a logo is printed at its size or twice that")
    return [Control.gs, 0x28, 0x4C, 6, 0, 0x30, 0x45] + bytes + [UInt8(scale), UInt8(scale)]
  }

  /// Forgets the logo: function 66 (Epson TM-T81 specification, page 86).
  ///
  /// This wears the flash too.
  package var deletion: [UInt8] { [Control.gs, 0x28, 0x4C, 4, 0, 0x30, 0x42] + bytes }
}
