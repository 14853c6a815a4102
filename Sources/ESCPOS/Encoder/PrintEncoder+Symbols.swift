// Printer bytes, outgoing: barcodes and QR codes by the printer's own commands.

/// How much a QR code may be damaged and still be read.
package enum QRCorrection: UInt8, Sendable {
  /// 7, 15, 25 and 30 percent; the raw value is that of `GS ( k`.
  case low = 0x30
  case medium, quartile, high
}

extension PrintEncoder {
  /// Whether a barcode with its quiet zones fits on the paper.
  package func fits(_ symbol: LinearSymbol, moduleDots: Int) -> Bool {
    (symbol.moduleCount + LinearSymbol.quietModules) * moduleDots <= profile.dotsPerLine
  }

  /// Prints a barcode by `GS k` function B, its digits below it.
  ///
  /// A printer prints nothing at all where the barcode does not fit: ask `fits` first.
  /// - Parameters:
  ///   - moduleDots: width of the thinnest bar, 2 to 6 dots.
  ///   - heightDots: 1 to 255.
  package mutating func symbol(_ symbol: LinearSymbol, moduleDots: Int, heightDots: Int) {
    precondition(
      (2...6).contains(moduleDots) && (1...255).contains(heightDots),
      "bars are 2 to 6 dots wide and 1 to 255 dots high")
    bytes += [Control.gs, 0x68, UInt8(heightDots), Control.gs, 0x77, UInt8(moduleDots)]
    bytes += [Control.gs, 0x48, 2]
    bytes += [Control.gs, 0x6B, symbol.kind.rawValue, UInt8(symbol.payload.count)]
    bytes += symbol.payload
  }

  /// Prints a QR code, model 2, by `GS ( k`.
  ///
  /// - Parameters:
  ///   - text: 1 to 2,000 bytes of UTF-8; control characters are sent as spaces, so that no data
  ///     is taken for a real-time command.
  ///   - moduleDots: 1 to 16.
  package mutating func qr(
    _ text: String, moduleDots: Int, correction: QRCorrection = .medium
  ) {
    let data = text.utf8.map { $0 < Control.space ? Control.space : $0 }
    precondition(
      (1...2000).contains(data.count) && (1...16).contains(moduleDots),
      "a QR code holds 1 to 2000 bytes in modules of 1 to 16 dots")
    qrFunction(65, [50, 0])
    qrFunction(67, [UInt8(moduleDots)])
    qrFunction(69, [correction.rawValue])
    qrFunction(80, [0x30] + data)
    qrFunction(81, [0x30])
  }

  /// `GS ( k pL pH 49 function parameters`.
  private mutating func qrFunction(_ function: UInt8, _ parameters: [UInt8]) {
    let count = parameters.count + 2
    bytes += [Control.gs, 0x28, 0x6B, UInt8(count & 0xFF), UInt8(count >> 8), 49, function]
    bytes += parameters
  }
}
