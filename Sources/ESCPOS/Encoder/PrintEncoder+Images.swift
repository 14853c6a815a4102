// Printer bytes, outgoing: pictures and logos. How a picture becomes commands is in Raster.

extension PrintEncoder {
  /// Prints a picture, dot for dot, by the commands that the printer has for it.
  ///
  /// Call it at the start of a line. The alignment stays for what follows. Never scales and never
  /// cuts: a picture that is too wide is refused, and nothing of it is written.
  /// - Returns: The dots that were changed so that no data is taken for a command.
  /// - Throws: `.tooWide` naming both widths, or `.empty`.
  @discardableResult
  package mutating func image(
    _ picture: Bitmap, alignment: Alignment = .left
  ) throws(PictureFault) -> [Bitmap.Dot] {
    guard picture.width <= profile.dotsPerLine else {
      throw .tooWide(dots: picture.width, paper: profile.dotsPerLine)
    }
    let encoded = try encoded(picture)
    set(alignment)
    bytes += encoded.bytes
    return encoded.nudged
  }

  /// The commands for a picture, by the first way of the printer in their order of worth.
  func encoded(_ picture: Bitmap) throws(PictureFault) -> Raster.Encoded {
    guard let raster = Raster.allCases.first(where: profile.rasterCommands.contains) else {
      throw .noRaster(printer: profile.name)
    }
    let dots = spacing.map { [Control.esc, 0x33, UInt8(clamping: $0)] }
    return try raster.encoded(
      picture, bandRows: profile.maxBandRows, disablesRealTime: profile.knowsRealTimeDisable,
      spacing: dots ?? Raster.usualSpacing)
  }

  /// Prints a logo that the printer keeps; nothing if it keeps none by that key.
  ///
  /// - Parameter scale: 1, or 2 for twice the size both ways.
  package mutating func logo(_ key: LogoKey, scale: Int = 1, alignment: Alignment = .left) {
    set(alignment)
    bytes += key.printing(scale: scale)
  }
}
