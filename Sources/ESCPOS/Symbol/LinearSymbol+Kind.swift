// The kinds of barcode that `GS k` knows: names, quiet zones, widths in dots.

extension LinearSymbol {
  /// The symbology; the raw value is that of `GS k` function B.
  ///
  /// Epson TM-T88V and TM-T20III technical references, `GS k`; function A has 0 to 6 for the
  /// first seven.
  package enum Kind: UInt8, CaseIterable, Sendable {
    case upcA = 65
    case upcE
    case ean13
    case ean8
    case code39
    case itf
    case codabar
    case code93
    case code128
    case gs1Code128
    /// GS1 DataBar Omnidirectional.
    case dataBar
    case dataBarTruncated
    case dataBarLimited
    case dataBarExpanded
    /// A Code 128 whose code sets the printer chooses.
    case code128Automatic
  }

  /// Dots of a wide element for modules of 2 to 6 dots.
  ///
  /// Epson TM-T88III Specification (Standard), p. 144: 0.706, 1.129, 1.411, 1.834 and 2.258 mm at
  /// 180 dots an inch.
  private static let wideDots = [2: 5, 3: 8, 4: 10, 5: 13, 6: 16]

  /// Widths of bars and spaces in dots, as a printer draws them; empty for the DataBar kinds.
  ///
  /// The wide elements of Code 39, ITF and Codabar are about two and a half modules on paper.
  /// - Parameter moduleDots: at least 1.
  package func elementDots(moduleDots: Int) -> [Int] {
    precondition(moduleDots >= 1, "a module is at least one dot wide")
    let wide = kind.isBinary ? Self.wideDots[moduleDots] ?? moduleDots * 3 : moduleDots * 3
    return elements.map { $0 == 3 ? wide : Int($0) * moduleDots }
  }

  /// The width in dots, quiet zones left out.
  package func widthDots(moduleDots: Int) -> Int {
    let dots = elementDots(moduleDots: moduleDots)
    return dots.isEmpty ? moduleCount * moduleDots : dots.reduce(0, +)
  }
}

extension LinearSymbol.Kind {
  /// The name on a package, for example `EAN-13`.
  package var name: String {
    switch self {
    case .upcA: "UPC-A"
    case .upcE: "UPC-E"
    case .ean13: "EAN-13"
    case .ean8: "EAN-8"
    case .code39: "Code 39"
    case .itf: "ITF"
    case .codabar: "Codabar"
    case .code93: "Code 93"
    case .code128, .code128Automatic: "Code 128"
    case .gs1Code128: "GS1-128"
    case .dataBar: "GS1 DataBar"
    case .dataBarTruncated: "GS1 DataBar Truncated"
    case .dataBarLimited: "GS1 DataBar Limited"
    case .dataBarExpanded: "GS1 DataBar Expanded"
    }
  }

  /// Whether bars are drawn here, and not by a `SymbolArtist`.
  package var isDrawnHere: Bool { self != .dataBarExpanded && dataBarModules == nil }

  /// Whether its elements are either narrow or wide.
  package var isBinary: Bool { [.code39, .itf, .codabar].contains(self) }

  /// Modules of white that readers need to the left and to the right.
  ///
  /// EAN and UPC: ISO/IEC 15420, 4.3.4 (EAN-13 11 and 7, EAN-8 7 and 7, UPC-A 9 and 9, UPC-E 9
  /// and 7). Ten of the narrow element for the others; none for DataBar (ISO/IEC 24724), where one
  /// is kept so that two symbols never touch.
  package var quietModules: (left: Int, right: Int) {
    switch self {
    case .ean13: (11, 7)
    case .ean8: (7, 7)
    case .upcA: (9, 9)
    case .upcE: (9, 7)
    case .dataBar, .dataBarTruncated, .dataBarLimited, .dataBarExpanded: (1, 1)
    default: (10, 10)
    }
  }

  /// The fixed widths of DataBar kinds (ISO/IEC 24724, clauses 5.2 and 6.2).
  var dataBarModules: Int? {
    switch self {
    case .dataBar, .dataBarTruncated: 96
    case .dataBarLimited: 79
    default: nil
    }
  }
}
