// The words of profiles: symbologies, knives, raster commands, quirks.

extension PrinterProfile {
  /// A code that a printer draws itself.
  package enum Symbology: String, CaseIterable, Sendable {
    // `GS k`, function B: m is 65 and up in this order.
    case upcA, upcE, ean13, ean8, code39, itf, codabar, code93, code128, gs1Code128
    case dataBar, dataBarTruncated, dataBarLimited, dataBarExpanded, code128Automatic
    // `GS ( k`: cn is 48 and up in this order.
    case pdf417, qr, maxiCode, dataBarStacked, composite, aztec, dataMatrix

    /// The m of `GS k m n d…` for a barcode, nil for a code of `GS ( k`.
    package var barcodeNumber: UInt8? { place < 15 ? 65 + place : nil }

    /// The cn of `GS ( k pL pH cn fn …` for a matrix code, nil for a barcode.
    package var matrixNumber: UInt8? { place < 15 ? nil : 48 + place - 15 }

    private var place: UInt8 { UInt8(Self.allCases.firstIndex(of: self) ?? 0) }
  }

  /// How the knife can cut.
  package enum Cutter: String, CaseIterable, Sendable {
    case none, partial, full, both
  }

  /// The double-byte characters of a printer's Kanji mode.
  ///
  /// They are never sent: such text goes as a picture, which every unit prints alike.
  package enum Kanji: String, CaseIterable, Sendable {
    case none, japanese, simplifiedChinese, traditionalChinese, korean
  }

  /// How it is made to sound, if it can.
  package enum Buzzer: String, CaseIterable, Sendable {
    case none
    /// Epson: `ESC ( A`, function 97.
    case escParenA = "ESC ( A"
    /// Most clones: `ESC B n t`.
    case escB = "ESC B"
  }

  /// What is odd about a model.
  package enum Quirk: String, CaseIterable, Sendable {
    /// Starts in Kanji mode: accents print as hanzi until `FS .`.
    case bootsInKanji
    /// `GS I` names another maker's model.
    case identityLies
    /// Speaks ESC/POS only after its memory switch is set so.
    case needsEmulationSwitch
    /// The drawer's connector has +24 V on pin 3 and its sense on pin 6.
    case starDrawerPins
    /// Some units drive the drawer with 12 V.
    case mayDriveDrawerWith12V
    /// Does not kick the drawer while it prints.
    case kicksOnlyWhenIdle
  }

  /// What a device says it is on the USB bus.
  package struct USBIdentity: Hashable, Sendable {
    package let vendor: UInt16
    package let product: UInt16

    package init(vendor: UInt16, product: UInt16) {
      self.vendor = vendor
      self.product = product
    }
  }
}
