// What a printer answers to GET_DEVICE_ID, read with care: it is whatever a factory typed in.

/// The IEEE 1284 device ID of a printer (USB printer class 1.1, 4.2.1).
///
/// A text of `KEY:VALUE;` pairs behind two bytes of length. It is for people and for guessing a
/// profile only: printers copy each other's, so it is never the proof of what one can do.
package struct PrinterID: Equatable, Sendable {
  /// MANUFACTURER or MFG.
  package private(set) var maker: String?
  /// MODEL or MDL.
  package private(set) var model: String?
  /// COMMAND SET or CMD, as it stands.
  package private(set) var commands: String?
  /// SERIALNUMBER, SERN or SN.
  package private(set) var serial: String?

  /// Reads an answer, or returns nil for one that holds no pair at all.
  ///
  /// The length counts its own two bytes and comes first, most significant byte first. Some
  /// printers swap the two or count wrongly, so a length that does not fit is read the other way
  /// round and then ignored: what came is what there is. Never reads beyond the answer.
  package init?(answer: [UInt8]) {
    guard answer.count > 2 else { return nil }
    let fits = 3...min(answer.count, DeviceLimits.deviceIDBytes)
    let lengths = [
      Int(answer[0]) << 8 | Int(answer[1]), Int(answer[1]) << 8 | Int(answer[0]),
    ]
    let length = lengths.first(where: fits.contains) ?? fits.upperBound
    var hasPair = false
    for pair in answer[2..<length].split(separator: UInt8(ascii: ";")) {
      guard let colon = pair.firstIndex(of: UInt8(ascii: ":")) else { continue }
      hasPair = true
      let value = Self.words(pair[pair.index(after: colon)...])
      guard !value.isEmpty else { continue }
      switch Self.words(pair[..<colon]).uppercased() {
      case "MANUFACTURER", "MFG": maker = maker ?? value
      case "MODEL", "MDL": model = model ?? value
      case "COMMAND SET", "CMD": commands = commands ?? value
      case "SERIALNUMBER", "SERN", "SN": serial = serial ?? value
      default: break
      }
    }
    guard hasPair else { return nil }
  }

  /// Bytes as text that can be shown to people: no control characters, no blanks around, short.
  static func words(_ bytes: some Sequence<UInt8>) -> String {
    let text = String(decoding: Array(bytes), as: UTF8.self).unicodeScalars
      .filter { $0.properties.generalCategory != .control }
    let letters = Array(String(String.UnicodeScalarView(text)))
    let isBlank = { (letter: Character) in letter.isWhitespace }
    let start = letters.firstIndex { !isBlank($0) } ?? letters.endIndex
    let end = letters.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? letters.endIndex
    return String(letters[start..<end].prefix(DeviceLimits.deviceNameLetters))
  }
}
