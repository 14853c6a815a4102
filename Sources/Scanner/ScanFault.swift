// Why a line is no scan at all.

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
