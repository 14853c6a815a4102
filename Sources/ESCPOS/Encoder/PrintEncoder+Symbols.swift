// Printer bytes, outgoing: barcodes and two-dimensional codes by the printer's own commands. Those
// that a printer lacks are images: SymbolPicture.swift.

/// How much a QR code may be damaged and still be read.
package enum QRCorrection: UInt8, Sendable {
  /// 7, 15, 25 and 30 percent; the raw value is that of `GS ( k`.
  case low = 0x30
  case medium, quartile, high
}

/// Where the text of a barcode is printed; the raw value is that of `GS H`.
package enum SymbolText: UInt8, CaseIterable, Sendable {
  case none, above, below, both
}

extension PrintEncoder {
  /// Whether a barcode with its quiet zones fits on the paper.
  package func fits(_ symbol: LinearSymbol, moduleDots: Int) -> Bool {
    let quiet = symbol.kind.quietModules
    let dots = symbol.widthDots(moduleDots: moduleDots) + (quiet.left + quiet.right) * moduleDots
    return dots <= profile.dotsPerLine
  }

  /// Whether a two-dimensional code with its quiet zone is sure to fit on the paper.
  ///
  /// - Parameter moduleDots: width of a module, at least 1.
  package func fits(_ symbol: MatrixSymbol, moduleDots: Int) -> Bool {
    precondition(moduleDots >= 1, "a module is at least one dot wide")
    let widest = profile.dotsPerLine / moduleDots - 2 * symbol.quietModules
    guard let extent = symbol.extent(widest: widest) else { return false }
    return extent.width <= widest
  }

  /// Prints a barcode by `GS k` function B.
  ///
  /// A printer prints nothing at all where the barcode does not fit: ask `fits` first.
  /// `GS h` height, `GS w` module, `GS H` text and `GS k`: Epson TM-T88III Specification
  /// (Standard), p. 128 to 145.
  /// - Parameters:
  ///   - moduleDots: width of the thinnest bar, 2 to 6 dots.
  ///   - heightDots: 1 to 255.
  ///   - text: where the text goes, in font A.
  package mutating func symbol(
    _ symbol: LinearSymbol, moduleDots: Int, heightDots: Int, text: SymbolText = .below
  ) {
    precondition(
      (2...6).contains(moduleDots) && (1...255).contains(heightDots),
      "bars are 2 to 6 dots wide and 1 to 255 dots high")
    precondition(
      symbol.payload.count <= 255
        && LiveBytes.first(in: [UInt8(symbol.payload.count)] + symbol.payload) == nil,
      "only a symbol made from text is printed, never one read from a job")
    bytes += [Control.gs, 0x68, UInt8(heightDots), Control.gs, 0x77, UInt8(moduleDots)]
    bytes += [Control.gs, 0x48, text.rawValue]
    bytes += [Control.gs, 0x6B, symbol.kind.rawValue, UInt8(symbol.payload.count)]
    bytes += symbol.payload
  }

  /// Prints a two-dimensional code by `GS ( k`, and nothing at all if it throws.
  ///
  /// A printer prints nothing where the code does not fit on the paper: ask `fits` first. Every
  /// option is written out, as those of the job before stay in force. Epson TM-T88V and TM-L90
  /// technical references: PDF417 functions 065 to 081, QR 165 to 181, Aztec 566 to 581,
  /// DataMatrix 666 to 681.
  /// - Parameters:
  ///   - moduleDots: width of a module; 1 to 16 for QR, 2 to 16 for Aztec and DataMatrix, 2 to 8
  ///     for PDF417.
  ///   - rowModules: height of a PDF417's rows in modules, 2 to 8; ignored for the others.
  /// - Throws: what is wrong with the options, that the data is too much, or that it holds a
  ///   real-time command: then print `MatrixSymbol.picture` as an image.
  package mutating func matrix(
    _ symbol: MatrixSymbol, moduleDots: Int, rowModules: Int = 3
  ) throws(SymbolFault) {
    precondition(
      symbol.moduleRange.contains(moduleDots) && (2...8).contains(rowModules),
      "modules are \(symbol.moduleRange) dots wide, and rows 2 to 8 modules high")
    try symbol.verify()
    if let position = LiveBytes.first(in: symbol.data) {
      throw SymbolFault(symbol.name, .realTimeCommand(position: position))
    }
    write(symbol, moduleDots: moduleDots, rowModules: rowModules)
  }

  /// Prints a QR code, model 2, by `GS ( k`.
  ///
  /// - Parameters:
  ///   - text: 1 to 2,000 bytes of UTF-8; control characters are sent as spaces, so that no data
  ///     is taken for a real-time command.
  ///   - moduleDots: 1 to 16.
  ///   - correction: taken lower where the text would not fit otherwise.
  package mutating func qr(
    _ text: String, moduleDots: Int, correction: QRCorrection = .medium
  ) {
    let data = text.utf8.map { $0 < Control.space ? Control.space : $0 }
    precondition(
      (1...2000).contains(data.count) && (1...16).contains(moduleDots),
      "a QR code holds 1 to 2000 bytes in modules of 1 to 16 dots")
    let levels = stride(from: correction.rawValue, through: QRCorrection.low.rawValue, by: -1)
    let symbols = levels.map { MatrixSymbol(kind: .qr, data: data, correction: $0) }
    guard let symbol = symbols.first(where: { $0.extent() != nil }) else { return }
    write(symbol, moduleDots: moduleDots, rowModules: 3)
  }

  /// The commands of a symbol whose data and options are known to be right.
  private mutating func write(_ symbol: MatrixSymbol, moduleDots: Int, rowModules: Int) {
    let correction = symbol.correction
    switch symbol.kind {
    case .qr:
      let model: UInt8 = [.model1: 49, .micro: 51][symbol.variant] ?? 50
      function(symbol.kind, 65, [model, 0])
      function(symbol.kind, 67, [UInt8(moduleDots)])
      function(symbol.kind, 69, [correction ?? 48])
    case .pdf417:
      function(symbol.kind, 65, [symbol.columns])
      function(symbol.kind, 66, [symbol.rows])
      function(symbol.kind, 67, [UInt8(moduleDots)])
      function(symbol.kind, 68, [UInt8(rowModules)])
      let level = correction ?? 1
      function(symbol.kind, 69, [level >= 48 ? 48 : 49, level])
      function(symbol.kind, 70, [symbol.variant == .truncated ? 1 : 0])
    case .aztec:
      function(symbol.kind, 66, [symbol.variant == .compact ? 49 : 48, symbol.layers])
      function(symbol.kind, 67, [UInt8(moduleDots)])
      function(symbol.kind, 69, [correction ?? 23])
    case .dataMatrix:
      let shape: UInt8 = symbol.variant == .rectangular ? 49 : 48
      function(symbol.kind, 66, [shape, symbol.columns, symbol.rows])
      function(symbol.kind, 67, [UInt8(moduleDots)])
    }
    function(symbol.kind, 80, [0x30] + symbol.data)
    function(symbol.kind, 81, [0x30])
  }

  /// `GS ( k pL pH cn fn parameters`.
  private mutating func function(
    _ kind: MatrixSymbol.Kind, _ function: UInt8, _ parameters: [UInt8]
  ) {
    let count = parameters.count + 2
    bytes += [Control.gs, 0x28, 0x6B, UInt8(count & 0xFF), UInt8(count >> 8), kind.rawValue]
    bytes += [function] + parameters
  }
}

extension MatrixSymbol {
  /// The module widths that the printers' command takes, in dots.
  package var moduleRange: ClosedRange<Int> {
    switch kind {
    case .qr: 1...16
    case .pdf417: 2...8
    case .aztec, .dataMatrix: 2...16
    }
  }
}
