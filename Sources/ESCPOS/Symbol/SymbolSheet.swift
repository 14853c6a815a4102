// One page of each symbology, with what a reader must read from it: for readers that know nothing
// of this code, and for a first try of a new printer.

/// Samples of every symbology that is drawn or sent here.
package enum SymbolSheet {
  /// One page.
  package struct Sample: Sendable {
    /// For example `UPC-E`.
    package let name: String
    /// What a reader reports, in ISO 8859-1 or as it was stored; U+001D for FNC1 in the data.
    package let content: [UInt8]
    /// The whole job, cut at its end.
    package let bytes: [UInt8]
  }

  /// The barcodes: kind, text, and what readers report where that is something else.
  static let linear: [(LinearSymbol.Kind, String, String?)] = [
    (.upcA, "03600029145", "036000291452"),
    (.upcE, "01234565", nil),
    (.ean13, "4006381333931", nil),
    (.ean8, "9638507", "96385074"),
    (.code39, "TILL-39 $/+%.", nil),
    (.itf, "15400141288763", nil),
    (.codabar, "A40156-12:$/+.B", nil),
    (.code93, "Till 93 {ok}~", nil),
    (.code128, "Caf\u{E9} 160401\u{1D}20", nil),
    (.code128Automatic, "AUTO-2026", nil),
    (
      .gs1Code128, "(01)09501101530003(10)AB-1(17)271231",
      "010950110153000310AB-1\u{1D}17271231"
    ),
    (.dataBar, "0950110153000", "0109501101530003"),
    (.dataBarTruncated, "0061414199996", "0100614141999965"),
    (.dataBarLimited, "1950110153000", "0119501101530000"),
    (.dataBarExpanded, "(01)90012345678908(3103)001750", "01900123456789083103001750"),
  ]

  /// The two-dimensional codes, all of one content but the Micro QR, which holds little.
  static var matrix: [MatrixSymbol] {
    let text = Array("https://example.com/r/1?t=\u{20AC}2.40".utf8)
    return [
      MatrixSymbol(kind: .qr, data: text, correction: 49),
      MatrixSymbol(kind: .qr, data: Array("TILL 42".utf8), correction: 48, variant: .micro),
      MatrixSymbol(kind: .pdf417, data: text, correction: 50, columns: 4),
      MatrixSymbol(kind: .pdf417, data: text, columns: 3, variant: .truncated),
      MatrixSymbol(kind: .dataMatrix, data: text),
      MatrixSymbol(kind: .dataMatrix, data: text, variant: .rectangular),
      MatrixSymbol(kind: .aztec, data: text, correction: 23),
      MatrixSymbol(kind: .aztec, data: text, correction: 23, variant: .compact),
    ]
  }

  /// The pages, for a printer with this profile; what does not fit its paper is left out.
  package static func job(for profile: PrinterProfile) -> [Sample] {
    var samples: [Sample] = []
    for (kind, text, reported) in linear {
      guard let symbol = try? LinearSymbol(kind, text) else { continue }
      let content = (reported ?? text).unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
      let page = page(kind.name, for: profile) { encoder in
        guard let dots = [3, 2].first(where: { encoder.fits(symbol, moduleDots: $0) }) else {
          return false
        }
        encoder.symbol(symbol, moduleDots: dots, heightDots: 96)
        return true
      }
      if let page { samples.append(Sample(name: kind.name, content: content, bytes: page)) }
    }
    for symbol in matrix {
      let page = page(symbol.name, for: profile) { encoder in
        encoder.fits(symbol, moduleDots: 4) && (try? encoder.matrix(symbol, moduleDots: 4)) != nil
      }
      if let page { samples.append(Sample(name: symbol.name, content: symbol.data, bytes: page)) }
    }
    return samples
  }

  private static func page(
    _ name: String, for profile: PrinterProfile, _ draw: (inout PrintEncoder) -> Bool
  ) -> [UInt8]? {
    var encoder = PrintEncoder(for: profile)
    encoder.set(.center)
    encoder.line(name)
    encoder.feed(lines: 1)
    guard draw(&encoder) else { return nil }
    encoder.feed(lines: 2)
    encoder.cut()
    return encoder.bytes
  }
}
