// What one scan of a known code teaches about a scanner that sends text and not keys.

extension Calibration {
  /// Learns a scanner that sends text (HID POS, serial) from one scan of a known code.
  ///
  /// - Parameters:
  ///   - text: the scan as it came, whole and without what ended it.
  ///   - expected: what the code holds, with U+001D where GS is.
  ///   - hasIdentifierField: whether AIM identifiers come beside the data and not in it, as in HID
  ///     POS mode; the prefix then stands behind the identifier.
  ///   - known: settings to keep for all that a scan does not tell.
  /// - Returns: nil when the text does not hold the code.
  package static func learn(
    text: String, expecting expected: String, hasIdentifierField: Bool = false,
    known: ScannerSettings = ScannerSettings()
  ) -> ScannerSettings? {
    let parts = expected.utf8.split(separator: 0x1D).map(Array.init)
    let bytes = Array(text.utf8)
    guard let first = parts.first, bytes.count <= Scan.byteCountMax else { return nil }
    for start in bytes.indices where bytes[start...].starts(with: first) {
      for count in parts.count > 1 ? 0...separatorBytesMax : 0...0 {
        let place = start + first.count
        guard place + count <= bytes.count else { break }
        let separator = bytes[place..<(place + count)]
        var rest = bytes[place...]
        guard parts.dropFirst().allSatisfy({ rest.take(separator) && rest.take($0) }) else {
          continue
        }
        var settings = known
        if parts.count > 1 { settings.take(separator: separator) }
        guard settings.take(head: bytes[..<start], hasIdentifierField) else { return nil }
        settings.suffix = String(decoding: rest, as: UTF8.self)
        return settings
      }
    }
    return nil
  }

  private static let separatorBytesMax = 8
}

extension ArraySlice<UInt8> {
  /// Takes these bytes off the front, or takes nothing.
  fileprivate mutating func take(_ bytes: some Collection<UInt8>) -> Bool {
    guard starts(with: bytes) else { return false }
    self = dropFirst(bytes.count)
    return true
  }
}

extension ScannerSettings {
  fileprivate mutating func take(separator bytes: ArraySlice<UInt8>) {
    substitutes = []
    switch Array(bytes) {
    case []: separator = .missing
    case [0x1D]: separator = .control
    default:
      separator = .substitute
      substitutes = [ScanSubstitute(typed: String(decoding: bytes, as: UTF8.self), means: "\u{1D}")]
    }
  }

  /// False when an identifier stands where it cannot be told from the content.
  fileprivate mutating func take(head bytes: ArraySlice<UInt8>, _ hasIdentifierField: Bool) -> Bool
  {
    func isIdentifier(_ bytes: ArraySlice<UInt8>) -> Bool {
      bytes.count == 3 && AIMIdentifier.split(String(decoding: bytes, as: UTF8.self)) != nil
    }
    var text = bytes
    sendsIdentifiers = false
    if isIdentifier(text.suffix(3)) {
      text = text.dropLast(3)
      sendsIdentifiers = true
    } else if isIdentifier(text.prefix(3)) {
      guard hasIdentifierField else { return false }
      text = text.dropFirst(3)
      sendsIdentifiers = true
    }
    prefix = String(decoding: text, as: UTF8.self)
    return true
  }
}
