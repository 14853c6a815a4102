// Symbols as dots, for printers that cannot draw them: bars drawn here, the rest by an artist.

extension LinearSymbol {
  /// The bars with their quiet zones, as an image that a printer can print.
  ///
  /// The text is not part of it. The wide elements of two-width symbologies are 3 modules, the best
  /// to read that the standards allow.
  /// - Parameters:
  ///   - moduleDots: width of the thinnest bar, at least 1.
  ///   - heightDots: at least 1.
  ///   - artist: draws the DataBar kinds; not asked for the others.
  /// - Returns: nil if the artist cannot draw the symbol.
  package func picture(
    moduleDots: Int, heightDots: Int, artist: (any SymbolArtist)? = nil
  ) -> Bitmap? {
    precondition(
      moduleDots >= 1 && heightDots >= 1, "bars are at least one dot wide and one dot high")
    let quiet = kind.quietModules
    let left = quiet.left * moduleDots
    if elements.isEmpty {
      guard let row = artist?.modules(ofLinear: kind.rawValue, payload: payload) else { return nil }
      var picture = Bitmap(
        width: (row.width + quiet.left + quiet.right) * moduleDots, height: heightDots)
      let rowDots = max(1, heightDots / max(1, row.height))
      picture.draw(row.scaled(x: moduleDots, y: rowDots), x: left, y: 0)
      return picture
    }
    var picture = Bitmap(
      width: (moduleCount + quiet.left + quiet.right) * moduleDots, height: heightDots)
    var x = left
    for (index, element) in elements.enumerated() {
      let dots = Int(element) * moduleDots
      if index.isMultiple(of: 2) {
        picture.fill(x: x, y: 0, width: dots, height: heightDots)
      }
      x += dots
    }
    return picture
  }
}

extension MatrixSymbol {
  /// The symbol with its quiet zone, as an image that a printer can print.
  ///
  /// - Parameters:
  ///   - moduleDots: side of a square, at least 1.
  ///   - rowModules: height of a PDF417's rows in modules, at least 1; ignored for the others.
  /// - Returns: nil if the artist cannot draw the symbol.
  package func picture(
    moduleDots: Int, rowModules: Int = 3, artist: any SymbolArtist
  ) -> Bitmap? {
    precondition(
      moduleDots >= 1 && rowModules >= 1, "squares are at least one dot wide and high")
    guard let modules = artist.modules(of: self) else { return nil }
    let rowDots = kind == .pdf417 ? moduleDots * rowModules : moduleDots
    let quiet = quietModules * moduleDots
    var picture = Bitmap(
      width: modules.width * moduleDots + 2 * quiet, height: modules.height * rowDots + 2 * quiet)
    picture.draw(modules.scaled(x: moduleDots, y: rowDots), x: quiet, y: quiet)
    return picture
  }
}
