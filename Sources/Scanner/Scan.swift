// One scan: what a scanner's raw line says, and the key its product is looked up by.
// Weights, coupons, application identifiers beyond the GTIN and links are read elsewhere.

package import Values

/// One barcode as it was read.
package struct Scan: Equatable, Sendable {
  /// The content without the scanner's AIM identifier; may hold the GS1 separator U+001D.
  package let payload: String
  /// The kind of symbol, or nil when neither the scanner nor the digits tell.
  package let symbology: Symbology?
  /// What the catalogue is asked for.
  package let barcode: Barcode
  /// What a cashier may need to hear; a scan with warnings is still a scan.
  package let warnings: [ScanWarning]

  /// The longest raw line, in bytes of UTF-8.
  package static let byteCountMax = 4096

  /// The scan a raw line stands for: one line of a scanner, without its terminator.
  ///
  /// An AIM identifier in front (`]E0`) names the symbol; without one, only digits with a right
  /// check digit do. U+001D is content (GS1 General Specifications 7.8.3), every other control
  /// character is refused.
  ///
  /// - Throws: why the line is no scan. The error never carries any of the content.
  package init(_ raw: String) throws(ScanFault) {
    guard raw.utf8.count <= Self.byteCountMax else { throw .tooLong(bytes: raw.utf8.count) }
    guard !raw.unicodeScalars.contains(where: Self.isRefusedControl) else {
      throw .controlCharacter
    }
    let marked = AIMIdentifier.split(raw)
    let content = Self.withoutOuterSeparators(marked?.payload ?? raw)
    guard content.unicodeScalars.contains(where: { $0 != " " }) else { throw .empty }

    let named = marked?.identifier.symbology(of: content)
    let symbology = marked == nil ? Symbology(guessing: content) : named ?? .other
    let gtin = Self.leadingGTIN(of: content, as: symbology)
    // Product content may have a card number's length, and one in ten of those passes Luhn too.
    let isProduct =
      gtin != nil || symbology == .ean13 || symbology?.holdsApplicationIdentifiers == true
    guard !CardData.holdsTrack(content), isProduct || !CardData.isNumber(content) else {
      throw .cardData
    }

    var warnings: [ScanWarning] = []
    if let marked, named == nil { warnings.append(.unknownIdentifier(marked.identifier.text)) }
    let main = gtin ?? Self.main(of: content, as: symbology)
    if gtin == nil, symbology == nil || symbology?.endsInCheckDigit == true {
      do {
        _ = try GTIN(main)
      } catch .checkDigit(let found, let expected) {
        warnings.append(.checkDigit(found: found, expected: expected))
      } catch {}
    }
    if marked == nil, content.utf8.count == 8, let long = UPCE.expanded(content) {
      warnings.append(.perhapsUPCE(Barcode(reading: long)))
    }
    self.payload = content
    self.symbology = symbology
    self.barcode = Barcode(reading: main)
    self.warnings = warnings
  }

  /// The part of the content that names the product.
  private static func main(of content: String, as symbology: Symbology?) -> String {
    switch symbology {
    case .upce: UPCE.expanded(content) ?? content
    // A magazine's code with its add-on: 13 digits, then 2 or 5.
    case .ean13 where [15, 18].contains(content.utf8.count): String(content.prefix(13))
    default: content
    }
  }

  /// The GTIN that GS1 content starts with (application identifier 01), if it is marked as GS1
  /// content or is unmistakable without a mark.
  private static func leadingGTIN(of content: String, as symbology: Symbology?) -> String? {
    guard symbology == nil || symbology?.holdsApplicationIdentifiers == true,
      content.hasPrefix("01"), content.utf8.count >= 16,
      symbology != nil || content.utf8.count == 16 || content.utf8.contains(0x1D)
    else { return nil }
    let digits = String(decoding: content.utf8.dropFirst(2).prefix(14), as: UTF8.self)
    return (try? GTIN(digits)) == nil ? nil : digits
  }

  private static func withoutOuterSeparators(_ content: String) -> String {
    var bytes = content.utf8[...]
    while bytes.first == 0x1D { bytes.removeFirst() }
    while bytes.last == 0x1D { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isRefusedControl(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value < 0x20 && scalar.value != 0x1D) || (0x7F...0x9F).contains(scalar.value)
  }
}

/// What is odd about a scan that can still be used.
package enum ScanWarning: Equatable, Sendable {
  /// Digits of a GTIN's length whose last digit is wrong: most likely a misread.
  case checkDigit(found: Int, expected: Int)
  /// Eight digits that may be UPC-E as well; this is the product they would name then.
  case perhapsUPCE(Barcode)
  /// The scanner sent an AIM identifier with a letter that is not known.
  case unknownIdentifier(String)
}

/// Why a line is no scan.
///
/// No case carries content, so none can leak a card number.
package enum ScanFault: Error, Equatable, Sendable {
  case empty
  case tooLong(bytes: Int)
  case controlCharacter
  /// A payment card was swiped or its number typed; the digits are gone with this error.
  case cardData
}

extension ScanFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .empty: "the scan is empty"
    case .tooLong(let bytes): "a scan has at most \(Scan.byteCountMax) bytes, this one has \(bytes)"
    case .controlCharacter: "the scan holds control characters: check the scanner's set-up"
    case .cardData: "this is a payment card: use the card terminal"
    }
  }
}
