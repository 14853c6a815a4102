// What is odd about a scan that can still be used.

package import Values

/// What is odd about a scan that can still be used.
package enum ScanWarning: Equatable, Sendable {
  /// Digits of a GTIN's length whose last digit is wrong: most likely a misread.
  case checkDigit(found: Int, expected: Int)
  /// Eight digits that may be UPC-E as well; this is the product they would name then.
  case perhapsUPCE(Barcode)
  /// The scanner sent an AIM identifier with a letter that is not known.
  case unknownIdentifier(String)
  /// The scanner seems to drop separators: the value of this identifier holds others.
  case separatorsLost(ApplicationIdentifier)
  /// An identifier stands without one that belongs to it.
  case companionMissing(ApplicationIdentifier, needs: String)
  /// A code for use inside a shop or country, and no rule says what it carries.
  case restricted
  /// The digits beside a magazine's code were read as well.
  case addOn(String)

  /// The stable word for it.
  package var name: String {
    switch self {
    case .checkDigit: "check_digit"
    case .perhapsUPCE: "ean8_or_upce"
    case .unknownIdentifier: "unknown_aim"
    case .separatorsLost: "gs_suspect"
    case .companionMissing: "companion_missing"
    case .restricted: "restricted"
    case .addOn: "addon"
    }
  }
}

extension ScanWarning: CustomStringConvertible {
  package var description: String {
    switch self {
    case .checkDigit(let found, let expected):
      "the check digit is \(found), it should be \(expected)"
    case .perhapsUPCE(let barcode): "these digits are also the UPC-E code of \(barcode.key)"
    case .unknownIdentifier(let text): "the scanner's identifier \(text) is not known"
    case .separatorsLost(let identifier):
      "the scanner seems to drop separators, so (\(identifier.text)) cannot be trusted: "
        + "scan the set-up sheet"
    case .companionMissing(let identifier, let needs):
      "(\(identifier.text)) should come with \(needs)"
    case .restricted: "an in-store code that no rule of this shop reads"
    case .addOn(let digits): "with the add-on \(digits)"
    }
  }
}
