// One scan as the till sells it: what a scanner's raw line says, and the key its product is found
// by. What all of it means stands in Reading.

package import Values

/// One barcode as it was read.
package struct Scan: Equatable, Sendable {
  /// The content without the scanner's AIM identifier; may hold the GS1 separator U+001D.
  package let payload: String
  /// The kind of symbol, or nil when neither the scanner nor the digits tell.
  package let symbology: Symbology?
  /// What the catalogue is asked for first; `reading.candidates` has all keys.
  package let barcode: Barcode
  /// What a cashier may need to hear; a scan with warnings is still a scan.
  package let warnings: [ScanWarning]
  /// All that the line says, and what kind of code it is.
  package let reading: Reading

  /// The longest raw line, in bytes of UTF-8.
  package static let byteCountMax = 4096

  /// The scan a raw line stands for: one line of a scanner, without its terminator.
  ///
  /// An AIM identifier in front (`]E0`) names the symbol; without one, only digits with a right
  /// check digit do. U+001D is content (GS1 General Specifications 7.8.3), every other control
  /// character is refused. A code that is misread is still a scan, so that it can be told and kept:
  /// `reading.error` says what is wrong with it.
  ///
  /// - Throws: why the line is no scan. The error never carries any of the content.
  package init(_ raw: String, rules: ShopRules = .standard) throws(ScanFault) {
    let reading = Reading(raw, rules: rules)
    if let refusal = reading.refusal { throw refusal }
    var warnings = reading.warnings
    if let wrong = reading.wrongCheckDigit {
      warnings.append(.checkDigit(found: wrong.found, expected: wrong.expected))
    }
    self.payload = reading.content
    self.symbology = reading.symbology
    self.barcode = Barcode(
      reading: reading.gtin14 ?? reading.candidates.first ?? reading.content)
    self.warnings = warnings
    self.reading = reading
  }
}
